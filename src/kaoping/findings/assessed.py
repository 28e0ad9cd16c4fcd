"""Which rules a unit is under: its group's systems, without what does not apply to it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kaoping.errors import FindingsError
from kaoping.roster import Unit, UnitNames
from kaoping.rulebook import Indicator, IndicatorSystem, Rule, VetoCase


@dataclass(frozen=True, slots=True)
class Demanded:
    """
    A rule, or a case of a veto, where it stands: `indicator` is the id of its indicator or veto. `kept` are
    the facts that it asks for.
    """

    system: str
    indicator: str
    rule: Rule | VetoCase
    kept: frozenset[str] = frozenset()

    @property
    def told_by(self) -> str:
        """What sees its facts: a check, a kind of import; its own id where nothing is named."""
        return self.rule.name or self.rule.id


@dataclass(slots=True)
class _Demands:
    """Everything that units of one group, kind and set of traits are under."""

    by_check: dict[str, tuple[Demanded, ...]] = field(default_factory=dict)
    by_rule: dict[str, tuple[Demanded, ...]] = field(default_factory=dict)
    by_indicator: dict[str, tuple[Demanded, ...]] = field(default_factory=dict)
    by_name: dict[str, tuple[Demanded, ...]] = field(default_factory=dict)


class Assessed:
    """
    The units of a round and the systems of their groups.

    A part of a unit is under the systems of the nearest unit above it that has a group; nothing of them is
    left out for its kind, because its parent's indicators are what it is looked at for.
    """

    def __init__(self, units: Iterable[Unit], systems: Mapping[str, Sequence[IndicatorSystem]]) -> None:
        """
        Args:
            units: All units, parts included.
            systems: For each group its systems, in any order.

        Raises:
            FindingsError: A unit's group has no system, or a unit without a group stands below none.
        """
        self.units = tuple(units)
        self.names = UnitNames(self.units)
        self._systems = systems
        self._groups = self._groups_of({unit.name: unit for unit in self.units})
        self._made: dict[tuple[str, str, tuple[str, ...]], _Demands] = {}

    def by_check(self, unit: Unit) -> Mapping[str, tuple[Demanded, ...]]:
        """Rules fed by a check, those of `followup` over the ledger among them, by the check's id."""
        return self._of(unit).by_check

    def by_rule(self, unit: Unit) -> Mapping[str, tuple[Demanded, ...]]:
        """All rules by id: one for each of the unit's systems that knows the id."""
        return self._of(unit).by_rule

    def by_indicator(self, unit: Unit) -> Mapping[str, tuple[Demanded, ...]]:
        """All rules by the id of their indicator or veto."""
        return self._of(unit).by_indicator

    def by_name(self, unit: Unit) -> Mapping[str, tuple[Demanded, ...]]:
        """All rules by what sees them: check, kind of import."""
        return self._of(unit).by_name

    def _of(self, unit: Unit) -> _Demands:
        key = (self._groups[unit.name], unit.kind if unit.group else "", unit.traits)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = _demands(self._systems[key[0]], unit)
        return made

    def _groups_of(self, units: Mapping[str, Unit]) -> dict[str, str]:
        groups, wrong = {}, []
        for unit in units.values():
            group = _group(unit, units)
            if group not in self._systems:
                wrong.append(f"“{unit.name}”的分组“{group}”" if group else f"“{unit.name}”没有分组")
            groups[unit.name] = group
        if wrong:
            more = f"等{len(wrong)}个单位" if len(wrong) > 5 else ""
            words = "、".join(wrong[:5]) + more
            raise FindingsError(
                f"{words}没有对应的指标体系,请在单位名单中填写分组,并在轮次文件中为它指定体系"
            )
        return groups


def _group(unit: Unit, units: Mapping[str, Unit]) -> str:
    seen: set[str] = set()
    while not unit.group and unit.parent in units and unit.name not in seen:
        seen.add(unit.name)
        unit = units[unit.parent]
    return unit.group


def _demands(systems: Iterable[IndicatorSystem], unit: Unit) -> _Demands:
    made = _Demands()
    for system in systems:
        for one in _demanded(system, unit):
            if one.rule.by in ("check", "derived"):
                made.by_check[one.rule.name] = (*made.by_check.get(one.rule.name, ()), one)
            for table, key in (
                (made.by_rule, one.rule.id), (made.by_indicator, one.indicator), (made.by_name, one.rule.name)
            ):  # fmt: skip
                table[key] = (*table.get(key, ()), one)
    return made


def _demanded(system: IndicatorSystem, unit: Unit) -> Iterator[Demanded]:
    bonus = system.bonus.items if system.bonus else ()
    for indicator in _applying((*system.groups, *bonus), unit):
        for rule in indicator.rules:
            kept = frozenset((*rule.deduct.same, *rule.where, rule.deduct.measure)) - {""}
            yield Demanded(system.name, indicator.id, rule, kept)
    for veto in system.vetoes:
        if _applies(veto.applies_to, veto.skip_when, unit):
            for case in veto.cases:
                yield Demanded(system.name, veto.id, case, frozenset(case.where))


def _applying(indicators: Iterable[Indicator], unit: Unit) -> Iterator[Indicator]:
    for one in indicators:
        if _applies(one.applies_to, one.skip_when, unit):
            yield one
            yield from _applying(one.children, unit)


def _applies(kinds: Sequence[str], skip_when: Sequence[str], unit: Unit) -> bool:
    if not unit.group:
        return True
    return (not kinds or unit.kind in kinds) and not set(skip_when) & set(unit.traits)
