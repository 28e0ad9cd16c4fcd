"""What people are asked in a round: the rules and veto cases that no machine can judge."""

from collections.abc import Iterator
from functools import cached_property

from kaoping import roster
from kaoping.findings import Assessed, Demanded
from kaoping.rulebook import Indicator, IndicatorSystem

from ..planning.models import Member, Round
from ..publishing.rows import systems_of, units_of


class RoundDemands:
    """A round's units and systems, as `kaoping.findings` takes them."""

    def __init__(self, round_: Round) -> None:
        members = list(Member.objects.filter(round=round_).select_related("unit__parent", "system"))
        self.systems = systems_of(round_)
        self.units = units_of(members)
        self.by_group: dict[str, tuple[IndicatorSystem, ...]] = {}
        for member in members:
            held = self.by_group.get(member.group, ())
            if (system := self.systems[member.system.name]) not in held:
                self.by_group[member.group] = (*held, system)

    @cached_property
    def assessed(self) -> Assessed:
        """Raises `FindingsError` where a unit has no system."""
        return Assessed(self.units, self.by_group)

    @cached_property
    def indicators(self) -> dict[tuple[str, str], Indicator]:
        """Indicators by system and id."""
        return {
            (system.name, one.id): one
            for system in self.systems.values()
            for one in (*system.walk(), *system.bonus_items())
        }

    @cached_property
    def titles(self) -> dict[tuple[str, str], str]:
        """Titles of indicators and vetoes by system and id."""
        vetoes = {
            (name, veto.id): f"单项否决:{veto.title}"
            for name, system in self.systems.items()
            for veto in system.vetoes
        }
        return {**{key: one.title for key, one in self.indicators.items()}, **vetoes}

    @cached_property
    def veto_rules(self) -> frozenset[tuple[str, str]]:
        """System and case of every veto."""
        return frozenset(
            (name, case.id)
            for name, system in self.systems.items()
            for veto in system.vetoes
            for case in veto.cases
        )

    def asked_of(self, unit: roster.Unit) -> Iterator[Demanded]:
        """Questions put about a unit; those that its parts are looked at for are put about the parts."""
        for found in self.assessed.by_rule(unit).values():
            for one in found:
                if one.rule.by == "ask" and self._is_of_part(one) == (not unit.group):
                    yield one

    def demanded(self, unit_name: str, rule: str) -> tuple[Demanded, ...]:
        """A rule of a unit, once for each of its systems."""
        unit = self.assessed.names.get(unit_name)
        return self.assessed.by_rule(unit).get(rule, ()) if unit else ()

    def checks_beside(self, one: Demanded) -> list[str]:
        """Checks that feed other rules of the same indicator."""
        indicator = self.indicators.get((one.system, one.indicator))
        return sorted({rule.name for rule in indicator.rules if rule.by == "check"}) if indicator else []

    @cached_property
    def _of_parts(self) -> frozenset[tuple[str, str]]:
        """Indicators that are scored from a unit's parts, by system and id."""
        return frozenset(
            (name, below.id)
            for name, system in self.systems.items()
            for one in (*system.walk(), *system.bonus_items())
            if one.subunits
            for below in one.walk()
        )

    def _is_of_part(self, one: Demanded) -> bool:
        return (one.system, one.indicator) in self._of_parts
