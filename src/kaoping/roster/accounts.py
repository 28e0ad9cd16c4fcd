"""New-media accounts (政务新媒体账号) out of a list, and the posts that they must pass on."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from ..errors import RosterError
from .forms import Form, FormRow, WrongCell, cell, listed_faults, made_of, read_form
from .moments import written_day
from .unit_list import folded_name

AccountState = Literal["正常", "改名", "暂停", "注销", "并入"]
AccountKind = Literal["发布", "互动", "服务", ""]

ACCOUNTS = Form(
    "新媒体账号名单",
    {
        "unit": ("单位名称", "单位", "主办单位", "责任单位", "开办单位"),
        "platform": ("平台", "平台名称", "账号类型", "新媒体类型"),
        "name": ("账号名称", "账号", "名称", "新媒体名称"),
        "id": ("账号标识", "账号ID", "微信号", "原始ID"),
        "kind": ("功能定位", "功能类型", "类型"),
        "filed": ("已备案", "是否备案", "备案状态", "备案"),
        "filed_name": ("备案名称", "报送系统名称"),
        "state": ("状态", "账号状态", "运行状态"),
        "opened": ("开设日期", "开通日期", "开设时间"),
        "changed": ("变更日期", "状态日期", "停更日期"),
        "into": ("并入账号", "迁移至", "去向"),
        "service": ("对外服务", "是否对外服务"),
        "former": ("曾用名", "原名称"),
    },
    ("unit", "platform", "name"),
)
REPOSTS = Form(
    "必转任务",
    {
        "title": ("标题", "必转内容", "稿件标题", "任务"),
        "url": ("网址", "链接", "原文地址"),
        "published": ("发布日期", "下达日期", "原文日期"),
        "due": ("截止日期", "转载期限", "期限"),
        "units": ("单位", "承担单位", "转载单位"),
        "platforms": ("平台",),
    },
    ("title", "published"),
)
_STATE_WORDS: Mapping[AccountState, str] = {
    "正常": "正常 运行 在用 运行中 正常运行 开通 启用",
    "改名": "改名 更名 已改名 已更名",
    "暂停": "暂停 停更 暂停更新 暂停运行 冻结",
    "注销": "注销 已注销 关停 已关停 关闭 停用",
    "并入": "并入 合并 已合并 迁移 已迁移 整合",
}
_STATES = {word: state for state, words in _STATE_WORDS.items() for word in words.split()}
_FILED = {
    word: answer
    for answer, words in {
        True: "是 有 已备案 备案 正常 1 true yes √ y",
        False: "否 无 未备案 没有备案 0 false no × n",
        None: "不详 未知 待查",
    }.items()
    for word in words.split()
}
# platforms by the names that people give them
_PLATFORMS = {
    word: name
    for name, words in {
        "微信公众号": "微信公众号 微信 公众号 订阅号 服务号 微信订阅号 微信服务号 wechat weixin",
        "微博": "微博 新浪微博 政务微博 weibo",
        "抖音": "抖音 抖音号 douyin",
        "快手": "快手 快手号",
        "视频号": "视频号 微信视频号",
        "今日头条": "今日头条 头条 头条号",
        "小程序": "小程序 微信小程序",
        "客户端": "客户端 移动客户端 app 手机客户端",
    }.items()
    for word in words.split()
}
_KINDS: tuple[AccountKind, ...] = ("发布", "互动", "服务")
_SEPARATORS = re.compile(r"[、,，;；\n]")


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """
    One account as the office's list tells it. `filed` and `has_service` are None where the list says nothing.

    `state` is where it stands in its life; `changed` is the day on which it came there, `into` the account
    that it was merged into. `key` is how observations call it; it is unique within a list.
    """

    unit: str
    platform: str
    name: str
    id: str = ""
    kind: AccountKind = ""
    filed: bool | None = None
    filed_name: str = ""
    state: AccountState = "正常"
    opened: date | None = None
    changed: date | None = None
    into: str = ""
    has_service: bool | None = None
    former: tuple[str, ...] = ()
    key: str = ""
    row: int = 0

    @property
    def is_running(self) -> bool:
        """Whether it is to be kept up: neither at rest, nor closed, nor merged."""
        return self.state in ("正常", "改名")


@dataclass(frozen=True, slots=True)
class RepostTask:
    """An article that accounts must pass on (必转任务) until `due`; no units or platforms named: all."""

    title: str
    published: date
    due: date
    url: str = ""
    units: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()

    def concerns(self, account: AccountEntry) -> bool:
        """Whether this account has to do it."""
        units = {folded_name(one) for one in self.units}
        return (not units or folded_name(account.unit) in units) and (
            not self.platforms or account.platform in self.platforms
        )


def read_accounts(path: Path) -> tuple[AccountEntry, ...]:
    """
    Read a list of accounts: xlsx, xls, ods or text, as every list that people fill in.

    Returns:
        Accounts in the file's order; at least one.

    Raises:
        RosterError: In Chinese, all mistakes at once, with sheet, row and column; two accounts of one
            platform and name without ids to tell them apart are a mistake of the second row.
    """
    rows = read_form(path, ACCOUNTS)
    made = made_of(rows, _account, what=f"{ACCOUNTS.what} {path} ")
    if not made:
        raise RosterError(f"{ACCOUNTS.what} {path} 只有表头,没有账号,请在表头下逐行填写")
    return keyed(made, f"{ACCOUNTS.what} {path} ")


def keyed(accounts: Iterable[AccountEntry], what: str = "账号名单") -> tuple[AccountEntry, ...]:
    """
    The accounts with their keys: platform and name, with the id where two bear one name.

    Raises:
        RosterError: Two of one platform and name cannot be told apart.
    """
    listed = tuple(accounts)
    named = Counter((one.platform, folded_name(one.name)) for one in listed)
    seen: dict[str, int] = {}
    wrong, told = [], []
    for one in listed:
        is_shared = named[one.platform, folded_name(one.name)] > 1
        key = f"{one.platform}·{one.name}" + (f"({one.id})" if is_shared and one.id else "")
        if key in seen or (is_shared and not one.id):
            first = f"与第 {seen[key]} 行" if key in seen else ""
            wrong.append(f"第 {one.row} 行“账号标识”:{first}平台、名称相同,请填写各自的账号标识以便区分")
        seen.setdefault(key, one.row)
        told.append(replace(one, key=key))
    if wrong:
        raise RosterError(listed_faults(f"{what}有 {len(wrong)} 处要改", wrong))
    return tuple(told)


def platform_of(written: str) -> str:
    """A platform by its usual name; what is not known stays as written."""
    return _PLATFORMS.get(folded_name(written), written.strip())


def state_of(written: str) -> AccountState | None:
    """A state by any of the words that people use for it, or None."""
    return _STATES.get(folded_name(written))


def read_reposts(path: Path) -> tuple[RepostTask, ...]:
    """The must-repost tasks of a list. Raises `RosterError` as `read_accounts`."""
    return made_of(read_form(path, REPOSTS), _repost, what=f"{REPOSTS.what} {path} ")


def _account(row: FormRow) -> AccountEntry:
    return AccountEntry(
        unit=row.wanted("unit", "请写单位的规范名称"),
        platform=platform_of(row.wanted("platform", "请写平台,如 微信公众号")),
        name=row.wanted("name", "请写账号在平台上的名称"),
        id=row["id"],
        kind=_kind(row["kind"]),
        filed=_answer(row, "filed"),
        filed_name=row["filed_name"],
        state=_state(row["state"]),
        opened=cell(row, "opened", written_day) if row["opened"] else None,
        changed=cell(row, "changed", written_day) if row["changed"] else None,
        into=row["into"],
        has_service=_answer(row, "service"),
        former=split_names(row["former"]),
        row=row.number,
    )


def _repost(row: FormRow) -> RepostTask:
    published = cell(row, "published", written_day)
    due = cell(row, "due", written_day) if row["due"] else published
    if due < published:
        raise WrongCell("due", f"{due} 早于发布日期 {published},请核对")
    return RepostTask(
        title=row.wanted("title", "请写必转稿件的标题"),
        published=published,
        due=due,
        url=row["url"],
        units=split_names(row["units"]) if row["units"] not in ("全部", "各单位") else (),
        platforms=tuple(map(platform_of, split_names(row["platforms"]))),
    )


def split_names(written: str) -> tuple[str, ...]:
    """Names written in one cell, parted by 、 , ; or line breaks."""
    return tuple(name for one in _SEPARATORS.split(written) if (name := one.strip()))


def _state(written: str) -> AccountState:
    if not written:
        return "正常"
    state = state_of(written)
    if state is None:
        raise WrongCell("state", f"“{written[:20]}”不认识,请填 正常、改名、暂停、注销 或 并入")
    return state


def _kind(written: str) -> AccountKind:
    return next((kind for kind in _KINDS if kind in written), "")


def _answer(row: FormRow, name: str) -> bool | None:
    written = row[name].strip().lower()
    if not written:
        return None
    if written not in _FILED:
        raise WrongCell(name, f"“{row[name][:20]}”不认识,请填“是”或“否”")
    return _FILED[written]
