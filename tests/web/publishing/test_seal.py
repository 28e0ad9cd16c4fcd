"""Sealing: the archive proves itself, gives the scores again, and closes the round for good."""

import hashlib
import importlib
import inspect
import json
import pkgutil
import tarfile
from datetime import date

import msgspec
import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from kaoping.errors import KaopingError, OutputError
from kaoping.rounds.round_file import read_round
from kaoping.rounds.sealing import breaches
from kaoping.scoring import Material, read_scores_json, score_round
from kaoping.web.evidence.models import Evidence
from kaoping.web.evidence.store import path_of
from kaoping.web.gathering.models import Job
from kaoping.web.planning.models import Round, Unit
from kaoping.web.publishing.actions import Refused, seal_round
from kaoping.web.publishing.actions.seals import sealed_path
from kaoping.web.publishing.models import Seal


def page(name, round_):
    return reverse(f"publishing:{name}", args=[round_.public_id])


def unpacked(round_, folder):
    with tarfile.open(sealed_path(round_)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def kept_proof(round_, by, content):
    """Proof that a unit uploaded for one of its findings, on the disk by its digest."""
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    path = path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return Evidence.objects.create(
        round=round_, unit=by.unit, suspect=round_.suspects.first(), kind="upload", name="佐证.txt",
        media_type="text/plain", digest=digest, size_bytes=len(content), taken_at=timezone.now(), added_by=by,
    )  # fmt: skip


class TestSealRound:
    def test_the_archive_is_whole_and_says_its_digest(self, released, reviewer):
        made = seal_round(released, by=reviewer)

        assert breaches(sealed_path(released), digest=made.digest) == ()
        released.refresh_from_db()
        assert released.state == "sealed"

    def test_a_changed_byte_is_found(self, released, reviewer):
        made = seal_round(released, by=reviewer)
        path = sealed_path(released)
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

        assert breaches(path, digest=made.digest) != ()

    def test_the_scores_follow_from_what_was_sealed(self, released, reviewer, tmp_path):
        seal_round(released, by=reviewer)
        folder = unpacked(released, tmp_path / "whole")

        material = msgspec.convert(
            json.loads((folder / "results/material.json").read_text("utf-8")), Material, strict=False
        )
        kept = read_scores_json((folder / "results/scores.json").read_bytes())

        fresh = score_round(material)
        assert (fresh.sheets, fresh.standings) == (kept.sheets, kept.standings)

    def test_its_round_can_be_read_like_any_other(self, released, reviewer, tmp_path):
        seal_round(released, by=reviewer)

        assert read_round(unpacked(released, tmp_path / "whole")).title == released.title

    def test_it_holds_decisions_documents_and_the_audit_chain(self, released, reviewer, unit, tmp_path):
        made = seal_round(released, by=reviewer)
        folder = unpacked(released, tmp_path / "whole")

        decisions = (folder / "records/decisions.jsonl").read_text("utf-8").splitlines()
        assert len(decisions) == 2
        assert (folder / f"documents/public/sheets/{unit.name}.docx").exists()
        assert (folder / "audit/head.txt").read_text().strip().endswith(made.head)

    def test_archives_lie_in_it_as_they_were(self, released, reviewer, unit, settings, tmp_path):
        from tests.web import builders

        run = settings.ROUNDS_FOLDER / str(released.public_id) / "runs" / "one"
        run.mkdir(parents=True)
        (run / "a.warc.gz").write_bytes(b"warc")
        Job.objects.create(state="done", round=released, site=builders.site(unit), folder="runs/one")

        seal_round(released, by=reviewer)

        whole = unpacked(released, tmp_path / "whole")
        assert (whole / "archives/runs/one/a.warc.gz").read_bytes() == b"warc"

    def test_uploaded_proof_lies_in_it_and_is_proven(self, released, reviewer, unit_admin, tmp_path):
        words = "整改后栏目已公开。".encode()
        made = kept_proof(released, unit_admin, words)

        sealed = seal_round(released, by=reviewer)

        path = sealed_path(released)
        folder = unpacked(released, tmp_path / "whole")
        name = made.digest.removeprefix("sha256:")
        assert (folder / "uploads" / name).read_bytes() == words
        assert "佐证.txt" in (folder / "uploads/uploads.csv").read_text("utf-8-sig")
        content = bytearray(path.read_bytes())
        content[content.index(words)] ^= 1
        path.write_bytes(content)
        assert [one.member for one in breaches(path, digest=sealed.digest)] == [f"uploads/{name}"]

    @pytest.mark.parametrize(
        ("what", "why"),
        [("large", "总量上限"), ("gone", "已不在服务器上"), ("changed", "校验值不符")],
    )
    def test_proof_that_is_not_put_in_stands_in_the_list_with_its_reason(
        self, released, reviewer, unit_admin, settings, tmp_path, what, why
    ):
        made = kept_proof(released, unit_admin, b"proof")
        path = path_of(made.digest)
        if what == "large":
            settings.SEALED_UPLOAD_BYTES = 3
        elif what == "gone":
            path.unlink()
        else:
            path.chmod(0o600)
            path.write_bytes(b"other")

        seal_round(released, by=reviewer)

        folder = unpacked(released, tmp_path / "whole") / "uploads"
        assert [one.name for one in folder.iterdir()] == ["uploads.csv"]
        row = (folder / "uploads.csv").read_text("utf-8-sig").splitlines()[1]
        assert row.startswith(made.digest)
        assert why in row

    def test_twice_is_refused(self, released, reviewer):
        seal_round(released, by=reviewer)

        with pytest.raises(Refused, match="已经封存"):
            seal_round(released, by=reviewer)

    def test_before_the_release_it_is_refused(self, drafted, reviewer):
        with pytest.raises(KaopingError):
            seal_round(drafted, by=reviewer)

        assert not Seal.objects.exists()

    def test_where_the_archive_cannot_be_made_the_round_is_open_again(
        self, released, reviewer, unit, settings
    ):
        from tests.web import builders

        Job.objects.create(state="done", round=released, site=builders.site(unit), folder="../elsewhere")

        with pytest.raises(OutputError):
            seal_round(released, by=reviewer)

        released.refresh_from_db()
        assert released.state == "released"
        assert not sealed_path(released).exists()

    def test_one_that_was_broken_off_can_be_made_again(self, released, reviewer):
        Round.objects.filter(pk=released.pk).update(state="sealed")

        made = seal_round(released, by=reviewer)

        assert breaches(sealed_path(released), digest=made.digest) == ()


class TestPage:
    def test_it_tells_the_digest_and_how_to_verify(self, signed_in, leader, reviewer, released):
        made = seal_round(released, by=reviewer)

        answer = signed_in(leader).get(page("seal", released)).content.decode()

        assert made.digest in answer
        assert f"--digest {made.digest}" in answer

    def test_sealing_asks_who_it_is_anew(self, signed_in, reviewer, released):
        answer = signed_in(reviewer).post(page("close", released))

        assert answer.status_code == 403
        assert not Seal.objects.exists()

    def test_the_archive_can_be_fetched(self, signed_in, reviewer, released):
        signed_in(reviewer, is_proven=True).post(page("close", released))

        answer = signed_in(reviewer, is_proven=True).post(page("fetch_seal", released))

        assert b"".join(answer.streaming_content) == sealed_path(released).read_bytes()


# what each parameter of an action gets, by its name, in a round that is sealed
GIVEN = {
    "values": {"title": "改后的名称"},
    "systems": {},
    "inspectors": [],
    "raters": 1,
    "what": "单位",
    "old": Unit(name="划出的单位"),
    "new": Unit(name="划入的单位"),
    "is_whole": False,
    "population": ["甲", "乙"],
    "size": 1,
    "starts_at": timezone.now(),
    "spread_minutes": 5,
    "quiet_hours": "",
    "step": "seal",
    "reason": "改",
    "edition": "internal",
    "sites": [],
    "limits": {},
    "account": None,
    "seen": {},
    "note": "改",
    "today": date(2026, 7, 1),
    "now": timezone.now(),
}
# acts that write nothing of the round itself; earlier rounds are looked back at when they are long sealed
READS = {"mark_seen", "begin_look_back"}


def actions_on_rounds():
    """Every public action of a desk whose first parameter is a round."""
    for config in apps.get_app_configs():
        if not config.name.startswith("kaoping.web."):
            continue
        try:
            room = importlib.import_module(f"{config.name}.actions")
        except ModuleNotFoundError:
            continue
        inner = [f"{room.__name__}.{one.name}" for one in pkgutil.iter_modules(getattr(room, "__path__", []))]
        for module in (room, *map(importlib.import_module, inner)):
            for name, act in inspect.getmembers(module, inspect.isfunction):
                is_own = act.__module__ == module.__name__ and not name.startswith("_")
                if is_own and _first(act) is Round and "by" in inspect.signature(act).parameters:
                    yield pytest.param(act, id=f"{config.label}.{name}")


def _first(act):
    parameters = list(inspect.signature(act, eval_str=True).parameters.values())
    return parameters[0].annotation if parameters else None


class TestSealed:
    @pytest.mark.parametrize("act", list(actions_on_rounds()))
    def test_it_refuses_every_later_change(self, act, released, reviewer):
        if act.__name__ in READS:
            pytest.skip("writes nothing of the round itself")
        seal_round(released, by=reviewer)
        parameters = list(inspect.signature(act).parameters.values())[1:]
        missing = [p.name for p in parameters if p.name not in GIVEN and p.default is p.empty]
        given = {p.name: GIVEN[p.name] for p in parameters if p.name in GIVEN}
        before = Round.objects.filter(pk=released.pk).values().get()

        assert missing in ([], ["by"]), f"say in GIVEN what {missing} get"
        sealed = Round.objects.get(pk=released.pk)
        positional = [given.pop(p.name) for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
        with pytest.raises(KaopingError):
            act(sealed, *positional, **given, by=reviewer)

        assert Round.objects.filter(pk=released.pk).values().get() == before
