"""The register for programs: units, sites, accounts, lists to import."""

import base64
import binascii
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query
from ninja.errors import HttpError
from pydantic import BaseModel, Field

from ...planning.actions import apply_roster, draft_roster, save_account, save_site, save_unit
from ...planning.models import Account, RosterDraft, Site, Unit
from ...planning.queries import units_for
from ..asked import NOTHING, Given, Page, Paging, Whole, Words, body, narrowed, page
from ..desk import Desk, owner

desk = Desk(tags=["单位、网站、账号"])
_VIEW, _OWN, _EDIT = "planning.view", "units.view_own", "planning.edit"
MOST_FILE_BYTES = 14 << 20
Weight = r"^[0-9]{1,4}(\.[0-9]{1,4})?$"


class UnitShown(BaseModel):
    id: UUID
    name: str
    kind: str
    group: str
    parent: UUID | None
    weight: str
    aliases: list[str]
    traits: list[str]
    order: int
    is_closed: bool


class UnitGiven(Given):
    """Fields that are left out stay as they are. `weight` is written as text, ``"1.5"``."""

    name: Words = Field("", max_length=120)
    kind: Words = Field("", max_length=40)
    group: Words = Field("", max_length=40)
    parent: UUID | None = None
    weight: str = Field("1", pattern=Weight)
    aliases: list[Words] = Field([], max_length=50)
    traits: list[Words] = Field([], max_length=50)
    order: Whole = Field(0, ge=0, le=100_000)
    is_closed: bool = False
    note: Words = Field("", max_length=300)
    reason: Words = Field("", max_length=300, description="修改原因")


class UnitFilter(Paging):
    q: str = Field("", max_length=80, description="名称或别名中的字")
    group: str = Field("", max_length=40)


@desk.reads("/units", Page[UnitShown], "单位名单", _VIEW, _OWN)
def units(request: HttpRequest, asked: Query[UnitFilter]) -> Page[UnitShown]:
    rows = units_for(owner(request), words=asked.q.strip(), group=asked.group)
    return page(rows, asked, unit_shown)


@desk.reads("/units/{uuid:public_id}", UnitShown, "一个单位", _VIEW, _OWN)
def unit(request: HttpRequest, public_id: UUID) -> UnitShown:
    return unit_shown(_unit(request, public_id))


@desk.writes("POST", "/units", UnitShown, "新增单位", _EDIT, takes=UnitGiven)
def new_unit(request: HttpRequest) -> UnitShown:
    return _saved_unit(request, Unit())


@desk.writes("PATCH", "/units/{uuid:public_id}", UnitShown, "修改单位", _EDIT, takes=UnitGiven)
def edit_unit(request: HttpRequest, public_id: UUID) -> UnitShown:
    return _saved_unit(request, _unit(request, public_id))


def _saved_unit(request: HttpRequest, one: Unit) -> UnitShown:
    given = body(request, UnitGiven)
    values = given.model_dump(exclude_unset=True, exclude={"reason"})
    if "weight" in values:
        values["weight"] = Decimal(values["weight"])
    if values.get("parent"):
        values["parent"] = get_object_or_404(
            Unit.objects.visible_to(owner(request)), public_id=values["parent"]
        )
    return unit_shown(save_unit(one, values, by=owner(request), reason=given.reason))


def _unit(request: HttpRequest, public_id: UUID) -> Unit:
    rows = Unit.objects.visible_to(owner(request)).select_related("parent")
    return get_object_or_404(rows, public_id=public_id)


def unit_shown(one: Unit) -> UnitShown:
    """A unit as the API shows it."""
    return UnitShown(
        id=one.public_id,
        name=one.name,
        kind=one.kind,
        group=one.group,
        parent=one.parent.public_id if one.parent else None,
        weight=f"{one.weight.normalize():f}",
        aliases=one.aliases,
        traits=one.traits,
        order=one.order,
        is_closed=one.is_closed,
    )


class OwnedFilter(Paging):
    unit: UUID = Field(NOTHING, description="单位的 id")


class SiteShown(BaseModel):
    id: int
    unit: UUID
    name: str
    url: str
    code: str
    is_portal: bool
    state: str
    drift: list[str]


class SiteGiven(Given):
    """Fields that are left out stay as they are."""

    unit: UUID = Field(NOTHING)
    name: Words = Field("", max_length=120)
    url: Words = Field("", max_length=500)
    code: Words = Field("", max_length=20)
    is_portal: bool = False
    state: Words = Field("运行", max_length=20)


@desk.reads("/sites", Page[SiteShown], "网站名单", _VIEW, _OWN)
def sites(request: HttpRequest, asked: Query[OwnedFilter]) -> Page[SiteShown]:
    rows = Site.objects.visible_to(owner(request)).select_related("unit")
    return page(narrowed(rows, unit__public_id=asked.unit), asked, _site_shown)


@desk.reads("/sites/{int:pk}", SiteShown, "一个网站", _VIEW, _OWN)
def site(request: HttpRequest, pk: int) -> SiteShown:
    return _site_shown(get_object_or_404(Site.objects.visible_to(owner(request)), pk=pk))


@desk.writes("POST", "/sites", SiteShown, "新增网站", _EDIT, takes=SiteGiven)
def new_site(request: HttpRequest) -> SiteShown:
    return _site_shown(save_site(Site(), _owned(request, SiteGiven), by=owner(request)))


@desk.writes("PATCH", "/sites/{int:pk}", SiteShown, "修改网站", _EDIT, takes=SiteGiven)
def edit_site(request: HttpRequest, pk: int) -> SiteShown:
    found = get_object_or_404(Site.objects.visible_to(owner(request)), pk=pk)
    return _site_shown(save_site(found, _owned(request, SiteGiven), by=owner(request)))


