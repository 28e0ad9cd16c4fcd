"""Score sheets (评分明细表): every point kept or lost, and why; and the standing of a unit in its group."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

LineState = Literal["pass", "fail", "not_applicable", "not_checked", "error"]


@dataclass(frozen=True, slots=True)
class Loss:
    """
    What one rule took: `points` after the rule's own cap, from the findings of these ids. `how` is the
    arithmetic in Chinese, e.g. ``0.5分×3处=1.5分``, with the cap where it bit.
    """

    rule: str
    when: str
    points: Decimal
    findings: tuple[str, ...]
    how: str


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """
    One indicator of one unit. `full` are its points, `points` what is kept, ``full - lost`` for a leaf that
    applies. `low` and `high` are the least and the most that it may come to once suspects are decided and
    what was not checked has been looked at. A group's line adds up its children's; `level` is 1 to 3.
    `why` says in Chinese why it is not applicable, not checked or an error, and how a group's cap bit.
    """

    indicator: str
    title: str
    level: int
    state: LineState
    full: Decimal
    points: Decimal
    low: Decimal
    high: Decimal
    losses: tuple[Loss, ...] = ()
    why: str = ""
    is_leaf: bool = True
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StruckVeto:
    """A veto that findings strike. `is_certain` is false where the suspects are not yet confirmed."""

    id: str
    title: str
    effect: str
    findings: tuple[str, ...]
    is_certain: bool
    why: str


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """
    All lines of one unit under one system, and their sum.

    `kept` of `applicable` points, re-based to the system's full marks: `rebased`, rounded half up to the
    system's places; `formula` says it in figures. `total` = rebased + bonus, after vetoes; None where a veto
    stopped the scoring. `low` to `high` is what it may still become. `subunits` are the sheets of parts with
    their weights.
    """

    unit: str
    system: str
    system_digest: str
    lines: tuple[ScoreLine, ...]
    kept: Decimal
    applicable: Decimal
    rebased: Decimal
    bonus: Decimal
    total: Decimal | None
    low: Decimal
    high: Decimal
    grade: str
    is_passed: bool | None
    formula: str = ""
    bonus_lines: tuple[ScoreLine, ...] = ()
    vetoes: tuple[StruckVeto, ...] = ()
    subunits: tuple[tuple["ScoreSheet", Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """
    A unit's place in its group. `rank` counts from 1, equal totals share it and the next is left out. `full`
    is the full mark of its system, `percent` total / full x 100. `gain` and `climb` are the change of percent
    and of rank since the last round (None: it was not ranked then). `band` is the best and worst rank it may
    have while totals lie anywhere between low and high. `to_next` is how many more single findings would cost
    it a rank (None: none would).
    """

    unit: str
    group: str
    rank: int | None
    total: Decimal | None
    full: Decimal
    percent: Decimal | None
    grade: str
    is_passed: bool | None
    gain: Decimal | None = None
    climb: int | None = None
    is_clear_progress: bool = False
    band: tuple[int, int] | None = None
    to_next: int | None = None
    remark: str = ""
