"""How the server fares, in figures: jobs, workers, letters, room, the last backup."""

import shutil
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Min
from django.utils import timezone

from kaoping import __version__

from ..audit.models import ChainHead, Entry
from ..gathering.leases import lease
from ..gathering.models import JOB_STATES, Job, Worker
from ..pages.terms import is_over
from .writing import Gauge, Sample

LEAST_ROOM_BYTES = 1 << 30  # below it a gathering may stop at any write
HEARD_OF_WITHIN = timedelta(seconds=60)


def is_database_up() -> bool:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone())
    except DatabaseError:
        return False


def is_room_left() -> bool:
    """Whether there is room on the disk of the data folder."""
    return _free_bytes() >= LEAST_ROOM_BYTES


def gauges() -> Iterator[Gauge]:
    """All figures, in a fixed order; where the database does not answer, only those that need none."""
    yield Gauge("kaoping_version", "Version.", (Sample(1, {"version": __version__}),))
    yield Gauge("kaoping_data_free_bytes", "Room on its disk.", (Sample(_free_bytes()),), "bytes")
    is_up = is_database_up()
    yield Gauge("kaoping_database_up", "1 where the database answers.", (Sample(int(is_up)),))
    if is_up:
        yield from _of_the_database()


def _of_the_database() -> Iterator[Gauge]:
    now = timezone.now()
    counts = dict(Job.objects.order_by().values_list("state").annotate(n=Count("pk")))
    samples = tuple(Sample(counts.get(state, 0), {"state": state}) for state in JOB_STATES)
    yield Gauge("kaoping_jobs", "Gathering jobs by state.", samples)
    waiting = Job.objects.filter(state="queued").aggregate(at=Min("made_at"))["at"]
    oldest = (now - waiting).total_seconds() if waiting else 0
    yield Gauge("kaoping_oldest_queued_job_seconds", "Age of it.", (Sample(round(oldest)),), "seconds")
    left = Job.objects.filter(is_over("lease_until", lease(), now=now), state="running").count()
    yield Gauge("kaoping_jobs_left_by_their_worker", "Running by its state alone.", (Sample(left),))
    alive = Worker.objects.filter(beat_at__gte=now - HEARD_OF_WITHIN).count()
    yield Gauge("kaoping_workers_alive", "Workers heard of within a minute.", (Sample(alive),))
    entries = ChainHead.objects.values_list("number", flat=True).first() or 0
    yield Gauge("kaoping_audit_entries", "Entries of the audit trail.", (Sample(entries),))
    last = Entry.objects.filter(action="backup.take").order_by("-number").values_list("at", flat=True).first()
    stamp = last.timestamp() if last else 0
    yield Gauge(
        "kaoping_last_backup_timestamp_seconds", "When the last backup ended; 0: never.",
        (Sample(round(stamp)),), "seconds",
    )  # fmt: skip


def _free_bytes() -> int:
    try:
        return shutil.disk_usage(settings.DATA_FOLDER).free
    except OSError:
        return 0
