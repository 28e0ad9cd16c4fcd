"""Rounds and indicator systems for programs."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query
from ninja.errors import HttpError
from pydantic import AwareDatetime, BaseModel, Field

from ...people.models import User
from ...planning.actions import (
    Refused,
    add_system,
    advance,
    assign_inspectors,
    draw_sample,
    save_round,
    schedule_gathering,
    set_members,
)
from ...planning.models import Member, Round, SystemVersion
from ...planning.queries import inspectors
from ...planning.system_files import given_system, kept_values
from ..asked import NOTHING, Given, Page, Paging, Whole, Words, body, narrowed, page
from ..desk import Desk, owner

desk = Desk(tags=["轮次与指标体系"])
_VIEW, _OWN, _ROUND, _SYSTEM = (
    "planning.view",
    "units.view_own",
    "planning.edit_round",
    "planning.edit_system",
)
MOST_SYSTEM_BYTES = 4 << 20
Step = Literal[
    "start gathering", "start inspecting", "gather again", "start reviewing", "inspect again",
]  # fmt: skip


class RoundShown(BaseModel):
    id: UUID
    title: str
    office: str
    state: str
    period_from: date
    period_to: date
    today: date
    notice_date: date | None
    seed: str
    previous: UUID | None
    scored_at: datetime | None


class RoundGiven(Given):
    """Fields that are left out stay as they are; a new round needs all but the last three."""

    title: Words = Field("", max_length=200)
    office: Words = Field("", max_length=120)
    period_from: date = Field(NOTHING)
    period_to: date = Field(NOTHING)
    today: date = Field(NOTHING, description="监测时间点")
    notice_date: date | None = None
    seed: Words = Field("", max_length=120)
    previous: UUID | None = None


class RoundFilter(Paging):
    state: str = Field("", max_length=20)


@desk.reads("/rounds", Page[RoundShown], "考评轮次", _VIEW, _OWN)
def rounds(request: HttpRequest, asked: Query[RoundFilter]) -> Page[RoundShown]:
    rows = Round.objects.visible_to(owner(request)).select_related("previous")
    return page(narrowed(rows, state=asked.state), asked, lambda one: _round_shown(one, request))


@desk.reads("/rounds/{uuid:public_id}", RoundShown, "一个轮次", _VIEW, _OWN)
def round_(request: HttpRequest, public_id: UUID) -> RoundShown:
    return _round_shown(round_of(request, public_id), request)


@desk.writes("POST", "/rounds", RoundShown, "新建轮次", _ROUND, takes=RoundGiven)
def new_round(request: HttpRequest) -> RoundShown:
    return _saved_round(request, Round())


@desk.writes("PATCH", "/rounds/{uuid:public_id}", RoundShown, "修改轮次", _ROUND, takes=RoundGiven)
def edit_round(request: HttpRequest, public_id: UUID) -> RoundShown:
    return _saved_round(request, round_of(request, public_id))


def _saved_round(request: HttpRequest, one: Round) -> RoundShown:
    values = body(request, RoundGiven).model_dump(exclude_unset=True)
    if values.get("previous"):
        values["previous"] = round_of(request, values["previous"])
    days = {key: values.get(key, getattr(one, key)) for key in ("period_from", "period_to")}
    if all(days.values()) and days["period_from"] > days["period_to"]:
        raise Refused("考评期止早于考评期起。")
    return _round_shown(save_round(one, values, by=owner(request)), request)


def round_of(request: HttpRequest, public_id: UUID) -> Round:
    """The round, where the token's owner may see it; else the same 404 as for none."""
    rows = Round.objects.visible_to(owner(request)).select_related("previous")
    return get_object_or_404(rows, public_id=public_id)


def _round_shown(one: Round, request: HttpRequest) -> RoundShown:
    before = one.previous if one.previous and not owner(request).is_of_unit else None
    return RoundShown(
        id=one.public_id,
        title=one.title,
        office=one.office,
        state=one.state,
        period_from=one.period_from,
        period_to=one.period_to,
        today=one.today,
        notice_date=one.notice_date,
        seed=one.seed,
        previous=before.public_id if before else None,
        scored_at=None if owner(request).is_of_unit else one.scored_at,
    )


class MemberShown(BaseModel):
    unit: UUID
    unit_name: str
    group: str
    system: int
    weight: str


class MembersGiven(Given):
    """Group to the id of its system; all units of the group take part."""

    groups: dict[str, Whole] = Field(min_length=1, max_length=100)


class Count(BaseModel):
    count: int


@desk.reads("/rounds/{uuid:public_id}/members", Page[MemberShown], "本轮单位", _VIEW)
def members(request: HttpRequest, public_id: UUID, asked: Query[Paging]) -> Page[MemberShown]:
    rows = Member.objects.filter(round=round_of(request, public_id)).select_related("unit")
    return page(rows, asked, _member_shown)


def _member_shown(one: Member) -> MemberShown:
    return MemberShown(
        unit=one.unit.public_id,
        unit_name=one.unit.name,
        group=one.group,
        system=one.system_id,
        weight=f"{one.weight.normalize():f}",
    )


@desk.writes("PUT", "/rounds/{uuid:public_id}/members", Count, "选定分组和体系", _ROUND, takes=MembersGiven)
def put_members(request: HttpRequest, public_id: UUID) -> Count:
    found = round_of(request, public_id)
    given = body(request, MembersGiven)
    known = SystemVersion.objects.in_bulk([key for key in given.groups.values() if 0 < key < 1 << 62])
    if missing := [key for key in given.groups.values() if key not in known]:
        raise Refused(f"没有编号为 {missing[0]} 的指标体系,请先查看 /systems。")
    systems = {group: known[key] for group, key in given.groups.items()}
    return Count(count=set_members(found, systems, by=owner(request)))


