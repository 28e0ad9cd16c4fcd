"""What the findings under one rule cost: once, per finding, per fact, by a ladder, by a rate; and its cap."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from kaoping.findings import Finding
from kaoping.rulebook.systems import Deduction, Per

from .figures import ZERO, amount_of, half_up, plain

COUNT = "count"
_OF_SUSPECT = frozenset({"url", "object", "site", "severity"})

Told = tuple[Decimal, str]


def lost_by(deduct: Deduction, findings: Sequence[Finding], seen: int, places: int) -> Told:
    """
    Points that these findings cost under one rule, after its own cap, and the arithmetic in Chinese.

    Args:
        deduct: The rule's deduction.
        findings: Distinct findings under the rule, in any order.
        seen: How many subjects were really looked at; only a rate asks for it.
        places: Decimals to which a rate is rounded, half up. All else comes out even.

    Returns:
        Never below nought, and never less for one finding more.
    """
    if not findings:
        return ZERO, ""
    points, how = _WAYS[deduct.per](deduct, findings, seen, places)
    if deduct.at_most is not None and points > deduct.at_most:
        return deduct.at_most, f"{how},以{plain(deduct.at_most)}分为限"
    return points, how


def most_lost(deduct: Deduction) -> Decimal | None:
    """The most that a rule can cost whatever is found; None where only the indicator's points bound it."""
    bounds = [] if deduct.at_most is None else [deduct.at_most]
    if deduct.per == "once":
        bounds.append(deduct.points)
    if deduct.per == "ladder":
        bounds.append(max((step.points for step in deduct.steps), default=ZERO))
    return min(bounds, default=None)


def _once(deduct: Deduction, findings: Sequence[Finding], seen: int, places: int) -> Told:
    return deduct.points, f"出现即扣{plain(deduct.points)}分(共{len(findings)}处)"


def _each(deduct: Deduction, findings: Sequence[Finding], seen: int, places: int) -> Told:
    return _times(deduct.points, len(findings), "处")


def _fact(deduct: Deduction, findings: Sequence[Finding], seen: int, places: int) -> Told:
    distinct = {tuple(str(_fact_of(one, name)) for name in deduct.same) for one in findings}
    return _times(deduct.points, len(distinct), "项")


def _times(points: Decimal, count: int, word: str) -> Told:
    lost = points * count
    return lost, f"{plain(points)}分×{count}{word}={plain(lost)}分"


def _ladder(deduct: Deduction, findings: Sequence[Finding], seen: int, places: int) -> Told:
    if deduct.measure in ("", COUNT):
        measured = Decimal(len(findings))
    else:
        measured = sum((amount_of(_fact_of(one, deduct.measure)) for one in findings), ZERO)
    # the dearest rung reached, so that a badly written ladder cannot reward a further finding
    reached = max((s for s in deduct.steps if measured > s.over), key=lambda s: s.points, default=None)
    if reached is None:
        return ZERO, f"合计{plain(measured)},未达到扣分档"
    return reached.points, f"合计{plain(measured)},超过{plain(reached.over)},扣{plain(reached.points)}分"


def _rate(deduct: Deduction, findings: Sequence[Finding], seen: int, places: int) -> Told:
    # with nothing counted as looked at, what was found is all there was
    subjects = max(seen, 1) if seen else len(findings)
    lost = half_up(deduct.points * len(findings) / subjects, places)
    return lost, f"{plain(deduct.points)}分×{len(findings)}÷{subjects}={plain(lost)}分"


def _fact_of(one: Finding, name: str) -> object:
    if name in _OF_SUSPECT:
        return getattr(one.suspect, name)
    return one.suspect.facts.get(name, "")


_WAYS: Mapping[Per, Callable[[Deduction, Sequence[Finding], int, int], Told]] = {
    "once": _once,
    "finding": _each,
    "fact": _fact,
    "ladder": _ladder,
    "rate": _rate,
}
