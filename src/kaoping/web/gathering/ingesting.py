"""
Lays a run's observations and coverage into the round: what was seen, the suspects it makes, what is gone.

Every chunk is one short transaction that first makes sure of the job's lease. Each chunk says what is true,
whatever was there before: done twice, or from the start after a crash, it changes nothing more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kaoping.checks import Observation, silence
from kaoping.findings import Assessed, Coverage, Suspect, joined, lay, read_coverage, read_observations
from kaoping.rounds.result_files import COVERAGE, OBSERVATIONS

from ..planning.actions import refuse_closed
from ..planning.models import Member, Unit
from ..publishing.rows import systems_of, units_of
from ..review import models as review
from ..review.scopes import standing
from . import models
from .leases import lease
from .names_then import names_then, owner_then, units_then
from .orders import Outcome
from .suspect_rows import MACHINE_FIELDS, merged, new_row, observation_row, told_values

CHUNK = 500
T = TypeVar("T")


class LeaseLost(Exception):
    """The job has become another worker's: nothing more is written."""


@dataclass(slots=True)
class Ingested:
    """
    What came of it: observations read; suspects that no other run has seen, and those seen again; how many of
    the site are gone, and how many decided ones this look missed. Told from what is stored, so that a second
    ingest tells the same.
    """

    observations: int = 0
    new: int = 0
    again: int = 0
    gone: int = 0
    missed: int = 0


