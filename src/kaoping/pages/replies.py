"""Published messages measured: how many working days each answer took, and what is still open."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Literal

from kaoping.rulebook import OutsideCalendar, Workdays

from .interaction import Message

ReplyState = Literal["in_time", "late", "open", "long_open", "unknown"]


@dataclass(frozen=True, slots=True)
class Reply:
    """
    One message measured. `workdays` from the day after the question to the answer, None where there is none;
    `days_open` calendar days without an answer; `why` says in Chinese why nothing can be told.
    """

    message: Message
    state: ReplyState = "unknown"
    workdays: int | None = None
    days_open: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Replies:
    """A site's messages of the period measured, newest question first."""

    measured: tuple[Reply, ...] = ()

    @property
    def answered(self) -> tuple[Reply, ...]:
        """Those whose days were counted."""
        return tuple(r for r in self.measured if r.workdays is not None)

    @property
    def median_workdays(self) -> float | None:
        """Working days of the middle answer; None without answers."""
        return median(r.workdays for r in self.answered if r.workdays is not None) if self.answered else None

    @property
    def in_time(self) -> int:
        """Answers within the limit."""
        return sum(r.state == "in_time" for r in self.measured)

    @property
    def oldest_open(self) -> Reply | None:
        """The message that waits the longest."""
        waiting = [r for r in self.measured if r.state in ("open", "long_open")]
        return max(waiting, key=lambda r: (r.days_open or 0, r.message.url), default=None)

    def of(self, *states: ReplyState) -> tuple[Reply, ...]:
        """Those in one of these states, in order."""
        return tuple(r for r in self.measured if r.state in states)


def measure(
    messages: Sequence[Message],
    workdays: Workdays,
    *,
    today: date,
    reply_workdays: int,
    unanswered_months: int,
    lookback_months: int,
) -> Replies:
    """
    Measure the messages asked within `lookback_months` before `today`, and those whose day is not known.

    Messages of boards that are not for consultation are left out. An answer is late when more than
    `reply_workdays` working days passed; a message waits too long when `unanswered_months` have passed.
    """
    since = months_before(today, lookback_months)
    limit = months_before(today, unanswered_months)

    def each() -> Iterator[Reply]:
        for message in messages:
            if message.is_excluded or (message.asked and message.asked < since):
                continue
            if message.state or message.is_own_page:
                yield _measured(message, workdays, today, limit, reply_workdays)

    return Replies(tuple(each()))


def _measured(message: Message, workdays: Workdays, today: date, limit: date, allowed: int) -> Reply:
    asked, answered = message.asked, message.answered
    if asked is None:
        return Reply(message, why="没有读到来信日期")
    if asked > today:
        return Reply(message, why="来信日期晚于检查日")
    if answered is not None:
        return _answered(message, asked, answered, workdays, allowed)
    if message.is_answered:
        return Reply(message, why="没有读到答复日期")
    is_long = asked < limit
    if is_long and (not message.state or message.reply_length):
        return Reply(message, why="没有写明是否已经答复")
    return Reply(message, "long_open" if is_long else "open", days_open=(today - asked).days)


def _answered(message: Message, asked: date, answered: date, workdays: Workdays, allowed: int) -> Reply:
    if answered < asked:
        return Reply(message, why="答复日期早于来信日期")
    try:
        taken = workdays.between(asked, answered)
    except OutsideCalendar:
        return Reply(message, why="日期超出已知的工作日历")
    return Reply(message, "late" if taken > allowed else "in_time", taken)


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
