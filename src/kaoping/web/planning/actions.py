"""Writes of the planning desk: units, sites, accounts, systems, rounds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kaoping.errors import UsageError

from ..audit.actions import record
from ..people.models import User
from .account_files import account_of, account_values
from .models import (
    Account,
    AccountChange,
    Assignment,
    Member,
    RosterDraft,
    Round,
    Sample,
    Schedule,
    Site,
    SystemVersion,
    Unit,
    UnitChange,
)
from .roster_files import changes_of, is_yes, read_roster
from .states import CLOSED, STATES, TRANSITIONS

Owned = TypeVar("Owned", Site, Account)
WATCHED_OF_ACCOUNTS = (
    "unit", "platform", "name", "platform_id", "kind", "has_service", "is_filed", "filed_name", "state",
    "opened", "changed", "into", "former",
)  # fmt: skip
WATCHED = ("name", "kind", "group", "parent", "weight", "aliases", "traits", "is_closed")


class Refused(UsageError):
    """The round or roster does not allow it now; the words are Chinese and say what to do."""


@transaction.atomic
def draft_roster(*, content: bytes, name: str, kind: str, by: User) -> RosterDraft:
    """Read an uploaded list and keep what it would change, for a person to look at. Raises `RosterError`."""
    read = read_roster(content, name, kind)
    changes = changes_of(read, kind)
    errors = [asdict(one) for one in sorted(read.errors, key=lambda e: (e.sheet, e.row))]
    draft = RosterDraft.objects.create(kind=kind, name=name[:200], rows=changes, errors=errors, by=by)
    record(
        by=by,
        action="planning.draft_roster",
        subject=name[:200],
        kind=kind,
        rows=len(changes),
        errors=len(errors),
    )
    return draft


@transaction.atomic
def apply_roster(draft: RosterDraft, *, by: User) -> Mapping[str, int]:
    """
    Take over a draft: all of it or nothing.

    Returns:
        How many rows were new, changed and the same.

    Raises:
        Refused: It has errors, or was taken over before.
    """
    draft = RosterDraft.objects.select_for_update(no_key=True).get(pk=draft.pk)
    if draft.applied_at:
        raise Refused("这份名单已经导入过,没有再次导入。")
    if draft.errors:
        raise Refused(f"名单有 {len(draft.errors)} 处错误,请改正文件后重新上传。")
    take = {"units": _take_units, "sites": _take_sites, "accounts": _take_accounts}[draft.kind]
    take(draft.rows, by)
    draft.applied_at = timezone.now()
    draft.save(update_fields=["applied_at"])
    counts = {what: sum(row["what"] == what for row in draft.rows) for what in ("new", "changed", "same")}
    record(by=by, action="planning.apply_roster", subject=draft.name, kind=draft.kind, **counts)
    return counts


def _take_units(rows: Sequence[Mapping[str, Any]], by: User) -> None:
    for order, row in enumerate(rows, 1):
        unit = Unit.objects.filter(name=row["name"]).first() or Unit(name=row["name"])
        values = {
            "kind": row["kind"],
            "group": row.get("group", unit.group),
            "weight": Decimal(row.get("weight") or "1"),
            "aliases": _parts(row.get("aliases", "")),
            "traits": _parts(row.get("traits", "")),
            "order": int(row["order"]) if str(row.get("order", "")).isdigit() else unit.order or order,
        }
        save_unit(unit, values, by=by, reason="导入名单")
    for row in rows:
        if parent := row.get("parent"):
            unit = Unit.objects.get(name=row["name"])
            save_unit(unit, {"parent": Unit.objects.get(name=parent)}, by=by, reason="导入名单")


def _take_sites(rows: Sequence[Mapping[str, Any]], by: User) -> None:
    for row in rows:
        parts = urlsplit(row["url"])
        Site.objects.update_or_create(
            url=row["url"],
            defaults={
                "unit": Unit.objects.get(name=row["unit"]),
                "name": row["name"],
                "host": parts.netloc,
                "code": row.get("code", ""),
                "is_portal": is_yes(row.get("is_portal", "")),
            },
        )


def _take_accounts(rows: Sequence[Mapping[str, Any]], by: User) -> None:
    for row in rows:
        found = account_of(row) or Account(platform=row["platform"], name=row["name"])
        values = account_values(row) | {"unit": Unit.objects.get(name=row["unit"]), "name": row["name"]}
        try:
            save_account(found, values, by=by, reason="导入名单")
        except ValidationError as error:
            raise Refused(f"第 {row['row']} 行“{row['name']}”:{''.join(error.messages)}") from None


def _parts(written: str) -> list[str]:
    for separator in ",,;;\n":
        written = written.replace(separator, "、")
    return [part.strip() for part in written.split("、") if part.strip()]


@transaction.atomic
def save_unit(unit: Unit, values: Mapping[str, Any], *, by: User, reason: str = "") -> Unit:
    """Save a unit and keep what it was before. Raises `Refused` where it would stand below itself."""
    parent = values.get("parent")
    above = parent
    while above is not None:
        if above.pk == unit.pk and unit.pk:
            raise Refused(f"“{unit.name}”不能以自己或自己的下级为上级单位。")
        above = above.parent
    is_new = unit.pk is None
    before = {key: getattr(unit, key) for key in WATCHED}
    for key, value in values.items():
        setattr(unit, key, value)
    unit.full_clean()
    unit.save()
    changed = {key: (before[key], getattr(unit, key)) for key in WATCHED if before[key] != getattr(unit, key)}
    if not is_new:
        UnitChange.objects.bulk_create(
            UnitChange(unit=unit, by=by, field=key, before=shown(old), after=shown(new), reason=reason)
            for key, (old, new) in changed.items()
        )
    if "name" in changed and not is_new and before["name"] not in unit.aliases:
        unit.aliases = [*unit.aliases, before["name"]]  # old notices and imports still find it
        unit.save(update_fields=["aliases"])
    if is_new or changed:
        record(by=by, action="planning.save_unit", subject=unit.name, fields=sorted(changed), reason=reason)
    return unit


def shown(value: object) -> str:
    """A field's value as the history of the register keeps it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


