"""Lists of posts: what platforms and monitoring services export, and what a unit reports of itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kaoping.errors import RosterError
from kaoping.roster import Form, FormRow, WrongCell, cell, made_of, read_form, written_day
from kaoping.roster.accounts import AccountEntry

from .directory import Ambiguous, Directory
from .menus import Phone
from .posts import LONGEST_TEXT, Post, believed

POSTS = Form(
    "推文清单",
    {
        "account": ("账号名称", "账号", "公众号", "公众号名称", "新媒体名称", "名称", "发布账号", "作者"),
        "id": ("账号标识", "账号ID", "微信号", "原始ID"),
        "platform": ("平台", "平台名称", "媒体类型", "账号类型"),
        "unit": ("单位名称", "单位", "主办单位"),
        "title": ("标题", "文章标题", "推文标题", "内容标题", "稿件标题"),
        "url": ("网址", "链接", "文章链接", "内容链接", "原文链接", "地址", "内容url"),
        "published": ("发布时间", "发布日期", "发表时间", "推送时间", "推送日期", "时间", "日期"),
        "text": ("正文", "内容", "全文", "文章内容", "摘要"),
        "deleted": ("已删除", "是否删除", "删除状态"),
    },
    ("account",),
)
PHONES = Form(
    "手机核查表",
    {
        "account": ("账号名称", "账号", "名称"),
        "id": ("账号标识", "账号ID", "微信号"),
        "platform": ("平台",),
        "unit": ("单位名称", "单位"),
        "message": ("能留言且有人回复", "留言功能", "可留言"),
        "interaction": ("菜单有互动入口", "互动入口"),
        "service": ("菜单有办事入口", "办事入口"),
        "app": ("已接入省级服务", "省级服务入口"),
        "newest": ("最近发布日期", "最新推文日期"),
        "who": ("检查员", "检查人"),
        "at": ("检查时间", "时间"),
        "proof": ("截图", "佐证"),
    },
    ("account",),
)
MAPPING = Form(
    "列对应表", {"field": ("字段", "我们的字段"), "heading": ("表头", "文件表头")}, ("field", "heading")
)
_YES, _NO = (
    frozenset(["是", "有", "能", "可", "1", "true", "yes", "√", "y"]),
    frozenset(["否", "无", "不能", "不可", "0", "false", "no", "×", "n"]),
)


@dataclass(frozen=True, slots=True)
class PostList:
    """
    A list read: its posts, the keys of accounts that it names (also those without a post), and for each
    account that the office's list does not know how many rows speak of it.
    """

    posts: tuple[Post, ...] = ()
    accounts: tuple[str, ...] = ()
    strangers: Mapping[str, int] | None = None


def read_post_list(
    path: Path, directory: Directory, *, lane: str, seen_on: date, mapping: Mapping[str, str] | None = None
) -> PostList:
    """
    Read a list of posts (xlsx, csv …). A row with an account and nothing else says that it has no post.

    Args:
        lane: ``export`` or ``submission``.
        seen_on: Dates after this day are not believed.
        mapping: Our field (as the first heading that we ask for) to the heading of the file.

    Raises:
        RosterError: In Chinese, all faulty rows at once with sheet, row and heading.
    """
    rows = read_form(path, mapped(mapping))
    return post_list(rows, directory, path, lane=lane, seen_on=seen_on)


def post_list(
    rows: Iterable[FormRow],
    directory: Directory,
    path: Path,
    *,
    lane: str,
    seen_on: date,
    is_own: bool = False,
) -> PostList:
    """
    As `read_post_list`, of rows that were read already.

    Args:
        path: What the file is called in messages.
        is_own: The directory has one unit's accounts, and a row of any other account is a fault.
    """
    accounts: dict[str, None] = {}
    strangers: dict[str, int] = {}

    def made(row: FormRow) -> Post | None:
        entry = _entry(row, directory, strangers)
        if is_own:
            _refuse_strange(row, directory.by_key.get(entry or ""))
        if entry is None:
            return None
        accounts[entry] = None
        return _post(row, entry, directory, lane, seen_on, path.name)

    posts = made_of(rows, made, what=f"{POSTS.what} {path} ")
    return PostList(posts, tuple(accounts), strangers)


def _refuse_strange(row: FormRow, entry: AccountEntry | None) -> None:
    told = row["account"][:40]
    if entry is None:
        raise WrongCell("account", f"“{told}”不是本单位登记的账号,请删去这一行或核对名称、标识")
    if row["id"] and entry.id and row["id"].casefold() != entry.id.casefold():
        raise WrongCell("id", f"“{row['id'][:40]}”不是“{told}”登记的标识,请核对")


def mapped(mapping: Mapping[str, str] | None) -> Form:
    """The form of a list of posts whose headings are called otherwise. Raises `RosterError`."""
    if not mapping:
        return POSTS
    names = {titles[0]: field for field, titles in POSTS.headings.items()} | {f: f for f in POSTS.headings}
    unknown = [one for one in mapping if one not in names]
    if unknown:
        asked = "、".join(titles[0] for titles in POSTS.headings.values())
        raise RosterError(f"列对应表中没有字段“{unknown[0]}”,可用的字段:{asked}")
    headings = {
        field: (*(heading for ours, heading in mapping.items() if names[ours] == field), *titles)
        for field, titles in POSTS.headings.items()
    }
    return replace(POSTS, headings=headings)


def read_columns(path: Path) -> Mapping[str, str]:
    """A saved mapping of columns: our field to the file's heading. Raises `RosterError`."""
    return {
        row["field"]: row["heading"] for row in read_form(path, MAPPING) if row["field"] and row["heading"]
    }


