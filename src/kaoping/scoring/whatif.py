"""What if: the round scored once more with other weights, points, or without findings under appeal."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kaoping.errors import ScoringError
from kaoping.rulebook.systems import Indicator, IndicatorSystem, Rule

from .conducting import Material, Scores, score_round
from .figures import ZERO
from .weighing import Weights


@dataclass(frozen=True, slots=True)
class Changes:
    """
    What is supposed. `weights` replace those of the groups named. `dropped` are findings that an appeal would
    win, by id. `points` are, by system and id, new full marks of an indicator or a new price of a rule.
    """

    weights: Weights = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    points: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moved:
    """A unit whose total or rank would be another."""

    unit: str
    group: str
    rank_before: int | None
    rank_after: int | None
    total_before: Decimal | None
    total_after: Decimal | None

    @property
    def is_rank_moved(self) -> bool:
        """Whether its rank would be another."""
        return self.rank_before != self.rank_after


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The scores as they are and as they would be; `moved` in the order of the standings as they are."""

    before: Scores
    after: Scores
    moved: tuple[Moved, ...]


def what_if(material: Material, changes: Changes, before: Scores | None = None) -> WhatIf:
    """
    Score the round once more with the changes. Nothing that exists is changed.

    Args:
        material: What the round was scored from.
        changes: What is supposed.
        before: Its scores, where they are at hand.

    Raises:
        ScoringError: A change names a group, finding, system, indicator or rule that does not exist, new
            weights do not add up, or points are below nought.
    """
    before = before or score_round(material)
    after = score_round(_changed(material, changes))
    later = {one.unit: one for one in after.standings}
    moved = [
        Moved(one.unit, one.group, one.rank, later[one.unit].rank, one.total, later[one.unit].total)
        for one in before.standings
        if (one.rank, one.total) != (later[one.unit].rank, later[one.unit].total)
    ]
    return WhatIf(before, after, tuple(moved))


def _changed(material: Material, changes: Changes) -> Material:
    _refuse_unknown(material, changes)
    systems = {
        name: _repriced(system, changes.points[name]) if name in changes.points else system
        for name, system in material.systems.items()
    }
    return replace(
        material,
        systems=systems,
        weights={**material.weights, **changes.weights},
        findings=tuple(one for one in material.findings if one.id not in changes.dropped),
    )


def _refuse_unknown(material: Material, changes: Changes) -> None:
    unknown = changes.dropped - {one.id for one in material.findings} if changes.dropped else frozenset()
    for id_ in sorted(unknown):
        raise ScoringError(f"推演要去掉的问题{id_}不在本轮问题里:请核对问题编号。")
    for group in sorted(set(changes.weights) - set(material.weights)):
        raise ScoringError(f"推演的权重写给了分组“{group}”,本轮没有这个分组。")
    for name in sorted(set(changes.points) - set(material.systems)):
        raise ScoringError(f"推演改动的指标体系“{name}”不在本轮里。")


def _repriced(system: IndicatorSystem, points: Mapping[str, Decimal]) -> IndicatorSystem:
    known = {one.id for one in system.leaves()} | {rule.id for one in system.walk() for rule in one.rules}
    for id_, value in points.items():
        if id_ not in known:
            raise ScoringError(
                f"指标体系“{system.title}”没有编号为“{id_}”的末级指标或细则,推演无法改动其分值。"
            )
        if value < 0:
            raise ScoringError(f"推演把“{id_}”的分值写作{value},应不小于0。")
    return replace(system, groups=tuple(_indicator(one, points) for one in system.groups))


def _indicator(one: Indicator, points: Mapping[str, Decimal]) -> Indicator:
    children = tuple(_indicator(child, points) for child in one.children)
    own = sum((child.points for child in children), ZERO) if children else points.get(one.id, one.points)
    return replace(one, children=children, points=own, rules=tuple(_rule(rule, points) for rule in one.rules))


def _rule(rule: Rule, points: Mapping[str, Decimal]) -> Rule:
    if rule.id not in points:
        return rule
    return replace(rule, deduct=replace(rule.deduct, points=points[rule.id]))