def _site_shown(one: Site) -> SiteShown:
    return SiteShown(
        id=one.pk,
        unit=one.unit.public_id,
        name=one.name,
        url=one.url,
        code=one.code,
        is_portal=one.is_portal,
        state=one.state,
        drift=[str(words) for words in one.drift],
    )


def _owned(request: HttpRequest, kind: type[Given]) -> dict[str, object]:
    values = body(request, kind).model_dump(exclude_unset=True)
    if "unit" in values:
        values["unit"] = get_object_or_404(Unit.objects.visible_to(owner(request)), public_id=values["unit"])
    return values


class AccountShown(BaseModel):
    id: int
    unit: UUID
    platform: str
    name: str
    platform_id: str
    kind: str
    has_service: bool | None
    is_filed: bool | None
    filed_name: str
    state: str
    opened: date | None
    changed: date | None
    into: str
    former: list[str]


class AccountGiven(Given):
    """Fields that are left out stay as they are."""

    unit: UUID = Field(NOTHING)
    platform: Words = Field("", max_length=40)
    name: Words = Field("", max_length=120)
    platform_id: Words = Field("", max_length=120)
    kind: Literal["", "发布", "互动", "服务"] = ""
    has_service: bool | None = None
    is_filed: bool | None = None
    filed_name: Words = Field("", max_length=120)
    state: Literal["正常", "改名", "暂停", "注销", "并入"] = "正常"
    opened: date | None = None
    changed: date | None = None
    into: Words = Field("", max_length=120)
    former: list[Words] = Field([], max_length=50)


@desk.reads("/accounts", Page[AccountShown], "新媒体账号名单", _VIEW, _OWN)
def accounts(request: HttpRequest, asked: Query[OwnedFilter]) -> Page[AccountShown]:
    rows = Account.objects.visible_to(owner(request)).select_related("unit")
    return page(narrowed(rows, unit__public_id=asked.unit), asked, _account_shown)


@desk.reads("/accounts/{int:pk}", AccountShown, "一个新媒体账号", _VIEW, _OWN)
def account(request: HttpRequest, pk: int) -> AccountShown:
    return _account_shown(get_object_or_404(Account.objects.visible_to(owner(request)), pk=pk))


@desk.writes("POST", "/accounts", AccountShown, "新增新媒体账号", _EDIT, takes=AccountGiven)
def new_account(request: HttpRequest) -> AccountShown:
    return _account_shown(save_account(Account(), _owned(request, AccountGiven), by=owner(request)))


@desk.writes("PATCH", "/accounts/{int:pk}", AccountShown, "修改新媒体账号", _EDIT, takes=AccountGiven)
def edit_account(request: HttpRequest, pk: int) -> AccountShown:
    found = get_object_or_404(Account.objects.visible_to(owner(request)), pk=pk)
    return _account_shown(save_account(found, _owned(request, AccountGiven), by=owner(request)))


def _account_shown(one: Account) -> AccountShown:
    return AccountShown(
        id=one.pk,
        unit=one.unit.public_id,
        platform=one.platform,
        name=one.name,
        platform_id=one.platform_id,
        kind=one.kind,
        has_service=one.has_service,
        is_filed=one.is_filed,
        filed_name=one.filed_name,
        state=one.state,
        opened=one.opened,
        changed=one.changed,
        into=one.into,
        former=one.former,
    )


class RosterGiven(Given):
    """A list as csv or xlsx. `name` tells by its ending which it is."""

    kind: Literal["units", "sites", "accounts"]
    name: Words = Field(min_length=1, max_length=200)
    content_base64: str = Field(max_length=MOST_FILE_BYTES * 4 // 3)


class RosterShown(BaseModel):
    """What a list would change. Nothing is taken over before it is applied."""

    id: UUID
    kind: str
    name: str
    is_applied: bool
    new: int
    changed: int
    same: int
    errors: list[str]


@desk.writes("POST", "/rosters", RosterShown, "上传名单,先看变化", _EDIT, takes=RosterGiven)
def new_roster(request: HttpRequest) -> RosterShown:
    given = body(request, RosterGiven, most=MOST_FILE_BYTES * 4 // 3 + 4096)
    try:
        content = base64.b64decode(given.content_base64, validate=True)
    except (binascii.Error, ValueError):
        raise HttpError(409, "content_base64 不是正确的 Base64。") from None
    return _roster_shown(draft_roster(content=content, name=given.name, kind=given.kind, by=owner(request)))


@desk.reads("/rosters/{uuid:public_id}", RosterShown, "一份上传的名单", _EDIT)
def roster(request: HttpRequest, public_id: UUID) -> RosterShown:
    return _roster_shown(get_object_or_404(RosterDraft, public_id=public_id))


@desk.writes("POST", "/rosters/{uuid:public_id}/apply", RosterShown, "导入名单", _EDIT)
def apply(request: HttpRequest, public_id: UUID) -> RosterShown:
    draft = get_object_or_404(RosterDraft, public_id=public_id)
    apply_roster(draft, by=owner(request))
    draft.refresh_from_db()
    return _roster_shown(draft)


def _roster_shown(draft: RosterDraft) -> RosterShown:
    counts = {what: sum(row["what"] == what for row in draft.rows) for what in ("new", "changed", "same")}
    return RosterShown(
        id=draft.public_id,
        kind=draft.kind,
        name=draft.name,
        is_applied=draft.applied_at is not None,
        errors=[" ".join(str(value) for value in one.values() if value) for one in draft.errors],
        **counts,
    )
