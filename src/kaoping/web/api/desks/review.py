"""Suspects, observations and rulings for programs."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import BaseModel, Field

from ...evidence.models import Evidence
from ...review import actions
from ...review.models import Decision, Observation, Suspect
from ..asked import NOTHING, Given, Page, Paging, Whole, Words, body, narrowed, page
from ..desk import Desk, owner
from .rounds import round_of

desk = Desk(tags=["问题"])
_VIEW, _OWN = "review.view", "units.view_own"
_DECIDE, _SECOND = "review.confirm_suspect", "review.second"


class SuspectShown(BaseModel):
    """`version` goes back with a ruling. Units get what was confirmed of them, without `witnesses`."""

    id: UUID
    round: UUID
    unit: UUID
    unit_name: str
    system: str
    indicator: str
    rule: str
    check: str
    url: str
    object: str
    message: str
    quote: str
    severity: str
    lane: str
    is_veto: bool
    state: str
    sightings: int
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    version: int
    witnesses: list[dict[str, Any]]


class SuspectFilter(Paging):
    round: UUID = Field(NOTHING, description="轮次的 id")
    unit: UUID = Field(NOTHING, description="单位的 id")
    state: str = Field("", max_length=12)
    severity: str = Field("", max_length=8)
    indicator: str = Field("", max_length=60)
    check: str = Field("", max_length=60)


@desk.reads("/suspects", Page[SuspectShown], "疑似问题与问题", _VIEW, _OWN)
def suspects(request: HttpRequest, asked: Query[SuspectFilter]) -> Page[SuspectShown]:
    rows = narrowed(
        Suspect.objects.visible_to(owner(request)).select_related("unit", "round"),
        round__public_id=asked.round,
        unit__public_id=asked.unit,
        state=asked.state,
        severity=asked.severity,
        indicator=asked.indicator,
        check_id=asked.check,
    )
    return page(rows, asked, lambda one: suspect_shown(one, request))


@desk.reads("/suspects/{uuid:public_id}", SuspectShown, "一个问题", _VIEW, _OWN)
def suspect(request: HttpRequest, public_id: UUID) -> SuspectShown:
    return suspect_shown(suspect_of(request, public_id), request)


def suspect_of(request: HttpRequest, public_id: UUID) -> Suspect:
    """The suspect, where the token's owner may see it; else the same 404 as for none."""
    rows = Suspect.objects.visible_to(owner(request)).select_related("unit", "round")
    return get_object_or_404(rows, public_id=public_id)


def suspect_shown(one: Suspect, request: HttpRequest) -> SuspectShown:
    """A suspect as the API shows it: witnesses name inspectors, and are the office's."""
    same = (
        "system", "indicator", "rule", "url", "object", "message", "quote", "severity", "lane", "is_veto",
        "state", "sightings", "first_seen_at", "last_seen_at", "version",
    )  # fmt: skip
    return SuspectShown(
        id=one.public_id,
        round=one.round.public_id,
        unit=one.unit.public_id,
        unit_name=one.unit.name,
        check=one.check_id,
        witnesses=[] if owner(request).is_of_unit else one.witnesses,
        **{name: getattr(one, name) for name in same},
    )


class DecisionShown(BaseModel):
    verdict: str
    by: str
    at: datetime
    reason: str
    until: date | None
    is_second: bool


@desk.reads("/suspects/{uuid:public_id}/decisions", Page[DecisionShown], "认定经过", _VIEW)
def decisions(request: HttpRequest, public_id: UUID, asked: Query[Paging]) -> Page[DecisionShown]:
    rows = Decision.objects.visible_to(owner(request)).select_related("by")
    return page(rows.filter(suspect=suspect_of(request, public_id)), asked, _decision_shown)


def _decision_shown(one: Decision) -> DecisionShown:
    return DecisionShown(
        verdict=one.verdict,
        by=str(one.by) if one.by else "",
        at=one.at,
        reason=one.reason,
        until=one.until,
        is_second=one.is_second,
    )


