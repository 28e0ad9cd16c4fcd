"""Who looked at what: runs by their coverage, people by their answers."""

import pytest
from assessed_units import BUREAU, CITY, SITE, SYSTEMS, UNITS

from kaoping.errors import FindingsError
from kaoping.findings import Coverage, Looked, looked_of, read_answers, read_coverage, suspects_answered

HEAD = "单位,指标编号,细则编号,结论,检查人,时间,说明\n"


@pytest.fixture
def answers(tmp_path):
    def read(*rows):
        path = tmp_path / "answers.csv"
        path.write_text(HEAD + "".join(f"{row}\n" for row in rows), "utf-8-sig")
        return read_answers(path, UNITS, SYSTEMS)

    return read


def covered(run="a", looked_at=10, not_checked=0, site=SITE, unit=CITY, **given):
    return Coverage(run, site, unit, "upkeep.dead_link", looked_at, not_checked, **given)


def looked(*coverage):
    return looked_of(coverage, (), UNITS)


class TestCoverage:
    def test_what_a_run_wrote_is_read(self, tmp_path):
        path = tmp_path / "coverage.csv"
        words = "site,unit,check,looked_at,unsure,not_checked,failed,why\n"
        path.write_text(f"{words}{SITE},望川,upkeep.dead_link,10,1,2,0,超时;首页返回503\n", "utf-8-sig")

        (one,) = looked(*read_coverage(path, "a"))

        assert one == Looked(CITY, "upkeep.dead_link", 12, 2, "超时、首页返回503")

    def test_a_second_look_does_not_make_the_subjects_more(self):
        (one,) = looked(covered("a", 10), covered("b", 12))

        assert (one.subjects, one.unseen) == (12, 0)

    def test_a_look_that_left_less_unseen_counts(self):
        (one,) = looked(covered("a", 10, 5, why="超时"), covered("b", 8, 0))

        assert (one.subjects, one.unseen, one.why) == (8, 0, "")

    def test_a_run_that_saw_nothing_does_not_make_a_look(self):
        (one,) = looked(covered("a", 0, 0), covered("b", 8, 1))

        assert (one.subjects, one.unseen) == (9, 1)

    def test_sites_of_a_unit_add_up(self):
        (one,) = looked(covered(looked_at=10), covered(looked_at=3, not_checked=1, site="mz.example"))

        assert (one.subjects, one.unseen) == (14, 1)

    def test_units_that_are_not_of_the_round_are_left_out(self):
        assert looked(covered(unit="省里")) == ()

    def test_a_check_that_crashed_has_failed(self):
        assert looked(covered(failed=1))[0].failed

    def test_what_is_no_figure_is_refused(self, tmp_path):
        path = tmp_path / "coverage.csv"
        path.write_text(f"site,unit,check,looked_at,not_checked\n{SITE},望川,a.b,很多,0\n", "utf-8-sig")

        with pytest.raises(FindingsError, match="第 2 行“looked_at”:“很多”不是个数"):
            read_coverage(path)


class TestAnswers:
    def test_an_answer_is_a_look_with_its_verdict(self, answers):
        (one,) = looked_of((), answers("望川,,H.1,符合,江予川,2026-09-01,"), UNITS)

        assert one == Looked(CITY, "H.1", 1, why="江予川", verdict="met")

    def test_what_is_not_met_is_a_suspect_too(self, answers):
        read = answers("望川,,H.1,不符合,江予川,2026-09-01,没有部署文件")

        (one,) = suspects_answered(read)
        assert (one.unit, one.rule, one.message, one.lane) == (CITY, "H.1", "没有部署文件", "person")
        assert looked_of((), read, UNITS)[0].verdict == ""

    def test_an_indicator_is_answered_as_a_whole(self, answers):
        assert [one.demanded.rule.id for one in answers("望川,E2,,不适用,甲,2026-09-01,无")] == [
            "E2.1",
            "E2.2",
        ]

    def test_the_latest_answer_holds(self, answers):
        read = answers("望川,,H.1,不符合,甲,2026-09-01,无", "望川,,H.1,符合,乙,2026-09-02,")

        assert suspects_answered(read) == ()
        assert looked_of((), reversed(read), UNITS)[0].verdict == "met"

    def test_two_answers_at_one_instant_are_refused(self, answers):
        read = answers("望川,,H.1,不符合,甲,2026-09-01,无", "望川,,H.1,符合,乙,2026-09-01,")

        with pytest.raises(FindingsError, match=r"第 3 行:.*第 2 行 同一时间而结论不同"):
            suspects_answered(read)

    def test_rows_not_yet_answered_are_passed_over(self, answers):
        assert answers("望川,,H.1,,,,") == ()

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            ("望川,,H.1,还行,甲,2026-09-01,", "“结论”:“还行”不是结论"),
            ("望川,,H.1,符合,,2026-09-01,", "“检查人”:没有填写"),
            ("望川,,H.1,符合,甲,,", "“时间”:没有填写"),
            ("望川,,H.1,不适用,甲,2026-09-01,", "“说明”:没有填写"),
            (f"{BUREAU},,H.1,符合,甲,2026-09-01,", "“细则编号”:.*没有细则“H.1”"),
            ("望川,E2,,不符合,甲,2026-09-01,坏", "“细则编号”:.*多条细则"),
        ],
    )
    def test_a_faulty_row_is_refused_with_its_place(self, answers, row, words):
        with pytest.raises(FindingsError, match=f"第 2 行{words}"):
            answers(row)
