"""The lists that an office works with: nothing in them runs as a formula, and the form comes back."""

import csv
from datetime import date

import pytest
from assessed_units import CITY, PAGE, SYSTEM, TODAY, at, laid, suspect, typo

from kaoping.errors import OutputError
from kaoping.findings import (
    Decision,
    joined,
    read_decisions,
    ruled,
    write_decision_form,
    write_findings,
    write_suspects,
)

ID = "AAAA-AAAA-AAAA-AAAA"


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def findings():
    suspects = joined((*laid(typo(), run="a"), *laid(typo(wrong="秸杆", quote="秸杆还田"), run="a")))
    decision = Decision(suspects[0].id, "confirm", "江予川", at(2), "属实", second_by="苏禾")
    return ruled(suspects, [decision], TODAY)


class TestFindings:
    def test_every_row_says_who_what_where_and_what_was_ruled(self, tmp_path, findings):
        path = tmp_path / "findings.csv"

        write_findings(findings, path, [SYSTEM])

        row = rows_of(path)[0]
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert (row["问题编号"], row["单位"], row["指标"]) == (findings[0].id, CITY, "错敏")
        assert (row["细则"], row["网址"], row["状态"]) == ("E1.1的情形", PAGE, "确认")
        assert (row["决定人"], row["第二人"], row["决定时间"]) == ("江予川", "苏禾", "2026-09-01 10:00:00")
        assert (row["见证数"], row["见证"]) == ("1", "检查 wording.typo 2026-09-01 09:00:00")
        assert row["证据摘要"].startswith("sha256:")

    def test_an_expired_exemption_is_told(self, tmp_path):
        path = tmp_path / "findings.csv"
        exempt = Decision(ID, "exempt", "江予川", at(2), "试点", until=date(2026, 9, 2))

        write_findings(ruled([suspect(ID)], [exempt], TODAY), path)

        assert rows_of(path)[0]["状态"] == "疑似(豁免已于2026-09-02到期)"

    def test_another_spelling_of_the_page_is_not_another_page(self, tmp_path):
        path = tmp_path / "suspects.csv"
        one = suspect(ID, url=PAGE, pages=(PAGE.replace("http:", "https:"), f"{PAGE}?a=1"))

        write_suspects([one], path)

        assert (rows_of(path)[0]["其他网址数"], rows_of(path)[0]["其他网址"]) == ("1", f"{PAGE}?a=1")

    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "＝", "\n=", " ="])
    def test_nothing_from_a_page_runs_as_a_formula(self, tmp_path, start):
        path = tmp_path / "suspects.csv"

        write_suspects([suspect(ID, quote=f"{start}cmd()", message=f"{start}1")], path)

        row = rows_of(path)[0]
        assert row["原文"].startswith("'")
        assert row["问题"].startswith("'")

    def test_control_characters_and_lone_surrogates_are_shown(self, tmp_path):
        path = tmp_path / "suspects.csv"

        write_suspects([suspect(ID, quote="甲\0\u202e\ud800乙")], path)

        assert rows_of(path)[0]["原文"] == "甲⟨NUL⟩⟨RLO⟩⟨U+D800⟩乙"

    def test_what_cannot_be_written_leaves_what_was_there(self, tmp_path):
        path = tmp_path / "none" / "findings.csv"

        with pytest.raises(OutputError, match="无法写入"):
            write_findings((), path)

    def test_a_row_that_fails_leaves_the_earlier_file(self, tmp_path):
        path = tmp_path / "suspects.csv"
        path.write_text("以前的", "utf-8")

        def failing():
            yield suspect(ID)
            raise ValueError("stop")

        with pytest.raises(ValueError, match="stop"):
            write_suspects(failing(), path)

        assert path.read_text("utf-8") == "以前的"


class TestForm:
    def test_it_lists_what_is_open_and_comes_back_filled_in(self, tmp_path, findings):
        path = tmp_path / "form.csv"
        write_decision_form(findings, path, [SYSTEM])
        text = path.read_text("utf-8-sig")
        assert text.count("\n") == 2

        path.write_text(text.rstrip().removesuffix(",,,,,") + "确认,江予川,2026-09-03,属实,,\n", "utf-8-sig")

        (one,) = read_decisions(path)
        assert (one.suspect, one.verdict, one.by) == (findings[1].id, "confirm", "江予川")

    def test_given_back_empty_it_decides_nothing(self, tmp_path, findings):
        path = tmp_path / "form.csv"
        write_decision_form(findings, path)

        assert read_decisions(path) == ()
