"""
The folder that an office keeps of its new-media accounts, and what of it can be read without the network.

    accounts.xlsx        the list of accounts; needed, all else may be absent
    reposts.xlsx         articles that accounts must pass on
    exports/             lists of posts of platforms and monitoring services; mapping.csv: their headings
    submissions/         lists of posts and saved articles that units report of themselves; lists below
                         ``earlier`` were handed in before the day of the check: they tell of life, not
                         of silence
    feeds/               feeds.csv (账号名称, 订阅地址); or saved feed files, called after the account
    articles/            forwarded addresses: a list with 网址 (and 账号名称), or a text with one a line
    saved/               saved articles (html, mhtml, pdf), in a folder called after the account where
                         the page itself does not name it
    menus/               menus as JSON, called after the account or its id
    phone/               inspectors' check lists of the telephone
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from kaoping.errors import RosterError, UsageError
from kaoping.gather import normalise
from kaoping.pages.newmedia import MenuItem, NotAMenu, Phone, Post, lane_of, read_menu
from kaoping.pages.newmedia.directory import Ambiguous, Directory
from kaoping.pages.newmedia.exports import PostList, read_columns, read_phones, read_post_list
from kaoping.roster import Form, read_form
from kaoping.roster.accounts import AccountEntry, RepostTask, read_accounts, read_reposts

TABLES = frozenset({".xlsx", ".xls", ".xlsm", ".ods", ".csv", ".tsv"})
FEED_FILES = frozenset({".xml", ".rss", ".atom", ".json"})
SAVED_FILES = frozenset({".html", ".htm", ".mhtml", ".mht", ".pdf", ".docx"})
EARLIER = "submissions/earlier"
MOST_FILES = 20_000
FEEDS = Form(
    "订阅源清单",
    {
        "account": ("账号名称", "账号", "名称"),
        "platform": ("平台",),
        "url": ("订阅地址", "网址", "地址", "链接"),
    },
    ("account", "url"),
)
ARTICLES = Form(
    "文章地址清单",
    {"url": ("网址", "链接", "文章地址", "地址"), "account": ("账号名称", "账号"), "platform": ("平台",)},
    ("url",),
)


@dataclass(frozen=True, slots=True)
class Source:
    """Something to open or to fetch: an address or a file, for an account where that is known."""

    lane: str
    where: str  # address, or path below the folder
    account: str = ""  # key, or "" where the content must tell
    path: Path | None = None


@dataclass(slots=True)
class AccountFolder:
    """All that the folder tells. `told` has the lanes that spoke of each account, by its key."""

    accounts: tuple[AccountEntry, ...]
    directory: Directory
    reposts: tuple[RepostTask, ...] = ()
    posts: list[Post] = field(default_factory=list)
    told: dict[str, list[str]] = field(default_factory=dict)
    whole: dict[str, set[str]] = field(default_factory=dict)  # of those, lanes that told all its posts
    menus: dict[str, tuple[MenuItem, ...]] = field(default_factory=dict)
    phones: Mapping[str, Phone] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)  # whatever was read, for keeping

    def tell(self, key: str, lane: str, *, is_whole: bool = True) -> None:
        """Note that a lane told of an account; `is_whole` False: not of all its posts, though it might."""
        lanes = self.told.setdefault(key, [])
        if lane not in lanes:
            lanes.append(lane)
        if is_whole and lane_of(lane).is_whole:
            self.whole.setdefault(key, set()).add(lane)


def open_folder(folder: Path, *, today: date) -> AccountFolder:
    """
    Read the lists and menus of a folder, and find what is to be opened or fetched.

    Raises:
        UsageError: It is no folder, or has no list of accounts.
        RosterError: Lists with faults, each with file, sheet, row and heading.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} 不是文件夹。请给出新媒体资料文件夹,其中至少有账号名单 accounts.xlsx。")
    listed = _table(folder, "accounts")
    if listed is None:
        raise UsageError(f"{folder} 中没有账号名单 accounts.xlsx(或 .csv),请把名单放进去。")
    accounts = read_accounts(listed)
    found = AccountFolder(accounts, Directory(accounts), files=[listed])
    if (tasks := _table(folder, "reposts")) is not None:
        found.reposts = read_reposts(tasks)
        found.files.append(tasks)
    wrong: list[str] = []
    for read in (_post_lists, _phones, _menus, _feeds, _articles, _saved):
        try:
            read(folder, found, today)
        except RosterError as error:
            wrong.append(str(error))
    if wrong:
        raise RosterError("\n".join(wrong))
    return found


