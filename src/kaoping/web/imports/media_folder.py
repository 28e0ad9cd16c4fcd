"""A round's accounts and lanes as the folder that `kaoping accounts` reads."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import cast

from django.db.models import QuerySet
from django.utils import timezone

from kaoping.roster.accounts import AccountEntry, AccountKind, AccountState, keyed
from kaoping.rounds.account_folder import EARLIER

from ..inspection.models import AccountLook
from ..planning.account_files import ACCOUNT_HEADINGS, account_row
from ..planning.models import Account, Round
from .files import kept_file
from .models import MediaFile, Submission

# where the files of a lane lie; two lanes are single lists in the folder itself
FOLDERS = {
    "export": "exports",
    "submission": "submissions",
    "feeds": "feeds",
    "feed": "feeds",
    "articles": "articles",
    "saved": "saved",
    "menu": "menus",
}
_YES = {"yes": "是", "no": "否"}
_UNSAFE = re.compile(r"[^\w.()-]+")


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What was brought of accounts, by whomever: files, looks, units' own lists; and the day it is for."""

    files: QuerySet[MediaFile]
    looks: QuerySet[AccountLook]
    submissions: QuerySet[Submission]
    today: date


def handed_in_for(round_: Round) -> HandedIn:
    """What a round's checks go by: its own files and looks, and what units sent since its period began."""
    taken = Submission.objects.filter(taken_at__date__gte=round_.period_from)
    return HandedIn(
        MediaFile.objects.filter(round=round_),
        AccountLook.objects.filter(round=round_),
        taken,
        round_.today,
    )


def handed_in_since(moment: datetime, today: date) -> HandedIn:
    """All that came in after a moment, whatever the round."""
    return HandedIn(
        MediaFile.objects.filter(at__gt=moment),
        AccountLook.objects.filter(at__gt=moment),
        Submission.objects.filter(taken_at__gt=moment),
        today,
    )


def write_media_folder(handed: HandedIn, units: Iterable[str], folder: Path) -> Mapping[str, int]:
    """
    Write everything that is known of the accounts of these units; answers the accounts by their keys.

    Raises:
        FileNotFoundError: A kept file is gone.
        RosterError: Two accounts of one name cannot be told apart.
    """
    accounts = list(Account.objects.filter(unit__name__in=set(units)).select_related("unit"))
    for account in accounts:
        account.has_service = serves(account)
    _table(folder / "accounts.csv", ACCOUNT_HEADINGS, [account_row(one) for one in accounts])
    _looks(handed.looks.filter(account__in=accounts), folder)
    known = {one.pk for one in accounts}
    mapping: dict[str, str] = {}
    for number, one in enumerate(handed.files.select_related("account").order_by("at", "id"), 1):
        if one.account_id is None or one.account_id in known:
            _placed(one, number, folder)
            mapping |= one.mapping if one.lane == "export" else {}
    if mapping:
        _table(folder / "exports" / "mapping.csv", ("字段", "表头"), list(mapping.items()))
    _submitted(handed, accounts, folder)
    return {entry.key: account.pk for entry, account in zip(entries_of(accounts), accounts, strict=True)}


def entries_of(accounts: Iterable[Account]) -> tuple[AccountEntry, ...]:
    """The accounts as the rest of the product knows them, each with its key. Raises `RosterError`."""
    return keyed(
        (
            AccountEntry(
                unit=one.unit.name, platform=one.platform, name=one.name, id=one.platform_id,
                kind=cast("AccountKind", one.kind), filed=one.is_filed, filed_name=one.filed_name,
                state=cast("AccountState", one.state), opened=one.opened, changed=one.changed,
                into=one.into, has_service=serves(one), former=tuple(one.former), row=row,
            )
            for row, one in enumerate(accounts, 2)
        ),
        "新媒体账号登记",
    )  # fmt: skip


def serves(account: Account) -> bool | None:
    """Whether it has to serve people: by its own word; not where its unit has nothing to do with them."""
    if account.has_service is None and "没有对外服务职能" in account.unit.traits:
        return False
    return account.has_service


def _submitted(handed: HandedIn, accounts: Sequence[Account], folder: Path) -> None:
    """
    What units sent themselves. A list tells that an account is silent up to the day on which it was handed
    in: where that lies before the day that is asked about, it tells of life alone.
    """
    named = {one.pk: one for one in accounts}
    rows = handed.submissions.filter(unit__in=_units_of(accounts)).exclude(taken_at=None)
    for number, one in enumerate(rows.order_by("taken_at", "id"), 1):
        assert one.taken_at is not None
        place = folder / "submissions" / f"{number:04d}{Path(one.name).suffix.lower()}"
        if one.account_id is not None:
            if (account := named.get(one.account_id)) is None:
                continue
            place = folder / "submissions" / (account.platform_id or account.name) / place.name
        elif timezone.localdate(one.taken_at) < handed.today:
            place = folder / EARLIER / place.name
        _copied(one.digest, place, folder)


def _units_of(accounts: Iterable[Account]) -> set[int]:
    """Their units, and those above: a unit reports for its parts as well."""
    found = {one.unit_id for one in accounts}
    return found | {one.unit.parent_id for one in accounts if one.unit.parent_id is not None}


def _looks(looks: QuerySet[AccountLook], folder: Path) -> None:
    """The last look at each account, as the check list of the telephone."""
    last: dict[int, AccountLook] = {}
    for look in looks.select_related("by", "account").order_by("-at", "-id"):
        last.setdefault(look.account_id, look)
    rows = [
        (
            one.account.name,
            one.account.platform_id,
            one.account.platform,
            _message(one),
            _YES.get(one.seen.get("interaction", ""), ""),
            _YES.get(one.seen.get("service", ""), ""),
            _YES.get(one.seen.get("provincial", ""), ""),
            one.by.name or one.by.username,
            f"{one.at:%Y-%m-%d}",
        )
        for one in last.values()
    ]
    head = (
        "账号名称", "账号标识", "平台", "能留言且有人回复", "菜单有互动入口", "菜单有办事入口",
        "已接入省级服务", "检查员", "时间",
    )  # fmt: skip
    if rows:
        _table(folder / "phone" / "looks.csv", head, rows)


def _message(look: AccountLook) -> str:
    """A message counts where it can be sent and somebody answers."""
    message, reply = look.seen.get("message", ""), look.seen.get("reply", "")
    if "no" in (message, reply):
        return "否"
    return "是" if (message, reply) == ("yes", "yes") else ""


def _placed(one: MediaFile, number: int, folder: Path) -> None:
    ending = Path(one.name).suffix.lower()
    if one.lane == "reposts":
        target = folder / f"reposts{ending}"
    elif one.lane in ("feed", "menu"):
        assert one.account is not None
        target = folder / FOLDERS[one.lane] / f"{one.account.platform_id or one.account.name}{ending}"
    elif one.account is not None:
        owner = one.account.platform_id or one.account.name
        target = folder / FOLDERS[one.lane] / owner / f"{number:04d}{ending}"
    else:
        stem = _UNSAFE.sub("_", Path(one.name).stem)[:80]
        target = folder / FOLDERS[one.lane] / f"{number:04d}-{stem}{ending}"
    _copied(one.digest, target, folder)


def _copied(digest: str, target: Path, folder: Path) -> None:
    if not target.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"{target.name} would lie outside the folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(kept_file(digest).read_bytes())


def _table(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *rows])
