"""A round's accounts and lanes as the folder that `kaoping accounts` reads."""

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..inspection.models import AccountLook
from ..planning.models import Account, Round
from .files import kept_file
from .models import MediaFile

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
_FILED = {True: "是", False: "否", None: ""}
_YES = {"yes": "是", "no": "否"}
_UNSAFE = re.compile(r"[^\w.()-]+")


def write_media_folder(round_: Round, units: Iterable[str], folder: Path) -> int:
    """
    Write everything that is known of the accounts of these units; answers how many accounts there are.

    Raises:
        FileNotFoundError: A kept file is gone.
    """
    accounts = list(Account.objects.filter(unit__name__in=set(units)).select_related("unit"))
    rows = [
        (a.unit.name, a.platform, a.name, a.platform_id, _FILED[a.is_filed], a.state, _serves(a))
        for a in accounts
    ]
    head = ("单位", "平台", "账号名称", "账号标识", "已备案", "状态", "对外服务")
    _table(folder / "accounts.csv", head, rows)
    _looks(round_, accounts, folder)
    known = {one.pk for one in accounts}
    mapping: dict[str, str] = {}
    files = MediaFile.objects.filter(round=round_).select_related("account").order_by("at", "id")
    for number, one in enumerate(files, 1):
        if one.account_id is None or one.account_id in known:
            _placed(one, number, folder)
            mapping |= one.mapping if one.lane == "export" else {}
    if mapping:
        _table(folder / "exports" / "mapping.csv", ("字段", "表头"), list(mapping.items()))
    return len(accounts)


def _serves(account: Account) -> str:
    return "否" if "没有对外服务职能" in account.unit.traits else ""


def _looks(round_: Round, accounts: Sequence[Account], folder: Path) -> None:
    """The last look at each account, as the check list of the telephone."""
    last: dict[int, AccountLook] = {}
    for look in AccountLook.objects.filter(round=round_, account__in=accounts).select_related("by"):
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
    if not target.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"{one.public_id} would lie outside the folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(kept_file(one.digest).read_bytes())


def _table(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *rows])