class EvidenceShown(BaseModel):
    """What proof there is; its bytes are read on the page, where they are shown safely."""

    id: UUID
    kind: str
    name: str
    media_type: str
    size_bytes: int
    digest: str
    url: str
    taken_at: datetime


@desk.reads(
    "/suspects/{uuid:public_id}/evidence",
    Page[EvidenceShown],
    "佐证清单",
    "evidence.view",
    "evidence.view_own",
)
def evidence(request: HttpRequest, public_id: UUID, asked: Query[Paging]) -> Page[EvidenceShown]:
    rows = Evidence.objects.visible_to(owner(request)).filter(suspect=suspect_of(request, public_id))
    return page(rows, asked, _evidence_shown)


def _evidence_shown(one: Evidence) -> EvidenceShown:
    same = ("kind", "name", "media_type", "size_bytes", "digest", "url", "taken_at")
    return EvidenceShown(id=one.public_id, **{name: getattr(one, name) for name in same})


class RulingGiven(Given):
    """`version` is the suspect's as you saw it: whoever ruled meanwhile is not overruled."""

    version: Whole = Field(ge=0, le=2_147_483_647)
    reason: Words = Field("", max_length=500)


class ExemptionGiven(RulingGiven):
    until: date = Field(description="有效期至(含当日)")


def _ruling(
    name: str, act: Callable[..., Suspect], title: str, permission: str, takes: type[RulingGiven]
) -> None:
    """Add the operation that makes one ruling by the action `act` of the review desk."""

    def rule(request: HttpRequest, public_id: UUID) -> SuspectShown:
        found = suspect_of(request, public_id)
        given = body(request, takes)
        return suspect_shown(act(found, by=owner(request), **given.model_dump()), request)

    rule.__name__ = name
    where = f"/suspects/{{uuid:public_id}}/{name}"
    desk.writes("POST", where, SuspectShown, title, permission, takes=takes)(rule)


_ruling("confirm", actions.confirm_suspect, "确认", _DECIDE, RulingGiven)
_ruling("dismiss", actions.dismiss_suspect, "排除", _DECIDE, RulingGiven)
_ruling("exempt", actions.exempt_suspect, "豁免", _DECIDE, ExemptionGiven)
_ruling("reopen", actions.reopen_suspect, "重开", _DECIDE, RulingGiven)
_ruling("agree", actions.agree, "第二人同意", _SECOND, RulingGiven)
_ruling("disagree", actions.disagree, "第二人不同意", _SECOND, RulingGiven)


class ObservationShown(BaseModel):
    """One line of what a machine saw; `line` is the line itself, with all its facts."""

    id: int
    unit: UUID | None
    suspect: UUID | None
    check: str
    answer: str
    severity: str
    url: str
    seen_at: datetime | None
    line: dict[str, Any]


class ObservationFilter(Paging):
    unit: UUID = Field(NOTHING, description="单位的 id")
    check: str = Field("", max_length=60)
    answer: str = Field("", max_length=12)


@desk.reads("/rounds/{uuid:public_id}/observations", Page[ObservationShown], "观察记录", _VIEW)
def observations(
    request: HttpRequest, public_id: UUID, asked: Query[ObservationFilter]
) -> Page[ObservationShown]:
    rows = Observation.objects.visible_to(owner(request)).filter(round=round_of(request, public_id))
    rows = narrowed(
        rows, unit__public_id=asked.unit, check_id=asked.check, answer=asked.answer
    ).select_related("unit", "suspect")
    return page(rows, asked, _observation_shown)


def _observation_shown(one: Observation) -> ObservationShown:
    return ObservationShown(
        id=one.pk,
        unit=one.unit.public_id if one.unit else None,
        suspect=one.suspect.public_id if one.suspect else None,
        check=one.check_id,
        answer=one.answer,
        severity=one.severity,
        url=one.url,
        seen_at=one.seen_at,
        line=one.body,
    )
