"""Scores as computed and published, notices and sealed rounds."""

from typing import ClassVar

from django.db import models

from ..people.scope import Scoped


class ScoreScope(Scoped["ScoreSnapshot"]):
    """A unit sees its own sheet from the draft on."""


class ScoreSnapshot(models.Model):
    """
    A unit's score sheet under one system, as computed at one moment from decided findings; the newest
    holds.

    `sheet` is a `ScoreSheet` and `standing` a `Standing` of `kaoping.scoring` as plain data, points as strings.
    Only `standing` names the rank: it is told to units once the round is released.
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
