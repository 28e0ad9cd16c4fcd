"""Everything that a round is scored from, read from its folder and laid together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from kaoping.errors import RoundError
from kaoping.findings import (
    Answer,
    Bulk,
    Coverage,
    Decision,
    Finding,
    Suspect,
    confirm_in_bulk,
    joined,
    looked_of,
    read_answers,
    read_coverage,
    read_decisions,
    read_inspections,
    read_monitors,
    read_observations,
    ruled,
    suspects_answered,
    suspects_of,
)
from kaoping.gather import host_of, normalise
from kaoping.ledger import (
    Event,
    LookedBack,
    OpenItem,
    lookback_events,
    open_items,
    read_claims,
    read_events,
)
from kaoping.roster import BEIJING, SiteEntry, Unit, read_sites, read_units
from kaoping.rulebook import IndicatorSystem, Rulebook, load_rulebook
from kaoping.scoring import Material, PartsShare, Progress

from .carried_scores import carried_percents
from .frozen import InForce
from .grouped_units import grouped
from .owed import LEDGER_RUN, Owed, last_days, owed
from .previous_round import PreviousRound, RoundHead, read_previous
from .round_file import Round
from .round_files import RoundFiles

Systems = Mapping[str, Sequence[IndicatorSystem]]
RECORDED = "台账所载,按日期即可认定"


@dataclass(frozen=True, slots=True)
class RoundMaterial:
    """
    A round, read. `scoring` is what is scored; `findings` are all, whatever was ruled; `bulk` is what
    machines confirmed and what they leave to people; `items` are what opens the next round.
    """

    one: Round
    head: RoundHead
    systems: Mapping[str, IndicatorSystem]
    sites: tuple[SiteEntry, ...]
    scoring: Material
    bulk: Bulk
    owed: Owed
    items: tuple[OpenItem, ...]
    inputs: tuple[Path, ...]
    remarks: tuple[str, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """All units, parts included, in the order of the roster."""
        return self.scoring.units

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every suspect with what was ruled on it."""
        return self.scoring.findings


