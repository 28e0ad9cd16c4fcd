"""Score lines: what one unit keeps of each indicator, and what groups add up to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaoping.findings import Finding, Looked
from kaoping.roster.units import Unit
from kaoping.rulebook.systems import Indicator, Rule

from .deducting import lost_by, most_lost
from .figures import ZERO, plain
from .looking import Look, look_at, rows_by_name
from .once import Counted
from .plan import Plan
from .sheet import LineState, Loss, ScoreLine

_NONE = Counted()
# from the gravest down: the first that a child has is the group's
_GRAVITY: tuple[LineState, ...] = ("fail", "error", "not_checked", "pass")
_SHOWN_MARKS = ("unverified", "recalled", "suggested")


@dataclass(frozen=True, slots=True)
class Case:
    """One unit under one system: what counts under each rule, and what was looked at."""

    unit: Unit
    plan: Plan
    counted: Mapping[str, Counted]
    rows: Mapping[str, Sequence[Looked]]
    is_part: bool = False

    def look(self, rule: Rule) -> Look:
        """The looking at one of the system's rules."""
        return look_at(self.plan.names[rule.id], self.rows)


@dataclass(frozen=True, slots=True)
class _Taken:
    """What one rule takes: now, at least, at most."""

    loss: Loss | None
    least: Decimal
    most: Decimal
    look: Look
    open: int
    notes: tuple[str, ...]


def applies(one: Indicator, case: Case, is_below: bool) -> bool:
    """
    Whether an indicator applies to the unit; `is_below` says that a group above is scored from sub-units. A
    part scored for the unit above it has only what is scored from sub-units, whatever kind that is for.
    """
    if not set(one.skip_when).isdisjoint(case.unit.traits):
        return False
    if case.is_part:
        return is_below or one.subunits or any(child.subunits for child in one.walk())
    return not one.applies_to or case.unit.kind in one.applies_to


def leaf_line(one: Indicator, case: Case, level: int, *, is_demanded: bool = True) -> ScoreLine:
    """
    The line of an indicator with rules of its own, which applies to the unit by kind and traits. Where
    looking at the unit itself is not demanded, only what was found there counts.
    """
    taken = [_taken(rule, case, is_demanded) for rule in one.rules]
    standing = [each for each in taken if each.look.is_applicable]
    look = look_at((one.id,), case.rows) if not one.rules and is_demanded else None
    if (one.rules and not standing) or (look is not None and not look.is_applicable):
        return _waived(one, taken, look, level)
    cap = one.points if one.at_most is None else min(one.at_most, one.points)
    losses = tuple(each.loss for each in standing if each.loss is not None)
    lost = min(cap, sum((loss.points for loss in losses), ZERO))
    if look is not None and not look.is_whole:
        most: Decimal = cap
    else:
        most = min(cap, sum((min(each.most, cap) for each in standing), ZERO))
    return ScoreLine(
        indicator=one.id,
        title=one.title,
        level=level,
        state=_leaf_state(standing, look),
        full=one.points,
        points=one.points - lost,
        low=one.points - most,
        high=one.points - min(cap, sum((each.least for each in standing), ZERO)),
        losses=losses,
        why=";".join(_notes(taken, look, losses, cap, lost)),
        marks=_marks(one, losses, case),
        at_most=one.at_most,
    )


def waived_line(one: Indicator, level: int, why: str) -> ScoreLine:
    """The line of an indicator that does not apply: its points leave the sum."""
    return ScoreLine(
        one.id, one.title, level, "not_applicable", one.points, ZERO, ZERO, ZERO, why=why,
        is_leaf=not one.children, at_most=one.at_most,
    )  # fmt: skip


def group_line(one: Indicator, children: Iterable[ScoreLine], level: int) -> ScoreLine:
    """A group's line from those of its own children, capped."""
    own = [line for line in children if line.state != "not_applicable"]
    if not own:
        return waived_line(one, level, "其下指标均不适用")
    full = sum((line.full for line in own), ZERO)
    cap = full if one.at_most is None else min(one.at_most, full)
    lost = sum((line.full - line.points for line in own), ZERO)
    states = {line.state for line in own}
    why = f"其下共扣{plain(lost)}分,以{plain(cap)}分为限" if lost > cap else ""
    return ScoreLine(
        indicator=one.id,
        title=one.title,
        level=level,
        state=next(state for state in _GRAVITY if state in states),
        full=full,
        points=full - min(cap, lost),
        low=full - min(cap, sum((line.full - line.low for line in own), ZERO)),
        high=full - min(cap, sum((line.full - line.high for line in own), ZERO)),
        why=why,
        is_leaf=False,
        at_most=one.at_most,
    )


