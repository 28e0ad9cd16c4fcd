"""Confirms in bulk what machines can measure, once a second sighting at another hour agrees."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kaoping.roster import beijing
from kaoping.rulebook import IndicatorSystem

from .looks import Coverage
from .records import Decision, Looked, Suspect, Witness

APART = timedelta(hours=1)
UNSURE = "机器有一次不能肯定"
NOT_SEEN = "另一次检查看过同一网站而没有看到"
MET = "人工判定为符合"


@dataclass(frozen=True, slots=True)
class Bulk:
    """
    What a bulk confirmation came to: decisions by nobody (``by=""``); ids that are contradicted and go to a
    person, each with the reason in Chinese; ids that still wait for a second sighting. Sorted by id.
    """

    decisions: tuple[Decision, ...] = ()
    to_person: tuple[tuple[str, str], ...] = ()
    waiting: tuple[str, ...] = ()


def confirm_in_bulk(
    suspects: Iterable[Suspect],
    systems: Iterable[IndicatorSystem],
    coverage: Iterable[Coverage],
    looked: Iterable[Looked] = (),
) -> Bulk:
    """
    Confirm what two runs saw at instants at least one hour apart.

    Only for suspects in the machine's lane under a rule that the machine may confirm; all others are left to
    people and not told of here. A suspect is contradicted where a check was once unsure, where another run
    looked at all of the site and did not see it, or where a person answered that the rule is met.

    Args:
        suspects: Joined.
        systems: All systems of the round: they say what a machine may confirm.
        coverage: Of all runs, to know which of them looked.
        looked: What people answered.

    Returns:
        Decisions that bear the instant of the second sighting: the same input gives the same.
    """
    material = _Material(_machine_rules(systems), _whole_looks(coverage), _met(looked))
    decisions, to_person, waiting = [], [], []
    for one in suspects:
        if one.lane != "machine" or (one.system, one.rule) not in material.rules:
            continue
        sightings = [w for w in one.witnesses if w.voice == "check" and w.answer == "problem"]
        if why := _contradiction(one, sightings, material):
            to_person.append((one.id, why))
        elif pair := _second_sighting(sightings):
            decisions.append(_decision(one, *pair))
        else:
            waiting.append(one.id)
    decisions.sort(key=lambda decision: decision.suspect)
    return Bulk(tuple(decisions), tuple(sorted(to_person)), tuple(sorted(waiting)))


@dataclass(frozen=True, slots=True)
class _Material:
    """What confirmation goes by: rules, runs that saw all of (site, check), (unit, rule) that are met."""

    rules: frozenset[tuple[str, str]]
    looks: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    met: frozenset[tuple[str, str]] = frozenset()


def _machine_rules(systems: Iterable[IndicatorSystem]) -> frozenset[tuple[str, str]]:
    found = set()
    for system in systems:
        bonus = (one for item in (system.bonus.items if system.bonus else ()) for one in item.walk())
        for indicator in (*system.walk(), *bonus):
            found |= {(system.name, rule.id) for rule in indicator.rules if rule.confirm == "machine"}
        for veto in system.vetoes:
            found |= {(system.name, case.id) for case in veto.cases if case.confirm == "machine"}
    return frozenset(found)


def _whole_looks(coverage: Iterable[Coverage]) -> Mapping[tuple[str, str], frozenset[str]]:
    runs: dict[tuple[str, str], set[str]] = {}
    for one in coverage:
        if one.looked_at and not one.not_checked and not one.failed:
            runs.setdefault((one.site, one.check), set()).add(one.run)
    return {key: frozenset(own) for key, own in runs.items()}


def _met(looked: Iterable[Looked]) -> frozenset[tuple[str, str]]:
    return frozenset((one.unit, one.name) for one in looked if one.verdict in ("met", "not_applicable"))


def _contradiction(one: Suspect, sightings: Iterable[Witness], material: _Material) -> str:
    if (one.unit, one.rule) in material.met:
        return MET
    if any(w.voice == "check" and w.answer != "problem" for w in one.witnesses):
        return UNSURE
    seen = {run for w in sightings for run in w.runs}
    checks = {w.name for w in sightings}
    looked = {run for check in checks for run in material.looks.get((one.site, check), ())}
    return NOT_SEEN if looked - seen else ""


def _second_sighting(sightings: Iterable[Witness]) -> tuple[datetime, datetime] | None:
    """The instants of a sighting and of the earliest of another run, at least an hour later."""
    dated = sorted((w.seen_at, w.runs) for w in sightings if w.seen_at is not None and w.runs)
    for n, (first_at, first) in enumerate(dated):
        for later_at, later in dated[n + 1 :]:
            if later_at - first_at >= APART and not set(first) & set(later):
                return first_at, later_at
    return None


def _decision(one: Suspect, first: datetime, second: datetime) -> Decision:
    reason = f"机器于 {beijing(first)} 和 {beijing(second)} 两次检查都看到,结果一致"
    return Decision(one.id, "confirm", "", second, reason)
