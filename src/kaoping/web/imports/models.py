"""Third-party data: saved mappings of columns, batches, and the items that came in."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models

from ..people.scope import Scoped


class Mapping(models.Model):
    """How the columns of one supplier's files are read; saved once, used for each delivery."""

    name = models.CharField("名称", max_length=80, unique=True)
    columns = models.JSONField()  # our field -> their heading
    values = models.JSONField(default=dict)  # field -> their word -> ours
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")


class BatchScope(Scoped["Batch"]):
    unit_path = ""


class Batch(models.Model):
    """One file brought in. `cursor` is how far it is read: a stopped import goes on there, nothing twice."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="batches")
    mapping = models.ForeignKey(Mapping, models.PROTECT, null=True)
    kind = models.CharField(max_length=20, default="monitor")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=20, default="previewed")  # previewed, running, done, refused
    cursor = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)  # created, left, closed, reopened, refused
    errors = models.JSONField(default=list)  # sheet, row, column, words
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    source = models.CharField(max_length=80, default="")  # the platform: what it lists no more is closed
    is_whole = models.BooleanField(default=False)  # all that the platform lists now, not additions
    groups = models.PositiveIntegerField(default=0)  # steps in all; `cursor` counts those done
    rows = models.PositiveIntegerField(default=0)
    held_until = models.DateTimeField(null=True)  # one request at a time works on it
    done_at = models.DateTimeField(null=True)

    objects = BatchScope.as_manager()


class RecheckScope(Scoped["Recheck"]):
    unit_path = ""
    round_path = ""


class Recheck(models.Model):
    """What somebody asked to have looked at again, at once: the worker does it page by page."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    whole = models.PositiveIntegerField()  # items in all

    objects = RecheckScope.as_manager()

    class Meta:
        ordering = ("-asked_at", "-id")


class ItemScope(Scoped["Item"]):
    unit_path = ""
    round_path = ""


class Item(models.Model):
    """One imported row: open, closed by a later delivery that no longer has it, or reopened."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items")
    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="imported")
    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    row = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default="open")
    confirmation = models.CharField(
        max_length=16, default="pending"
    )  # pending, seen again, contradicted, cannot tell
    body = models.JSONField()
    source = models.CharField(max_length=80, default="")
    fact = models.CharField(max_length=64, default="")  # its own id, before it joined others
    rule = models.CharField(max_length=60, default="")
    rechecked_at = models.DateTimeField(null=True)
    recheck = models.CharField(max_length=300, blank=True)  # what was seen then, in words
    order = models.ForeignKey(Recheck, models.SET_NULL, null=True, related_name="items")
    look = models.CharField(max_length=10, blank=True)  # "", queued, running: to be looked at again
    look_until = models.DateTimeField(null=True)
    looks = models.PositiveSmallIntegerField(default=0)
    suspect = models.ForeignKey("review.Suspect", models.SET_NULL, null=True, related_name="imported")

    objects = ItemScope.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "key"], name="an_item_once")]
        indexes: ClassVar = [
            models.Index(fields=["round", "confirmation", "id"]),
            models.Index(fields=["round", "source", "state"]),
            models.Index(fields=["look", "look_until"]),
        ]


class MediaFileScope(Scoped["MediaFile"]):
    unit_path = ""


class MediaFile(models.Model):
    """
    A file of one lane of new media, kept by its digest: a list of posts, a menu, a saved article.
    `account` is whose it is, where the file itself cannot tell.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="media_files")
    account = models.ForeignKey("planning.Account", models.PROTECT, null=True, related_name="+")
    lane = models.CharField("来源", max_length=12)
    name = models.CharField("文件", max_length=200)
    digest = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)  # our field -> their heading
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = MediaFileScope.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "lane", "digest", "account"], name="a_media_file_once", nulls_distinct=False
            )
        ]


class MediaRunScope(Scoped["MediaRun"]):
    unit_path = ""


class MediaRun(models.Model):
    """One check of a round's accounts, done by a worker; `told` are its figures, lanes and remarks."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="media_runs")
    state = models.CharField(max_length=10, default="queued")  # queued, running, done, failed
    message = models.TextField(blank=True)
    told = models.JSONField(default=dict)
    reads_pictures = models.BooleanField(default=False)
    lease_until = models.DateTimeField(null=True)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    objects = MediaRunScope.as_manager()


class MediaCoverage(models.Model):
    """What the last check of a round's accounts looked at, unit by unit: so that a pass is known."""

    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="media_coverage")
    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="+")
    check_id = models.CharField(max_length=60)
    looked_at = models.PositiveIntegerField()
    not_checked = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "unit", "check_id"], name="media_coverage_once")
        ]


class SubmissionScope(Scoped["Submission"]):
    """What a unit handed in is its own from the first moment; the office sees what was handed in."""

    round_path = ""

    def visible_to(self, user: Any) -> Self:
        seen = super().visible_to(user)
        is_own = getattr(user, "is_authenticated", False) and user.is_of_unit
        return seen if is_own else seen.exclude(taken_at=None)


class Submission(models.Model):
    """
    Posts of its accounts that a unit reports of itself: a list of posts, or an article of one account.
    Until `taken_at` it was read and shown, but not handed in. It is no round's: each check takes what was
    handed in since its round's period began.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="submissions")
    account = models.ForeignKey("planning.Account", models.PROTECT, null=True, related_name="+")
    name = models.CharField("文件", max_length=200)
    digest = models.CharField(max_length=64)
    told = models.JSONField(default=dict)  # accounts with their posts and newest day; the first posts
    error = models.TextField(blank=True)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(null=True)

    objects = SubmissionScope.as_manager()

    class Meta:
        ordering = ("-at", "-id")


class MediaReadingScope(Scoped["MediaReading"]):
    unit_path = "account__unit"


class MediaReading(models.Model):
    """
    What the last check of a round's accounts saw of one account. `lanes` are the names of those that told of
    it; `unseen` says in Chinese what could not be seen, and so was not judged.
    """

    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="media_readings")
    account = models.ForeignKey("planning.Account", models.CASCADE, related_name="readings")
    at = models.DateTimeField()
    lanes = models.JSONField(default=list)
    posts = models.PositiveIntegerField(default=0)
    newest = models.DateField(null=True)
    days_since = models.IntegerField(null=True)
    longest_gap = models.PositiveIntegerField(default=0)
    broken_days = models.PositiveIntegerField(default=0)
    problems = models.PositiveIntegerField(default=0)
    unsure = models.PositiveIntegerField(default=0)
    unseen = models.JSONField(default=list)

    objects = MediaReadingScope.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "account"], name="a_media_reading_once")
        ]
