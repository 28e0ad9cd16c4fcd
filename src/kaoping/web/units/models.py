"""What units say to their draft, and what they put right."""

import uuid
from typing import ClassVar

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


class ReplyScope(Scoped["Reply"]):
    """A unit's own replies from the draft on."""


class Reply(models.Model):
    """A unit's answer to one lost item of its draft; of several to one item the latest holds."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="replies")
    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="replies")
    suspect = models.ForeignKey("review.Suspect", models.PROTECT, null=True, related_name="replies")
    indicator = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)  # accept, explain, object
    words = models.TextField(blank=True)
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


class TaskScope(Scoped["RectificationTask"]):
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

    objects = TaskScope.as_manager()

    class Meta:
        ordering = ("due", "id")


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

    objects = ReportScope.as_manager()


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


class Claim(models.Model):
    """Whether a unit has taken a handed task on, and done it."""

    task = models.ForeignKey(HandedTask, models.CASCADE, related_name="claims")
    unit = models.ForeignKey("planning.Unit", models.CASCADE, related_name="claims")
    owner = models.CharField(max_length=64, blank=True)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "unit"], name="one_claim_of_a_unit")]