@transaction.atomic
def save_site(site: Site, values: Mapping[str, Any], *, by: User) -> Site:
    """Save a site of the register. Raises Django's `ValidationError` where a value cannot be kept."""
    return _save_owned(site, values, by, "planning.save_site")


@transaction.atomic
def save_account(account: Account, values: Mapping[str, Any], *, by: User, reason: str = "") -> Account:
    """
    Save a new-media account and keep what it was before; a name that it no longer bears is a former one, and
    a state that changes without a date does so today.

    Raises:
        ValidationError: Django's, where a value cannot be kept.
    """
    before = {key: getattr(account, key) for key in WATCHED_OF_ACCOUNTS} if account.pk else {}
    values = dict(values)
    if before:
        renamed = values.get("name", before["name"]) != before["name"]
        former = values.get("former", before["former"])
        if renamed and before["name"] not in former:
            values["former"] = [*former, before["name"]]
        moved = values.get("state", before["state"]) != before["state"]
        if moved and values.get("changed", before["changed"]) == before["changed"]:
            values["changed"] = timezone.localdate()
    saved = _save_owned(account, values, by, "planning.save_account")
    AccountChange.objects.bulk_create(
        AccountChange(
            account=saved, by=by, field=key, before=shown(old), after=shown(new), reason=reason[:300]
        )
        for key, old in before.items()
        if old != (new := getattr(saved, key))
    )
    return saved


def _save_owned(owned: Owned, values: Mapping[str, Any], by: User, action: str) -> Owned:
    for key, value in values.items():
        setattr(owned, key, value)
    if isinstance(owned, Site):
        owned.host = urlsplit(owned.url).netloc
    owned.full_clean()
    owned.save()
    record(by=by, action=action, subject=str(owned))
    return owned


@transaction.atomic
def add_system(
    *, name: str, title: str, version: str, digest: str, text: str, remarks: list[Any], by: User
) -> SystemVersion:
    """Keep a version of an indicator system; the same content twice is one version."""
    found, is_new = SystemVersion.objects.get_or_create(
        digest=digest,
        defaults={
            "name": name,
            "title": title,
            "version": version,
            "text": text,
            "remarks": remarks,
            "added_by": by,
        },
    )
    if is_new:
        record(by=by, action="planning.add_system", subject=f"{name} {version}", digest=digest)
    return found


@transaction.atomic
def save_round(round_: Round, values: Mapping[str, Any], *, by: User) -> Round:
    """
    Save a round's own data.

    Raises:
        Refused: It has been gathered and dates would change; or it is released and anything would change but
            the notice's date, where there is none yet.
    """
    refuse_sealed(round_)
    if round_.state in CLOSED and any(_is_published(round_, *one) for one in values.items()):
        raise Refused("本轮结果已经发布,轮次信息不能再改;还没有通报日期的,只能补填通报日期。")
    for key, value in values.items():
        if round_.pk and round_.state not in {"planned", "gathering"} and _is_fixed(round_, key, value):
            raise Refused("检查开始后不能再改考评期、监测时间点和抽样种子;确需更改请另建一轮。")
        setattr(round_, key, value)
    round_.full_clean()
    round_.save()
    record(by=by, action="planning.save_round", subject=round_.title, round=str(round_.public_id))
    return round_