@dataclass(frozen=True, slots=True)
class _Roll:
    """Who is assessed by what."""

    units: tuple[Unit, ...]
    sites: tuple[SiteEntry, ...]
    systems: Systems  # by group


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was seen by anyone, and what was looked at."""

    suspects: tuple[Suspect, ...]
    coverage: tuple[Coverage, ...]
    answers: tuple[Answer, ...]


def read_material(one: Round, files: RoundFiles, in_force: InForce) -> RoundMaterial:
    """
    Read and join all that a round's folder holds.

    Raises:
        KaopingError: In Chinese, for what the user can mend: a wrong row, a unit in no group, a decision
            about an unknown finding, a previous round that cannot be read.
    """
    rules = load_rulebook(in_force.folder)
    roll = _roll(one, files, in_force)
    previous = read_previous(one.previous) if one.previous else None
    told = owed(one, files, roll.units, roll.sites, previous, rules)
    seen = _seen(one, files, roll, told)
    looked = looked_of(seen.coverage, seen.answers, roll.units)
    used = tuple(in_force.systems.values())
    bulk = confirm_in_bulk(seen.suspects, used, seen.coverage, looked)
    decisions = [d for path in files.decisions for d in read_decisions(path)]
    machine = (*bulk.decisions, *_recorded(seen.suspects, in_force.systems, one.today))
    findings = tuple(map(_portable, ruled(seen.suspects, (*machine, *decisions), one.today)))
    head = _head(one, in_force, rules)
    return RoundMaterial(
        one=one,
        head=head,
        systems=in_force.systems,
        sites=roll.sites,
        scoring=Material(
            units=roll.units,
            systems=in_force.systems,
            weights={g.name: {s.system: s.weight for s in g.systems} for g in one.groups},
            findings=findings,
            looked=looked,
            parts={
                g.name: PartsShare(g.parts_percent, g.systems[0].system)
                for g in one.groups
                if g.parts_percent
            },
            previous=previous.standings if previous else (),
            progress=Progress(one.progress_percent, one.progress_ranks),
            carried=carried_percents(one, in_force.systems, previous) if previous else {},
        ),
        bulk=bulk,
        owed=told,
        items=_items(one, files, head, findings, previous, told),
        inputs=(*files.all(), *(previous.files if previous else ())),
        remarks=in_force.remarks,
    )


def _roll(one: Round, files: RoundFiles, in_force: InForce) -> _Roll:
    systems = {g.name: tuple(in_force.systems[s.system] for s in g.systems) for g in one.groups}
    sites = read_sites(files.sites) if files.sites else ()
    return _Roll(grouped(read_units(files.units), one.groups), sites, systems)


def _seen(one: Round, files: RoundFiles, roll: _Roll, told: Owed) -> _Seen:
    units, systems = roll.units, roll.systems
    hosts = {host_of(home): site.unit for site in roll.sites if (home := normalise(site.url))}
    answers = tuple(a for path in files.answers for a in read_answers(path, units, systems))

    def suspects() -> Iterator[Suspect]:
        for path in files.observations:
            yield from suspects_of(
                read_observations(path), units, systems, hosts,
                run=_run_of(path, one), passed_over=one.passed_over,
            )  # fmt: skip
        yield from suspects_of(told.observations, units, systems, run=LEDGER_RUN)
        for path in files.inspections:
            yield from read_inspections(path, units, systems)
        for path in files.monitors:
            yield from read_monitors(path, units, systems)
        yield from suspects_answered(answers)

    coverage = [c for path in files.coverage for c in read_coverage(path, _run_of(path, one))]
    return _Seen(joined(suspects()), (*coverage, *told.coverage), answers)


def _run_of(path: Path, one: Round) -> str:
    """The name of the run that a file is of: its folder's, or the file's own without its ending."""
    if path.parent in one.runs:
        return path.parent.name
    return path.name.partition(".")[0]


def _portable(finding: Finding) -> Finding:
    """Without the path of the table in which it was decided: results are the same wherever that lies."""
    decision = finding.decision
    return replace(finding, decision=replace(decision, where="")) if decision else finding


def _recorded(
    suspects: Iterable[Suspect], systems: Mapping[str, IndicatorSystem], today: date
) -> Iterator[Decision]:
    """What the ledger itself proves, under rules that leave it to machines: no second look is needed."""
    rules = {
        (system.name, rule.id): rule
        for system in systems.values()
        for one in system.walk()
        for rule in one.rules
        if rule.by == "derived" and rule.confirm == "machine"
    }
    at = datetime.combine(today, time(), BEIJING).astimezone(UTC)
    for one in suspects:
        if (one.system, one.rule) in rules and one.lane == "machine":
            yield Decision(one.id, "confirm", "", at, RECORDED)


def _head(one: Round, in_force: InForce, rules: Rulebook) -> RoundHead:
    rectify, report = last_days(one.notice_date, one.deadlines, rules)
    return RoundHead(
        title=one.title,
        office=one.office,
        period=(one.period.first, one.period.last),
        today=one.today,
        systems={name: system.digest for name, system in sorted(in_force.systems.items())},
        version=in_force.version,
        notice_date=one.notice_date,
        rectify_due=rectify[0],
        rectify_counted=rectify[1],
        report_due=report[0],
        report_counted=report[1],
    )


def _items(
    one: Round,
    files: RoundFiles,
    head: RoundHead,
    findings: Sequence[Finding],
    previous: PreviousRound | None,
    told: Owed,
) -> tuple[OpenItem, ...]:
    events = [
        *(read_claims(files.claims) if files.claims else ()),
        *(read_events(files.events) if files.events else ()),
    ]
    earlier = tuple(_as_claimed(previous.items if previous else (), told.looked_back))
    _refuse_unknown(events, findings, earlier, files)
    return open_items(
        findings,
        (*events, *lookback_events(told.looked_back, by="kaoping lookback")),
        title=one.title,
        due=head.rectify_due,
        counted=head.rectify_counted,
        today=one.today,
        earlier=earlier,
    )


def _as_claimed(earlier: Iterable[OpenItem], looked: Iterable[LookedBack]) -> Iterator[OpenItem]:
    """Earlier items with the claims that the look back was told of."""
    claimed = {one.item.id: one.item for one in looked if one.item.claimed_at is not None}
    for item in earlier:
        known = claimed.get(item.id)
        if known is None or item.claimed_at is not None or item.status == "verified":
            yield item
        else:
            yield replace(item, status=known.status, claimed_at=known.claimed_at)


def _refuse_unknown(
    events: Iterable[Event], findings: Iterable[Finding], earlier: Iterable[OpenItem], files: RoundFiles
) -> None:
    known = {id_ for item in earlier for id_ in (item.id, *item.finding.suspect.also)}
    for finding in findings:
        known |= {finding.id, *finding.suspect.also}
    strangers = sorted({event.finding for event in events} - known)
    if strangers:
        shown = "、".join(strangers[:10]) + (f" 等 {len(strangers)} 个" if len(strangers) > 10 else "")
        where = "、".join(str(path) for path in (files.claims, files.events) if path)
        raise RoundError(f"{where} 中的问题编号 {shown} 既不是本轮的,也不是上一轮未销号的,请核对")
