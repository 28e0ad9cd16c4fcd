"""Grade bands and the pass line."""

from collections.abc import Sequence
from decimal import Decimal

from kaoping.rulebook.systems import Grade, IndicatorSystem

from .sheet import StruckVeto

FAILED = "不合格"
UNDECIDED = "待核"


def grade_of(
    system: IndicatorSystem, vetoes: Sequence[StruckVeto], total: Decimal | None, low: Decimal, high: Decimal
) -> str:
    """
    The band of a total, one lower for each veto that takes a grade; 待核 where the total may still come to
    lie in another band; 不合格 where a veto stopped the scoring; ``""`` for a system without bands.
    """
    if any(veto.effect == "stop" and veto.is_certain for veto in vetoes):
        return FAILED
    if total is None:
        return ""
    certain = sum(veto.effect == "grade" and veto.is_certain for veto in vetoes)
    possible = sum(veto.effect == "grade" for veto in vetoes)
    worst = band_of(system.grades, low, possible)
    return worst if worst == band_of(system.grades, high, certain) else UNDECIDED


def band_of(grades: Sequence[Grade], total: Decimal, down: int = 0) -> str:
    """The band that holds `total`, then `down` bands below it, the last at the lowest."""
    if not grades:
        return ""
    last = len(grades) - 1
    found = next((n for n, grade in enumerate(grades) if total >= grade.at_least), last)
    return grades[min(found + down, last)].name


def is_passed(
    system: IndicatorSystem,
    vetoes: Sequence[StruckVeto],
    total: Decimal | None,
    low: Decimal,
    high: Decimal,
    unseen: Sequence[str],
) -> bool | None:
    """
    Whether the unit passed; None where that is not yet known: suspects are open, a part or a veto was not
    looked at, or the system has neither a pass line nor a veto.
    """
    if any(veto.effect == "stop" and veto.is_certain for veto in vetoes):
        return False
    line = system.pass_line if total is not None else None
    if line is not None and high < line:
        return False
    if line is None and not system.vetoes:
        return None
    is_doubtful = any(veto.effect == "stop" and not veto.is_certain for veto in vetoes)
    if unseen or is_doubtful or (line is not None and low < line):
        return None
    return True
