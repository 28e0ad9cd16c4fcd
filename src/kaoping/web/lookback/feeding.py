"""What a look back saw, laid into a round under its rules that derive from the ledger (`derived:`)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from kaoping.checks import Check, Observation, judge, load_checks
from kaoping.checks.observation import Evidence
from kaoping.findings import Assessed, Suspect, joined, lay
from kaoping.ledger import LOOKBACK, LookedBack, Sighting, owed_finding, read_lookback
from kaoping.roster import BEIJING, OwedFinding, UnitNames
from kaoping.rounds.round_material import RECORDED
from kaoping.rulebook import IndicatorSystem, Rulebook, load_rulebook

from ..gathering.grouping import group_key
from ..gathering.plans import rulebook_of
from ..gathering.suspect_rows import told_values
from ..planning.models import Member, Round, Site, Unit
from ..publishing.rows import systems_of, units_of
from ..review import models as review
from .duties import duty_observations
from .items import folder_of
from .models import LookBack

_SEEN: Mapping[str, str] = {"fixed": "gone", "cannot be tested": "unseen"}


@dataclass(frozen=True, slots=True)
class Fed:
    """What came of it: new suspects, how many the ledger proves by itself, units that the round has not."""

    suspects: int
    confirmed: int
    known: int
    unknown: tuple[str, ...]

    @property
    def words(self) -> str:
        """In Chinese, for who did it."""
        told = f"新列 {self.suspects} 条疑似问题,其中 {self.confirmed} 条台账可证、直接确认。"
        if self.known:
            told += f"本轮已有的 {self.known} 条未变。"
        if self.unknown:
            told += f"不在本轮名单中的单位没有计入:{'、'.join(self.unknown[:10])}。"
        return told


def looked_of(one: LookBack) -> tuple[LookedBack, ...]:
    """What it saw. Raises `LedgerError` where its file is gone or damaged."""
    return read_lookback(folder_of(one) / "run" / LOOKBACK).looked


def lay_into(one: LookBack, target: Round) -> Fed:
    """Make the suspects; answers what came of it. The caller holds both rows."""
    members = list(Member.objects.filter(round=target).select_related("unit__parent", "system"))
    systems, roll = systems_of(target), units_of(members)
    groups: dict[str, dict[str, IndicatorSystem]] = {}
    for member in members:
        groups.setdefault(member.group, {})[member.system.name] = systems[member.system.name]
    assessed = Assessed(roll, {group: tuple(own.values()) for group, own in groups.items()})
    looked = looked_of(one)
    strangers = _strangers(looked, UnitNames(roll))
    rules = load_rulebook(rulebook_of(target))
    seen = [
        *(told for own in looked for told in _judged(own, rules, target)),
        *duty_observations(target, rules),
    ]
    made = joined(lay(seen, assessed, {}, run=f"look-back:{one.public_id}", passed_over=frozenset(strangers)))
    fresh, known = _laid_down(made, target, systems)
    return Fed(len(fresh), _confirmed(fresh, target, systems), known, strangers)


def _strangers(looked: Iterable[LookedBack], names: UnitNames) -> tuple[str, ...]:
    told = {own.item.finding.suspect.unit for own in looked}
    return tuple(sorted(unit for unit in told if names.get(unit) is None))


def checks_of_findings() -> list[Check]:
    """The checks that judge earlier findings."""
    return [check for check in load_checks().values() if OwedFinding in check.subjects]


def _judged(own: LookedBack, rules: Rulebook, target: Round) -> Iterator[Observation]:
    """By the target's rules, which may differ from those of the run."""
    sighting = _sighting(own)
    evidence = Evidence(own.after_digest, own.after_archive, own.after_offset)
    for check in checks_of_findings():
        if rules.demand_of(check.id):
            for told in judge(check, owed_finding(own.item, sighting), rules, today=target.today):
                yield replace(told, evidence=evidence, seen_at=own.seen_at)


def _sighting(own: LookedBack) -> Sighting:
    seen = _SEEN.get(own.outcome, "there")
    return Sighting(
        seen=seen,  # type: ignore[arg-type]
        message=own.message,
        at=own.seen_at,
        url=own.after_url,
        quote=own.after_quote,
        digest=own.after_digest,
        archive=own.after_archive,
        offset=own.after_offset,
    )


def _laid_down(
    made: Iterable[Suspect], target: Round, systems: Mapping[str, IndicatorSystem]
) -> tuple[list[review.Suspect], int]:
    """New rows, and how many the round had already: those are people's by now."""
    vetoes = {(system.name, veto.id) for system in systems.values() for veto in system.vetoes}
    units = {unit.name: unit for unit in Unit.objects.filter(memberships__round=target)}
    units |= {unit.name: unit for unit in Unit.objects.filter(parent__memberships__round=target)}
    sites = {site.host: site for site in Site.objects.filter(unit__in=units.values())}
    told = tuple(made)
    facts = [one.id for one in told]
    there = {
        fact
        for n in range(0, len(facts), 500)
        for fact in review.Suspect.objects.filter(round=target, fact__in=facts[n : n + 500]).values_list(
            "fact", flat=True
        )
    }
    rows = [
        review.Suspect(
            round=target,
            unit=units[one.unit],
            site=sites.get(one.site),
            fact=one.id,
            system=one.system,
            indicator=one.indicator,
            rule=one.rule,
            check_id=one.witnesses[0].name[:60],
            is_veto=(one.system, one.indicator) in vetoes,
            group_key=group_key(
                rule=one.rule,
                check=one.witnesses[0].name,
                site=one.site,
                facts=one.facts,
                message=one.message,
            ),
            **told_values(one),
        )
        for one in told
        if one.id not in there
    ]
    review.Suspect.objects.bulk_create(rows, batch_size=500)
    return rows, len(there)


def _confirmed(rows: Iterable[review.Suspect], target: Round, systems: Mapping[str, IndicatorSystem]) -> int:
    """Confirm what the ledger itself proves, under rules that leave it to machines; answers how many."""
    proven = {
        (system.name, rule.id)
        for system in systems.values()
        for indicator in system.walk()
        for rule in indicator.rules
        if rule.by == "derived" and rule.confirm == "machine"
    }
    at = datetime.combine(target.today, time(), BEIJING).astimezone(UTC)
    own = [row for row in rows if (row.system, row.rule) in proven and row.lane == "machine"]
    for row in own:
        row.state, row.decided_at = "confirmed", at
    review.Suspect.objects.bulk_update(own, ["state", "decided_at"], batch_size=500)
    review.Decision.objects.bulk_create(
        review.Decision(suspect=row, verdict="confirm", by=None, at=at, reason=RECORDED) for row in own
    )
    return len(own)
