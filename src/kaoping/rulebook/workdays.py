"""Working days by the State Council's yearly holiday notices. A year without a calendar is never guessed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


class OutsideCalendar(ValueError):
    """A day in a year whose holiday notice is not in the rulebook."""


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day and why it is worked or not: ``端午节假期``, ``周六``, ``国庆节调休上班``, ``工作日``."""

    day: date
    is_workday: bool
    reason: str


class Workdays:
    """Calendars of consecutive years, `first_year` to `last_year`. Immutable; days are dates in China."""

    __slots__ = ("_before", "_first", "_notices", "first_year", "last_year")

    def __init__(self, years: Iterable[int], notices: Iterable[CountedDay]) -> None:
        """
        `notices` are the days on which a notice departs from the plain week, or that it names.

        Raises:
            ValueError: No years, or years that do not follow one another.
        """
        known: Sequence[int] = sorted(years)
        if not known or known[-1] - known[0] + 1 != len(known):
            raise ValueError(f"years do not follow one another: {known}")
        self.first_year, self.last_year = known[0], known[-1]
        self._notices: Mapping[date, CountedDay] = {notice.day: notice for notice in notices}
        self._first = date(self.first_year, 1, 1)
        self._before = self._running_counts()

    def is_workday(self, day: date) -> bool:
        """
        Raises:
            OutsideCalendar: The year's notice is not in the rulebook.
        """
        place = self._place(day)
        return self._before[place + 1] > self._before[place]

    def between(self, first: date, last: date) -> int:
        """
        Count working days strictly after `first` up to and including `last`.

        Returns:
            0 for the same day; negative where `last` lies before `first`: ``-between(last, first)``.

        Raises:
            OutsideCalendar: A day that would have to be counted lies in an unknown year.
        """
        if last < first:
            return -self.between(last, first)
        if first == last:
            return 0
        return self._before[self._place(last) + 1] - self._before[self._place(first + _DAY)]

    def counted(self, first: date, last: date) -> tuple[CountedDay, ...]:
        """
        The days that `between` looks at, in order, with reasons; empty unless `last` is after `first`.

        Raises:
            OutsideCalendar: As `between`.
        """
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return tuple(CountedDay(day, self.is_workday(day), self._reason(day)) for day in days)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Workdays):
            return NotImplemented
        return (self._first, self._before, self._notices) == (other._first, other._before, other._notices)

    def __hash__(self) -> int:
        return hash((self._first, self._before))

    def __repr__(self) -> str:
        return f"Workdays({self.first_year}-{self.last_year})"

    def _reason(self, day: date) -> str:
        notice = self._notices.get(day)
        if notice is not None:
            return notice.reason
        return "工作日" if day.weekday() < 5 else "周" + "六日"[day.weekday() - 5]

    def _place(self, day: date) -> int:
        if not self.first_year <= day.year <= self.last_year:
            raise OutsideCalendar(
                f"{day:%Y-%m-%d} 不在已有的工作日历内({self.first_year}—{self.last_year} 年),"
                f"请在规则库 calendars 文件夹中加入 {day.year}.yaml"
            )
        return (day - self._first).days

    def _running_counts(self) -> tuple[int, ...]:
        counts = [0]
        for n in range((date(self.last_year + 1, 1, 1) - self._first).days):
            day = self._first + timedelta(days=n)
            notice = self._notices.get(day)
            counts.append(counts[-1] + (notice.is_workday if notice else day.weekday() < 5))
        return tuple(counts)
