"""Roster files that an office uploads: read into changes to be looked at, before anything is taken over."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from kaoping.errors import RosterError
from kaoping.roster import Table, read_tables
from kaoping.roster.addresses import NotAnAddress, home_address

from .account_files import FIELDS, Unclear, account_mistakes, account_of, account_values
from .models import Site, Unit

SEARCHED_ROWS = 10
HEADINGS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "units": {
        "name": ("单位名称", "单位"),
        "kind": ("单位类别", "类别", "单位类型"),
        "group": ("考评分组", "分组", "组别"),
        "parent": ("上级单位", "所属单位"),
        "weight": ("权重",),
        "aliases": ("别名", "简称"),
        "traits": ("特性", "特征"),
        "order": ("排序", "序号"),
    },
    "sites": {
        "unit": ("单位名称", "单位", "主办单位"),
        "name": ("网站名称", "网站"),
        "url": ("首页网址", "网址", "网站地址"),
        "code": ("网站标识码", "标识码"),
        "is_portal": ("门户网站", "是否门户"),
    },
    "accounts": {
        "unit": ("单位名称", "单位", "主办单位"),
        "platform": ("平台", "平台名称", "账号类型"),
        "name": ("账号名称", "账号", "名称"),
        "platform_id": ("账号标识", "账号ID", "微信号"),
        "is_filed": ("已备案", "是否备案"),
        **FIELDS,
    },
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "units": ("name", "kind"),
    "sites": ("unit", "url"),
    "accounts": ("unit", "platform", "name"),
}
TITLES = {"units": "单位名单", "sites": "网站名单", "accounts": "新媒体账号名单"}
LONGEST: Mapping[str, int] = {
    "name": 120,
    "kind": 40,
    "group": 40,
    "platform": 40,
    "platform_id": 120,
    "code": 20,
    "filed_name": 120,
    "into": 120,
}
_YES, _NO = {"是", "有", "1", "true", "yes", "√", "y"}, {"否", "无", "0", "false", "no", "×", "n", ""}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in a row: sheet, row as the program shows it, column's heading, Chinese words."""

    sheet: str
    row: int
    column: str
    words: str


@dataclass(slots=True)
class ReadRoster:
    """Rows as field → text (with ``"row"`` and ``"sheet"``), and what is wrong."""

    rows: list[dict[str, str]] = field(default_factory=list)
    errors: list[Wrong] = field(default_factory=list)


def read_roster(content: bytes, name: str, kind: str) -> ReadRoster:
    """
    Read an uploaded list of units, sites or accounts.

    Raises:
        RosterError: The file is no table, or no row holds the headings; told in Chinese under its own name.
    """
    with tempfile.TemporaryDirectory(prefix="kaoping-roster-") as folder:
        path = Path(folder) / ("list" + Path(name).suffix.lower()[:8])
        path.write_bytes(content)
        try:
            tables = read_tables(path, TITLES[kind], wanted="、".join(_wanted(kind)))
        except RosterError as error:
            raise RosterError(str(error).replace(str(path), f"“{name}”")) from None
    result = ReadRoster()
    table, columns, head = _headed(tables, name, kind)
    for row in table.rows:
        if row.number <= head or row.is_spread or not any(row.cells):
            continue
        cells = {key: row.cells[at].strip() for key, at in columns.items() if at < len(row.cells)}
        cells |= {"row": str(row.number), "sheet": table.sheet}
        wrong = list(_mistakes(cells, kind))
        result.errors += wrong
        if not wrong:
            result.rows.append(cells)
    _doubles(result, kind)
    return result


def changes_of(read: ReadRoster, kind: str) -> list[dict[str, object]]:
    """
    Each row with what it would do: ``new``, ``changed`` (with the fields) or ``same``; unknown units are
    errors.
    """
    units = _by_name()
    if kind == "units":
        named = {row["name"] for row in read.rows} | set(units)
        return [_unit_change(row, units, named, read) for row in read.rows]
    changes = []
    for row in read.rows:
        unit = units.get(row["unit"])
        if unit is None:
            read.errors.append(
                _wrong(row, kind, "unit", f"没有名为“{row['unit']}”的单位,请先导入单位或写规范名称")
            )
            continue
        changes.append(_site_change(row, unit) if kind == "sites" else _account_change(row, unit, read))
    return changes


def _by_name() -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for unit in Unit.objects.select_related("parent"):
        for name in (*unit.aliases, unit.name):
            found[name] = unit
    return found


def _unit_change(
    row: Mapping[str, str], units: Mapping[str, Unit], named: set[str], read: ReadRoster
) -> dict[str, object]:
    if (parent := row.get("parent", "")) and parent not in named:
        read.errors.append(_wrong(row, "units", "parent", f"上级单位“{parent}”不在名单中"))
    before = units.get(row["name"])
    if before is None:
        return {**row, "what": "new", "fields": []}
    now = {
        "kind": before.kind,
        "group": before.group,
        "parent": before.parent.name if before.parent else "",
        "weight": f"{before.weight.normalize():f}",
        "aliases": "、".join(before.aliases),
        "traits": "、".join(before.traits),
    }
    different = [
        key for key, value in now.items() if key in row and row[key] != value and (row[key] or value)
    ]
    different = [k for k in different if k != "weight" or Decimal(row[k] or "1") != before.weight]
    return {**row, "what": "changed" if different else "same", "fields": different}


