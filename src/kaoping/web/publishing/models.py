"""Scores as computed and published, notices and sealed rounds."""

import uuid
from typing import ClassVar

from django.db import models

from ..people.scope import Scoped


class ScoreScope(Scoped["ScoreSnapshot"]):
    """A unit sees its own sheet from the draft on."""


class ScoreSnapshot(models.Model):
    """
    A unit's score sheet under one system; the newest holds. `at` is the moment since which the sheet says
    what it says: computing the round again leaves it where nothing in this sheet changed.

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


class NoticeScope(Scoped["Notice"]):
    """Notices in the making are the office's."""

    unit_path = ""


class Notice(models.Model):
    """
    A notice (通报) in the making. `body` is a `Notice` of `kaoping.reports.notice` as plain data: each of its
    sentences names the findings or figures it comes from, or none, for what people wrote. `edition` is
    internal or public.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="notices")
    edition = models.CharField(max_length=10, default="internal")
    body = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    objects = NoticeScope.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "edition"], name="one_notice_of_an_edition")
        ]


class NoticeVersion(models.Model):
    """A notice as somebody saved it: never changed, only followed by another."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "number"], name="a_version_of_a_notice_once")
        ]


class NoticeTemplate(models.Model):
    """
    An office's own docx with fields for its notices, as somebody uploaded it. The newest that is in use
    holds; earlier ones are kept. The bytes lie among the uploads by `digest`.
    """

    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=80)
    is_used = models.BooleanField(default=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-at", "-id")


class Release(models.Model):
    """
    Two persons' consent to publish: the one who asked, and another who agreed; with what the gate said.
    `digest` is that of the scores and notices asked for: what was changed since is not agreed on.
    """

    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="releases")
    asked_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    gate = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=500, blank=True)
    is_withdrawn = models.BooleanField(default=False)
    withdrawn_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    why_withdrawn = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-asked_at",)

    @property
    def is_waiting(self) -> bool:
        """Whether it still waits for the second person."""
        return self.agreed_at is None and not self.is_withdrawn


class Seal(models.Model):
    """The archive of a closed round: where it lies and the digest of its manifest."""

    round = models.OneToOneField("planning.Round", models.PROTECT, related_name="seal")
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    path = models.CharField(max_length=300)
    digest = models.CharField(max_length=80)
    head = models.CharField(max_length=64)  # of the audit chain at that moment