class Ingest:
    """One job's results on their way into the database."""

    def __init__(self, job: models.Job, folder: Path, outcome: Outcome, *, worker: str) -> None:
        self._job, self._folder, self._outcome, self._worker = job, folder, outcome, worker
        self._run = str(job.public_id)
        self._host = job.site.host
        self._done = Ingested()
        members = list(Member.objects.filter(round=job.round).select_related("unit__parent", "system"))
        self._systems = systems_of(job.round)
        groups: dict[str, dict[str, Any]] = {}
        for member in members:
            groups.setdefault(member.group, {})[member.system.name] = self._systems[member.system.name]
        now = units_of(members)
        rows = {unit.name: unit for unit in Unit.objects.filter(name__in=[one.name for one in now])}
        then = names_then(job.round)
        units = units_then(now, then)
        self._units = {told.name: rows[one.name] for told, one in zip(units, now, strict=True)}
        own, former = job.site.unit, owner_then(job.round, job.site)
        self._owner = then.get(former, former)
        if former != own.name and own.name in rows:
            heir = next(one for one in units if self._units[one.name].pk == own.pk)
            plain = (replace(one, aliases=()) for one in units)  # the heir bears the old name as an alias
            units = (*plain, replace(heir, name=self._owner, aliases=()))
            self._units[self._owner] = rows[own.name]
        self._assessed = Assessed(units, {group: tuple(own.values()) for group, own in groups.items()})
        self._vetoes = {(system.name, veto.id) for system in self._systems.values() for veto in system.vetoes}

    def run(self) -> Ingested:
        """
        Lay everything down.

        Raises:
            LeaseLost: Another worker holds the job.
            kaoping.web.planning.actions.Refused: The round has been released meanwhile.
            FindingsError: The run's files are damaged.
        """
        observations = self._unexcepted(read_observations(self._folder / OBSERVATIONS))
        laid, first_of = self._laid(observations)
        rows = self._suspects(laid)
        self._observations(observations, first_of, rows)
        coverage = read_coverage(self._folder / COVERAGE, self._run)
        self._coverage(coverage)
        self._gone(coverage, frozenset(rows))
        self._done.observations = len(observations)
        own = review.Suspect.objects.filter(round=self._job.round, site=self._job.site)
        self._done.gone = own.filter(state="gone").count()
        self._done.missed = self._job.absences.count()
        return self._done

    def _unexcepted(self, observations: Iterable[Observation]) -> list[Observation]:
        """Without what the office's exceptions in force cover on the round's day."""
        today, host = self._job.round.today, self._host
        unit = self._owner
        return list(silence(observations, standing(today), today, unit=unit, site=host).kept)

    def _laid(self, observations: Sequence[Observation]) -> tuple[tuple[Suspect, ...], list[str]]:
        """The suspects, joined; and for each observation the id of the first that it made, or ``""``."""
        site_units = {self._host: self._owner}
        made, first_of = [], []
        for one in observations:
            own = list(
                lay((one,), self._assessed, site_units, run=self._run, passed_over=frozenset({one.site}))
            )
            made += own
            first_of.append(own[0].id if own else "")
        whole = joined(made)
        also = {id_: one.id for one in whole for id_ in one.also}
        return whole, [also.get(id_, id_) for id_ in first_of]

    def _hold(self) -> None:
        """
        First in each transaction: the lease is ours, and stays so while this chunk is written; and the round
        is not released yet.
        """
        held = models.Job.objects.filter(pk=self._job.pk, worker=self._worker, state="running")
        if not held.update(lease_until=timezone.now() + lease()):
            raise LeaseLost
        refuse_closed(self._job.round)

    def _suspects(self, laid: Iterable[Suspect]) -> dict[str, int]:
        """Row numbers by id."""
        numbers: dict[str, int] = {}
        for chunk in _chunks(laid, CHUNK):
            with transaction.atomic():
                self._hold()
                numbers |= self._chunk(chunk)
        return numbers

    def _chunk(self, chunk: Sequence[Suspect]) -> dict[str, int]:
        known = review.Suspect.objects.select_for_update(no_key=True, of=("self",)).select_related(
            "unit", "site"
        )
        found = {
            row.fact: row for row in known.filter(round=self._job.round, fact__in=[one.id for one in chunk])
        }
        fresh, changed, back = [], [], []
        for one in chunk:
            row = found.get(one.id)
            if row is None:
                is_veto = (one.system, one.indicator) in self._vetoes
                fresh.append(new_row(one, self._job, self._units[one.unit], is_veto=is_veto))
                continue
            values = told_values(merged(row, one))
            if any(getattr(row, name) != value for name, value in values.items()):
                if row.state == "gone" and row.last_seen_at != values["last_seen_at"]:
                    back.append(row.pk)
                for name, value in values.items():
                    setattr(row, name, value)
                changed.append(row)
        review.Suspect.objects.bulk_create(fresh)
        review.Suspect.objects.bulk_update(changed, MACHINE_FIELDS, batch_size=100)
        _step(back, "gone", "suspect")
        rows = (*found.values(), *fresh)
        alone = sum(row.sightings == 1 for row in rows)
        self._done.new += alone
        self._done.again += len(rows) - alone
        return {row.fact: row.pk for row in rows}

    def _observations(
        self, observations: Sequence[Observation], first_of: Sequence[str], rows: Mapping[str, int]
    ) -> None:
        unit = self._units.get(self._owner)
        made = (
            observation_row(one, self._job, unit, rows.get(first))
            for one, first in zip(observations, first_of, strict=True)
        )
        for chunk in _chunks(made, CHUNK * 2):
            with transaction.atomic():
                self._hold()
                review.Observation.objects.bulk_create(chunk, ignore_conflicts=True)

    def _coverage(self, coverage: Iterable[Coverage]) -> None:
        unit = self._units.get(self._owner)
        if unit is None:
            return
        rows = [
            models.Coverage(
                round=self._job.round,
                job=self._job,
                unit=unit,
                check_id=one.check,
                looked_at=one.looked_at,
                not_checked=one.not_checked,
                failed=one.failed,
                why=one.why[:300],
            )
            for one in coverage
        ]
        with transaction.atomic():
            self._hold()
            models.Coverage.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["job", "unit", "check_id"],
                update_fields=["looked_at", "not_checked", "failed", "why"],
            )

    def _gone(self, coverage: Iterable[Coverage], seen: frozenset[str]) -> None:
        """What this look, being whole, should have seen and did not."""
        if not self._outcome.is_whole or self._job.started_at is None:
            return
        whole = [one.check for one in coverage if one.looked_at and not one.not_checked and not one.failed]
        rows = (
            review.Suspect.objects.filter(
                round=self._job.round,
                site=self._job.site,
                check_id__in=whole,
                state__in=("suspect", "second", "confirmed"),
                last_seen_at__lt=self._job.started_at,
            )
            .order_by("pk")
            .values_list("pk", "fact", "state", "witnesses", "decided_at")
        )
        missed = {
            pk: state == "suspect" and decision is None
            for pk, fact, state, witnesses, decision in rows
            if fact not in seen and all(one["voice"] == "check" for one in witnesses)
        }
        for chunk in _chunks(missed.items(), CHUNK):
            with transaction.atomic():
                self._hold()
                _step([pk for pk, is_free in chunk if is_free], "suspect", "gone")
                self._flag([pk for pk, is_free in chunk if not is_free])

    def _flag(self, numbers: Sequence[int]) -> None:
        now = timezone.now()
        rows = [models.Absence(suspect_id=pk, job=self._job, at=now) for pk in numbers]
        models.Absence.objects.bulk_create(rows, ignore_conflicts=True)


def _step(numbers: Sequence[int], before: str, after: str) -> None:
    """Lead these suspects on, but for those on which somebody has ruled meanwhile."""
    rows = review.Suspect.objects.filter(pk__in=numbers, state=before)
    rows.update(state=after, version=F("version") + 1)


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(items)
    while chunk := list(islice(source, size)):
        yield chunk