def _post_lists(folder: Path, found: AccountFolder, today: date) -> None:
    columns = _table(folder / "exports", "mapping")
    mapping = read_columns(columns) if columns else None
    wrong: list[str] = []
    for lane, name in (("export", "exports"), ("submission", "submissions"), ("submission", EARLIER)):
        for path in _files(folder / name, TABLES):
            if path == columns:
                continue
            try:
                read = read_post_list(
                    path,
                    found.directory,
                    lane=lane,
                    seen_on=today,
                    mapping=mapping if lane == "export" else None,
                )
            except RosterError as error:
                wrong.append(str(error))
                continue
            _take_list(found, read, path, lane, name)
    if wrong:
        raise RosterError("\n".join(wrong))


def _take_list(found: AccountFolder, read: PostList, path: Path, lane: str, name: str) -> None:
    found.files.append(path)
    digest = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    place = f"given/{name}/{path.name}"
    found.posts += (replace(post, digest=digest, archive=place) for post in read.posts)
    for key in read.accounts:
        found.tell(key, lane, is_whole=name != EARLIER)
    found.remarks += [
        f"{path.name}:账号“{stranger}”不在名单中,{count}行没有采用"
        for stranger, count in (read.strangers or {}).items()
    ]


def _phones(folder: Path, found: AccountFolder, today: date) -> None:
    phones: dict[str, Phone] = {}
    for path in _files(folder / "phone", TABLES):
        phones |= read_phones(path, found.directory)
        found.files.append(path)
    found.phones = phones
    for key in phones:
        found.tell(key, "phone")


def _menus(folder: Path, found: AccountFolder, today: date) -> None:
    for path in _files(folder / "menus", frozenset({".json"})):
        key = _named(path.stem, found, path.name)
        if key is None:
            continue
        try:
            found.menus[key] = read_menu(path.read_bytes()[: (1 << 20) + 1])
        except NotAMenu as why:
            found.remarks.append(f"菜单文件 {path.name} 没有采用:{why}")
            continue
        found.files.append(path)
        found.tell(key, "menu")


def _feeds(folder: Path, found: AccountFolder, today: date) -> None:
    for path in _files(folder / "feeds", TABLES):
        for row in read_form(path, FEEDS):
            key = _named(row["account"], found, row.where, platform=row["platform"])
            if key is not None and (url := _address(row["url"], row.where, found)):
                found.sources.append(Source("feed", url, key))
    for path in _files(folder / "feeds", FEED_FILES):
        if (key := _named(path.stem, found, path.name)) is not None:
            found.sources.append(Source("feed", path.name, key, path))


def _articles(folder: Path, found: AccountFolder, today: date) -> None:
    for path in _files(folder / "articles", TABLES):
        for row in read_form(path, ARTICLES):
            key = _named(row["account"], found, row.where, platform=row["platform"]) if row["account"] else ""
            if key is not None and (url := _address(row["url"], row.where, found)):
                found.sources.append(Source("article", url, key))
    for path in _files(folder / "articles", frozenset({".txt"})):
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
            # people forward a title and the address in one line
            words = [word for word in line.split() if "://" in word]
            if words and (url := _address(words[0], f"{path.name} 第 {number} 行", found)):
                found.sources.append(Source("article", url))


def _saved(folder: Path, found: AccountFolder, today: date) -> None:
    for lane, name in (("saved", "saved"), ("submission", "submissions")):
        for path in _files(folder / name, SAVED_FILES, deep=True):
            inside = path.relative_to(folder / name)
            key = _named(inside.parts[0], found, str(inside)) if len(inside.parts) > 1 else ""
            if key is not None:
                found.sources.append(Source(lane, str(inside), key, path))


def _named(name: str, found: AccountFolder, where: str, platform: str = "") -> str | None:
    try:
        entry = found.directory.find(name, id=name, platform=platform)
    except Ambiguous as error:
        found.remarks.append(f"{where}:“{name}”对应多个账号({error}),没有采用,请用账号标识命名")
        return None
    if entry is None:
        found.remarks.append(f"{where}:账号“{name}”不在名单中,没有采用")
        return None
    return entry.key


def _address(written: str, where: str, found: AccountFolder) -> str:
    url = normalise(written.strip())
    if url is None or not url.startswith(("http://", "https://")):
        found.remarks.append(f"{where}:“{written[:60]}”不是网址,没有采用")
        return ""
    return url


def _table(folder: Path, stem: str) -> Path | None:
    found = [path for path in _files(folder, TABLES) if path.stem.lower() == stem]
    return found[0] if found else None


def _files(folder: Path, kinds: frozenset[str], *, deep: bool = False) -> Iterator[Path]:
    """Plain files of these kinds in order of name; links are not followed."""
    if not folder.is_dir():
        return
    seen = 0
    for path in sorted(folder.rglob("*") if deep else folder.iterdir()):
        is_plain = path.is_file() and not path.is_symlink() and not path.name.startswith((".", "~$"))
        if is_plain and path.suffix.lower() in kinds:
            seen += 1
            if seen > MOST_FILES:
                raise RosterError(f"{folder} 中的文件超过 {MOST_FILES} 个,请分批检查")
            yield path
