"""What units say to their draft, and what they put right."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models

from ..people.scope import Scoped

REPLY_WORDS = {"accept": "认可", "explain": "说明", "object": "提出异议"}
APPEAL_STATES = {"open": "待裁定", "upheld": "异议成立", "rejected": "维持原结论", "withdrawn": "已撤回"}
TASK_STATES = {
    "open": "待整改",
    "claimed": "已认领",
    "planned": "已定计划",
    "reported": "已报整改",
    "verified": "已复核整改",
    "false": "报称整改但仍存在",
    "extended": "已延期",
    "exempt": "已豁免",
    "cannot tell": "无法复核",
}
EXTENSION_STATES = {"asked": "待批", "granted": "同意", "refused": "不同意"}


class ReplyScope(Scoped["Reply"]):
    """A unit's own replies from the draft on."""


class Term(models.Model):
    """
    The last days of a round: for objections to the draft, counted from the day it was sent, and for the
    report on rectification, from the notice; with the words that say how they were counted.
    """

    round = models.OneToOneField("planning.Round", models.CASCADE, related_name="term")
    sent_at = models.DateTimeField()
    appeal_due = models.DateField()
    appeal_counted = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)  # no more objections, whatever the day
    report_due = models.DateField(null=True)
    report_counted = models.CharField(max_length=300, blank=True)


class Reply(models.Model):
    """A unit's answer to one lost item of its draft; of several to one item the latest holds."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="replies")
    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="replies")
    suspect = models.ForeignKey("review.Suspect", models.PROTECT, null=True, related_name="replies")
    indicator = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)  # accept, explain, object
    words = models.TextField(blank=True)
    cause = models.CharField("原因", max_length=40, blank=True)  # as the unit sees it; "" where it says none
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_late = models.BooleanField(default=False)

    objects = ReplyScope.as_manager()

    class Meta:
        ordering = ("at", "id")


class SeenScope(Scoped["Seen"]):
    """A unit's own."""


class Seen(models.Model):
    """That a unit has opened its draft sheet."""

    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="seen")
    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="+")
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = SeenScope.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "unit"], name="seen_once")]


class AppealScope(Scoped["Appeal"]):
    """A unit sees its own appeals and their rulings; never who ruled."""


class Appeal(models.Model):
    """
    An objection that awaits a ruling by a second person. Only evidence before `at` counts; `before` and
    `after` are the totals around the re-score.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="appeals")
    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="appeals")
    reply = models.OneToOneField(Reply, models.PROTECT, related_name="appeal")
    suspect = models.ForeignKey("review.Suspect", models.PROTECT, null=True, related_name="appeals")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default="open", choices=list(APPEAL_STATES.items()))
    ruling = models.TextField(blank=True)
    ruled_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField(null=True)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20, blank=True)

    objects = AppealScope.as_manager()

    class Meta:
        ordering = ("at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["suspect"],
                condition=models.Q(state__in=["open", "upheld", "rejected"]),
                name="one_appeal_of_a_finding",
            )
        ]


class Cause(models.Model):
    """Why something was wrong, out of the list that the office edits."""

    name = models.CharField("原因", max_length=40, unique=True)
    order = models.PositiveIntegerField("排序", default=0)
    is_offered = models.BooleanField("可选", default=True)

    class Meta:
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.name


class RectificationScope(Scoped["RectificationTask"]):
    """A unit's own tasks once the round is released."""

    shown_from = "released"


class RectificationTask(models.Model):
    """A finding to be put right: due by severity, claimed, planned, reported, verified."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="rectification")
    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="rectification")
    suspect = models.OneToOneField("review.Suspect", models.PROTECT, related_name="rectification")
    state = models.CharField(max_length=12, default="open", choices=list(TASK_STATES.items()))
    due = models.DateField()
    counted = models.CharField(max_length=300, blank=True)
    owner = models.CharField("责任人", max_length=64, blank=True)
    cause = models.CharField("原因", max_length=40, blank=True)
    plan = models.TextField("整改措施", blank=True)
    reported_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    before_digest = models.CharField(max_length=80, blank=True)
    after_digest = models.CharField(max_length=80, blank=True)
    message = models.CharField(max_length=500, blank=True)
    report = models.TextField("整改情况", blank=True)
    look = models.CharField(max_length=10, blank=True)  # "", queued, running: the machine looks again
    look_lease = models.DateTimeField(null=True)
    looks = models.PositiveIntegerField(default=0)

    objects = RectificationScope.as_manager()

    class Meta:
        ordering = ("due", "id")
        indexes: ClassVar = [
            models.Index(fields=["round", "state", "due"]),
            models.Index(fields=["look", "look_lease"]),
        ]


class ExtensionScope(Scoped["Extension"]):
    """A unit sees its own; never who ruled."""

    unit_path = "task__unit"
    round_path = "task__round"
    shown_from = "released"


class Extension(models.Model):
    """A later day that a unit asked for, with its reason; the office grants or refuses it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task = models.ForeignKey(RectificationTask, models.CASCADE, related_name="extensions")
    due = models.DateField("延至")
    reason = models.CharField("理由", max_length=500)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default="asked", choices=list(EXTENSION_STATES.items()))
    ruling = models.CharField(max_length=500, blank=True)
    ruled_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField(null=True)

    objects = ExtensionScope.as_manager()

    class Meta:
        ordering = ("at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task"], condition=models.Q(state="asked"), name="one_extension_asked"
            )
        ]


