"""What units say to their drafts and put right, and what came in from elsewhere, for programs."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import BaseModel, Field

from ...imports.models import Batch
from ...units.models import Appeal, RectificationTask, Reply
from ..asked import NOTHING, Page, Paging, narrowed, page
from ..desk import Desk, owner

desk = Desk(tags=["反馈、整改、导入"])
_OFFICE, _OWN = "units.view_office", "units.view_own"


class OfRound(Paging):
    round: UUID = Field(NOTHING, description="轮次的 id")
    unit: UUID = Field(NOTHING, description="单位的 id")
    state: str = Field("", max_length=12)


def _of_round(rows: Any, asked: OfRound, **more: Any) -> Any:
    narrow = {"round__public_id": asked.round, "unit__public_id": asked.unit, **more}
    return narrowed(rows.select_related("round", "unit", "suspect"), **narrow)


class ReplyShown(BaseModel):
    id: UUID
    round: UUID
    unit: UUID
    suspect: UUID | None
    indicator: str
    kind: str
    words: str
    at: datetime
    is_late: bool


@desk.reads("/replies", Page[ReplyShown], "单位对初评的答复", _OFFICE, _OWN)
def replies(request: HttpRequest, asked: Query[OfRound]) -> Page[ReplyShown]:
    rows = _of_round(Reply.objects.visible_to(owner(request)), asked)
    return page(
        rows, asked, lambda one: ReplyShown(**_of(one, "indicator", "kind", "words", "at", "is_late"))
    )


def _of(one: Any, *same: str) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "round": one.round.public_id,
        "unit": one.unit.public_id,
        "suspect": one.suspect.public_id if one.suspect else None,
        **{name: getattr(one, name) for name in same},
    }


class AppealShown(BaseModel):
    """An objection and its ruling; who ruled is told to nobody here. `before` and `after` are totals."""

    id: UUID
    round: UUID
    unit: UUID
    suspect: UUID | None
    at: datetime
    state: str
    ruling: str
    ruled_at: datetime | None
    before: str
    after: str


_APPEAL = ("at", "state", "ruling", "ruled_at", "before", "after")


@desk.reads("/appeals", Page[AppealShown], "申诉", _OFFICE, _OWN)
def appeals(request: HttpRequest, asked: Query[OfRound]) -> Page[AppealShown]:
    rows = _of_round(Appeal.objects.visible_to(owner(request)), asked, state=asked.state)
    return page(rows, asked, lambda one: AppealShown(**_of(one, *_APPEAL)))


@desk.reads("/appeals/{uuid:public_id}", AppealShown, "一项申诉", _OFFICE, _OWN)
def appeal(request: HttpRequest, public_id: UUID) -> AppealShown:
    rows = Appeal.objects.visible_to(owner(request)).select_related("round", "unit", "suspect")
    return AppealShown(**_of(get_object_or_404(rows, public_id=public_id), *_APPEAL))


class RectificationShown(BaseModel):
    """A finding to be put right; `counted` says how the day was counted."""

    id: UUID
    round: UUID
    unit: UUID
    suspect: UUID | None
    state: str
    due: date
    counted: str
    owner: str
    cause: str
    plan: str
    reported_at: datetime | None
    verified_at: datetime | None
    message: str


_TASK = ("state", "due", "counted", "owner", "cause", "plan", "reported_at", "verified_at", "message")


@desk.reads("/rectification", Page[RectificationShown], "整改任务", _OFFICE, _OWN)
def rectification(request: HttpRequest, asked: Query[OfRound]) -> Page[RectificationShown]:
    rows = _of_round(RectificationTask.objects.visible_to(owner(request)), asked, state=asked.state)
    return page(rows, asked, lambda one: RectificationShown(**_of(one, *_TASK)))


@desk.reads("/rectification/{uuid:public_id}", RectificationShown, "一项整改任务", _OFFICE, _OWN)
def rectification_task(request: HttpRequest, public_id: UUID) -> RectificationShown:
    rows: Any = RectificationTask.objects.visible_to(owner(request))
    rows = rows.select_related("round", "unit", "suspect")
    return RectificationShown(**_of(get_object_or_404(rows, public_id=public_id), *_TASK))


class BatchShown(BaseModel):
    """A delivery of third-party data: how far it is read, and what came of its rows."""

    id: UUID
    round: UUID
    name: str
    kind: str
    digest: str
    state: str
    cursor: int
    counts: dict[str, Any]
    errors: list[Any]
    at: datetime


_BATCH = ("name", "kind", "digest", "state", "cursor", "counts", "errors", "at")


@desk.reads("/batches", Page[BatchShown], "导入批次", "imports.view")
def batches(request: HttpRequest, asked: Query[Paging]) -> Page[BatchShown]:
    rows = Batch.objects.visible_to(owner(request)).select_related("round")
    return page(rows, asked, _batch_shown)


@desk.reads("/batches/{uuid:public_id}", BatchShown, "一个导入批次", "imports.view")
def batch(request: HttpRequest, public_id: UUID) -> BatchShown:
    rows = Batch.objects.visible_to(owner(request)).select_related("round")
    return _batch_shown(get_object_or_404(rows, public_id=public_id))


def _batch_shown(one: Batch) -> BatchShown:
    same = {name: getattr(one, name) for name in _BATCH}
    return BatchShown(id=one.public_id, round=one.round.public_id, **same)
