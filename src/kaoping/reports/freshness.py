"""Turns sections and their dates into the picture of a site's freshness."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from .material import SectionRow, SectionState
from .words import STATE_ORDER, STATE_WORDS, days

FURTHEST_DAYS = 1096  # three years; what is older stands at the left edge
# The cube root keeps two weeks and a year both legible on a phone's width.
STRETCH = 1 / 3
TICKS = ((0, "今天"), (7, "1周"), (30, "1月"), (182, "半年"), (365, "1年"), (FURTHEST_DAYS, "3年+"))
SYMBOLS = {"fresh": "●", "stale": "▲", "empty": "□", "unseen": "?", "long_term": "◇"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One section in the picture. Places are percent from the left edge, today at 100."""

    row: SectionRow
    age_days: int | None
    dot: str = ""
    limit: str = ""
    band: str = ""  # width of the allowed period
    overrun: str = ""  # width between the newest item and the limit
    words: str = ""


@dataclass(frozen=True, slots=True)
class KindMarks:
    """The sections of one kind, worst first."""

    name: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """One state's part of all sections; `start` and `width` in percent."""

    state: SectionState
    word: str
    symbol: str
    count: int
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the picture and the table below it draw from."""

    kinds: tuple[KindMarks, ...]
    shares: tuple[Share, ...]
    ticks: tuple[tuple[str, str], ...]
    total: int
    left_out: int


def picture(sections: Sequence[SectionRow], today: date, most: int) -> Picture:
    """At most `most` sections, those in trouble first; `left_out` counts the others."""
    marks = sorted((mark_of(row, today) for row in sections), key=_urgency)
    kept = marks[:most]
    trouble = Counter(mark.row.kind for mark in kept if mark.row.state in ("stale", "empty"))
    # The sort is stable: within a kind the marks stay in the order of their urgency.
    by_kind = sorted(kept, key=lambda mark: (-trouble[mark.row.kind], mark.row.kind))
    kinds = tuple(
        KindMarks(kind or "未分类", tuple(group))
        for kind, group in groupby(by_kind, key=lambda mark: mark.row.kind)
    )
    ticks = tuple((_percent(place(age)), word) for age, word in TICKS)
    return Picture(kinds, shares(sections), ticks, len(marks), len(marks) - len(kept))


def mark_of(row: SectionRow, today: date) -> Mark:
    """Where one section stands on the line of time."""
    age = None if row.newest is None else max(0, (today - row.newest).days)
    limit = None if row.period_days is None or row.state == "long_term" else place(row.period_days)
    dot = None if age is None else place(age)
    overrun = limit - dot if limit is not None and dot is not None and row.state == "stale" else 0
    return Mark(
        row,
        age,
        dot="" if dot is None else _percent(dot),
        limit="" if limit is None else _percent(limit),
        band="" if limit is None else _percent(100 - limit),
        overrun=_percent(overrun) if overrun > 0 else "",
        words=_words(row, age),
    )


def place(age_days: int) -> float:
    """Percent from the left edge for an age in days, today 100, three years and more 0."""
    share = min(max(age_days, 0), FURTHEST_DAYS) / FURTHEST_DAYS
    return float(100 - 100 * share**STRETCH)


def shares(sections: Sequence[SectionRow]) -> tuple[Share, ...]:
    """The states that occur, in fixed order, as parts of a bar."""
    counts = Counter[SectionState](row.state for row in sections)
    parts: list[Share] = []
    start = 0.0
    for state in STATE_ORDER:
        if not counts[state]:
            continue
        width = 100 * counts[state] / len(sections)
        parts.append(
            Share(state, STATE_WORDS[state], SYMBOLS[state], counts[state], _percent(start), _percent(width))
        )
        start += width
    return tuple(parts)


def _percent(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") + "%"


def _words(row: SectionRow, age: int | None) -> str:
    if row.state == "empty":
        return "没有内容"
    if row.state == "unseen":
        return "未能查看"
    if age is None:
        return "未见日期"
    if row.state == "stale" and row.period_days is not None and age > row.period_days:
        return f"{days(age)},超 {age - row.period_days:,} 天"
    return days(age)


def _urgency(mark: Mark) -> tuple[int, float, str, str]:
    # Dots at the same state are ordered by how far beyond their own period they lie.
    period = mark.row.period_days or FURTHEST_DAYS
    beyond = -(mark.age_days or 0) / period
    return STATE_ORDER.index(mark.row.state), beyond, mark.row.name, mark.row.url
