"""Jobs of the worker for programs: how far each site is, what could not be seen, pause and go on."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import BaseModel, Field

from ...gathering import actions
from ...gathering.models import Job
from ..asked import NOTHING, Page, Paging, narrowed, page
from ..desk import Desk, owner

desk = Desk(tags=["采集"])
_VIEW, _OWN, _CONTROL = "gathering.view", "units.view_own", "gathering.control"


class JobShown(BaseModel):
    """`unseen` says what could not be seen, and why: what nobody saw never counts as passed."""

    id: UUID
    round: UUID | None
    site: int
    site_name: str
    kind: str
    is_again: bool
    sighting: int
    state: str
    wanted: str
    progress: dict[str, Any]
    unseen: list[Any]
    message: str
    made_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class JobFilter(Paging):
    round: UUID = Field(NOTHING, description="轮次的 id")
    state: str = Field("", max_length=20)


@desk.reads("/jobs", Page[JobShown], "采集任务", _VIEW, _OWN)
def jobs(request: HttpRequest, asked: Query[JobFilter]) -> Page[JobShown]:
    rows = Job.objects.visible_to(owner(request)).select_related("round", "site")
    rows = narrowed(rows, round__public_id=asked.round, state=asked.state)
    return page(rows, asked, lambda one: _job_shown(one, request))


@desk.reads("/jobs/{uuid:public_id}", JobShown, "一个采集任务", _VIEW, _OWN)
def job(request: HttpRequest, public_id: UUID) -> JobShown:
    return _job_shown(_job(request, public_id), request)


def _job(request: HttpRequest, public_id: UUID) -> Job:
    rows = Job.objects.visible_to(owner(request)).select_related("round", "site")
    return get_object_or_404(rows, public_id=public_id)


def _job_shown(one: Job, request: HttpRequest) -> JobShown:
    same = (
        "kind", "is_again", "sighting", "state", "wanted", "progress", "unseen", "message", "made_at",
        "started_at", "ended_at",
    )  # fmt: skip
    # a round that units do not see yet has no address for them either
    is_told = not owner(request).is_of_unit
    return JobShown(
        id=one.public_id,
        round=one.round.public_id if is_told else None,
        site=one.site_id,
        site_name=one.site.name,
        **{name: getattr(one, name) for name in same},
    )


def _control(name: str, act: Callable[..., Job], title: str) -> None:
    """Add the operation that asks something of a job by the action `act` of the gathering desk."""

    def control(request: HttpRequest, public_id: UUID) -> JobShown:
        return _job_shown(act(_job(request, public_id), by=owner(request)), request)

    control.__name__ = f"{name}_job"
    where = f"/jobs/{{uuid:public_id}}/{name.replace('_', '-')}"
    desk.writes("POST", where, JobShown, title, _CONTROL)(control)


_control("pause", actions.pause, "暂停")
_control("go_on", actions.go_on, "继续")
_control("cancel", actions.cancel, "取消")
_control("look_again", actions.look_again, "再采一次")
