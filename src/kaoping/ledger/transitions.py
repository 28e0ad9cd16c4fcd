"""The life of a finding after the score, as a table: what may happen in which state, and what comes of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kaoping.errors import LedgerError

from .records import STATUS_WORDS, Event, Status

EVENT_WORDS: Mapping[str, str] = {
    "handed over": "交办",
    "claimed fixed": "报称已整改",
    "claim withdrawn": "撤回整改报告",
    "fixed": "复核已整改",
    "false claim": "复核仍存在(曾报整改)",
    "not claimed": "复核仍存在(未报整改)",
    "relapsed": "复核再次出现",
    "cannot be tested": "无法复核",
    "exempted": "豁免",
    "exemption ended": "豁免到期",
}
_CHINA = ZoneInfo("Asia/Shanghai")
_OWED: tuple[Status, ...] = (
    "open", "handed over", "claimed fixed", "false claim", "relapsed", "cannot be tested",
)  # fmt: skip


def _table() -> Iterable[tuple[Status, str, Status]]:
    yield "open", "handed over", "handed over"
    for status in _OWED:
        yield status, "claimed fixed", "claimed fixed"
        yield status, "exempted", "exempt"
        yield status, "fixed", "verified"
        yield status, "false claim", "false claim"
        yield status, "relapsed", "relapsed"
        yield status, "cannot be tested", "cannot be tested"
        yield status, "not claimed", "open" if status == "open" else "handed over"
    yield "claimed fixed", "claim withdrawn", "handed over"
    yield "false claim", "claim withdrawn", "handed over"
    yield "verified", "fixed", "verified"
    yield "verified", "relapsed", "relapsed"
    yield "verified", "cannot be tested", "verified"  # what nobody could see is not back
    yield "verified", "claimed fixed", "verified"
    yield "exempt", "exemption ended", "open"
    yield "exempt", "exempted", "exempt"


# what a finding's status becomes when something happens; a pair that is not here cannot happen
TRANSITIONS: Mapping[tuple[Status, str], Status] = {(before, kind): after for before, kind, after in _table()}


@dataclass(frozen=True, slots=True)
class Life:
    """
    Where a finding stands. `claimed_at` is the last claim that nothing has settled since; `was_closed` says
    that it was once verified as put right; `until` ends an exemption (inclusive).
    """

    status: Status = "open"
    claimed_at: datetime | None = None
    was_closed: bool = False
    until: date | None = None
    handed_at: datetime | None = None


NEW = Life()


def life_of(events: Iterable[Event], *, begin: Life = NEW, today: date | None = None) -> Life:
    """
    Walk the table along one finding's events, in order of time whatever order they are given in.

    Args:
        begin: Where it stood before the first of them.
        today: An exemption that ended before this day has ended.

    Raises:
        LedgerError: Something that cannot happen in the state before it.
    """
    life = begin
    for event in sorted(events, key=lambda e: e.at):
        if _is_over(life, event.at.astimezone(_CHINA).date()):
            life = _ended(life)
        life = _after(life, event)
    return _ended(life) if today is not None and _is_over(life, today) else life


def advance(events: Iterable[Event], *, today: date | None = None) -> Status:
    """The status alone; see `life_of`."""
    return life_of(events, today=today).status


def _is_over(life: Life, day: date) -> bool:
    return life.status == "exempt" and life.until is not None and life.until < day


def _ended(life: Life) -> Life:
    return replace(life, status=TRANSITIONS["exempt", "exemption ended"], until=None)


def _after(life: Life, event: Event) -> Life:
    status = TRANSITIONS.get((life.status, event.kind))
    if status is None:
        kind = EVENT_WORDS.get(event.kind, event.kind)
        raise LedgerError(
            f"问题 {event.finding} 现为“{STATUS_WORDS[life.status]}”,不能再记“{kind}”"
            f"({event.at:%Y-%m-%d},{event.by or '未署名'})。请核对台账中的这条记录。"
        )
    settles = event.kind in ("fixed", "relapsed", "claim withdrawn")
    claimed_at = event.at if event.kind == "claimed fixed" and status == "claimed fixed" else life.claimed_at
    return Life(
        status=status,
        claimed_at=None if settles else claimed_at,
        was_closed=life.was_closed or status == "verified",
        until=event.until if status == "exempt" else None,
        handed_at=event.at if event.kind == "handed over" else life.handed_at,
    )
