"""How firm a rank is: the ranks that it may still become, and how many findings away the next one is."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from heapq import merge

from kaoping.rulebook.systems import Deduction, Indicator, IndicatorSystem

from .deducting import COUNT
from .figures import HUNDRED, ZERO, half_up
from .sheet import Loss, ScoreLine, ScoreSheet
from .weighing import Weighed

Key = Callable[[Decimal], Decimal]
MOST_FINDINGS = 10_000


def rank_bands(group: Sequence[Weighed], keys: Mapping[str, Key]) -> Mapping[str, tuple[int, int]]:
    """
    Best and worst rank of each unit of a group while every total lies anywhere between its low and its high.

    Args:
        group: The units that are ranked.
        keys: By unit, what turns its points into that by which the group is ranked.
    """
    lows = sorted(keys[one.unit](one.low) for one in group)
    highs = sorted(keys[one.unit](one.high) for one in group)
    bands = {}
    for one in group:
        low, high = keys[one.unit](one.low), keys[one.unit](one.high)
        surely_better = len(lows) - bisect_right(lows, high)
        maybe_better = len(highs) - bisect_right(highs, low) - (high > low)
        bands[one.unit] = (1 + surely_better, 1 + maybe_better)
    return bands


def findings_to_next(
    one: Weighed, ranked: Sequence[Decimal], key: Key, systems: Mapping[str, IndicatorSystem]
) -> int | None:
    """
    How many more single findings, the dearest first, would cost a unit its rank.

    Args:
        one: The unit; it has a total.
        ranked: What all units of its group, this one too, are ranked by, from the lowest up.
        key: What turns its points into that by which it is ranked.
        systems: By name.

    Returns:
        None where nobody stands at or below it, or nothing that can still be found would bring it there. Only
        what findings under rules cost is counted, not vetoes.
    """
    if one.total is None:
        return None
    below = bisect_right(ranked, key(one.total)) - 1
    if below < 1:
        return None
    floor = ranked[below - 1]
    prices = [_prices(sheet, systems[sheet.system], weight) for sheet, weight in one.sheets]
    if len(one.sheets) == 1:
        sheet = one.sheets[0][0]
        return _count(prices[0], floor, lambda lost: key(_after(sheet, lost)))
    scaled = merge(*prices, reverse=True)
    return _count(scaled, floor, lambda lost: key(half_up((one.total or ZERO) - lost, one.places)))


def _count(prices: Iterator[Decimal], floor: Decimal, ranked: Callable[[Decimal], Decimal]) -> int | None:
    lost = ZERO
    for count, price in enumerate(prices, start=1):
        lost += price
        if ranked(lost) < floor:
            return count
        if count >= MOST_FINDINGS:
            break
    return None


def _after(sheet: ScoreSheet, lost: Decimal) -> Decimal:
    """The sheet's total after so much more was lost of its basis."""
    basis = half_up(sheet.basis - lost, sheet.places)
    bonus = sheet.bonus if sheet.enter_over is None or basis > sheet.enter_over else ZERO
    marks = [v.mark_points for v in sheet.vetoes if v.is_certain and v.effect == "mark" and v.mark_points]
    return min([basis + bonus, *marks])


def _prices(sheet: ScoreSheet, system: IndicatorSystem, weight: Decimal) -> Iterator[Decimal]:
    """What one further finding after another takes off the sheet's basis, the dearest first."""
    scale = _scale(sheet, weight)
    lines = {line.indicator: line for line in sheet.lines}
    below = merge(*(_subtree(group, lines) for group in system.groups if group.id in lines), reverse=True)
    return (price * scale for price in below)


def _scale(sheet: ScoreSheet, weight: Decimal) -> Decimal:
    if not sheet.applicable:
        return ZERO
    own = sheet.full / sheet.applicable * (HUNDRED - sheet.parts_percent) / HUNDRED
    return own if weight == 1 else own * weight * HUNDRED / sheet.full


def _subtree(one: Indicator, lines: Mapping[str, ScoreLine]) -> Iterator[Decimal]:
    line = lines[one.id]
    if line.state == "not_applicable":
        return iter(())
    if one.children:
        inner = merge(*(_subtree(child, lines) for child in one.children), reverse=True)
    else:
        taken = {loss.rule: loss for loss in line.losses}
        inner = merge(
            *(_rule(rule.deduct, taken.get(rule.id), line.points) for rule in one.rules), reverse=True
        )
    full = line.full if line.at_most is None else min(line.at_most, line.full)
    return _within(inner, full - (line.full - line.points))


def _within(prices: Iterator[Decimal], room: Decimal) -> Iterator[Decimal]:
    for price in prices:
        if room <= 0:
            return
        yield min(price, room)
        room -= price


def _rule(deduct: Deduction, loss: Loss | None, room: Decimal) -> Iterator[Decimal]:
    """What a rule takes for each further finding, the dearest first."""
    lost = loss.points if loss else ZERO
    if deduct.at_most is not None:
        room = min(room, deduct.at_most - lost)
    if deduct.per == "once":
        return iter([deduct.points] if not lost else [])
    if deduct.per == "ladder":
        # one finding may measure enough for the top rung; where they are counted, the cost is spread evenly
        top = max(deduct.steps, key=lambda step: step.points, default=None)
        left = min(top.points - lost, room) if top else ZERO
        wanted = max(int(top.over) + 1, 1) if top and deduct.measure in ("", COUNT) else 1
        return iter([left / wanted] * wanted if left > 0 else [])
    # what one more costs at a rate is what those before it cost each
    each = lost / len(loss.findings) if loss and lost and deduct.per == "rate" else deduct.points
    return _within(_repeated(each), room)


def _repeated(points: Decimal) -> Iterator[Decimal]:
    while points > 0:
        yield points
