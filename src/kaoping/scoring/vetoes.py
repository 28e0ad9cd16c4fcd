"""Vetoes (单项否决): which are struck, which may be, and which nobody looked at."""

from collections.abc import Iterator
from decimal import Decimal

from kaoping.errors import ScoringError
from kaoping.rulebook.systems import VetoCase, VetoRule

from .figures import ZERO
from .lines import Case
from .looking import look_at
from .once import Counted
from .sheet import StruckVeto

_NONE = Counted()


def struck_vetoes(case: Case) -> tuple[StruckVeto, ...]:
    """
    Vetoes of the unit's system that its findings strike, in the file's order; certain where the confirmed
    ones alone suffice. A veto takes no points: what strikes it still costs its points, and being struck
    never gives any back.

    Raises:
        ScoringError: A veto with the effect "mark" names no mark.
    """
    struck = (_struck(veto, case) for veto in case.plan.system.vetoes if _applies(veto, case))
    return tuple(one for one in struck if one is not None)


def unseen_vetoes(case: Case) -> tuple[str, ...]:
    """Each situation of an applicable veto that was not wholly looked at, in Chinese, in the file's order."""
    return tuple(_unseen(case))


def _unseen(case: Case) -> Iterator[str]:
    for veto in case.plan.system.vetoes:
        if _applies(veto, case):
            for one in veto.cases:
                look = look_at(case.plan.names[one.id], case.rows)
                if not look.is_whole:
                    yield f"{one.id}{one.when}:{look.why}"


def _applies(veto: VetoRule, case: Case) -> bool:
    if case.is_part or not set(veto.skip_when).isdisjoint(case.unit.traits):
        return False
    return not veto.applies_to or case.unit.kind in veto.applies_to


def _struck(veto: VetoRule, case: Case) -> StruckVeto | None:
    if veto.effect == "mark" and veto.mark_points is None:
        raise ScoringError(
            f"指标体系“{case.plan.system.title}”的单项否决{veto.id}以固定分计,却没有写多少分(mark_points)。"
        )
    told = [(one, case.counted.get(one.id, _NONE)) for one in veto.cases]
    certain = [(one, counted) for one, counted in told if counted.sure and len(counted.sure) >= one.count]
    possible = [(one, counted) for one, counted in told if counted.most and len(counted.most) >= one.count]
    if not possible:
        return None
    ids = {f.id for _, counted in certain for f in counted.sure} if certain else {
        f.id for _, counted in possible for f in counted.most
    }  # fmt: skip
    return StruckVeto(
        id=veto.id,
        title=veto.title,
        effect=veto.effect,
        findings=tuple(sorted(ids)),
        is_certain=bool(certain),
        why=";".join(_why(one, counted, bool(certain)) for one, counted in certain or possible),
        mark_points=veto.mark_points,
    )


def _why(one: VetoCase, counted: Counted, is_certain: bool) -> str:
    if is_certain:
        return f"{one.when}:已确认{len(counted.sure)}处,达到{one.count}处"
    return f"{one.when}:已确认{len(counted.sure)}处,另有{counted.open}处疑似,全部确认则达到{one.count}处"


def ceiling(vetoes: tuple[StruckVeto, ...], *, is_certain: bool) -> Decimal | None:
    """The lowest fixed mark that struck vetoes set, or nought for one that stops; None where none does."""
    marks = [
        ZERO if veto.effect == "stop" else veto.mark_points or ZERO
        for veto in vetoes
        if veto.effect != "grade" and (veto.is_certain or not is_certain)
    ]
    return min(marks, default=None)
