"""Several systems weighed together: what a unit's sheets come to in its group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaoping.errors import ScoringError
from kaoping.roster.units import Unit
from kaoping.rulebook.systems import IndicatorSystem

from .figures import HUNDRED, ZERO, half_up, plain, weighted_mean
from .grading import FAILED, UNDECIDED, band_of, grade_of
from .sheet import ScoreSheet, StruckVeto
from .vetoes import ceiling

Weights = Mapping[str, Mapping[str, Decimal]]
Part = tuple[ScoreSheet, Decimal]


@dataclass(frozen=True, slots=True)
class Weighed:
    """
    One unit's sheets as one total. `full` is the system's full mark, or 100 where several are weighed. The
    percents are rounded as they are printed. `sheets` come with their shares of 1.
    """

    unit: str
    group: str
    sheets: tuple[tuple[ScoreSheet, Decimal], ...]
    total: Decimal | None
    low: Decimal
    high: Decimal
    full: Decimal
    places: int
    grade: str
    is_passed: bool | None

    def percent(self, points: Decimal) -> Decimal:
        """Points as a share of full marks, as printed."""
        return half_up(points * HUNDRED / self.full, max(2, self.places)) if self.full else ZERO


def checked_weights(weights: Weights) -> None:
    """
    See that the weights of each group's systems add up.

    Raises:
        ScoringError: They come to neither 100 nor 1, or one is below nought.
    """
    for group, own in weights.items():
        total = sum(own.values(), ZERO)
        if total not in (HUNDRED, 1) or any(weight < 0 for weight in own.values()):
            parts = "+".join(f"{name} {plain(weight)}" for name, weight in own.items())
            raise ScoringError(
                f"分组“{group}”各指标体系的权重合计为{plain(total)}({parts}),应为100(或1):请改正权重。"
            )


def part_weight(part: Unit) -> Decimal:
    """
    The weight of a part within its parent.

    Raises:
        ScoringError: It is no number, or below nought.
    """
    try:
        weight = Decimal(part.weight or "1")
    except ArithmeticError:
        weight = Decimal(-1)
    if not weight.is_finite() or weight < 0:
        raise ScoringError(
            f"下级单位“{part.name}”(上级单位“{part.parent}”)的权重写作“{part.weight}”,应为不小于0的数。"
        )
    return weight


def weighed(
    unit: Unit,
    sheets: Sequence[ScoreSheet],
    systems: Mapping[str, IndicatorSystem],
    weights: Mapping[str, Decimal] | None,
) -> Weighed:
    """
    One unit's sheets as one total. With one system it is that sheet's own; with several, each total's share
    of its full marks is weighed and the sum stands on full marks of 100. A veto that stopped one stops all;
    a system of weight 0 (new media, which have vetoes only) takes part by its vetoes alone.

    Raises:
        ScoringError: A sheet is missing for a system that has a weight, or none has.
    """
    own = {sheet.system: sheet for sheet in sheets}
    wanted = dict(weights) if weights else dict.fromkeys(own, HUNDRED)
    missing = [name for name in wanted if name not in own]
    if missing or not own or (not weights and len(own) > 1):
        raise ScoringError(
            f"单位“{unit.name}”(分组“{unit.group}”)"
            + (
                f"没有按指标体系{'、'.join(missing)}评分"
                if missing or not own
                else "按几个指标体系评分,却没有写权重"
            )
            + ":请核对分组的指标体系和权重。"
        )
    whole = sum(wanted.values(), ZERO)
    parts = tuple((own[name], weight / whole) for name, weight in wanted.items())
    scored = [part for part in parts if part[1]]
    if len(scored) > 1:
        return _several(unit, parts, systems)
    return _single(unit, parts, scored[0][0], systems)


def _single(
    unit: Unit, parts: tuple[Part, ...], sheet: ScoreSheet, systems: Mapping[str, IndicatorSystem]
) -> Weighed:
    """One sheet's own total, under the vetoes of the systems that have no weight."""
    vetoes = _vetoes(parts)
    certain, possible = ceiling(vetoes, is_certain=True), ceiling(vetoes, is_certain=False)
    is_stopped = sheet.total is None or any(one.is_stopped for one, _ in parts)
    total = None if is_stopped else _under(sheet.total or ZERO, certain)
    low, high = _under(sheet.low, possible), _under(sheet.high, certain)
    return Weighed(
        unit=unit.name,
        group=unit.group,
        sheets=tuple(part for part in parts if part[1] or part[0].vetoes or part[0].unseen_vetoes),
        total=total,
        low=low,
        high=high,
        full=sheet.full,
        places=sheet.places,
        grade=grade_of(systems[sheet.system], vetoes, total, low, high),
        is_passed=_all_passed(parts),
    )


def _several(unit: Unit, parts: tuple[Part, ...], systems: Mapping[str, IndicatorSystem]) -> Weighed:
    places = max(sheet.places for sheet, _ in parts)
    idle = _vetoes(tuple(part for part in parts if not part[1]))
    is_stopped = any(sheet.is_stopped or (sheet.total is None and w) for sheet, w in parts)
    total = weighted_mean(((sheet.total or ZERO, sheet.full, w) for sheet, w in parts), HUNDRED, places)
    low = weighted_mean(((sheet.low, sheet.full, w) for sheet, w in parts), HUNDRED, places)
    high = weighted_mean(((sheet.high, sheet.full, w) for sheet, w in parts), HUNDRED, places)
    certain, possible = ceiling(idle, is_certain=True), ceiling(idle, is_certain=False)
    told = None if is_stopped else _under(total, certain)
    low, high = (ZERO, ZERO) if is_stopped else (_under(low, possible), _under(high, certain))
    return Weighed(
        unit=unit.name,
        group=unit.group,
        sheets=parts,
        total=told,
        low=low,
        high=high,
        full=HUNDRED,
        places=places,
        grade=FAILED if is_stopped else _grade(parts, systems, low, high),
        is_passed=_all_passed(parts),
    )


def _vetoes(parts: tuple[Part, ...]) -> tuple[StruckVeto, ...]:
    return tuple(veto for sheet, _ in parts for veto in sheet.vetoes)


def _under(points: Decimal, most: Decimal | None) -> Decimal:
    return points if most is None else min(points, most)


def _all_passed(parts: tuple[Part, ...]) -> bool | None:
    passes = [sheet.is_passed for sheet, _ in parts]
    return False if False in passes else None if None in passes else True


def _grade(
    parts: tuple[Part, ...], systems: Mapping[str, IndicatorSystem], low: Decimal, high: Decimal
) -> str:
    """By the bands of the first system named, on its own full marks."""
    system = systems[parts[0][0].system]
    struck = [veto for veto in _vetoes(parts) if veto.effect == "grade"]
    certain = sum(veto.is_certain for veto in struck)
    worst = band_of(system.grades, low * system.full / HUNDRED, len(struck))
    best = band_of(system.grades, high * system.full / HUNDRED, certain)
    return best if best == worst else UNDECIDED
