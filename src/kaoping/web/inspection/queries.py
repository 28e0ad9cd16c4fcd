"""Reads of the inspection desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ..evidence.models import Evidence
from ..people.models import User
from ..planning.models import Round, Unit
from ..review.models import Observation, Suspect
from .models import Answer, Task

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Paper:
    """One question on a list, with the answer in force of the one who is asked."""

    task: Task
    answer: Answer | None
    draft: Answer | None
    hints: int = 0
    proofs: int = 0


def rounds_at_work(user: User) -> QuerySet[Round]:
    """Rounds that people are still looking at, the latest first."""
    seen: QuerySet[Round] = Round.objects.visible_to(user)
    return seen.filter(state__in=("planned", "gathering", "inspecting", "reviewing"))


def unit_lists(round_: Round, user: User, *, whose: str = "") -> list[dict[str, Any]]:
    """
    Per unit how many questions there are and how many have an answer; for an inspector his own, unless
    `whose` says ``all``.
    """
    tasks = Task.objects.visible_to(user).filter(round=round_)
    if user.role == "inspector" and whose != "all":
        tasks = tasks.filter(inspector=user)
    answered = Exists(Answer.objects.filter(task=OuterRef("pk"), is_draft=False))
    rows = (
        tasks.annotate(is_answered=answered)
        .values("unit__public_id", "unit__name", "unit__parent__name", "unit__order")
        .annotate(n=Count("pk"), done=Count("pk", filter=Q(is_answered=True)))
        .order_by("unit__order", "unit__name")
    )
    return [dict(row) for row in rows]


def papers_of(round_: Round, unit: Unit, user: User) -> list[Paper]:
    """The check list of a unit: all its questions that `user` may see, in the systems' order."""
    tasks = list(
        Task.objects.visible_to(user)
        .filter(round=round_, unit=unit)
        .select_related("inspector", "account")
        .order_by("pk")
    )
    answers, drafts = answers_of(tasks, user)
    hinted = _counts(
        Suspect.objects.filter(round=round_, unit=unit).exclude(state__in=("gone", "dismissed")), "indicator"
    )
    proofs = _counts(Evidence.objects.filter(task__in=tasks), "task_id")
    return [
        Paper(
            one,
            answers.get(one.pk),
            drafts.get(one.pk),
            0 if one.is_sampled else hinted.get(one.indicator, 0),
            proofs.get(one.pk, 0),
        )
        for one in tasks
    ]


def answers_of(tasks: Sequence[Task], user: User) -> tuple[dict[int, Answer], dict[int, Answer]]:
    """By task the last answer, and the draft of `user`."""
    answers: dict[int, Answer] = {}
    drafts: dict[int, Answer] = {}
    for one in Answer.objects.filter(task__in=tasks).select_related("by").order_by("at", "id"):
        if not one.is_draft:
            answers[one.task_id] = one
        elif one.by_id == user.pk:
            drafts[one.task_id] = one
    return answers, drafts


def _counts(rows: Any, by: str) -> dict[Any, int]:
    return dict(rows.order_by().values_list(by).annotate(n=Count("pk")))


def suspects_beside(task: Task, user: User) -> list[Suspect]:
    """
    What is suspected under the same indicator, to look at: machines' alone where two raters are to see for
    themselves.
    """
    rows = (
        Suspect.objects.visible_to(user)
        .filter(round=task.round, unit=task.unit, indicator=task.indicator)
        .exclude(state__in=("gone", "dismissed"))
        .prefetch_related("evidence")
        .order_by("-id")
    )
    found = list(rows[: SHOWN * 5])
    if task.is_sampled:
        found = [one for one in found if all(w["voice"] == "check" for w in one.witnesses)]
    return found[:SHOWN]


def observations_beside(task: Task, user: User) -> list[Observation]:
    """What checks of the same indicator saw and were unsure of, the latest first."""
    alone = Observation.objects.visible_to(user).filter(round=task.round, unit=task.unit, suspect=None)
    found: list[Observation] = []
    for check in task.prefill.get("checks") or []:  # one by one: each ends after a few steps in the index
        found += alone.filter(check_id=check).order_by("-id")[:SHOWN]
    return sorted(found, key=lambda one: -one.pk)[:SHOWN]


def next_task(task: Task, user: User) -> Task | None:
    """The next question of the same unit that `user` is asked and has not answered."""
    answered = Exists(Answer.objects.filter(task=OuterRef("pk"), is_draft=False))
    rows = Task.objects.filter(round=task.round, unit=task.unit, inspector=user).annotate(is_done=answered)
    open_ones = rows.filter(is_done=False).exclude(pk=task.pk).order_by("pk")
    return open_ones.filter(pk__gt=task.pk).first() or open_ones.first()
