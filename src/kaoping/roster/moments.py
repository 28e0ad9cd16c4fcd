"""Days and instants as people write them in a list."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

# what offices write is Beijing time, and it has had no summer time since 1991
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
_DAY = re.compile(r"(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})\s*日?")
_TIME = re.compile(r"(\d{1,2})\s*(?:[:]|时|点)\s*(\d{1,2})?\s*分?(?:\s*[:]?\s*(\d{1,2})(?:\.\d+)?\s*秒?)?")
_FIRST, _LAST = 2000, 2100


class NotAMoment(ValueError):
    """`args[0]` says in Chinese what is wrong and what to do."""


def written_day(written: str) -> date:
    """
    The day of ``2026-09-01``, ``2026/9/1``, ``2026.9.1`` or ``2026年9月1日``; a time after it is left out.

    Raises:
        NotAMoment: It is none, or lies outside 2000 to 2100.
    """
    return _day_and_rest(written)[0]


@lru_cache(maxsize=1 << 12)  # a list has few moments and many rows
def written_moment(written: str) -> datetime:
    """
    The instant in UTC of a day in Beijing, with or without ``10:05``, ``10:05:30`` or ``10时5分`` after it.

    An ISO instant with its own zone keeps that. A day alone is its first minute.

    Raises:
        NotAMoment: As in `written_day`, or the time is none.
    """
    if "T" in written:
        try:
            told = datetime.fromisoformat(written.strip())
        except ValueError:
            raise NotAMoment(_advice(written)) from None
        _within(told.year, written)
        return (told if told.tzinfo else told.replace(tzinfo=BEIJING)).astimezone(UTC)
    day, rest = _day_and_rest(written)
    time = _TIME.fullmatch(rest) if rest else None
    if rest and time is None:
        raise NotAMoment(_advice(written))
    hour, minute, second = (int(part or 0) for part in time.groups()) if time else (0, 0, 0)
    try:
        local = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=BEIJING)
    except ValueError:
        raise NotAMoment(_advice(written)) from None
    return local.astimezone(UTC)


@lru_cache(maxsize=1 << 12)
def beijing(moment: datetime) -> str:
    """An instant as an office reads it: ``2026-09-01 10:05:30``, Beijing time."""
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"


def _day_and_rest(written: str) -> tuple[date, str]:
    plain = unicodedata.normalize("NFKC", written).strip()
    found = _DAY.match(plain)
    if found is None:
        raise NotAMoment(_advice(written))
    year, month, day = (int(part) for part in found.groups())
    _within(year, written)
    try:
        return date(year, month, day), plain[found.end() :].strip()
    except ValueError:
        raise NotAMoment(_advice(written)) from None


def _within(year: int, written: str) -> None:
    if not _FIRST <= year <= _LAST:
        raise NotAMoment(_advice(written))


def _advice(written: str) -> str:
    return f"“{written[:30]}”不是日期,请写成 2026-09-01 或 2026-09-01 10:30"