def _taken(rule: Rule, case: Case, is_demanded: bool) -> _Taken:
    counted = case.counted.get(rule.id, _NONE)
    look = case.look(rule)
    if look.is_applicable and not is_demanded:
        look = Look(look.seen, is_whole=True, why="")
    if not look.is_applicable:
        count = len(counted.sure) + counted.open
        notes = (f"{rule.id}不适用({look.why})",)
        return _Taken(None, ZERO, ZERO, look, 0, (*notes, f"其下{count}个问题不计分") if count else notes)
    places = case.plan.system.places
    points, how = lost_by(rule.deduct, counted.sure, look.seen, places)
    least = points if counted.least is counted.sure else _points(rule, counted.least, look, places)
    most = points if counted.most is counted.sure else _points(rule, counted.most, look, places)
    if not look.is_whole:
        bound = most_lost(rule.deduct)
        most = Decimal("Infinity") if bound is None else max(bound, most)
    loss = _loss(rule, counted, points, how) if counted.sure or counted.elsewhere else None
    return _Taken(loss, least, most, look, counted.open, _rule_notes(rule, look, counted))


def _points(rule: Rule, findings: Sequence[Finding], look: Look, places: int) -> Decimal:
    return lost_by(rule.deduct, findings, look.seen, places)[0]


def _loss(rule: Rule, counted: Counted, points: Decimal, how: str) -> Loss:
    elsewhere = tuple(finding.suspect.id for finding, _ in counted.elsewhere)
    ids = tuple([one.suspect.id for one in counted.sure])
    if elsewhere:
        places = "、".join(sorted({place for _, place in counted.elsewhere}))
        said = f"另有{len(elsewhere)}处同一事实已在{places}扣分,不重复扣"
        how = f"{how};{said}" if how else said
    return Loss(rule.id, rule.when, points, (*ids, *elsewhere), how)


def _rule_notes(rule: Rule, look: Look, counted: Counted) -> tuple[str, ...]:
    notes = () if look.is_whole else (f"{rule.id}:{look.why}",)
    return (*notes, f"{rule.id}:有{counted.open}个疑似问题待定") if counted.open else notes


def _leaf_state(standing: Sequence[_Taken], look: Look | None) -> LineState:
    looks = [each.look for each in standing] if look is None else [look]
    if any(each.loss is not None for each in standing):
        return "fail"
    if any(one.is_failed for one in looks):
        return "error"
    if all(one.is_whole for one in looks) and not any(each.open for each in standing):
        return "pass"
    return "not_checked"


def _waived(one: Indicator, taken: Sequence[_Taken], look: Look | None, level: int) -> ScoreLine:
    notes = [note for each in taken for note in each.notes]
    return waived_line(one, level, ";".join(notes) if look is None else look.why)


def _notes(
    taken: Sequence[_Taken], look: Look | None, losses: Sequence[Loss], cap: Decimal, lost: Decimal
) -> Iterator[str]:
    if look is not None and look.why:
        yield look.why
    for each in taken:
        yield from each.notes
    total = sum((loss.points for loss in losses), ZERO)
    if total > cap:
        yield f"各细则共扣{plain(total)}分,以{plain(lost)}分为限"


def _marks(one: Indicator, losses: Sequence[Loss], case: Case) -> tuple[str, ...]:
    behind = {one.points_mark, *(case.plan.rules[loss.rule].mark for loss in losses)}
    return tuple(mark for mark in _SHOWN_MARKS if mark in behind)


def case_of(
    unit: Unit, plan: Plan, counted: Mapping[str, Counted], looked: Iterable[Looked], *, is_part: bool = False
) -> Case:
    """The unit's case, with what was looked at laid out by name."""
    return Case(unit, plan, counted, rows_by_name(looked), is_part)
