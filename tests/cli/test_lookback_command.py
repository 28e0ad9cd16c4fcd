"""`kaoping lookback`: what it refuses, in Chinese and before anything is written."""

import subprocess
from datetime import UTC, date, datetime

import pytest
from commanding import command

from kaoping.findings import Decision, Finding, Suspect, Witness
from kaoping.ledger import OpenItem, OpenItems, read_lookback, write_open_items

TODAY = date(2026, 9, 15)


def run(*words):
    return subprocess.run(
        command("lookback", *words), capture_output=True, text=True, timeout=120, check=False
    )


def item(*, status="open", until=None, voice="inspector"):
    suspect = Suspect(
        "f1",
        "测试局",
        "s",
        "1",
        "1.1",
        "http://t.example/",
        "",
        "问题",
        witnesses=(Witness(voice, "王望", None),),
    )
    at = datetime(2026, 9, 1, tzinfo=UTC)
    decision = Decision("f1", "exempt", "李川", at, "改版", until=until) if status == "exempt" else None
    state = "exempted" if decision else "confirmed"
    return OpenItem(Finding(suspect, state, decision), "上半年", status, None, exempt_until=until)


def written(path, *items):
    write_open_items(OpenItems("上半年", TODAY, items), path)
    return path


class TestRefusals:
    def test_a_file_that_is_not_there(self, tmp_path):
        done = run(tmp_path / "none.json", "--out", tmp_path / "out")

        assert done.returncode == 2
        assert "找不到未销号问题清单" in done.stderr
        assert not (tmp_path / "out").exists()

    @pytest.mark.parametrize("items", [(), (item(status="exempt", until=date(2026, 12, 31)),)])
    def test_a_file_in_which_nothing_is_due(self, tmp_path, items):
        done = run(written(tmp_path / "o.json", *items), "--out", tmp_path / "out", "--today", TODAY)

        assert done.returncode == 2
        assert "没有需要复核的问题" in done.stderr

    def test_claims_about_findings_that_are_not_on_the_list(self, tmp_path):
        claims = tmp_path / "claims.csv"
        claims.write_text("问题编号,时间\nABCD-EFGH-2345-WXYZ,2026-09-10\n", "utf-8")
        items = written(tmp_path / "o.json", item())

        done = run(items, "--claims", claims, "--out", tmp_path / "out", "--today", TODAY)

        assert done.returncode == 2
        assert "ABCD-EFGH-2345-WXYZ 不在未销号问题清单中" in done.stderr
        assert not (tmp_path / "out").exists()


class TestFindingsOfPeople:
    def test_what_only_people_saw_cannot_be_tested_by_a_machine(self, tmp_path):
        done = run(written(tmp_path / "o.json", item()), "--out", tmp_path / "out", "--today", TODAY)

        (one,) = read_lookback(tmp_path / "out" / "lookback.json").looked
        assert done.returncode == 3
        assert (one.outcome, one.message) == ("cannot be tested", "不是由检查项发现的,须由人员复核")
        assert one.seen_at is None
