"""Scores as published, notices and sealed rounds."""

from django.db import models

from ..people.scope import Scoped


class ScoreScope(Scoped["ScoreSnapshot"]):
    """A unit sees its own sheet from the draft on."""


class ScoreSnapshot(models.Model):
    """A unit's score sheet as computed at one moment from decided findings; the newest holds."""

    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="scores")
    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="scores")
    at = models.DateTimeField()
    is_latest = models.BooleanField(default=True, db_index=True)
    group = models.CharField(max_length=40)
    total = models.DecimalField(max_digits=8, decimal_places=4, null=True)
    low = models.DecimalField(max_digits=8, decimal_places=4)
    high = models.DecimalField(max_digits=8, decimal_places=4)
    rank = models.PositiveIntegerField(null=True)
    grade = models.CharField(max_length=20, blank=True)
    sheet = models.JSONField()

    objects = ScoreScope.as_manager()
