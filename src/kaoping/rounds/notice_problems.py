"""The confirmed findings of a round by category and rule: who has which fault, how far it is spread."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kaoping.findings import Finding
from kaoping.reports.notice import CategoryFacts, Fault, Share
from kaoping.roster import Unit
from kaoping.rulebook import Indicator, IndicatorSystem

from .round_material import RoundMaterial

VETO, OTHER = "veto", "other"
_VERIFIED = frozenset({"seen", "recalled"})
_REPORTED = ("followup.report_late", "followup.report_missing", "followup.unclaimed")
_LEDGER_WORDS = {
    "followup.report_late": "整改报告逾期",
    "followup.report_missing": "没有提交整改报告",
    "followup.unclaimed": "任务无人认领",
}


@dataclass(frozen=True, slots=True)
class _Told:
    """How a rule's findings are told: under which category, by which words, on what basis."""

    category: str
    words: str
    kinds: tuple[str, ...]
    bases: tuple[str, ...]


@dataclass(slots=True)
class _Gathered:
    """What was gathered of one fault so far."""

    told: _Told
    units: Counter[str] = field(default_factory=Counter)
    sources: list[str] = field(default_factory=list)


def confirmed(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings that may stand in a notice."""
    return (finding for finding in findings if finding.state == "confirmed")


def category_facts(material: RoundMaterial) -> tuple[CategoryFacts, ...]:
    """
    Categories with the faults found, in the order of the systems' rules. One fact under two rules of a unit
    is told under each: it costs points once, but both were broken.
    """
    rules = {
        (system.name, rule): told for system in material.systems.values() for rule, told in _rules(system)
    }
    gathered: dict[tuple[str, str], _Gathered] = {}
    for told in rules.values():  # their order is the order of the notice
        gathered.setdefault((told.category, told.words), _Gathered(told))
    for finding in confirmed(material.findings):
        seen = finding.suspect
        if ours := rules.get((seen.system, seen.rule)):
            _add(gathered, ours, seen.unit, finding.id)
    for unit, check, source in _owed_only(material):
        _add(gathered, _Told("lookback", _LEDGER_WORDS[check], (check,), ()), unit, source)
    return tuple(_categories(gathered.values(), material))


def _add(gathered: dict[tuple[str, str], _Gathered], told: _Told, unit: str, source: str) -> None:
    one = gathered.setdefault((told.category, told.words), _Gathered(told))
    one.units[unit] += 1
    one.sources.append(source)


def _rules(system: IndicatorSystem) -> Iterator[tuple[str, _Told]]:
    for veto in system.vetoes:
        bases = tuple(basis.text for basis in veto.basis if basis.mark in _VERIFIED)
        for case in veto.cases:
            yield case.id, _Told(VETO, _words(case.when), (case.id, case.name), bases)
    for group in system.groups:
        yield from _below(group, "")


def _below(indicator: Indicator, above: str) -> Iterator[tuple[str, _Told]]:
    category = indicator.category or above
    bases = tuple(basis.text for basis in indicator.basis if basis.mark in _VERIFIED)
    for rule in indicator.rules:
        yield rule.id, _Told(category or OTHER, _words(rule.when), (rule.id, rule.name), bases)
    for child in indicator.children:
        yield from _below(child, category)


def _words(when: str) -> str:
    """What a rule says is wrong, without what it says about points."""
    head = when.partition(";")[0].partition("；")[0]
    return head.removesuffix(",按乡镇计").replace("(重于首次)", "")


def _owed_only(material: RoundMaterial) -> Iterator[tuple[str, str, str]]:
    """What the ledger says of reports and tasks where no rule of the unit's system asks for it."""
    asked = {
        (finding.suspect.unit, witness.name)
        for finding in material.findings
        for witness in finding.suspect.witnesses
        if witness.name in _REPORTED
    }
    for seen in material.owed.observations:
        if seen.answer == "problem" and seen.check in _REPORTED and (seen.unit, seen.check) not in asked:
            yield seen.unit, seen.check, f"ledger:{seen.check}:{seen.unit}"


def _categories(gathered: Iterable[_Gathered], material: RoundMaterial) -> Iterator[CategoryFacts]:
    by_category: dict[str, list[_Gathered]] = {}
    for one in gathered:
        if one.units:
            by_category.setdefault(one.told.category, []).append(one)
    roll = _Roll.of(material.units)
    for id_, own in by_category.items():
        yield CategoryFacts(
            id=id_,
            bases=tuple(dict.fromkeys(basis for one in own for basis in one.told.bases)),
            faults=tuple(_fault(one, roll) for one in own),
            source=f"figure:category:{id_}",
        )


@dataclass(frozen=True, slots=True)
class _Roll:
    """Units by name, and how many are ranked in each group."""

    units: Mapping[str, Unit]
    sizes: Mapping[str, int]

    @classmethod
    def of(cls, units: Iterable[Unit]) -> "_Roll":
        listed = tuple(units)
        return cls({unit.name: unit for unit in listed}, Counter(unit.group for unit in listed if unit.group))

    def group_of(self, name: str) -> str:
        unit = self.units.get(name)
        while unit is not None and not unit.group and unit.parent:
            unit = self.units.get(unit.parent)
        return unit.group if unit else ""

    def order(self, name: str) -> int:
        return self.units[name].order if name in self.units else len(self.units) + 1


def _fault(one: _Gathered, roll: _Roll) -> Fault:
    units = tuple(sorted(one.units, key=lambda unit: (roll.order(unit), unit)))
    return Fault(
        units=units,
        what=one.told.words,
        sources=tuple(dict.fromkeys(one.sources)),
        is_title=True,
        kinds=one.told.kinds,
        shares=tuple(_shares(one, units, roll)),
        parents={unit: parent for unit in units if (parent := _unsaid_parent(unit, roll))},
    )


def _shares(one: _Gathered, units: tuple[str, ...], roll: _Roll) -> Iterator[Share]:
    """By groups; parts of units are too many to be held against a group, they are always named."""
    groups = dict.fromkeys(roll.group_of(unit) for unit in units)
    for group in groups:
        own = tuple(unit for unit in units if roll.group_of(unit) == group)
        ranked = all(roll.units[unit].group for unit in own if unit in roll.units)
        size = roll.sizes.get(group, 0) if ranked else 0
        yield Share(group, own, size, sum(one.units[unit] for unit in own))


def _unsaid_parent(unit: str, roll: _Roll) -> str:
    """The unit above, where the part's own name does not begin with any of its names."""
    known = roll.units.get(unit)
    above = roll.units.get(known.parent) if known and not known.group else None
    if above is None or any(unit.startswith(name) for name in (above.name, *above.aliases)):
        return ""
    return above.name
