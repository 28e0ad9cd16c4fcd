"""Reads of the gathering desk: jobs, what could not be seen, who works, what runs looked at."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from kaoping import findings

from ..planning.models import Round
from .actions import sites_of
from .models import JOB_STATES, Coverage, Job, Worker

FATES = {"failed": "去看了没看成", "left": "没有去看"}
HEARD_WITHIN = timedelta(minutes=2)
UNSEEN_HEADINGS = ("单位", "网站", "网址", "第几次", "情形", "原因", "数量", "举例")


def rounds_to_gather(user: Any) -> list[Round]:
    """Rounds to choose from, newest first."""
    return list(Round.objects.visible_to(user)[:50])


def chosen_round(user: Any, public_id: str) -> Round | None:
    """The round asked for; else the newest that is gathered now, else the newest."""
    rounds = Round.objects.visible_to(user)
    if public_id:
        return rounds.filter(public_id=public_id).first()
    return rounds.filter(state="gathering").first() or rounds.first()


def jobs_of(user: Any, round_: Round, *, state: str = "", words: str = "", again: str = "") -> QuerySet[Job]:
    """The round's jobs that fit, with site and unit."""
    rows = Job.objects.visible_to(user).filter(round=round_, kind="gather")
    if state:
        rows = rows.filter(state=state)
    if again:
        rows = rows.filter(is_again=again == "2")
    if words:
        rows = rows.filter(
            Q(site__name__icontains=words)
            | Q(site__unit__name__icontains=words)
            | Q(site__host__icontains=words)
        )
    return rows.select_related("site__unit")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the round's gathering stands. `states` are (state, words, count) that occur, in order."""

    states: Sequence[tuple[str, str, int]]
    sites: int
    waiting: int  # sites without any job
    is_active: bool
    is_paused: bool
    workers: int

    @property
    def has_nobody(self) -> bool:
        """Whether work waits and no worker is there to do it."""
        return self.is_active and not self.workers


def standing_of(user: Any, round_: Round) -> Standing:
    """Counts by state, and whether anything is under way."""
    rows = Job.objects.visible_to(user).filter(round=round_, kind="gather").order_by()
    counts = dict(rows.values_list("state").annotate(n=Count("id")))
    sites = sites_of(round_).order_by()
    with_job = rows.values("site")
    return Standing(
        states=[(state, words, counts[state]) for state, words in JOB_STATES.items() if counts.get(state)],
        sites=sites.count(),
        waiting=sites.exclude(pk__in=with_job).count(),
        is_active=bool(counts.get("queued") or counts.get("running")),
        is_paused=bool(counts.get("paused")),
        workers=len(workers_heard(timezone.now())),
    )


def workers_heard(now: datetime) -> list[Worker]:
    """Workers that have been heard of within two minutes."""
    return list(Worker.objects.filter(beat_at__gte=now - HEARD_WITHIN).order_by("name"))


def unseen_by_reason(user: Any, round_: Round) -> list[tuple[str, str, int, int]]:
    """What the latest looks could not see: fate, reason, addresses, sites; the most sites first."""
    told: dict[tuple[str, str], tuple[int, int]] = {}
    for unseen in latest_jobs(user, round_).values_list("unseen", flat=True):
        for one in unseen:
            key = FATES[one["fate"]], one["reason"]
            count, sites = told.get(key, (0, 0))
            told[key] = count + one["count"], sites + 1
    rows = [(fate, reason, count, sites) for (fate, reason), (count, sites) in told.items()]
    return sorted(rows, key=lambda row: (-row[3], -row[2], row[1]))


def latest_jobs(user: Any, round_: Round) -> QuerySet[Job]:
    """The latest ended look at each site."""
    ended = Job.objects.visible_to(user).filter(
        round=round_, kind="gather", state__in=("done", "incomplete", "failed")
    )
    newest: dict[int, int] = {}
    for site, pk in ended.order_by("sighting").values_list("site", "pk"):
        newest[site] = pk
    return Job.objects.visible_to(user).filter(pk__in=newest.values())


def unseen_table(user: Any, round_: Round) -> Iterator[Sequence[Any]]:
    """The same site by site, with examples, for export."""
    rows = latest_jobs(user, round_).select_related("site__unit").order_by("site__unit__order", "pk")
    for job in rows:
        if job.state == "failed":
            yield (*_who(job), "没有看成", job.message, "", "")
        for one in job.unseen:
            examples = " ".join(one["examples"][:5])
            yield (*_who(job), FATES[one["fate"]], one["reason"], one["count"], examples)


def _who(job: Job) -> tuple[str, str, str, int]:
    return job.site.unit.name, job.site.name, job.site.url, job.sighting


def unchecked(job: Job) -> QuerySet[Coverage]:
    """Checks that could not see all they should have, the worst first."""
    return job.coverage.filter(Q(not_checked__gt=0) | Q(failed__gt=0)).order_by("-not_checked", "check_id")


def own_jobs(user: Any) -> QuerySet[Job]:
    """Visits to a unit's own sites, in whatever round."""
    rows = Job.objects.visible_to(user).filter(kind="gather").exclude(started_at=None)
    return rows.select_related("site__unit", "round")


def coverage_of(round_: Round) -> tuple[findings.Coverage, ...]:
    """
    What each run looked at, for `kaoping.findings.confirm_in_bulk`: runs are named as in witnesses. A run
    that did not ask for all of its site has looked wholly at nothing.
    """
    rows = Coverage.objects.filter(round=round_).select_related("job__site", "unit")
    return tuple(
        findings.Coverage(
            run=str(row.job.public_id),
            site=row.job.site.host,
            unit=row.unit.name,
            check=row.check_id,
            looked_at=row.looked_at,
            not_checked=max(row.not_checked, int(not row.job.is_whole)),
            failed=row.failed,
            why=row.why,
        )
        for row in rows.iterator(chunk_size=2000)
    )


def unseen_groups(job: Job) -> Mapping[str, list[Mapping[str, Any]]]:
    """What the job could not see, by its fate in words."""
    told: dict[str, list[Mapping[str, Any]]] = {}
    for one in job.unseen:
        told.setdefault(FATES[one["fate"]], []).append(one)
    return told
