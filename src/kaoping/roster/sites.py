"""The sites to be assessed, out of a sites file or a list of addresses."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import RosterError
from .addresses import NotAnAddress, home_address, same_site_key
from .headers import HEADINGS, SEARCHED_ROWS, Header, header_of
from .tables import Row, Table, read_tables

_SHOWN_ROWS = 20
_REMARK = re.compile(r"(?:注|备注|说明|填表说明|填报说明|合计|总计|共计|小计|共\s*\d+)(?:[:;,、\s\d]|$)")
_NUMBERED = re.compile(r"\(?[一二三四五六七八九十]+[)、.]")
_KINDS: Mapping[str, str] = {
    "市级门户": "市级门户 市门户 市政府门户 市级政府 市政府 市本级",
    "县市区": "县市区 县区 区县 县区市 市县区 县级 县级政府 县市区政府 county counties",
    "市直单位": "市直单位 市直部门 市直 市直各单位 市级部门 市级单位 市政府部门 市直机关"
    " department departments",
    "乡镇街道": "乡镇街道 乡镇 镇街 街镇 街道 乡镇办 镇街道 township townships",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """
    One site to be assessed.

    `url` is absolute; `code` the site code as listed, ``""`` where it is not; `unit_kind` is 县市区,
    市直单位, 乡镇街道 or whatever the file says. `row` is the row of the file, 0 where there was none.
    `townships` are the names of a county's townships and streets, empty where the file does not give them.
    """

    unit: str
    unit_kind: str
    name: str
    url: str
    code: str
    row: int = 0
    townships: tuple[str, ...] = ()


def read_sites(path: Path) -> tuple[SiteEntry, ...]:
    """
    Read a sites file: xlsx, xls, ods, or text in UTF-8, UTF-16 or GB18030 with any usual separator.

    The first sheet with the headings counts. They may stand in any of the first ten rows and carry remarks
    in brackets; other columns, blank rows, titles and remarks are passed over. A cell merged downwards counts
    for all its rows. A site without a name bears its unit's.

    Returns:
        Sites in the file's order; at least one.

    Raises:
        RosterError: In Chinese, the mistakes of all rows at once, with file, sheet, row and column.
    """
    tables = read_tables(path)
    table, header = _chosen(path, tables)
    rows = [row for row in table.rows if row.number > header.row.number and _is_data(row, header)]
    entries: list[SiteEntry] = []
    found: list[str] = []
    first_rows: dict[str, int] = {}
    for row in rows:
        try:
            entry = _entry(row, header)
            earlier = first_rows.setdefault(same_site_key(entry.url), row.number)
            if earlier != row.number:
                raise _Wrong("url", f"与第 {earlier} 行的网址相同,请删去其中一行")
            entries.append(entry)
        except _Wrong as wrong:
            found.append(f"{_place(table)}第 {row.number} 行“{header.heading(wrong.field)}”:{wrong.words}")
    if found:
        raise RosterError(_listed(path, found))
    if not entries:
        raise RosterError(f"网站名单 {path} {_place(table)}只有表头,没有网站,请在表头下逐行填写")
    return tuple(entries)


def sites_from_addresses(addresses: Iterable[str]) -> tuple[SiteEntry, ...]:
    """
    Sites from bare addresses, in order; http:// is added where missing, a repeated address counts once.

    `unit` and `name` are the host, until the site's own name is known.

    Raises:
        RosterError: Some cannot be addresses, or there is none.
    """
    entries: dict[str, SiteEntry] = {}
    found: list[str] = []
    for written in addresses:
        try:
            url = home_address(written)
        except NotAnAddress as error:
            found.append(str(error))
            continue
        host = url.split("/")[2]
        entries.setdefault(
            same_site_key(url), SiteEntry(unit=host, unit_kind="", name=host, url=url, code="")
        )
    if found:
        raise RosterError("网址有误:\n" + "\n".join(f"  {words}" for words in found[:_SHOWN_ROWS]))
    if not entries:
        raise RosterError("没有给出网址")
    return tuple(entries.values())


class _Wrong(Exception):
    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field, self.words = field, words


def _chosen(path: Path, tables: tuple[Table, ...]) -> tuple[Table, Header]:
    headed = [(table, header) for table in tables if (header := header_of(table)) is not None]
    whole = next(((table, header) for table, header in headed if not header.missing), None)
    if whole is not None:
        return whole
    wanted = "、".join(names[0] for names in HEADINGS.values())
    if not headed:
        place = _place(next(table for table in tables if table.rows))
        raise RosterError(f"网站名单 {path} {place}前 {SEARCHED_ROWS} 行没有找到表头,表头应有 {wanted}")
    table, header = max(headed, key=lambda pair: len(pair[1].columns))
    present = "、".join(cell for cell in header.row.cells if cell)
    missing = "、".join(f"“{name}”" for name in header.missing)
    place = f"{_place(table)}第 {header.row.number} 行"
    raise RosterError(f"网站名单 {path} {place}的表头缺少{missing}列(现有:{present}),请补上")


def _is_data(row: Row, header: Header) -> bool:
    if row.cells == header.row.cells:
        return False
    if header.value(row, "url"):
        return True
    filled = [unicodedata.normalize("NFKC", cell) for cell in row.cells if cell]
    is_title = row.is_spread or (len(filled) == 1 and _NUMBERED.match(filled[0]))
    is_outside = not any(header.value(row, field) for field in header.columns)
    return not (is_title or is_outside or _REMARK.match(filled[0]))


def _entry(row: Row, header: Header) -> SiteEntry:
    unit = header.value(row, "unit")
    if not unit:
        raise _Wrong("unit", "没有填写,请写单位的规范名称")
    try:
        url = home_address(header.value(row, "url"))
    except NotAnAddress as error:
        raise _Wrong("url", str(error)) from None
    return SiteEntry(
        unit=unit,
        unit_kind=kind_of(header.value(row, "unit_kind")),
        name=header.value(row, "name") or unit,
        url=url,
        code=_code(header.value(row, "code")),
        row=row.number,
        townships=_townships(header.value(row, "townships")),
    )


def _townships(written: str) -> tuple[str, ...]:
    names = (re.sub(r"\s", "", name) for name in re.split(r"[、,，;；\n]|\s{2,}", written))
    return tuple(dict.fromkeys(name for name in names if name and name not in ("无", "-", "/")))


def kind_of(written: str) -> str:
    """The kind of unit by its usual name (县市区, 市直单位 …); what is not known stays as written."""
    folded = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", written)).lower()
    return _KIND_OF.get(folded, written)


def _code(written: str) -> str:
    code = re.sub(r"\s", "", unicodedata.normalize("NFKC", written))
    return "" if code in ("无", "暂无", "-", "/", "--") else code


def _place(table: Table) -> str:
    return f"工作表“{table.sheet}”" if table.sheet else ""


def _listed(path: Path, found: list[str]) -> str:
    rest = len(found) - _SHOWN_ROWS
    shown = found[:_SHOWN_ROWS] + ([f"另有 {rest} 行"] if rest > 0 else [])
    return f"网站名单 {path} 有 {len(found)} 行要改:\n" + "\n".join(f"  {words}" for words in shown)
