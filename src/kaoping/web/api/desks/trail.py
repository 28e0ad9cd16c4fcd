"""The audit trail for an auditor's programs, and who a token belongs to."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import BaseModel, Field

from ...audit import queries
from ...audit.actions import verify_trail
from ...audit.chain import Head
from ...audit.models import Entry
from ..asked import Given, Page, Paging, Whole, body, page
from ..desk import Desk, owner

desk = Desk(tags=["审计与令牌"])


class Me(BaseModel):
    """Whose token it is, and what it opens."""

    username: str
    name: str
    role: str
    unit: str
    scopes: list[str]
    expires_at: datetime | None


@desk.reads("/me", Me, "令牌的主人和范围")
def me(request: HttpRequest) -> Me:
    token, user = request.auth, owner(request)  # type: ignore[attr-defined]
    return Me(
        username=user.username,
        name=user.name,
        role=user.role,
        unit=str(user.unit.public_id) if user.unit else "",
        scopes=token.scopes,
        expires_at=token.expires_at,
    )


class EntryShown(BaseModel):
    """An entry with all that is needed to verify the chain elsewhere."""

    number: int
    at: datetime
    by: str
    role: str
    action: str
    subject: str
    detail: dict[str, Any]
    before: str
    digest: str


class EntryFilter(Paging):
    by: str = Field("", max_length=64)
    action: str = Field("", max_length=60, description="操作,或只写类别,如 review")
    subject: str = Field("", max_length=200)


@desk.reads("/audit/entries", Page[EntryShown], "审计记录", "audit.view")
def entries(request: HttpRequest, asked: Query[EntryFilter]) -> Page[EntryShown]:
    rows = queries.entries(by=asked.by, action=asked.action, subject=asked.subject)
    return page(rows, asked, lambda one: EntryShown.model_validate(one, from_attributes=True))


@desk.reads("/audit/entries/{int:number}", EntryShown, "一条审计记录", "audit.view")
def entry(request: HttpRequest, number: int) -> EntryShown:
    return EntryShown.model_validate(get_object_or_404(Entry, number=number), from_attributes=True)


class AnchorGiven(Given):
    number: Whole = Field(ge=1, le=1 << 53)
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")


class VerifyGiven(Given):
    """Heads that were told outside, from a notice or letter: a cut tail is found by them alone."""

    anchors: list[AnchorGiven] = Field([], max_length=1000)


class VerdictShown(BaseModel):
    """`breaks` holds the first 200 of `count`; the verification is itself entry number `entry`."""

    is_whole: bool
    entries: int
    anchors: int
    count: int
    breaks: list[str]
    head: str
    entry: int


@desk.writes("POST", "/audit/verify", VerdictShown, "校验全部审计记录", "audit.verify", takes=VerifyGiven)
def verify(request: HttpRequest) -> VerdictShown:
    told = [Head(one.number, one.digest) for one in body(request, VerifyGiven).anchors]
    verdict, done = verify_trail(by=owner(request), told=told)
    return VerdictShown(
        is_whole=verdict.is_whole,
        entries=verdict.entries,
        anchors=verdict.anchors,
        count=verdict.count,
        breaks=[str(one) for one in verdict.breaks],
        head=f"{verdict.head.number}:{verdict.head.digest}",
        entry=done.number,
    )
