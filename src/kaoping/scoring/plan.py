"""An indicator system made ready for scoring many units: rules by id, and which may tell the same fact."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kaoping.rulebook.systems import Indicator, IndicatorSystem, Rule, VetoCase

LOOKBACK = "lookback"


@dataclass(frozen=True, slots=True)
class Plan:
    """
    `names` are those by which each rule's or veto case's looking is found. `order` are the ids of the rules
    that take points, in the order in which a fact that several could count goes to the first: look-back
    first, then the file's order. `rules` holds those of the tree and of the bonus. `shared` names what feeds
    more than one rule.
    """

    system: IndicatorSystem
    rules: Mapping[str, Rule]
    names: Mapping[str, tuple[str, ...]]
    order: tuple[str, ...]
    derived: frozenset[str]
    shared: frozenset[str]
    cases: Mapping[str, VetoCase]


def plan_of(system: IndicatorSystem) -> Plan:
    """The plan of a system. Make it once; it serves every unit."""
    placed = list(_rules(system))
    taking = [(one, rule) for one, rule, is_bonus in placed if not is_bonus]
    cases = {case.id: case for veto in system.vetoes for case in veto.cases}
    names = {rule.id: _names(rule.id, rule.name, one.id) for one, rule, _ in placed}
    for veto in system.vetoes:
        names |= {case.id: _names(case.id, case.name, veto.id) for case in veto.cases}
    feeding = Counter(rule.name for _, rule in taking if rule.name and rule.by != "ask")
    return Plan(
        system=system,
        rules={rule.id: rule for _, rule, _ in placed},
        names=names,
        order=tuple(rule.id for _, rule in sorted(taking, key=_priority)),
        derived=frozenset(rule.id for _, rule in taking if rule.by == "derived"),
        shared=frozenset(name for name, count in feeding.items() if count > 1),
        cases=cases,
    )


def _names(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _rules(system: IndicatorSystem) -> Iterator[tuple[Indicator, Rule, bool]]:
    for one in system.walk():
        yield from ((one, rule, False) for rule in one.rules)
    if system.bonus is not None:
        for item in system.bonus.items:
            for one in item.walk():
                yield from ((one, rule, True) for rule in one.rules)


def _priority(placed: tuple[Indicator, Rule]) -> int:
    one, rule = placed
    return 0 if rule.by == "derived" or one.category == LOOKBACK else 1
