"""Jobs held by workers: a lease that is renewed while the work goes on, and runs out with its worker."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from ..pages.terms import is_over
from .models import Job, Worker

LONGEST_PAUSE = timedelta(seconds=30)  # before a visit that ended unexpectedly is tried again
_POSTGRES_LOCK = 7_226_310_416  # any number, the same for all workers


def lease() -> timedelta:
    """How long a job stays with a worker that is not heard of."""
    return timedelta(seconds=settings.LEASE_SECONDS)


def renewed_every_s() -> float:
    """Often enough that several beats may be lost, and that a person's wish is soon heard."""
    return min(5.0, settings.LEASE_SECONDS / 6)


@transaction.atomic
def take(worker: str, *, now: datetime) -> Job | None:
    """
    The next job for a worker, now its own: one that waits and may begin, or one whose worker is gone. Two
    workers never get the same, nor two jobs at one host.
    """
    _one_at_a_time()
    waits = Q(state="queued") & (Q(not_before=None) | Q(not_before__lte=now))
    waits |= Q(state="queued", tries__gt=0) & is_over("not_before", LONGEST_PAUSE, now=now)
    is_left = Q(state="running") & is_over("lease_until", lease(), now=now)
    visited = Job.objects.filter(state="running").exclude(is_left).values("site__host")
    rows = Job.objects.select_for_update(no_key=True, of=("self",)).filter(waits | is_left, wanted="")
    job = rows.exclude(site__host__in=visited).order_by("made_at", "pk").first()
    if job is None:
        return None
    job.state, job.worker, job.lease_until = "running", worker, now + lease()
    job.started_at = job.started_at or now
    job.tries += 1
    job.save(update_fields=["state", "worker", "lease_until", "started_at", "tries"])
    return job


def settle_left(*, now: datetime) -> int:
    """End the jobs that somebody wanted to end or to pause, and whose worker is gone."""
    left = Job.objects.filter(is_over("lease_until", lease(), now=now), state="running")
    paused = left.filter(wanted="pause").update(state="paused", wanted="", lease_until=None)
    ended = {"state": "cancelled", "wanted": "", "lease_until": None, "ended_at": now}
    return paused + left.filter(wanted="cancel").update(**ended)


def _one_at_a_time() -> None:
    """SQLite lets one write at a time by itself; elsewhere takers wait here for each other."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_POSTGRES_LOCK])


def renew(job: Job, worker: str, *, now: datetime) -> str | None:
    """
    Hold the job longer. Answers what a person wants of it (``pause``, ``cancel``, ``""``), or None where it
    is no longer this worker's and must be let go without a word.
    """
    rows = Job.objects.filter(pk=job.pk, worker=worker, state="running")
    if not rows.update(lease_until=now + lease()):
        return None
    return rows.values_list("wanted", flat=True).first()


def let_go(job: Job, worker: str, *, state: str, now: datetime, message: str = "") -> bool:
    """
    End a worker's hold with the job in `state` (``queued`` to be tried again). False where it was no longer
    this worker's.
    """
    ended_at = now if state in ("done", "incomplete", "failed", "cancelled") else None
    rows = Job.objects.filter(pk=job.pk, worker=worker, state="running")
    values = {"state": state, "lease_until": None, "wanted": "", "message": message[:500]}
    return bool(rows.update(**values, ended_at=ended_at or F("ended_at")))


def beat(worker: str, *, started_at: datetime, now: datetime, doing: str = "") -> None:
    """A sign of life, with what the worker is doing."""
    values = {"beat_at": now, "doing": doing[:200]}
    Worker.objects.update_or_create(
        name=worker, defaults=values, create_defaults={**values, "started_at": started_at}
    )
