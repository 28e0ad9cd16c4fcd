"""Look backs and what each of them saw, finding by finding."""

import uuid
from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from kaoping.ledger import LOOKBACK_WORDS

from ..people.scope import Scoped

STATES: Mapping[str, str] = {
    "queued": "排队",
    "running": "进行中",
    "done": "完成",
    "failed": "失败",
    "cancelled": "已取消",
}
OUTCOMES: Mapping[str, str] = {str(outcome): words for outcome, words in LOOKBACK_WORDS.items()}


class LookBackScope(Scoped["LookBack"]):
    """Look backs are the office's; units see what came of them as findings of their round."""

    unit_path = ""


class LookBack(models.Model):
    """
    Earlier findings looked at again (回头看): those of `source`, or of a list that was uploaded as `name`.
    What was seen goes into the round `target`. A worker holds it by a lease; what it left is taken up again.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=200)
    source = models.ForeignKey("planning.Round", models.PROTECT, null=True, related_name="looked_back")
    target = models.ForeignKey("planning.Round", models.PROTECT, null=True, related_name="look_backs")
    name = models.CharField(max_length=200, blank=True)
    items = models.PositiveIntegerField(default=0)
    today = models.DateField()
    state = models.CharField(max_length=10, default="queued", choices=list(STATES.items()))
    is_cancelled = models.BooleanField(default=False)  # wanted by a person; the worker ends it
    lease_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    progress = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)  # by outcome
    passed_over = models.PositiveIntegerField(default=0)  # exempt: not looked at
    message = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    fed_at = models.DateTimeField(null=True)
    fed = models.CharField(max_length=300, blank=True)  # what came of it, in words

    objects = LookBackScope.as_manager()

    class Meta:
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return self.title

    @property
    def is_active(self) -> bool:
        """Whether something is still to happen by itself."""
        return self.state in ("queued", "running")

    @property
    def shares(self) -> list[tuple[str, str, int]]:
        """The five classes with their words and counts."""
        return [(outcome, words, self.counts.get(outcome, 0)) for outcome, words in OUTCOMES.items()]


class LookedScope(Scoped["Looked"]):
    """As the look backs themselves."""

    unit_path = ""


class Looked(models.Model):
    """One earlier finding as it was seen now: exactly one of the five classes."""

    look_back = models.ForeignKey(LookBack, models.CASCADE, related_name="looked")
    unit = models.ForeignKey("planning.Unit", models.PROTECT, null=True, related_name="+")
    unit_name = models.CharField(max_length=120)  # as the list has it
    fact = models.CharField(max_length=64)
    indicator = models.CharField(max_length=60, blank=True)
    told = models.TextField()  # what was found then
    outcome = models.CharField(max_length=20)
    message = models.TextField(blank=True)  # what was seen now
    url = models.TextField(blank=True)
    before_digest = models.CharField(max_length=80, blank=True)
    after_digest = models.CharField(max_length=80, blank=True)
    seen_at = models.DateTimeField(null=True)

    objects = LookedScope.as_manager()

    class Meta:
        ordering = ("look_back", "unit_name", "id")
        indexes: ClassVar = [models.Index(fields=["look_back", "outcome", "unit_name"])]
        constraints: ClassVar = [models.UniqueConstraint(fields=["look_back", "fact"], name="looked_at_once")]

    @property
    def outcome_words(self) -> str:
        """Its class in Chinese."""
        return OUTCOMES.get(self.outcome, self.outcome)
