"""What inspectors are asked, and what they answered with which proof."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models

from ..people.scope import Scoped


class TaskScope(Scoped["Task"]):
    """
    Inspection papers are the office's. Of an item with two blind raters neither sees the other's paper, and
    inspectors see no such paper but their own.
    """

    unit_path = ""

    def visible_to(self, user: Any) -> Self:
        seen = super().visible_to(user)
        if not getattr(user, "is_authenticated", False):
            return seen
        if user.role == "inspector":
            return seen.filter(models.Q(is_sampled=False) | models.Q(inspector=user))
        twin = Task.objects.filter(
            round=models.OuterRef("round"),
            unit=models.OuterRef("unit"),
            rule=models.OuterRef("rule"),
            is_sampled=True,
            inspector=user,
        )
        others = models.Q(is_sampled=True) & ~models.Q(inspector=user)
        return seen.exclude(others & models.Q(models.Exists(twin)))

    def hidden_from_rater(self, user: Any) -> Self:
        """
        Others' papers with two blind raters of which `user` may see no proof yet: not both have answered,
        and `user` is one of the two or may become one as an inspector.
        """
        pair = Task.objects.filter(
            round=models.OuterRef("round"),
            unit=models.OuterRef("unit"),
            rule=models.OuterRef("rule"),
            is_sampled=True,
        )
        answer = Answer.objects.filter(task=models.OuterRef("pk"), is_draft=False)
        found = self.filter(models.Exists(pair.filter(~models.Exists(answer))), is_sampled=True)
        found = found.exclude(inspector=user)
        return found if user.role == "inspector" else found.filter(models.Exists(pair.filter(inspector=user)))


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
    is_ruling = models.BooleanField(default=False)  # a third person's, where two raters differed
    facts = models.JSONField(default=list)  # ids of what it laid to the unit

    objects = AnswerScope.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task", "by"], condition=models.Q(is_draft=True), name="one_draft_of_an_answer"
            )
        ]


ORDER_STATES = {
    "queued": "等待",
    "running": "正在打开网页",
    "done": "已存档",
    "failed": "没有存成",
}


class CaptureOrderScope(Scoped["CaptureOrder"]):
    """As inspection papers: the office's, and of a sampled item nobody's but his who asked."""

    unit_path = ""
    round_path = ""

    def visible_to(self, user: Any) -> Self:
        seen = super().visible_to(user)
        if not getattr(user, "is_authenticated", False):
            return seen
        return seen.filter(task__in=Task.objects.visible_to(user))


class CaptureOrder(models.Model):
    """
    A page that somebody asked to have archived and pictured at this moment. The worker does it; one that dies
    at it leaves its lease to run out, and the page is opened anew.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task = models.ForeignKey(Task, models.CASCADE, related_name="orders")
    url = models.TextField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="queued", choices=list(ORDER_STATES.items()))
    tries = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    message = models.CharField(max_length=300, blank=True)
    evidence = models.ForeignKey("evidence.Evidence", models.SET_NULL, null=True, related_name="+")

    objects = CaptureOrderScope.as_manager()

    class Meta:
        ordering = ("asked_at", "id")
        indexes: ClassVar = [models.Index(fields=["state", "lease_until"])]

    @property
    def is_active(self) -> bool:
        """Whether the page is still to come."""
        return self.state in ("queued", "running")


class LookScope(Scoped["AccountLook"]):
    unit_path = ""


LOOKS = {
    "interaction": "菜单里有咨询、投诉等互动入口",
    "service": "服务入口",
    "provincial": "省级政务服务平台入口",
    "message": "留言或消息功能",
    "reply": "留言有回复",
}
LOOK_WORDS = (("yes", "有"), ("no", "没有"), ("unclear", "看不清"))


class AccountLook(models.Model):
    """What somebody saw on a new-media account with a phone in hand: never changed, only followed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="+")
    account = models.ForeignKey("planning.Account", models.CASCADE, related_name="looks")
    seen = models.JSONField()  # item -> yes, no, unclear
    note = models.TextField(blank=True)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = LookScope.as_manager()

    class Meta:
        ordering = ("-at", "-id")

    @property
    def words(self) -> list[str]:
        """Each item with what was seen."""
        told = dict(LOOK_WORDS)
        return [f"{words}{told.get(self.seen.get(name, ''), '—')}" for name, words in LOOKS.items()]
