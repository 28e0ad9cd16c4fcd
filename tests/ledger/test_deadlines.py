"""Terms in working days: their last day, and how it was counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.errors import LedgerError
from kaoping.ledger import due_date, overdue_workdays
from kaoping.rulebook import load_rulebook

RULES = load_rulebook()


class TestDueDate:
    def test_six_working_days_over_a_weekend(self):
        day, counted = due_date(date(2022, 8, 25), 6, RULES)

        assert day == date(2022, 9, 2)
        assert counted == "2022年8月26日起算,不计周末2天,9月2日为第6个工作日"

    def test_a_term_over_the_long_holiday_counts_the_days_worked_in_its_place(self):
        day, counted = due_date(date(2022, 9, 30), 3, RULES)

        assert day == date(2022, 10, 10)
        assert "国庆节" in counted
        assert "上班" in counted

    def test_no_working_days_end_on_the_day_of_the_notice(self):
        assert due_date(date(2022, 8, 25), 0, RULES) == (date(2022, 8, 25), "")

    @given(st.dates(date(2020, 1, 1), date(2024, 12, 31)), st.integers(1, 60))
    def test_it_is_the_first_day_by_which_the_term_is_over(self, notice, workdays):
        day, _ = due_date(notice, workdays, RULES)

        assert RULES.workdays.between(notice, day) == workdays
        assert RULES.workdays.between(notice, day - timedelta(days=1)) == workdays - 1

    def test_a_term_beyond_the_known_calendar_is_refused(self):
        last = date(RULES.workdays.last_year, 12, 30)

        with pytest.raises(LedgerError, match=rf"{last} 起 10 个工作日的期限无法计算.*calendars"):
            due_date(last, 10, RULES)

    def test_a_negative_term_is_refused(self):
        with pytest.raises(LedgerError, match="-1 个工作日"):
            due_date(date(2022, 8, 25), -1, RULES)


class TestOverdue:
    def test_it_counts_from_the_day_after(self):
        assert overdue_workdays(date(2022, 9, 2), date(2022, 9, 6), RULES) == 2

    def test_in_time_is_nought_and_beyond_the_calendar_unknown(self):
        assert overdue_workdays(date(2022, 9, 2), date(2022, 9, 2), RULES) == 0
        assert overdue_workdays(date(2089, 9, 2), date(2089, 9, 6), RULES) is None
