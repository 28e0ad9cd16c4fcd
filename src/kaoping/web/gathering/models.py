"""Jobs of the worker: one site gathered, checked and laid into the round's suspects."""

import uuid
from typing import ClassVar

from django.db import models

from ..people.scope import Scoped

JOB_STATES = {
    "queued": "排队",
    "running": "进行中",
    "paused": "已暂停",
    "done": "完成",
    "incomplete": "不完整",
    "failed": "失败",
    "cancelled": "已取消",
}


class JobScope(Scoped["Job"]):
    """Units may see how their own sites were visited, at any time: the load on them is no secret."""

    unit_path = "site__unit"
    shown_from = ""
    hidden_from = ()


class Job(models.Model):
    """
    One site to gather. A worker holds it by a lease that it renews; a lease that ran out is taken over and
    the job goes on where it stood, for the run's folder knows what is done. `is_again` labels a later second
    visit.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="jobs")
    site = models.ForeignKey("planning.Site", models.PROTECT, related_name="jobs")
    kind = models.CharField(max_length=20, default="gather")  # gather, replay, capture, lookback
    is_again = models.BooleanField(default=False)
    sighting = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=20, default="queued", choices=list(JOB_STATES.items()))
    wanted = models.CharField(max_length=20, default="", blank=True)  # pause or cancel, asked by a person
    not_before = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    folder = models.CharField(max_length=300, blank=True)  # below the round's folder
    lap = models.PositiveSmallIntegerField(default=1)  # raised when somebody goes on with an ended job
    limits = models.JSONField(default=dict)  # of the run's plan: max_pages, max_minutes, rate, quiet_hours
    progress = models.JSONField(default=dict)  # found, fetched, left, rate, problems, phase
    unseen = models.JSONField(default=list)  # what could not be seen: fate, reason, count, examples
    load = models.JSONField(default=dict)  # what the visit asked of the site; see `visits.Load`
    is_whole = models.BooleanField(default=False)  # whether all that belongs to the site was asked for
    counts = models.JSONField(default=dict)  # observations, suspects new, seen again, gone
    message = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = JobScope.as_manager()

    class Meta:
        ordering = ("-made_at",)
        indexes: ClassVar = [
            models.Index(fields=["state", "not_before"]),
            models.Index(fields=["round", "state"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "site", "kind", "sighting"], name="a_sighting_once")
        ]

    @property
    def is_active(self) -> bool:
        """Whether something is still to happen by itself."""
        return self.state in ("queued", "running")

    @property
    def seen_count(self) -> int:
        """Observations laid down; until then, what the visit has seen so far."""
        return int(self.counts.get("observations") or self.progress.get("problems") or 0)

    @property
    def share(self) -> tuple[int, int]:
        """Addresses fetched, and known in all."""
        fetched = int(self.progress.get("fetched", 0))
        return fetched, fetched + int(self.progress.get("left", 0))


class Worker(models.Model):
    """A worker process that has been heard of; `beat_at` is its last sign of life."""

    name = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    doing = models.CharField(max_length=200, blank=True)


class Coverage(models.Model):
    """What a check looked at on a site in a job: from this a pass is known from "nobody looked"."""

    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="coverage")
    job = models.ForeignKey(Job, models.CASCADE, related_name="coverage")
    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="+")
    check_id = models.CharField(max_length=60)
    looked_at = models.PositiveIntegerField()
    unsure = models.PositiveIntegerField(default=0)
    not_checked = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)  # subjects at which the check crashed
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "unit", "check_id"], name="coverage_once_in_a_job")
        ]


class Absence(models.Model):
    """
    A suspect that a later whole look at its site did not see, though somebody had ruled on it: it is kept as
    it stands, and people are told.
    """

    suspect = models.ForeignKey("review.Suspect", models.CASCADE, related_name="absences")
    job = models.ForeignKey(Job, models.CASCADE, related_name="absences")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["suspect", "job"], name="absent_once_in_a_job")
        ]