@transaction.atomic
def set_members(round_: Round, systems: Mapping[str, SystemVersion], *, by: User) -> int:
    """
    Put every unit of the named groups into the round, each group under its system.

    Raises:
        Refused: The round has begun, or no unit is in one of the groups.
    """
    if round_.state != "planned":
        raise Refused("采集已经开始,名单和指标体系已冻结。需要调整请另建一轮,或先退回筹备。")
    round_.members.all().delete()
    for group, system in systems.items():
        units = list(Unit.objects.filter(group=group, is_closed=False))
        if not units:
            raise Refused(f"分组“{group}”没有单位,请先在单位名单中填写考评分组。")
        Member.objects.bulk_create(
            Member(round=round_, unit=unit, group=group, system=system, weight=unit.weight) for unit in units
        )
    record(by=by, action="planning.set_members", subject=round_.title, groups=sorted(systems))
    return round_.members.count()


@transaction.atomic
def assign_inspectors(round_: Round, inspectors: Sequence[User], *, raters: int, by: User) -> int:
    """
    Spread the round's units over inspectors in turn, so that loads differ by one at most; a second rater is
    never the first. Raises `Refused` where there are too few, or once the round is released.
    """
    refuse_closed(round_)
    if len(inspectors) < max(1, raters):
        raise Refused(f"至少需要 {max(1, raters)} 名检查员,请先在“人员”中添加。")
    round_.assignments.all().delete()
    units = [
        member.unit for member in round_.members.select_related("unit").order_by("unit__order", "unit__name")
    ]
    Assignment.objects.bulk_create(
        Assignment(
            round=round_, unit=unit, inspector=inspectors[(number + rater - 1) % len(inspectors)], rater=rater
        )
        for number, unit in enumerate(dict.fromkeys(units))
        for rater in range(1, raters + 1)
    )
    record(
        by=by,
        action="planning.assign_inspectors",
        subject=round_.title,
        inspectors=[u.username for u in inspectors],
    )
    return round_.assignments.count()


@transaction.atomic
def draw_sample(round_: Round, *, what: str, population: Iterable[str], size: int, by: User) -> Sample:
    """
    Draw by the round's published seed. Raises `Refused` without a seed, where fewer are there than wanted,
    or once the round is released.
    """
    from kaoping.scoring import drawn_sample

    refuse_closed(round_)
    if not round_.seed:
        raise Refused("请先填写并公布抽样种子,再抽样。")
    names = sorted(set(population))
    if not 0 < size <= len(names):
        raise Refused(f"抽样数应在 1 到 {len(names)} 之间。")
    drawn = list(drawn_sample(f"{round_.seed}/{what}", names, size))
    sample = Sample.objects.create(round=round_, what=what, population=names, size=size, drawn=drawn, by=by)
    record(by=by, action="planning.draw_sample", subject=round_.title, what=what, drawn=drawn)
    return sample


@transaction.atomic
def schedule_gathering(
    round_: Round, *, starts_at: Any, spread_minutes: int, quiet_hours: str, by: User
) -> Schedule:
    """Plan when the round's sites are gathered. Raises `Refused` once it is released."""
    refuse_closed(round_)
    schedule = Schedule.objects.create(
        round=round_, starts_at=starts_at, spread_minutes=spread_minutes, quiet_hours=quiet_hours
    )
    record(by=by, action="planning.schedule", subject=round_.title, starts_at=starts_at.isoformat())
    return schedule


@transaction.atomic
def advance(round_: Round, step: str, *, by: User | str, reason: str = "") -> Round:
    """
    Lead the round into its next state. Raises `Refused` where the step does not start from where it stands.
    """
    round_ = Round.objects.select_for_update(no_key=True).get(pk=round_.pk)
    target = TRANSITIONS.get((round_.state, step))
    if target is None:
        raise Refused(f"“{STATES[round_.state]}”阶段不能执行这一步,页面可能已过期,请刷新后再试。")
    if step == "start gathering" and not round_.members.exists():
        raise Refused("本轮还没有单位。请先选择分组和指标体系。")
    before, round_.state = round_.state, target
    round_.save(update_fields=["state"])
    record(by=by, action="planning.advance", subject=round_.title, before=before, after=target, reason=reason)
    return round_


def refuse_sealed(round_: Round) -> None:
    """Raises `Refused` once the round is sealed: its archive says what it was."""
    if round_.pk and Round.objects.filter(pk=round_.pk, state="sealed").exists():
        raise Refused("本轮已封存,任何内容都不能再改。确需更正请另建一轮。")


def refuse_closed(round_: Round) -> None:
    """Raises `Refused` from the release on: what was published, and what it rests on, stays as it was."""
    refuse_sealed(round_)
    if round_.pk and Round.objects.filter(pk=round_.pk, state__in=CLOSED).exists():
        raise Refused("本轮结果已经发布,不能再改。单位有异议的,走申诉或更正。")


def _is_published(round_: Round, key: str, value: object) -> bool:
    """Whether it would change what a released round says."""
    before = getattr(round_, key)
    return before != value and not (key == "notice_date" and before is None)


def _is_fixed(round_: Round, key: str, value: object) -> bool:
    """Whether it is a date or seed on which results rest, and would change."""
    return key in {"period_from", "period_to", "today", "seed"} and getattr(round_, key) != value
