"""The files of a round's folder, and what is said where they do not fit together."""

from datetime import date

import pytest

from kaoping.errors import RoundError
from kaoping.rounds.round_file import Round, Span
from kaoping.rounds.round_files import round_files


def a_round(folder, **more):
    day = date(2026, 6, 30)
    return Round(folder, "考评", "办", Span(day, day), Span(day, day), day, (), **more)


def put(folder, *names, words="x"):
    for number, name in enumerate(names):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{words}{number}", encoding="utf-8")


class TestRoundFiles:
    def test_every_file_is_found_in_the_order_of_names(self, tmp_path):
        put(tmp_path, "units.xlsx", "answers/b.csv", "answers/a.xlsx", "rectification/claims.csv")
        put(tmp_path / "runs" / "one", "observations.jsonl", "coverage.csv", words="run")
        put(tmp_path, "observations/z.jsonl", words="z")

        files = round_files(a_round(tmp_path, runs=(tmp_path / "runs" / "one",)))

        assert files.units == tmp_path / "units.xlsx"
        assert [p.name for p in files.answers] == ["a.xlsx", "b.csv"]
        assert [p.name for p in files.observations] == ["observations.jsonl", "z.jsonl"]
        assert files.claims is not None
        assert files.reports is None
        assert len(list(files.all())) == 7

    @pytest.mark.parametrize(
        ("names", "words"),
        [
            ((), "缺少单位名单"),
            (("units.csv", "units.xlsx"), "units.csv、units.xlsx 都是同一份名单"),
            (("units.csv", "rectification/tasks.csv", "rectification/tasks.xlsx"), "都是同一份名单"),
            (("units.csv", "decision/a.csv"), "decision:不会被读取,是否想写“decisions”"),
            (("units.csv", "unit.csv"), "unit.csv:不会被读取,是否想写“units.csv”"),
            (("units.csv", "decisions/扫描件.pdf"), "扫描件.pdf:不是"),
        ],
    )
    def test_what_does_not_fit_together_is_refused(self, tmp_path, names, words):
        put(tmp_path, *names)

        with pytest.raises(RoundError, match=words):
            round_files(a_round(tmp_path))

    def test_the_same_table_under_two_names_is_refused(self, tmp_path):
        put(tmp_path, "units.csv", "answers/a.csv")
        (tmp_path / "answers" / "b.csv").write_bytes((tmp_path / "answers" / "a.csv").read_bytes())

        with pytest.raises(RoundError, match="内容完全相同"):
            round_files(a_round(tmp_path))

    def test_a_run_of_before_coverage_was_counted_is_refused_with_advice(self, tmp_path):
        put(tmp_path, "units.csv", "old/observations.jsonl")

        with pytest.raises(RoundError, match=r"没有 coverage.csv.*kaoping replay"):
            round_files(a_round(tmp_path, runs=(tmp_path / "old",)))

    def test_other_files_of_the_office_do_no_harm(self, tmp_path):
        put(tmp_path, "units.csv", "会议纪要.docx", "照片/一.jpg", "~$units.xlsx")

        files = round_files(a_round(tmp_path))

        assert [p.name for p in files.all()] == ["units.csv"]
