"""Inspectors' tasks and answers for programs."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query
from ninja.errors import HttpError
from pydantic import BaseModel, Field

from ...inspection import actions
from ...inspection.models import Answer, Task
from ..asked import NOTHING, Given, Page, Paging, Whole, Words, body, narrowed, page
from ..desk import Desk, owner

desk = Desk(tags=["检查"])
_VIEW, _ANSWER = "inspection.view", "inspection.answer"


class TaskShown(BaseModel):
    id: UUID
    round: UUID
    unit: UUID
    unit_name: str
    indicator: str
    rule: str
    question: str
    rater: int
    is_sampled: bool
    is_mine: bool
    is_answered: bool


class AnswerShown(BaseModel):
    verdict: str
    count: int
    url: str
    object: str
    note: str
    at: datetime


class AnswerGiven(Given):
    """不符合、不适用、无法判断 need a note; `object` holds one place a line."""

    verdict: Literal["met", "not_met", "not_applicable", "cannot_tell"]
    count: Whole = Field(0, ge=0, le=999)
    url: str = Field("", max_length=2000, pattern=r"^(https?://[^\s\x00-\x1f]+)?$")
    object: Words = Field("", max_length=4000)
    note: Words = Field("", max_length=2000)


class TaskFilter(Paging):
    round: UUID = Field(NOTHING, description="轮次的 id")
    unit: UUID = Field(NOTHING, description="单位的 id")
    is_mine: bool = Field(False, description="只看分配给我的")


@desk.reads("/tasks", Page[TaskShown], "检查项", _VIEW)
def tasks(request: HttpRequest, asked: Query[TaskFilter]) -> Page[TaskShown]:
    rows = narrowed(_tasks(request), round__public_id=asked.round, unit__public_id=asked.unit)
    if asked.is_mine:
        rows = rows.filter(inspector=owner(request))
    return page(rows, asked, lambda one: _task_shown(one, request))


@desk.reads("/tasks/{uuid:public_id}", TaskShown, "一个检查项", _VIEW)
def task(request: HttpRequest, public_id: UUID) -> TaskShown:
    return _task_shown(get_object_or_404(_tasks(request), public_id=public_id), request)


def _tasks(request: HttpRequest):  # type: ignore[no-untyped-def]
    rows = Task.objects.visible_to(owner(request))
    return rows.select_related("round", "unit").prefetch_related("answers")


def _task_shown(one: Task, request: HttpRequest) -> TaskShown:
    same = ("indicator", "rule", "question", "rater", "is_sampled")
    return TaskShown(
        id=one.public_id,
        round=one.round.public_id,
        unit=one.unit.public_id,
        unit_name=one.unit.name,
        is_mine=one.inspector_id == owner(request).pk,
        is_answered=any(not answer.is_draft for answer in one.answers.all()),
        **{name: getattr(one, name) for name in same},
    )


@desk.reads("/tasks/{uuid:public_id}/answers", Page[AnswerShown], "已交的答案", _VIEW)
def answers(request: HttpRequest, public_id: UUID, asked: Query[Paging]) -> Page[AnswerShown]:
    found = get_object_or_404(_tasks(request), public_id=public_id)
    rows = Answer.objects.filter(task=found, is_draft=False)
    # two raters are blind: the other's answers are shown to nobody who has yet to give his own
    if found.is_sampled and owner(request).role == "inspector" and found.inspector_id != owner(request).pk:
        rows = rows.none()
    return page(rows, asked, lambda one: AnswerShown.model_validate(one, from_attributes=True))


@desk.writes("POST", "/tasks/{uuid:public_id}/answers", AnswerShown, "交答案", _ANSWER, takes=AnswerGiven)
def hand_in(request: HttpRequest, public_id: UUID) -> AnswerShown:
    found = get_object_or_404(_tasks(request), public_id=public_id)
    given = body(request, AnswerGiven)
    if given.verdict != "met" and not given.note.strip():
        raise HttpError(409, "请在 note 写明理由或看到了什么。")
    values = given.model_dump()
    lines = [line for line in given.object.splitlines() if line.strip()]
    values["count"] = max(given.count, len(lines), 1) if given.verdict == "not_met" else 0
    made = actions.hand_in(found, values, by=owner(request))
    return AnswerShown.model_validate(made, from_attributes=True)
