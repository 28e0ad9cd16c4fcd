"""Accounts in uploaded lists: which one of the register a row means, and what it says of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from kaoping.roster import NotAMoment, written_day
from kaoping.roster.accounts import platform_of, split_names, state_of

from .models import Account

FIELDS = {
    "kind": ("功能定位", "功能类型"),
    "has_service": ("对外服务", "是否对外服务"),
    "filed_name": ("备案名称", "报送系统名称"),
    "state": ("状态", "账号状态", "运行状态"),
    "opened": ("开设日期", "开通日期", "开设时间"),
    "changed": ("变更日期", "状态变更日期", "状态日期", "停更日期"),
    "into": ("并入账号", "迁移至", "去向"),
    "former": ("曾用名", "原名称"),
}
ANSWERS = ("is_filed", "has_service")
_YES = frozenset({"是", "有", "1", "true", "yes", "√", "y"})
_KINDS = tuple(one for one, _ in Account.KINDS)


class Unclear(ValueError):
    """Several accounts of the register fit a row."""


def account_of(row: Mapping[str, Any]) -> Account | None:
    """
    The registered account that a row means: by its id on the platform, else by its name there. None: a new
    one.

    Raises:
        Unclear: The row has no id, and the register two of this name.
    """
    names = {row["platform"], platform_of(row["platform"])}
    own = Account.objects.filter(platform__in=names).select_related("unit")
    if id_ := row.get("platform_id"):
        if found := own.filter(platform_id=id_).first():
            return found
        return own.filter(name=row["name"], platform_id="").first()
    named = list(own.filter(name=row["name"])[:2])
    if len(named) > 1:
        raise Unclear
    return named[0] if named else None


def account_values(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row's cells as the register keeps them; what the list has no column for is left out."""
    values: dict[str, Any] = {"platform": platform_of(row["platform"])}
    for key in ("platform_id", "filed_name", "into"):
        if row.get(key):
            values[key] = row[key]
    for key in ANSWERS:
        if key in row:
            values[key] = (row[key].lower() in _YES) if row[key] else None
    if "kind" in row:
        values["kind"] = next((kind for kind in _KINDS if kind in row["kind"]), "")
    if row.get("state"):
        values["state"] = state_of(row["state"])
    for key in ("opened", "changed"):
        if row.get(key):
            values[key] = written_day(row[key])
    if row.get("former"):
        values["former"] = list(split_names(row["former"]))
    return values


def account_mistakes(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Fields of a row that cannot be kept, with what is wrong in Chinese."""
    state = state_of(row["state"]) if row.get("state") else "正常"
    if state is None:
        yield "state", f"“{row['state'][:20]}”不认识,请填 正常、改名、暂停、注销 或 并入"
    if state == "并入" and not row.get("into"):
        yield "into", "状态为“并入”时,请写并入到哪个账号"
    days = {}
    for key in ("opened", "changed"):
        if row.get(key):
            try:
                days[key] = written_day(row[key])
            except NotAMoment as error:
                yield key, str(error)
    if len(days) == 2 and days["changed"] < days["opened"]:
        yield "changed", f"早于开设日期 {days['opened']},请核对"


ACCOUNT_HEADINGS = (
    "单位名称", "平台", "账号名称", "账号标识", "功能定位", "对外服务", "已备案", "备案名称", "状态",
    "开设日期", "变更日期", "并入账号", "曾用名",
)  # fmt: skip
_ANSWER = {True: "是", False: "否", None: ""}


def account_row(one: Account) -> tuple[str, ...]:
    """An account as a row of the list, which can be read in again."""
    days = (day.isoformat() if day else "" for day in (one.opened, one.changed))
    return (
        one.unit.name, one.platform, one.name, one.platform_id, one.kind, _ANSWER[one.has_service],
        _ANSWER[one.is_filed], one.filed_name, one.state, *days, one.into, "、".join(one.former),
    )  # fmt: skip
