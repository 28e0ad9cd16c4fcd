"""Bonus (加分): what findings earn on top."""

from dataclasses import replace
from decimal import Decimal

from kaoping.rulebook.systems import Bonus, Indicator

from .figures import ZERO
from .lines import Case, applies, leaf_line, waived_line
from .sheet import LineState, ScoreLine


def bonus_lines(bonus: Bonus, case: Case) -> tuple[ScoreLine, ...]:
    """
    One line for each item of the bonus, with what confirmed findings earn; open suspects count in `high`.
    What was not looked at earns nothing. State fail says that nothing was earned, though somebody looked.
    """
    return tuple(_line(leaf, case) for item in bonus.items for leaf in item.walk() if not leaf.children)


def earned(bonus: Bonus, lines: tuple[ScoreLine, ...], name: str) -> Decimal:
    """What the lines come to in their field `name`, no more than the whole bonus."""
    return min(bonus.points, sum((getattr(line, name) for line in lines), ZERO))


def _line(item: Indicator, case: Case) -> ScoreLine:
    if not applies(item, case, is_below=False):
        return waived_line(item, 1, "不适用")
    line = leaf_line(item, case, 1)
    if line.state == "not_applicable":
        return line
    found = line.full - line.points
    state: LineState = "pass" if found else "not_checked" if line.state == "not_checked" else "fail"
    # what nobody looked at cannot be earned afterwards: only the suspects that are open may still count
    most = line.full - leaf_line(item, case, 1, is_demanded=False).low
    return replace(line, state=state, points=found, low=line.full - line.high, high=most)
