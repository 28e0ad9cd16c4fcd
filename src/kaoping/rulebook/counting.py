"""How a deadline was counted, told in one Chinese sentence that a unit can check with a wall calendar."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from .workdays import CountedDay, Workdays

_DAY = timedelta(days=1)
_MOST_NAMED = 4
_WEEKEND = ("周六", "周日")
_PLAIN = "工作日"


def how_counted(workdays: Workdays, first: date, last: date, within: int | None = None) -> str:
    """
    Tell how the working days after `first` up to and including `last` were counted.

    Args:
        within: The limit in working days; its last day is named too where it lies before `last`.

    Returns:
        E.g. ``2022年6月2日起算,不计端午节假期3天,第3个工作日为6月7日,6月8日为第4个工作日``. Days that were
        worked in place of others are named. ``""`` unless `last` is after `first`.

    Raises:
        OutsideCalendar: A day that would have to be counted lies in an unknown year.
    """
    days = workdays.counted(first, last)
    if not days:
        return ""
    total = sum(day.is_workday for day in days)
    words = [f"{_named(first + _DAY)}起算", *_skipped(days), *_made_up(days, first.year)]
    if within is not None and 0 < within < total:
        limit = [day.day for day in days if day.is_workday][within - 1]
        words.append(f"第{within}个工作日为{_named(limit, first.year)}")
    end = _named(last, first.year)
    if days[-1].is_workday:
        words.append(f"{end}为第{total}个工作日")
    else:
        words.append(f"至{end}({days[-1].reason})共{total}个工作日")
    return ",".join(words)


def _skipped(days: Iterable[CountedDay]) -> list[str]:
    """The days that were not worked, by what they are, in order of their first day."""
    counts = Counter("周末" if d.reason in _WEEKEND else d.reason for d in days if not d.is_workday)
    return ["不计" + "、".join(f"{what}{count}天" for what, count in counts.items())] if counts else []


def _made_up(days: Iterable[CountedDay], year: int) -> list[str]:
    """Days that were worked in place of holidays: a wall calendar without notes does not show them."""
    worked: Sequence[CountedDay] = [d for d in days if d.is_workday and d.reason != _PLAIN]
    if not worked:
        return []
    named = "、".join(f"{_named(d.day, year)}({d.reason})" for d in worked[:_MOST_NAMED])
    more = f"等{len(worked)}天" if len(worked) > _MOST_NAMED else ""
    return [f"计入{named}{more}"]


def _named(day: date, year: int | None = None) -> str:
    month = f"{day.month}月{day.day}日"
    return month if day.year == year else f"{day.year}年{month}"
