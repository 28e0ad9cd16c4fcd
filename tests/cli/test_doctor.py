"""`kaoping doctor` says what is missing, and what each missing thing means."""

import re
from pathlib import Path

import pytest

import kaoping
from kaoping.cli.doctor import examined, run_doctor
from kaoping.environment import FOR_TESTS, SETTINGS, strangers

SOURCE = Path(kaoping.__file__).parent


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    for name in ("DATABASE", "DATA", "RULEBOOK", "CHROMIUM"):
        monkeypatch.delenv(f"KAOPING_{name}", raising=False)


def states(data):
    return {one.what: one for one in examined(data)}


class TestWhatIsSeen:
    def test_a_whole_installation_is_good(self, tmp_path, capsys):
        assert run_doctor(tmp_path) == 0
        assert "可以使用" in capsys.readouterr().out

    def test_a_browser_that_is_not_there_is_told_with_its_effect(self, tmp_path, monkeypatch):
        monkeypatch.setenv("KAOPING_CHROMIUM", "/nowhere/chromium")

        found = states(tmp_path)["浏览器"]

        assert found.state == "注意"
        assert "需要渲染" in found.seen
        assert "/nowhere/chromium" in found.cure

    def test_a_folder_that_cannot_be_written_stops_the_work(self, capsys, monkeypatch):
        monkeypatch.setattr("os.access", lambda *_: False)

        assert run_doctor(Path("/srv/kaoping")) == 1
        assert "缺少:数据目录" in capsys.readouterr().out

    def test_a_full_disk_is_named(self, tmp_path, monkeypatch):
        monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1 << 20})())

        assert states(tmp_path)["数据目录"].state == "注意"

    def test_a_rulebook_that_is_not_there_stops_the_work(self, tmp_path, monkeypatch):
        monkeypatch.setenv("KAOPING_RULEBOOK", str(tmp_path / "none"))

        assert states(tmp_path)["规则"].state == "缺"

    def test_a_database_that_does_not_answer_is_told_without_its_password(self, tmp_path, monkeypatch):
        monkeypatch.setenv("KAOPING_DATABASE", "postgresql://office:tell-nobody@127.0.0.1:1/kaoping")

        found = states(tmp_path)["数据库"]

        assert found.state == "缺"
        assert "tell-nobody" not in found.seen + found.cure


class TestSettings:
    def test_a_misspelt_setting_is_named_with_the_one_that_was_meant(self):
        found = strangers({"KAOPING_IDEL_MINUTES": "5", "KAOPING_SECRET_KEY_FILE": "k", "HOME": "/root"})

        assert found == {"KAOPING_IDEL_MINUTES": "KAOPING_IDLE_MINUTES"}

    def test_the_table_holds_every_name_that_the_program_reads_and_no_other(self):
        read = set()
        for path in SOURCE.rglob("*.py"):
            if path.name != "environment.py":
                text = path.read_text("utf-8")
                read |= set(re.findall(r"\bKAOPING_([A-Z][A-Z_]*[A-Z])\b", text))
                read |= set(re.findall(r"\b_?(?:setting|flag|number)\(\"([A-Z_]+)\"", text))

        assert {name.removesuffix("_FILE") for name in read} - FOR_TESTS == set(SETTINGS)
