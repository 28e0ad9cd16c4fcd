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
    One indicator of one unit. `full` are its points, `points` what is kept so far, ``full - lost`` where it
    applies and nought where it does not. `low` and `high` are the least and the most that it may come to
    once suspects are decided and what was not checked has been looked at. A group's line adds up those of
    its children that apply; no more than `at_most` is lost. `level` is 1 to 3. `why` says in Chinese why it
    is not applicable, not checked or an error, how a cap bit, and what already costs points elsewhere.
    `marks` are those of the figures behind it that are not verified. A line of a bonus earns: its `points`
    are what findings brought, its losses say by which.
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
    at_most: Decimal | None = None

    @property
    def lost(self) -> Decimal:
        """Points lost so far; nought where it does not apply."""
        return Decimal(0) if self.state == "not_applicable" else self.full - self.points


@dataclass(frozen=True, slots=True)
class StruckVeto:
    """
    A veto that findings strike. `is_certain` is false where the suspects are not yet confirmed.
    `mark_points` is the ceiling that the effect ``"mark"`` sets.
    """

    id: str
    title: str
    effect: str
    findings: tuple[str, ...]
    is_certain: bool
    why: str
    mark_points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """
    All lines of one unit under one system, and their sum.

    `kept` of `applicable` points, re-based to the system's full marks: `rebased`, rounded half up to the
    system's `places`; `formula` says it in figures. Where the parts below count beside the unit itself,
    `parts_points` (on the same full marks) enter with `parts_percent` per cent: `basis` is what comes of
    it, else `rebased`. `total` = basis + bonus, after vetoes; None where a veto stopped the scoring, or
    where nothing is scored. `low` to `high` is what it may still become, by suspects and by what was not
    checked; vetoes that nobody looked at (`unseen_vetoes`, Chinese) do not widen it, but keep a unit from
    counting as passed. `grade` is 待核 where low and high lie in different bands. `subunits` are the sheets
    of parts with their weights from which single indicators are scored, `beside` those that count beside
    the unit itself. `bonus` is what entered of `bonus_earned`, which has to be above `enter_over`.
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
    beside: tuple[tuple["ScoreSheet", Decimal], ...] = ()
    full: Decimal = Decimal(100)
    places: int = 2
    basis: Decimal = Decimal(0)
    parts_points: Decimal | None = None
    parts_percent: Decimal = Decimal(0)
    bonus_earned: Decimal = Decimal(0)
    enter_over: Decimal | None = None
    unseen_vetoes: tuple[str, ...] = ()

    @property
    def is_provisional(self) -> bool:
        """Whether the total may still change: it is printed as 暂定, with its range."""
        return self.low != self.high

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the system applies, so that nothing was scored."""
        return self.total is None and not self.is_stopped

    @property
    def is_stopped(self) -> bool:
        """Whether a veto that is certain stopped the scoring."""
        return any(veto.effect == "stop" and veto.is_certain for veto in self.vetoes)


@dataclass(frozen=True, slots=True)
class Standing:
    """
    A unit's place in its group. `rank` counts from 1, equal totals share it and the next is left out; None
    where a veto stopped the scoring. Units are ranked by `total`, or by `percent` where full marks differ
    in the group. `full` is the full mark of its system (100 where several systems are weighed together),
    `percent` total / full x 100, rounded half up to two decimals (or the system's places, if more). `gain`
    and `climb` are the change of percent and of rank since the last round (None: it was not ranked then).
    `low` to `high` is what the total may still become; `band` is the best and worst rank it may have while
    totals lie anywhere between. `to_next` is how many more single findings would cost it a rank, the
    dearest first (None: none would). `remark` says in Chinese what a reader has to know beside the rank.
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
    low: Decimal | None = None
    high: Decimal | None = None
