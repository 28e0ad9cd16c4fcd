"""Deadlines in working days, and how they were counted."""

from datetime import date, timedelta

from kaoping.errors import LedgerError
from kaoping.rulebook import OutsideCalendar, Rulebook, how_counted


def due_date(notice_date: date, workdays: int, rules: Rulebook) -> tuple[date, str]:
    """
    The last day of a term of working days that begins on the day after the notice.

    Returns:
        The day, itself a working day unless `workdays` is 0, and in Chinese how it was counted.

    Raises:
        LedgerError: The term reaches into a year whose calendar is not in the rulebook: a deadline is never
            guessed. Or `workdays` is negative.
    """
    if workdays < 0:
        raise LedgerError(f"期限写成了 {workdays} 个工作日。请写不小于 0 的整数。")
    day, left = notice_date, workdays
    try:
        while left:
            day += timedelta(days=1)
            left -= rules.workdays.is_workday(day)
        return day, how_counted(rules.workdays, notice_date, day)
    except OutsideCalendar as error:
        raise LedgerError(
            f"{notice_date:%Y-%m-%d} 起 {workdays} 个工作日的期限无法计算:{error};或者直接写明截止日期。"
        ) from error


def overdue_workdays(due: date, day: date, rules: Rulebook) -> int | None:
    """Working days from the day after `due` to `day`, 0 where not overdue; None beyond the calendar."""
    if day <= due:
        return 0
    try:
        return rules.workdays.between(due, day)
    except OutsideCalendar:
        return None