class AssignmentsGiven(Given):
    inspectors: list[UUID] = Field(min_length=1, max_length=200, description="检查员的 id,见 /inspectors")
    raters: Literal[1, 2] = 1


class Inspector(BaseModel):
    id: UUID
    name: str


@desk.reads("/inspectors", list[Inspector], "检查员", _ROUND)
def inspector_list(request: HttpRequest) -> list[Inspector]:
    return [Inspector(id=one.public_id, name=str(one)) for one in inspectors()]


@desk.writes(
    "PUT", "/rounds/{uuid:public_id}/assignments", Count, "分配检查员", _ROUND, takes=AssignmentsGiven
)
def put_assignments(request: HttpRequest, public_id: UUID) -> Count:
    found = round_of(request, public_id)
    given = body(request, AssignmentsGiven)
    known: dict[UUID, User] = {one.public_id: one for one in inspectors()}
    if missing := [one for one in given.inspectors if one not in known]:
        raise Refused(f"{missing[0]} 不是在岗的检查员,请先查看 /inspectors。")
    chosen = [known[one] for one in dict.fromkeys(given.inspectors)]
    return Count(count=assign_inspectors(found, chosen, raters=given.raters, by=owner(request)))


class SampleGiven(Given):
    what: Words = Field(min_length=1, max_length=80)
    population: list[Words] = Field(min_length=1, max_length=5000)
    size: Whole = Field(ge=1, le=5000)


class SampleShown(BaseModel):
    what: str
    size: int
    drawn: list[str]


@desk.writes("POST", "/rounds/{uuid:public_id}/samples", SampleShown, "抽样", _ROUND, takes=SampleGiven)
def new_sample(request: HttpRequest, public_id: UUID) -> SampleShown:
    found = round_of(request, public_id)
    given = body(request, SampleGiven)
    made = draw_sample(found, **given.model_dump(), by=owner(request))
    return SampleShown(what=made.what, size=made.size, drawn=made.drawn)


class ScheduleGiven(Given):
    starts_at: AwareDatetime
    spread_minutes: Whole = Field(5, ge=0, le=1440)
    quiet_hours: str = Field("", pattern=r"^$|^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$")


class ScheduleShown(BaseModel):
    starts_at: datetime
    spread_minutes: int
    quiet_hours: str


@desk.writes(
    "POST", "/rounds/{uuid:public_id}/schedules", ScheduleShown, "排定采集", _ROUND, takes=ScheduleGiven
)
def new_schedule(request: HttpRequest, public_id: UUID) -> ScheduleShown:
    found = round_of(request, public_id)
    given = body(request, ScheduleGiven)
    if not 2000 < given.starts_at.year < 2100:
        raise HttpError(409, "开始时间的年份不对。")
    made = schedule_gathering(found, **given.model_dump(), by=owner(request))
    return ScheduleShown.model_validate(made, from_attributes=True)


class StepGiven(Given):
    step: Step
    reason: Words = Field("", max_length=300)


@desk.writes("POST", "/rounds/{uuid:public_id}/step", RoundShown, "进入下一阶段", _ROUND, takes=StepGiven)
def step(request: HttpRequest, public_id: UUID) -> RoundShown:
    found = round_of(request, public_id)
    given = body(request, StepGiven)
    return _round_shown(advance(found, given.step, by=owner(request), reason=given.reason), request)


class SystemShown(BaseModel):
    id: int
    name: str
    title: str
    version: str
    digest: str
    added_at: datetime
    remarks: list[dict[str, Any]]


class SystemText(SystemShown):
    text: str


class SystemGiven(Given):
    """A system as YAML text."""

    text: Words = Field(min_length=1, max_length=MOST_SYSTEM_BYTES)


class SystemFilter(Paging):
    name: str = Field("", max_length=80)


@desk.reads("/systems", Page[SystemShown], "指标体系各版本", _VIEW)
def systems(request: HttpRequest, asked: Query[SystemFilter]) -> Page[SystemShown]:
    rows = narrowed(SystemVersion.objects.defer("text"), name=asked.name)
    return page(rows, asked, lambda one: SystemShown(**_told(one)))


@desk.reads("/systems/{int:pk}", SystemText, "一个版本的全文", _VIEW)
def system(request: HttpRequest, pk: int) -> SystemText:
    one = get_object_or_404(SystemVersion, pk=pk)
    return SystemText(**_told(one), text=one.text)


@desk.writes("POST", "/systems", SystemShown, "新增指标体系", _SYSTEM, takes=SystemGiven)
def new_system(request: HttpRequest) -> SystemShown:
    given = given_system(body(request, SystemGiven, most=MOST_SYSTEM_BYTES).text.encode(), "system.yaml")
    if given.errors:
        first = given.errors[0]
        raise Refused(f"有 {len(given.errors)} 处错误,没有保存。{first['where']}:{first['words']}")
    return SystemShown(**_told(add_system(**kept_values(given), by=owner(request))))


def _told(one: SystemVersion) -> dict[str, Any]:
    names = ("name", "title", "version", "digest", "added_at", "remarks")
    return {"id": one.pk, **{name: getattr(one, name) for name in names}}
