"""The lines of a whole tree of indicators, those scored from sub-units too."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kaoping.rulebook.systems import Indicator

from .figures import ONE, ZERO, plain, weighted_mean
from .lines import Case, applies, group_line, leaf_line, waived_line
from .sheet import LineState, Loss, ScoreLine, ScoreSheet

_GRAVITY: tuple[LineState, ...] = ("fail", "error", "not_checked")


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-unit with its weight and its lines by indicator."""

    unit: str
    weight: Decimal
    lines: Mapping[str, ScoreLine]


def parts_of(subunits: Iterable[tuple[ScoreSheet, Decimal]]) -> tuple[Part, ...]:
    """Sheets of sub-units with their lines at hand."""
    return tuple(
        Part(sheet.unit, weight, {line.indicator: line for line in sheet.lines}) for sheet, weight in subunits
    )


def tree_lines(
    one: Indicator, case: Case, parts: Sequence[Part], level: int = 1, *, is_below: bool = False
) -> list[ScoreLine]:
    """
    The line of an indicator, then those of all below it, in the file's order.

    Args:
        one: A group or a leaf.
        case: The unit.
        parts: Its sub-units, for what is scored from them; with none it is scored from the unit itself.
        level: The depth of `one`, from 1.
        is_below: Whether a group above it is scored from sub-units.
    """
    is_below = is_below or one.subunits
    if not applies(one, case, is_below):
        return list(_waived(one, level, _reason(one, case)))
    if not one.children:
        return [_leaf(one, case, parts if is_below else (), level)]
    below: list[ScoreLine] = []
    children: list[ScoreLine] = []
    for child in one.children:
        lines = tree_lines(child, case, parts, level + 1, is_below=is_below)
        children.append(lines[0])
        below += lines
    return [group_line(one, children, level), *below]


def _waived(one: Indicator, level: int, why: str) -> Iterator[ScoreLine]:
    yield waived_line(one, level, why)
    for child in one.children:
        yield from _waived(child, level + 1, why)


def _reason(one: Indicator, case: Case) -> str:
    traits = [trait for trait in one.skip_when if trait in case.unit.traits]
    if traits:
        return "、".join(traits)
    return "不由下级单位计分" if case.is_part else f"只适用于{'、'.join(one.applies_to)}"


def _leaf(one: Indicator, case: Case, parts: Sequence[Part], level: int) -> ScoreLine:
    told = [part for part in parts if one.id in part.lines]
    own = leaf_line(one, case, level, is_demanded=not told)
    if not told or own.state == "not_applicable":
        return own
    scored = [part for part in told if part.weight and part.lines[one.id].state != "not_applicable"]
    if not scored:
        return waived_line(one, level, "各下级单位均不适用")
    return _from_parts(own, scored, case.plan.system.places)


def _from_parts(own: ScoreLine, scored: Sequence[Part], places: int) -> ScoreLine:
    """The weighted mean of the parts' lines, less what was found on the unit itself."""
    lines = [(part, part.lines[own.indicator]) for part in scored]
    points, low, high = (_mean(own.full, lines, name, places) for name in ("points", "low", "high"))
    states = {line.state for _, line in lines} | {own.state}
    ids = {id_ for _, line in lines for loss in line.losses for id_ in loss.findings}
    loss = Loss(
        own.indicator, "下级单位得分加权平均", own.full - points, tuple(sorted(ids)), _how(lines, points)
    )
    open_parts = [f"{part.unit}:{line.why}" for part, line in lines if line.why and line.low != line.high]
    return replace(
        own,
        state=next((state for state in _GRAVITY if state in states), "pass"),
        points=max(ZERO, points - (own.full - own.points)),
        low=max(ZERO, low - (own.full - own.low)),
        high=max(ZERO, high - (own.full - own.high)),
        losses=(loss, *own.losses) if points < own.full else own.losses,
        why=";".join([own.why, *open_parts] if own.why else open_parts),
    )


def _mean(full: Decimal, lines: Sequence[tuple[Part, ScoreLine]], name: str, places: int) -> Decimal:
    terms = ((getattr(line, name), ONE, part.weight) for part, line in lines)
    # full marks with more decimals than are kept would be passed by rounding up
    return min(full, weighted_mean(terms, ONE, places))


def _how(lines: Sequence[tuple[Part, ScoreLine]], points: Decimal) -> str:
    terms = "+".join(f"{part.unit}{plain(line.points)}×{plain(part.weight)}" for part, line in lines)
    weights = sum((part.weight for part, _ in lines), ZERO)
    return f"({terms})÷{plain(weights)}={plain(points)}分"
