"""What units owe beside their pages, judged by the checks of `followup`: reports, tasks, old findings."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from kaoping.checks import Check, Observation, judge, load_checks
from kaoping.errors import RoundError
from kaoping.findings import Coverage, read_observations
from kaoping.ledger import (
    LOOKBACK,
    LookedBack,
    due_date,
    placed_tasks,
    read_lookback,
    read_reports,
    read_tasks,
    report_duties,
)
from kaoping.roster import BEIJING, OwedFinding, ReportDuty, SiteEntry, Unit, UnitNames, UnitTask, WrongCell
from kaoping.rulebook import Rulebook

from .previous_round import PreviousRound
from .result_files import OBSERVATIONS
from .round_file import Deadlines, Round
from .round_files import RoundFiles

LEDGER_RUN = "台账"


@dataclass(frozen=True, slots=True)
class Owed:
    """What the ledger says of units: as observations and coverage like those of a run; and the look back."""

    observations: tuple[Observation, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    looked_back: tuple[LookedBack, ...] = ()


def last_days(
    notice: date | None, deadlines: Deadlines, rules: Rulebook
) -> tuple[tuple[date | None, str], tuple[date | None, str]]:
    """The last days for putting right and for the report, each with how it was counted."""
    return (
        _last_day(notice, deadlines.rectify, deadlines.rectify_workdays, rules),
        _last_day(notice, deadlines.report, deadlines.report_workdays, rules),
    )


def _last_day(
    notice: date | None, day: date | None, workdays: int | None, rules: Rulebook
) -> tuple[date | None, str]:
    if day is not None:
        return day, "通报载明的日期"
    if notice is None or workdays is None:
        return None, ""
    return due_date(notice, workdays, rules)


def owed(
    one: Round,
    files: RoundFiles,
    units: Sequence[Unit],
    sites: Sequence[SiteEntry],
    previous: PreviousRound | None,
    rules: Rulebook,
) -> Owed:
    """
    Judge what the ledger holds for the units that are ranked.

    A unit that owes nothing was looked at too: the ledger itself counts as one subject.

    Raises:
        RoundError: A report or task of a unit that is not listed; a look back without its earlier round.
        LedgerError: A table of the ledger is wrong.
    """
    ranked = [unit for unit in units if unit.group]
    names = UnitNames(units)
    seen: list[Observation] = []
    counts: Counter[tuple[str, str]] = Counter()
    for subject in _subjects(one, files, ranked, sites, previous, names):
        for check in _checks(type(subject), rules):
            counts[subject.unit, check.id] += 1
            seen += (
                _dated(o, subject.unit, one.today) for o in judge(check, subject, rules, today=one.today)
            )
    kinds = [kind for kind, is_known in ((ReportDuty, previous), (UnitTask, files.tasks)) if is_known]
    checks = [check.id for kind in kinds for check in _checks(kind, rules)]
    coverage = [*_coverage(ranked, checks, counts, Counter())]
    looked: tuple[LookedBack, ...] = ()
    if one.lookback is not None:
        looked = read_lookback(one.lookback / LOOKBACK).looked
        seen += read_observations(one.lookback / OBSERVATIONS)
        coverage += _looked_at(looked, ranked, names, rules)
    return Owed(tuple(seen), tuple(coverage), looked)


def _subjects(
    one: Round,
    files: RoundFiles,
    ranked: Sequence[Unit],
    sites: Sequence[SiteEntry],
    previous: PreviousRound | None,
    names: UnitNames,
) -> Iterator[ReportDuty | UnitTask]:
    if previous is not None:
        received = read_reports(files.reports) if files.reports else {}
        told = {_known(unit, names, files.reports): moments for unit, moments in received.items()}
        head = previous.head
        owing = {item.finding.suspect.unit for item in previous.items}
        yield from report_duties(
            [unit.name for unit in ranked if unit.name in owing],
            told,
            title=head.title,
            due=head.report_due,
            counted=head.report_counted,
            sites=sites,
        )
    if files.tasks is not None:
        tasks = (
            replace(task, unit=_known(task.unit, names, files.tasks)) for task in read_tasks(files.tasks)
        )
        yield from placed_tasks(tasks, sites)


def _known(written: str, names: UnitNames, where: object) -> str:
    try:
        return names.must(written).name
    except WrongCell as wrong:
        raise RoundError(f"{where}:{wrong.words}") from None


def _checks(kind: type, rules: Rulebook) -> list[Check]:
    return [check for check in load_checks().values() if kind in check.subjects and rules.demand_of(check.id)]


def _dated(seen: Observation, unit: str, today: date) -> Observation:
    return replace(seen, unit=unit, seen_at=datetime.combine(today, time(), BEIJING).astimezone(UTC))


def _coverage(
    ranked: Iterable[Unit],
    checks: Iterable[str],
    looked_at: Counter[tuple[str, str]],
    unseen: Counter[tuple[str, str]],
) -> Iterator[Coverage]:
    told = tuple(checks)
    for unit in ranked:
        for check in told:
            key = unit.name, check
            yield Coverage(
                LEDGER_RUN, "", unit.name, check, 1 + looked_at[key], unseen[key], why=_why(unseen[key])
            )


def _why(unseen: int) -> str:
    return "前期问题无法复核" if unseen else ""


def _looked_at(
    looked: Iterable[LookedBack], ranked: Sequence[Unit], names: UnitNames, rules: Rulebook
) -> Iterator[Coverage]:
    checks = [check.id for check in _checks(OwedFinding, rules)]
    seen: Counter[tuple[str, str]] = Counter()
    unseen: Counter[tuple[str, str]] = Counter()
    for one in looked:
        unit = names.get(one.item.finding.suspect.unit)
        counts = unseen if one.outcome == "cannot be tested" else seen
        for check in checks if unit else ():
            counts[unit.name if unit else "", check] += 1
    yield from _coverage(ranked, checks, seen, unseen)