class StepScope(Scoped["Step"]):
    """A unit sees what was done to its own tasks."""

    unit_path = "task__unit"
    round_path = "task__round"
    shown_from = "released"


class Step(models.Model):
    """One thing that happened to a task; never changed, only followed by another."""

    task = models.ForeignKey(RectificationTask, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=20)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    words = models.TextField(blank=True)

    objects = StepScope.as_manager()

    class Meta:
        ordering = ("at", "id")


class ReportScope(Scoped["Report"]):
    """A unit's own reports."""

    shown_from = "released"


class Report(models.Model):
    """A unit's rectification report as received: uploaded, or from the mailbox until a clerk confirmed it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="reports")
    unit = models.ForeignKey("planning.Unit", models.PROTECT, null=True, related_name="reports")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=80)
    received_at = models.DateTimeField()
    lane = models.CharField(max_length=10)  # upload, mail
    sender = models.CharField(max_length=200, blank=True)
    is_confirmed = models.BooleanField(default=False)
    is_late = models.BooleanField(default=False)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size_bytes = models.BigIntegerField(default=0)
    matched = models.CharField(max_length=200, blank=True)  # how unit and round were told
    letter = models.CharField(max_length=64, blank=True)  # digest of the mail's id: fetched once
    is_discarded = models.BooleanField(default=False)

    objects = ReportScope.as_manager()

    class Meta:
        ordering = ("-received_at", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["letter", "digest"], condition=~models.Q(letter=""), name="a_letter_once"
            )
        ]


class ContactScope(Scoped["Contact"]):
    """A unit's own contacts, whatever the round."""

    round_path = ""


class Contact(models.Model):
    """A responsible person (责任人): annex 3. `ended_at` without a successor is a hand-over gap."""

    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="contacts")
    leader = models.CharField("分管负责人", max_length=64)
    post = models.CharField("职务", max_length=64, blank=True)
    section = models.CharField("经办科室", max_length=64, blank=True)
    clerk = models.CharField("经办人", max_length=64)
    office_phone = models.CharField("办公电话", max_length=32, blank=True)
    mobile = models.CharField("手机", max_length=32, blank=True)
    email = models.EmailField("邮箱", blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    since = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    objects = ContactScope.as_manager()

    class Meta:
        ordering = ("-since", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(ended_at=None), name="one_contact_at_a_time"
            )
        ]


class MessageScope(Scoped["Message"]):
    """A unit's own messages, whatever the round."""

    round_path = ""


class Message(models.Model):
    """A reminder as sent: by e-mail, to the outbox on disk, or here. `key` makes it once only."""

    key = models.CharField(max_length=120, unique=True)
    unit = models.ForeignKey("planning.Unit", models.CASCADE, related_name="messages")
    rung = models.CharField(max_length=20)
    subject = models.CharField(max_length=200)
    words = models.TextField()
    lane = models.CharField(max_length=10)
    at = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)
    to = models.CharField(max_length=500, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    objects = MessageScope.as_manager()

    class Meta:
        ordering = ("-at", "-id")


class HandedScope(Scoped["HandedTask"]):
    """A unit sees the tasks that were handed to it, whatever the round."""

    unit_path = "claims__unit"
    round_path = ""

    def visible_to(self, user: Any) -> Self:
        return super().visible_to(user).distinct()


class HandedTask(models.Model):
    """A task notice that a unit must claim by a day; the unclaimed are listed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField("任务", max_length=200)
    words = models.TextField("内容", blank=True)
    units = models.ManyToManyField("planning.Unit", through="units.Claim", related_name="handed_tasks")
    claim_by = models.DateField("认领期限")
    due = models.DateField("完成期限", null=True, blank=True)
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = HandedScope.as_manager()

    class Meta:
        ordering = ("-made_at", "-id")


class ClaimScope(Scoped["Claim"]):
    """A unit's own, whatever the round."""

    round_path = ""


class Claim(models.Model):
    """Whether a unit has taken a handed task on, and done it."""

    task = models.ForeignKey(HandedTask, models.CASCADE, related_name="claims")
    unit = models.ForeignKey("planning.Unit", models.CASCADE, related_name="claims")
    owner = models.CharField(max_length=64, blank=True)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    objects = ClaimScope.as_manager()

    class Meta:
        ordering = ("task__claim_by", "unit__order", "id")
        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "unit"], name="one_claim_of_a_unit")]


class Countdown(models.Model):
    """The way to a higher office's assessment: its sampling day, and what has to be in order by then."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField("名称", max_length=200)
    starts = models.DateField("开始日期")
    day = models.DateField("采样日")
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-day", "-id")

    def __str__(self) -> str:
        return self.title


class Goal(models.Model):
    """One indicator of a countdown: who sees to it, by when, and whether it is in order."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    countdown = models.ForeignKey(Countdown, models.CASCADE, related_name="goals")
    indicator = models.CharField("指标编号", max_length=60, blank=True)
    title = models.CharField("内容", max_length=200)
    points = models.DecimalField("分值", max_digits=7, decimal_places=2, null=True, blank=True)
    unit = models.ForeignKey(
        "planning.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任单位"
    )
    owner = models.CharField("责任人", max_length=64, blank=True)
    due = models.DateField("完成期限")
    done_at = models.DateField("完成日期", null=True, blank=True)
    note = models.CharField("备注", max_length=300, blank=True)

    class Meta:
        ordering = ("due", "indicator", "id")
