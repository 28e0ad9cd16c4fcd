"""The key of keyed hashes: given, or made once for an installation, never beside its outputs."""

import os
import stat

import pytest

from kaoping.errors import UsageError
from kaoping.pages.personal import keyed
from kaoping.rounds.secret import ensure_secret, installation_secret


@pytest.fixture(autouse=True)
def _bare(monkeypatch, tmp_path):
    monkeypatch.delenv("KAOPING_SECRET", raising=False)
    monkeypatch.delenv("KAOPING_SECRET_FILE", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    first = installation_secret()

    assert installation_secret() == first
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "kaoping" / "secret").stat().st_mode) == 0o600


def test_a_given_key_is_taken(monkeypatch, tmp_path):
    path = tmp_path / "key"
    path.write_text("0123456789abcdef\n")
    monkeypatch.setenv("KAOPING_SECRET_FILE", str(path))

    assert installation_secret() == b"0123456789abcdef"


def test_a_short_key_is_refused(monkeypatch):
    monkeypatch.setenv("KAOPING_SECRET", "short")

    with pytest.raises(UsageError, match="太短"):
        ensure_secret()


def test_where_none_can_be_kept_a_passing_one_is_used_and_said_to_be(monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null")
    monkeypatch.setenv("KAOPING_SECRET", "")

    note = ensure_secret()

    assert "临时密钥" in note
    assert len(installation_secret()) >= 32
    assert len(os.environ["KAOPING_SECRET"]) == 64


def test_the_same_number_has_the_same_words_under_one_key_alone():
    assert keyed("42029919000101000x", b"a" * 16) == keyed("42029919000101000X", b"a" * 16)
    assert keyed("42029919000101000X", b"a" * 16) != keyed("42029919000101000X", b"b" * 16)
