"""What people rule outranks machines, the latest holds, exemptions end."""

from datetime import date

import pytest
from assessed_units import TODAY, at, suspect
from hypothesis import given
from hypothesis import strategies as st

from kaoping.errors import FindingsError
from kaoping.findings import Decision, read_decisions, ruled

ID, OTHER = "AAAA-AAAA-AAAA-AAAA", "BBBB-BBBB-BBBB-BBBB"
HEAD = "问题编号,结论,决定人,时间,理由,有效期,第二人\n"


def decision(verdict="confirm", by="江予川", hour=1, **given):
    return Decision(
        **{"suspect": ID, "verdict": verdict, "by": by, "at": at(hour), "reason": "属实", **given}
    )


def state(*decisions, today=TODAY):
    (one,) = ruled([suspect(ID)], decisions, today)
    return one.state


class TestWhichHolds:
    def test_without_any_it_stays_a_suspect(self):
        assert state() == "suspect"

    @pytest.mark.parametrize(
        ("verdict", "after"), [("confirm", "confirmed"), ("dismiss", "dismissed"), ("reopen", "suspect")]
    )
    def test_a_verdict_makes_its_state(self, verdict, after):
        assert state(decision(verdict)) == after

    def test_the_latest_of_people_holds(self):
        assert state(decision("dismiss", hour=2), decision("confirm", hour=1)) == "dismissed"

    def test_a_person_outranks_a_later_machine(self):
        assert state(decision("dismiss", hour=1), decision("confirm", by="", hour=9)) == "dismissed"

    def test_what_a_person_reopened_no_machine_closes(self):
        assert state(decision("confirm", by="", hour=1), decision("reopen", hour=2)) == "suspect"

    def test_a_decision_under_the_id_of_a_witness_that_joined_holds(self):
        (one,) = ruled([suspect(ID, also=(OTHER,))], [decision(suspect=OTHER)], TODAY)

        assert one.state == "confirmed"

    @given(st.permutations([decision(), decision("dismiss", hour=2), decision(by="", hour=3), decision()]))
    def test_order_and_repetition_do_not_matter(self, decisions):
        assert state(*decisions) == "dismissed"


class TestExemptions:
    def test_it_holds_until_the_end_of_its_last_day(self):
        exempt = decision("exempt", until=TODAY)

        assert state(exempt) == "exempted"
        assert state(exempt, today=date(2026, 9, 16)) == "suspect"

    def test_one_that_has_expired_is_still_shown(self):
        (one,) = ruled([suspect(ID)], [decision("exempt", until=date(2026, 9, 1))], TODAY)

        assert one.decision is not None
        assert one.decision.verdict == "exempt"


class TestRefused:
    def test_a_decision_about_an_unknown_finding_names_its_row_and_the_nearest(self):
        wrong = decision(suspect="AAAA-AAAA-AAAA-AAAB", where="decisions.csv 第 3 行")

        with pytest.raises(FindingsError, match=f"decisions.csv 第 3 行:没有编号为.*相近的编号有 {ID}"):
            ruled([suspect(ID), suspect(OTHER)], [wrong], TODAY)

    def test_two_verdicts_at_one_instant_are_refused(self):
        with pytest.raises(FindingsError, match="两个不同结论"):
            state(decision("confirm", by="甲"), decision("dismiss", by="乙"))

    def test_a_machine_at_the_same_instant_contradicts_nobody(self):
        assert state(decision("dismiss"), decision("confirm", by="")) == "dismissed"


@pytest.fixture
def form(tmp_path):
    def read(*rows):
        path = tmp_path / "decisions.csv"
        path.write_text(HEAD + "".join(f"{row}\n" for row in rows), "utf-8-sig")
        return read_decisions(path)

    return read


class TestForm:
    def test_a_row_is_a_decision(self, form):
        (one,) = form(f"{ID},豁免,江予川,2026年9月1日 9:05,试点,2026/12/31,苏禾")

        assert (one.suspect, one.verdict, one.by, one.at) == (ID, "exempt", "江予川", at(1, 5))
        assert (one.reason, one.until, one.second_by) == ("试点", date(2026, 12, 31), "苏禾")

    def test_rows_not_yet_decided_are_passed_over(self, form):
        assert form(f"{ID},,,,,,") == ()

    def test_the_first_column_may_be_typed_by_hand(self, form):
        assert form("aaaaaaaaaaaaaaaa,确认,江予川,2026-09-01,属实,,")[0].suspect == ID

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            (f"{ID},也许,甲,2026-09-01,理由,,", "“结论”:“也许”不是结论"),
            (f"{ID},确认,,2026-09-01,理由,,", "“决定人”:没有填写"),
            (f"{ID},确认,甲,,理由,,", "“时间”:没有填写"),
            (f"{ID},确认,甲,上周,理由,,", "“时间”:“上周”不是日期"),
            (f"{ID},确认,甲,2026-02-30,理由,,", "“时间”:.*不是日期"),
            (f"{ID},确认,甲,2026-09-01,,,", "“理由”:没有填写"),
            (f"{ID},豁免,甲,2026-09-01,理由,,", "“有效期”:没有填写"),
            (f"{ID},确认,甲,2026-09-01,理由,,甲", "“第二人”:与决定人是同一人"),
            ("12,确认,甲,2026-09-01,理由,,", "“问题编号”:“12”不是问题编号"),
            (",确认,甲,2026-09-01,理由,,", "“问题编号”:没有填写"),
        ],
    )
    def test_a_faulty_row_is_refused_with_its_place(self, form, row, words):
        with pytest.raises(FindingsError, match=f"第 3 行{words}"):
            form(f"{ID},确认,甲,2026-09-01,理由,,", row)
