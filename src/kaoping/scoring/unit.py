"""The score sheet of one unit under one indicator system."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaoping.errors import ScoringError
from kaoping.findings import Finding, Looked
from kaoping.roster.units import Unit
from kaoping.rulebook.sources import Source
from kaoping.rulebook.systems import Indicator, IndicatorSystem

from .earning import bonus_lines, earned
from .figures import HUNDRED, ZERO, half_up, plain, weighted_mean
from .grading import grade_of, is_passed
from .lines import Case, case_of
from .looking import look_at, rows_by_name
from .once import counted_by_rule
from .plan import Plan, plan_of
from .sheet import ScoreLine, ScoreSheet
from .tree import parts_of, tree_lines
from .vetoes import ceiling, struck_vetoes, unseen_vetoes

Weighted = tuple[ScoreSheet, Decimal]


@dataclass(frozen=True, slots=True)
class Beside:
    """What the parts below add beside the unit itself: sheets with weights, entering with `percent`."""

    sheets: tuple[Weighted, ...] = ()
    percent: Decimal = ZERO


NOTHING_BESIDE = Beside()


def score_unit(
    unit: Unit,
    system: IndicatorSystem,
    findings: Iterable[Finding],
    looked: Iterable[Looked],
    *,
    subunits: Iterable[Weighted] = (),
    beside: Beside = NOTHING_BESIDE,
    is_part: bool = False,
    plan: Plan | None = None,
) -> ScoreSheet:
    """
    Score one unit under one indicator system.

    Args:
        unit: Whom.
        system: By what.
        findings: This unit's, in any order and any state; those of other systems are left out.
        looked: What was looked at for this unit.
        subunits: Sheets of its parts (made with `is_part`) with weights, for the indicators scored from them.
        beside: Sheets of its parts that count beside its own tree (e.g. the county itself 50 %, parts 50 %).
        is_part: Score only what the unit above is scored from.
        plan: That of `system`, where many units are scored under it.

    Returns:
        The sheet: ``low <= total <= high``; equal for equal input in any order.

    Raises:
        ScoringError: A finding is under a rule that the system does not have.
        ValueError: A finding or a row belongs to another unit.
    """
    plan = plan or plan_of(system)
    own = [one for one in findings if one.suspect.system in ("", system.name)]
    rows = tuple(looked)
    _refuse_strays(unit, plan, own, rows)
    waived = _waived_rules(plan, rows)
    case = case_of(unit, plan, counted_by_rule(own, plan, waived), rows, is_part=is_part)
    parts = tuple(subunits)
    told = parts_of(parts)
    lines: list[ScoreLine] = []
    for group in system.groups:
        lines += tree_lines(group, case, told)
    return _sheet(case, tuple(lines), parts, beside)


def score_indicator(
    indicator: Indicator,
    unit: Unit,
    findings: Iterable[Finding],
    looked: Iterable[Looked],
    *,
    places: int = 2,
) -> ScoreLine:
    """The line of one indicator alone, as if its system held nothing else. Findings of any system count."""
    alone = IndicatorSystem(
        name="", title=indicator.title, version="", source=Source(), applies_to=(), full=indicator.points,
        groups=(indicator,), places=places,
    )  # fmt: skip
    plan = plan_of(alone)
    own = tuple(findings)
    rows = tuple(looked)
    _refuse_strays(unit, plan, own, rows)
    case = case_of(unit, plan, counted_by_rule(own, plan, _waived_rules(plan, rows)), rows)
    return tree_lines(indicator, case, ())[0]


def _refuse_strays(unit: Unit, plan: Plan, findings: Sequence[Finding], rows: Sequence[Looked]) -> None:
    strays = {one.suspect.unit for one in findings} | {row.unit for row in rows}
    if not strays <= {unit.name}:
        raise ValueError(f"{sorted(strays)} are not all {unit.name}")
    known = plan.rules.keys() | plan.cases.keys()
    for one in findings:
        rule = one.suspect.rule
        if rule not in known:
            raise ScoringError(
                f"问题{one.id}({unit.name})归在细则“{rule}”下,指标体系“{plan.system.title}”没有这一条:"
                "请核对细则编号,或改用认定问题时所用的指标体系版本。"
            )


def _waived_rules(plan: Plan, rows: Sequence[Looked]) -> frozenset[str]:
    """Rules that a person found not to apply: facts under them are free for others."""
    if not any(row.verdict == "not_applicable" for row in rows):
        return frozenset()
    by_name = rows_by_name(rows)
    return frozenset(id_ for id_ in plan.rules if not look_at(plan.names[id_], by_name).is_applicable)


@dataclass(frozen=True, slots=True)
class _Sum:
    """What one way of counting comes to: re-based, with the parts, with what entered of the bonus."""

    rebased: Decimal
    parts: Decimal | None
    basis: Decimal
    bonus: Decimal
    total: Decimal


def _sheet(
    case: Case, lines: tuple[ScoreLine, ...], parts: tuple[Weighted, ...], beside: Beside
) -> ScoreSheet:
    system, vetoes = case.plan.system, struck_vetoes(case)
    tops = [line for line in lines if line.level == 1 and line.state != "not_applicable"]
    applicable = sum((line.full for line in tops), ZERO)
    earning = bonus_lines(system.bonus, case) if system.bonus and not case.is_part else ()
    now = _sum(system, tops, earning, beside, "points", ceiling(vetoes, is_certain=True))
    low = _sum(system, tops, earning, beside, "low", ceiling(vetoes, is_certain=False))
    high = _sum(system, tops, earning, beside, "high", ceiling(vetoes, is_certain=True))
    is_stopped = any(veto.effect == "stop" and veto.is_certain for veto in vetoes)
    is_scored = bool(tops or now.parts is not None) and not is_stopped
    unseen = unseen_vetoes(case) if not case.is_part else ()
    kept = sum((line.points for line in tops), ZERO)
    total = now.total if is_scored else None
    return ScoreSheet(
        unit=case.unit.name,
        system=system.name,
        system_digest=system.digest,
        lines=lines,
        kept=kept,
        applicable=applicable,
        rebased=now.rebased,
        bonus=now.bonus,
        total=total,
        low=low.total if is_scored else ZERO,
        high=high.total if is_scored else ZERO,
        grade=grade_of(system, vetoes, total, low.total, high.total),
        is_passed=is_passed(system, vetoes, total, low.total, high.total, unseen),
        formula=_formula(system, kept, applicable, now, beside, lines),
        bonus_lines=earning,
        vetoes=vetoes,
        subunits=parts,
        beside=beside.sheets if now.parts is not None else (),
        full=system.full,
        places=system.places,
        basis=now.basis,
        parts_points=now.parts,
        parts_percent=beside.percent if now.parts is not None else ZERO,
        bonus_earned=earned(system.bonus, earning, "points") if system.bonus else ZERO,
        enter_over=system.bonus.enter_over if system.bonus else None,
        unseen_vetoes=unseen,
    )


def _sum(
    system: IndicatorSystem,
    tops: Sequence[ScoreLine],
    earning: tuple[ScoreLine, ...],
    beside: Beside,
    name: str,
    most: Decimal | None,
) -> _Sum:
    applicable = sum((line.full for line in tops), ZERO)
    kept = sum((getattr(line, name) for line in tops), ZERO)
    rebased = half_up(kept * system.full / applicable, system.places) if applicable else ZERO
    parts = _parts_points(system, beside, name)
    basis = rebased if parts is None else _mixed(rebased, parts, beside.percent, system.places)
    bonus = ZERO
    if system.bonus and (system.bonus.enter_over is None or basis > system.bonus.enter_over):
        bonus = earned(system.bonus, earning, name)
    total = basis + bonus
    return _Sum(rebased, parts, basis, bonus, total if most is None else min(total, most))


def _parts_points(system: IndicatorSystem, beside: Beside, name: str) -> Decimal | None:
    """Weighted mean of the parts' totals on this system's full marks; a stopped part counts as nought."""
    scored = [(sheet, weight) for sheet, weight in beside.sheets if weight and not sheet.is_empty]
    if not beside.percent or not scored:
        return None
    field = {"points": "total"}.get(name, name)
    terms = ((getattr(sheet, field) or ZERO, sheet.full, weight) for sheet, weight in scored)
    return weighted_mean(terms, system.full, system.places)


def _mixed(rebased: Decimal, parts: Decimal, percent: Decimal, places: int) -> Decimal:
    return half_up((rebased * (HUNDRED - percent) + parts * percent) / HUNDRED, places)


def _formula(
    system: IndicatorSystem,
    kept: Decimal,
    applicable: Decimal,
    now: _Sum,
    beside: Beside,
    lines: Sequence[ScoreLine],
) -> str:
    if not applicable:
        return "没有适用的计分指标"
    said = f"{plain(kept)}分(满分{plain(system.full)}分)"
    if applicable != system.full:
        waived = "、".join(
            f"{line.indicator}({plain(line.full)}分)"
            for line in lines
            if line.is_leaf and line.state == "not_applicable"
        )
        said = f"{plain(kept)}×{plain(system.full)}÷{plain(applicable)}={plain(now.rebased)}分"
        said += f"(不适用:{waived})" if waived else ""
    if now.parts is not None:
        own = plain(HUNDRED - beside.percent)
        said += (
            f";{plain(now.rebased)}×{own}%+{plain(now.parts)}×{plain(beside.percent)}%={plain(now.basis)}分"
        )
    return said + (f";加分{plain(now.bonus)}分" if now.bonus else "")
