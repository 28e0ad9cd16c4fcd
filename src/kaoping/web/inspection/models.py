"""What inspectors are asked, and what they answered with which proof."""

import uuid
from typing import ClassVar

from django.db import models

from ..people.scope import Scoped


class TaskScope(Scoped["Task"]):
    """Inspection papers are the office's."""

    unit_path = ""


class Task(models.Model):
    """One rule of one unit that a person must look at. `rater` 2 is the blind second of a sampled item."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="tasks")
    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="+")
    account = models.ForeignKey("planning.Account", models.PROTECT, null=True, blank=True, related_name="+")
    indicator = models.CharField(max_length=60)
    rule = models.CharField(max_length=60)
    question = models.TextField()
    inspector = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="tasks")
    rater = models.PositiveSmallIntegerField(default=1)
    is_sampled = models.BooleanField(default=False)
    prefill = models.JSONField(default=dict)  # what the machine found to look at

    objects = TaskScope.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "unit", "account", "rule", "rater"], name="a_task_once", nulls_distinct=False
            )
        ]
        indexes: ClassVar = [models.Index(fields=["inspector", "round"])]


class AnswerScope(Scoped["Answer"]):
    unit_path = ""
    round_path = ""


class Answer(models.Model):
    """An inspector's answer: never changed, only followed by another. `draft` keeps what was typed so far."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="answers")
    verdict = models.CharField(max_length=16)  # met, not_met, not_applicable, cannot_tell
    count = models.PositiveIntegerField(default=0)
    url = models.TextField(blank=True)
    object = models.TextField(blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_draft = models.BooleanField(default=False)

    objects = AnswerScope.as_manager()