def read_phones(path: Path, directory: Directory) -> Mapping[str, Phone]:
    """What inspectors answered, by the account's key. Raises `RosterError`."""
    found: dict[str, Phone] = {}

    def made(row: FormRow) -> None:
        entry = _entry(row, directory, {})
        if entry is None:
            raise WrongCell("account", f"账号名单中没有“{row['account'][:40]}”,请核对名称")
        found[entry] = _phone(row)

    made_of(read_form(path, PHONES), made, what=f"{PHONES.what} {path} ")
    return found


def _entry(row: FormRow, directory: Directory, strangers: dict[str, int]) -> str | None:
    name = row.wanted("account", "请写账号名称")
    try:
        entry = directory.find(name, id=row["id"], platform=row["platform"], unit=row["unit"])
    except Ambiguous as error:
        keys = "、".join(error.keys)
        raise WrongCell("account", f"“{name}”对应多个账号({keys}),请补充平台、单位或账号标识") from None
    if entry is None:
        strangers[name] = strangers.get(name, 0) + 1
        return None
    return entry.key


def _post(row: FormRow, key: str, directory: Directory, lane: str, seen_on: date, file: str) -> Post | None:
    if not any(row[name] for name in ("title", "url", "published", "text")):
        return None
    told = cell(row, "published", written_day) if row["published"] else None
    day, doubt = believed(told, seen_on)
    url = row["url"] if row["url"].startswith(("http://", "https://")) else ""
    is_deleted = row["deleted"].strip().lower() in _YES | {"已删除", "删除"}
    return Post(
        site=key,
        unit=directory.by_key[key].unit,
        url=url,
        title=row["title"],
        text=row["text"][:LONGEST_TEXT],
        published=day,
        doubt=doubt,
        lane=lane,
        where=f"{file} {row.place}",
        deleted="清单注明已删除" if is_deleted else "",
    )


def _phone(row: FormRow) -> Phone:
    if row["newest"]:
        cell(row, "newest", written_day)
    return Phone(
        can_message=_answer(row, "message"),
        has_interaction=_answer(row, "interaction"),
        has_service=_answer(row, "service"),
        has_app=_answer(row, "app"),
        newest=cell(row, "newest", written_day).isoformat() if row["newest"] else "",
        who=row["who"],
        at=row["at"],
        proof=row["proof"],
    )


def _answer(row: FormRow, name: str) -> bool | None:
    written = row[name].strip().lower()
    if not written:
        return None
    if written in _YES:
        return True
    if written in _NO:
        return False
    raise WrongCell(name, f"“{row[name][:20]}”不认识,请填“是”或“否”")
