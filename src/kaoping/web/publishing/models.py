"""Scores as computed and published, notices and sealed rounds."""

import uuid
from typing import ClassVar

from django.db import models

from ..people.scope import Scoped


class ScoreScope(Scoped["ScoreSnapshot"]):
    """A unit sees its own sheet from the draft on."""


class ScoreSnapshot(models.Model):
    """
    A unit's score sheet under one system, as computed at one moment; the newest holds.

    `sheet` is a `ScoreSheet` and `standing` a `Standing` of `kaoping.scoring` as plain data, points as
    strings. Only `standing` names the rank: it is told to units once the round is released.
    """

    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="scores")
    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="scores")
    system = models.CharField(max_length=80)
    at = models.DateTimeField()
    is_latest = models.BooleanField(default=True)
    group = models.CharField(max_length=40)
    total = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    low = models.DecimalField(max_digits=9, decimal_places=4)
    high = models.DecimalField(max_digits=9, decimal_places=4)
    rank = models.PositiveIntegerField(null=True)
    grade = models.CharField(max_length=20, blank=True)
    sheet = models.JSONField()
    standing = models.JSONField()

    objects = ScoreScope.as_manager()

    class Meta:
        ordering = ("group", "rank", "unit__order")
        indexes: ClassVar = [models.Index(fields=["round", "is_latest", "group", "rank"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "unit", "system"],
                condition=models.Q(is_latest=True),
                name="one_latest_sheet",
            )
        ]


class Notice(models.Model):
    """
    A notice (通报) in the making. `body` is the list of its sentences, each with the findings or figures it
    comes from (or none, for what people wrote); `edition` is internal or public.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="notices")
    edition = models.CharField(max_length=10, default="internal")
    body = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")


class Release(models.Model):
    """Two persons' consent to publish: the one who asked, and another who agreed; with what the gate said."""

    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="releases")
    asked_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    gate = models.JSONField(default=list)
    is_withdrawn = models.BooleanField(default=False)


class Seal(models.Model):
    """The archive of a closed round: where it lies and the digest of its manifest."""

    round = models.OneToOneField("planning.Round", models.PROTECT, related_name="seal")
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    path = models.CharField(max_length=300)
    digest = models.CharField(max_length=80)
    head = models.CharField(max_length=64)  # of the audit chain at that moment