def _account_change(row: Mapping[str, str], unit: Unit, read: ReadRoster) -> dict[str, object]:
    try:
        account = account_of(row)
    except Unclear:
        words = f"名单和登记中有多个“{row['name']}”,请填写账号标识"
        read.errors.append(_wrong(row, "accounts", "platform_id", words))
        return {**row, "what": "same", "fields": []}
    row = {**row, "unit": unit.name}
    if account is None:
        return {**row, "what": "new", "fields": []}
    told = account_values(row) | {"unit": unit, "name": row["name"]}
    different = [key for key, value in told.items() if getattr(account, key) != value]
    return {**row, "what": "changed" if different else "same", "fields": different}


def _site_change(row: Mapping[str, str], unit: Unit) -> dict[str, object]:
    url = home_address(row["url"])
    site = Site.objects.filter(url=url).first()
    now = {} if site is None else {"unit": site.unit.name, "name": site.name, "code": site.code}
    row = {**row, "url": url, "unit": unit.name, "name": row.get("name") or unit.name}
    different = [key for key, value in now.items() if row.get(key, value) != value]
    return {**row, "what": "new" if not now else "changed" if different else "same", "fields": different}


def _headed(tables: Sequence[Table], name: str, kind: str) -> tuple[Table, dict[str, int], int]:
    best: tuple[int, Table, dict[str, int], int] | None = None
    for table in tables:
        for row in table.rows[:SEARCHED_ROWS]:
            columns = {
                key: at
                for key, words in HEADINGS[kind].items()
                for at, cell in reversed(list(enumerate(row.cells)))
                if _plain(cell) in words
            }
            lacking = sum(key not in columns for key in REQUIRED[kind])
            if not lacking:
                return table, columns, row.number
            if columns and (best is None or lacking < best[0]):
                best = (lacking, table, columns, row.number)
    if best is None:
        raise RosterError(f"“{name}”前 {SEARCHED_ROWS} 行没有找到表头,表头应有 {'、'.join(_wanted(kind))}")
    missing = "、".join(f"“{HEADINGS[kind][key][0]}”" for key in REQUIRED[kind] if key not in best[2])
    sheet = f"工作表“{best[1].sheet}”" if best[1].sheet else ""
    raise RosterError(f"“{name}”{sheet}第 {best[3]} 行的表头缺少{missing}列,请补上")


def _plain(cell: str) -> str:
    return "".join(cell.split()).split("(")[0].split("(")[0].rstrip("*")


def _wanted(kind: str) -> list[str]:
    return [HEADINGS[kind][key][0] for key in REQUIRED[kind]]


def _mistakes(row: Mapping[str, str], kind: str) -> Iterator[Wrong]:
    for key in REQUIRED[kind]:
        if not row.get(key):
            yield _wrong(row, kind, key, "没有填写")
    for key, most in LONGEST.items():
        if len(row.get(key, "")) > most:
            yield _wrong(row, kind, key, f"超过 {most} 个字")
    if row.get("weight"):
        try:
            if not 0 < Decimal(row["weight"]) <= 1000:
                yield _wrong(row, kind, "weight", "权重应大于 0 且不超过 1000")
        except InvalidOperation:
            yield _wrong(row, kind, "weight", f"“{row['weight']}”不是数字")
    if kind == "sites" and row.get("url"):
        try:
            home_address(row["url"])
        except NotAnAddress as error:
            yield _wrong(row, kind, "url", str(error))
    if kind == "accounts" and row.get("platform"):
        yield from (_wrong(row, kind, key, words) for key, words in account_mistakes(row))
    for key in ("is_portal", "is_filed", "has_service"):
        if row.get(key, "").lower() not in _YES | _NO:
            yield _wrong(row, kind, key, "请填“是”或“否”")


def _doubles(read: ReadRoster, kind: str) -> None:
    keys = {"units": ("name",), "sites": ("url",), "accounts": ("platform", "name")}[kind]
    first: dict[tuple[str, ...], Mapping[str, str]] = {}
    for row in read.rows:
        key = tuple(row.get(one, "") for one in keys)
        other = first.setdefault(key, row)
        if other is row:
            continue
        ids = {one.get("platform_id", "") for one in (other, row)}
        if kind != "accounts" or (len(ids) == 1 and "" not in ids):
            read.errors.append(_wrong(row, kind, keys[-1], f"与第 {other['row']} 行重复"))
        elif "" in ids:
            words = f"与第 {other['row']} 行平台、名称相同,请填写各自的账号标识以便区分"
            read.errors.append(_wrong(row, kind, "platform_id", words))


def _wrong(row: Mapping[str, str], kind: str, key: str, words: str) -> Wrong:
    return Wrong(row.get("sheet", ""), int(row["row"]), HEADINGS[kind][key][0], words)


def is_yes(written: str) -> bool:
    """Whether a cell says yes."""
    return written.lower() in _YES
