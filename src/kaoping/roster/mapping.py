"""Which section of a site answers which item, as the office decided it: a file that it keeps."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import ada_url

from ..errors import RosterError
from .headers import bare
from .tables import Row, read_tables

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "site": ("网站", "网址", "首页网址", "site"),
    "item": ("事项编号", "编号", "item"),
    "chosen": ("选定网址", "栏目网址", "对应网址", "地址", "address"),
    "decided_by": ("认定人", "确认人", "decidedby"),
    "on": ("认定日期", "日期", "date"),
    "note": ("备注", "说明", "note"),
}
_FIELD_OF = {heading: field for field, names in _HEADINGS.items() for heading in names}
_CANDIDATE = re.compile(r"候选([一二三123])网址")
_NUMERAL = {"一": "1", "二": "2", "三": "3"}
_NONE = frozenset({"无", "没有", "都不是", "均不是", "未设置"})
_SHOWN_ROWS = 20


@dataclass(frozen=True, slots=True)
class MappingEntry:
    """
    One decision: `url` answers `item` on `site` (host, or host:port); ``""`` says that nothing does.

    `on` is the day of the decision as written; `row` the row of the file, 0 where there was none.
    """

    site: str = ""
    item: str = ""
    url: str = ""
    decided_by: str = ""
    on: str = ""
    note: str = ""
    row: int = 0


def read_mapping(path: Path) -> tuple[MappingEntry, ...]:
    """
    Read a mapping file, or a file of questions that was filled in; the same kinds of file as a sites file.

    An answer is an address, the number of a candidate, or 无 where no candidate answers the item. Rows
    without an answer are passed over; of two rows for one item the later holds.

    Raises:
        RosterError: In Chinese, the mistakes of all rows at once, with file, row and column.
    """
    rows, columns, candidates = _table(path)
    found: dict[tuple[str, str], MappingEntry] = {}
    wrong: list[str] = []
    for row in rows:
        values = {field: _cell(row, column) for field, column in columns.items()}
        if not values["chosen"]:
            continue
        offered = {number: _cell(row, column) for number, column in candidates.items()}
        entry = _entry(values, offered, row.number)
        if isinstance(entry, str):
            wrong.append(f"第 {row.number} 行{entry}")
        else:
            found[entry.site, entry.item] = entry
    if wrong:
        rest = len(wrong) - _SHOWN_ROWS
        shown = wrong[:_SHOWN_ROWS] + ([f"另有 {rest} 行"] if rest > 0 else [])
        lines = "\n".join(f"  {words}" for words in shown)
        raise RosterError(f"栏目对应表 {path} 有 {len(wrong)} 行要改:\n{lines}")
    return tuple(found.values())


def _table(path: Path) -> tuple[Sequence[Row], dict[str, int], dict[str, int]]:
    """The data rows, the column of each field, and the columns of the candidates by number."""
    try:
        tables = read_tables(path)
    except RosterError as error:
        raise RosterError(str(error).replace("网站名单", "栏目对应表")) from None
    for table in tables:
        for position, row in enumerate(table.rows[:10]):
            columns: dict[str, int] = {}
            candidates: dict[str, int] = {}
            for column, cell in enumerate(row.cells):
                if named := _CANDIDATE.fullmatch(cell.strip()):
                    candidates[_NUMERAL.get(named[1], named[1])] = column
                elif field := _FIELD_OF.get(bare(cell)):
                    columns.setdefault(field, column)
            if {"site", "item", "chosen"} <= set(columns):
                return table.rows[position + 1 :], columns, candidates
    raise RosterError(f"栏目对应表 {path} 没有找到表头,表头应有 网站、事项编号、选定网址")


def _cell(row: Row, column: int) -> str:
    return row.cells[column].strip() if column < len(row.cells) else ""


def _entry(values: Mapping[str, str], offered: Mapping[str, str], number: int) -> MappingEntry | str:
    """The decision, or in Chinese what is wrong with it."""
    chosen = unicodedata.normalize("NFKC", values["chosen"]).strip()
    chosen = _NUMERAL.get(chosen, chosen)
    if chosen in ("1", "2", "3"):
        if not offered.get(chosen):
            return f"“选定网址”:没有候选{chosen},请写网址"
        chosen = offered[chosen]
    if not values["item"]:
        return "“事项编号”:没有填写"
    site = _host(values["site"])
    if not site:
        return f"“网站”:“{values['site'][:60]}”不是网站地址"
    if chosen not in _NONE and not re.match(r"https?://[^/\s]+\.?[^\s]*\Z", chosen):
        return f"“选定网址”:“{chosen[:60]}”不是网址;请写网址、候选的序号或“无”"
    return MappingEntry(
        site=site,
        item=values["item"],
        url="" if chosen in _NONE else chosen,
        decided_by=values.get("decided_by", ""),
        on=values.get("on", ""),
        note=values.get("note", ""),
        row=number,
    )


def _host(written: str) -> str:
    address = written if "://" in written else f"http://{written}"
    try:
        return str(ada_url.URL(address).host)
    except ValueError:
        return ""
