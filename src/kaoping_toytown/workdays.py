"""Working days of the invented city: the nation's holidays of the years its newest pages stand in."""

from __future__ import annotations

from datetime import date, timedelta

_DAY = timedelta(days=1)

# Weekdays off and weekend days worked, after the yearly holiday notices of the State Council's office
# (国办发明电〔2024〕12号 for 2025, 国办发明电〔2025〕7号 for 2026).
_OFF = {
    2025: "0101 0128 0129 0130 0131 0203 0204 0404 0501 0502 0505 0602 1001 1002 1003 1006 1007 1008",
    2026: "0101 0102 0216 0217 0218 0219 0220 0223 0406 0501 0504 0505 0619 0925 1001 1002 1005 1006 1007",
}
_WORKED = {
    2025: "0126 0208 0427 0928 1011",
    2026: "0104 0214 0228 0509 0920 1010",
}


def _days(table: dict[int, str]) -> frozenset[date]:
    return frozenset(
        date(year, int(mmdd[:2]), int(mmdd[2:])) for year, days in table.items() for mmdd in days.split()
    )


_HOLIDAYS = _days(_OFF)
_MAKE_UP_DAYS = _days(_WORKED)

# (published, interpreted): many calendar days, three working days at most
ACROSS_HOLIDAYS = (
    (date(2026, 9, 30), date(2026, 10, 9)),
    (date(2026, 4, 30), date(2026, 5, 8)),
    (date(2026, 2, 13), date(2026, 2, 25)),
    (date(2025, 9, 30), date(2025, 10, 11)),
    (date(2025, 4, 30), date(2025, 5, 8)),
    (date(2025, 1, 27), date(2025, 2, 7)),
)


def is_known(day: date) -> bool:
    """Whether the year's holidays are in the table; other years have weekends alone."""
    return day.year in _OFF


def is_workday(day: date) -> bool:
    if day in _MAKE_UP_DAYS:
        return True
    return day.weekday() < 5 and day not in _HOLIDAYS


def workday_at_or_before(day: date) -> date:
    while not is_workday(day):
        day -= _DAY
    return day


def add_workdays(day: date, count: int) -> date:
    """The `count`-th working day after `day`, which itself is day 0."""
    while count:
        day += _DAY
        count -= is_workday(day)
    return day


def workdays_between(first: date, last: date) -> int:
    """Working days after `first` up to and with `last`."""
    return sum(is_workday(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
