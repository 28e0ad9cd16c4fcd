"""Everything that a round scores, in one piece: all sheets and all ranks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar

from kaoping.errors import ScoringError
from kaoping.findings import Finding, Looked
from kaoping.roster.units import Unit
from kaoping.rulebook.systems import IndicatorSystem

from .figures import HUNDRED, ZERO, plain
from .plan import Plan, plan_of
from .sheet import ScoreSheet, Standing
from .standings import USUAL_PROGRESS, Progress, ranked_units, standings
from .unit import NOTHING_BESIDE, Beside, Weighted, score_unit
from .weighing import Weights, part_weight

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PartsShare:
    """How the parts of a group's units count beside the units: `percent`, scored under `system`."""

    percent: Decimal
    system: str


@dataclass(frozen=True, slots=True)
class Material:
    """
    All that a round is scored from. `weights` say for each group under which systems (by name) its units are
    scored, and with what weight (100 together). `parts` say for a group that the parts below its units count
    beside them, in the first of its systems. `previous` are the standings of the last round; `carried` are
    percents of them told in this round's indicators by a crosswalk, by unit (None: nothing to compare with).
    """

    units: tuple[Unit, ...]
    systems: Mapping[str, IndicatorSystem]
    weights: Weights
    findings: tuple[Finding, ...] = ()
    looked: tuple[Looked, ...] = ()
    parts: Mapping[str, PartsShare] = field(default_factory=dict)
    previous: tuple[Standing, ...] = ()
    progress: Progress = USUAL_PROGRESS
    carried: Mapping[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scores:
    """
    Sheets in the order of the roster, then of the group's systems; standings as `standings` gives them.
    `idle` are ids of confirmed findings that stand in no line of any sheet, sorted: their indicator does not
    apply to their unit, nothing is scored from that part, their system is not the group's, or a veto's count
    is not reached. They cost nothing, and somebody should know.
    """

    sheets: tuple[ScoreSheet, ...]
    standings: tuple[Standing, ...]
    idle: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The material by unit, sorted once."""

    plans: Mapping[str, Plan]
    findings: Mapping[str, list[Finding]]
    looked: Mapping[str, list[Looked]]
    parts: Mapping[str, list[Unit]]


def score_round(material: Material) -> Scores:
    """
    Score every ranked unit under every system of its group, and rank them.

    Raises:
        ScoringError: Weights that do not add up, a unit in no group, a group or part without a system, a
            finding of a unit that is not in the roster.
    """
    ranked = sorted(ranked_units(material.units), key=lambda unit: unit.order)
    _refuse(material, ranked)
    laid = _sorted(material)
    sheets = tuple(
        _sheet(unit, name, is_first=n == 0, laid=laid, material=material)
        for unit in ranked
        for n, name in enumerate(material.weights[unit.group])
    )
    told = standings(
        sheets, material.units, material.systems, _before(material), material.weights, material.progress
    )
    told = tuple(_with_carried(one, material.carried) for one in told)
    confirmed = {one.suspect.id for one in material.findings if one.state == "confirmed"}
    confirmed.difference_update(*(_standing_in(sheet) for sheet in sheets))
    return Scores(sheets, told, tuple(sorted(confirmed)))


def _before(material: Material) -> list[Standing]:
    return [
        replace(one, percent=material.carried[one.unit]) if one.unit in material.carried else one
        for one in material.previous
    ]


def _with_carried(one: Standing, carried: Mapping[str, Decimal | None]) -> Standing:
    if one.unit not in carried:
        return one
    before = carried[one.unit]
    said = "上轮成绩与本轮指标无可对照" if before is None else f"上轮成绩按指标对照表折算为{plain(before)}%"
    return replace(one, remark=";".join(filter(None, (one.remark, said))))


def _standing_in(sheet: ScoreSheet) -> Iterator[str]:
    """Ids of all findings that a sheet or one of its parts' names, struck vetoes' too."""
    for line in (*sheet.lines, *sheet.bonus_lines):
        for loss in line.losses:
            yield from loss.findings
    for veto in sheet.vetoes:
        yield from veto.findings
    for part, _ in (*sheet.subunits, *sheet.beside):
        yield from _standing_in(part)


def _sheet(unit: Unit, name: str, *, is_first: bool, laid: _Sorted, material: Material) -> ScoreSheet:
    plan, below = laid.plans[name], laid.parts.get(unit.name, ())
    from_parts = any(one.subunits for one in plan.system.walk())
    share = material.parts.get(unit.group) if is_first else None
    beside = NOTHING_BESIDE
    if share is not None:
        beside = Beside(tuple(_part(part, laid.plans[share.system], laid) for part in below), share.percent)
    return score_unit(
        unit,
        plan.system,
        laid.findings.get(unit.name, ()),
        laid.looked.get(unit.name, ()),
        subunits=[_part(part, plan, laid, is_part=True) for part in below] if from_parts else (),
        beside=beside,
        plan=plan,
    )


def _part(part: Unit, plan: Plan, laid: _Sorted, *, is_part: bool = False) -> Weighted:
    sheet = score_unit(
        part,
        plan.system,
        laid.findings.get(part.name, ()),
        laid.looked.get(part.name, ()),
        is_part=is_part,
        plan=plan,
    )
    return sheet, part_weight(part)


def _sorted(material: Material) -> _Sorted:
    parts = sorted((unit for unit in material.units if unit.parent), key=lambda unit: unit.order)
    return _Sorted(
        plans={name: plan_of(system) for name, system in material.systems.items()},
        findings=_by_unit((one.suspect.unit, one) for one in material.findings),
        looked=_by_unit((row.unit, row) for row in material.looked),
        parts=_by_unit((part.parent, part) for part in parts),
    )


def _by_unit(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for unit, one in pairs:
        found.setdefault(unit, []).append(one)
    return found


def _refuse(material: Material, ranked: list[Unit]) -> None:
    for unit in ranked:
        if not material.weights.get(unit.group):
            raise ScoringError(f"分组“{unit.group}”(单位“{unit.name}”)没有指标体系:请在轮次文件里写明。")
    named = {name for own in material.weights.values() for name in own}
    named |= {share.system for share in material.parts.values()}
    for name in sorted(named - set(material.systems)):
        raise ScoringError(f"没有名为“{name}”的指标体系:请核对轮次文件里分组的指标体系。")
    known = {unit.name for unit in material.units}
    for one in material.findings:
        if one.suspect.unit not in known:
            raise ScoringError(f"问题{one.id}所属的单位“{one.suspect.unit}”不在单位名单里。")
    for group, share in material.parts.items():
        if not ZERO < share.percent <= HUNDRED:
            raise ScoringError(f"分组“{group}”下级单位所占比例为{plain(share.percent)}%,应大于0且不大于100。")
