"""Reads a returned contact sheet (附件3): anyone may have changed it, so nothing in it is taken on trust."""

import re
from collections.abc import Iterator, Mapping, Sequence

from kaoping.errors import RosterError
from kaoping.pages.attachments.attachment import Refused as Spoiled
from kaoping.pages.attachments.packages import Package
from kaoping.reports.publishing.contacts import COLUMNS, CONTACTS, UNIT_COLUMN
from kaoping.roster import Table

from ..evidence.opening import opened_tables, plain_name
from ..planning.models import Round, Unit
from .refusals import Refused

LARGEST_BYTES = 2 << 20
MOST_SHEET_BYTES = 20 << 20
SEARCHED_ROWS = 10
HEADINGS = (UNIT_COLUMN.name, *(column.name for column in COLUMNS))
NAMES = ("leader", "post", "section", "clerk", "office_phone", "mobile", "email", "note")
LONGEST = {"email": 254, "note": 200, "office_phone": 32, "mobile": 32}
_FORMULA = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?f[\s>/]|<(?:\w+:)?f[\s>/]'
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
Rows = tuple[tuple[Unit, Mapping[str, str]], ...]


def read_returned(content: bytes, name: str, round_: Round, units: Sequence[Unit]) -> Rows:
    """
    What a returned sheet says of the given units; rows that are blank but for the unit are passed over.

    Raises:
        Refused: In Chinese, with sheet, row and column: all mistakes at once.
        RefusedUpload: No workbook, damaged, or too large unpacked.
    """
    name = plain_name(name)
    if len(content) > LARGEST_BYTES:
        raise Refused(f"“{name}”超过 {LARGEST_BYTES >> 20} MB,不像责任人联系表。")
    _refuse_formulas(content, name)
    try:
        tables = opened_tables(content, name)
    except RosterError as error:
        raise Refused(str(error)) from error
    table, head = _headed(tables, name)
    _refuse_other_round(table, head, name, round_)
    errors: list[str] = []
    found = list(_rows(table, head, units, errors))
    if errors:
        raise Refused(f"“{name}”没有导入:" + ";".join(errors[:20]))
    if not found:
        raise Refused(f"“{name}”没有填写任何责任人。")
    return tuple(found)


def _refuse_formulas(content: bytes, name: str) -> None:
    """Values of formulas are whatever the last program computed: nobody typed them."""
    if not content.startswith(b"PK\x03\x04"):
        raise Refused(f"“{name}”不是 .xlsx 文件,请用下载的联系表填写后上传。")
    try:
        package = Package(content)
        for part in package.names():
            if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                found = _FORMULA.search(package.read(part, MOST_SHEET_BYTES))
                if found:
                    where = f"第 {int(found[2])} 行 {found[1].decode()} 列" if found[1] else "某个单元格"
                    raise Refused(f"“{name}”{where}是公式,请改为直接填写的文字后再传。")
    except Spoiled as error:
        raise Refused(f"“{name}”{error.words},没有导入。") from error


def _headed(tables: Sequence[Table], name: str) -> tuple[Table, int]:
    """The sheet with the headings as they were sent out, and the headings' place among its rows."""
    best: tuple[int, str] | None = None
    for table in tables:
        for place, row in enumerate(table.rows[:SEARCHED_ROWS]):
            cells = tuple("".join(cell.split()) for cell in row.cells)
            same = sum(cell == wanted for cell, wanted in zip(cells, HEADINGS, strict=False))
            if same == len(HEADINGS) and not any(cells[len(HEADINGS) :]):
                return table, place
            if same and (best is None or same > best[0]):
                best = same, _changed(table.sheet, row.number, cells)
    raise Refused(best[1] if best else f"“{name}”没有找到表头,表头应为:{'、'.join(HEADINGS)}。")


def _changed(sheet: str, number: int, cells: tuple[str, ...]) -> str:
    for at, wanted in enumerate(HEADINGS):
        given = cells[at] if at < len(cells) else ""
        if given != wanted:
            where = f"工作表“{sheet}”第 {number} 行第 {at + 1} 列"
            return f"{where}的表头应为“{wanted}”,现为“{given}”,请勿改动表头。"
    extra = next(cell for cell in cells[len(HEADINGS) :] if cell)
    return f"工作表“{sheet}”第 {number} 行多出“{extra}”列,请勿改动表头。"


def _refuse_other_round(table: Table, head: int, name: str, round_: Round) -> None:
    titles = ["".join(cell.split()) for row in table.rows[:head] for cell in row.cells if cell.strip()]
    wanted = "".join(f"{round_.title}{CONTACTS}".split())
    if wanted in titles:
        return
    given = next((one for one in titles if one.endswith(CONTACTS)), "")
    told = f"是“{given}”" if given else "没有标题"
    raise Refused(f"“{name}”{told},不是“{wanted}”。请用本轮下载的联系表填写。")


def _rows(
    table: Table, head: int, units: Sequence[Unit], errors: list[str]
) -> Iterator[tuple[Unit, Mapping[str, str]]]:
    known = {one: unit for unit in units for one in (*unit.aliases, unit.name)}
    seen: dict[int, int] = {}
    for row in table.rows[head + 1 :]:
        cells = [cell.strip() for cell in row.cells] + [""] * len(HEADINGS)
        values = dict(zip(NAMES, cells[1 : len(HEADINGS)], strict=True))
        if not any(values.values()):
            continue
        where = f"工作表“{table.sheet}”第 {row.number} 行"
        unit = known.get(cells[0])
        if unit is None:
            errors.append(f"{where}“单位”列:“{cells[0]}”不是可以填写的单位")
            continue
        if unit.pk in seen:
            errors.append(f"{where}“单位”列:{unit} 与第 {seen[unit.pk]} 行重复")
        seen[unit.pk] = row.number
        errors += [f"{where}{words}" for words in _mistakes(values)]
        yield unit, values


def _mistakes(values: Mapping[str, str]) -> Iterator[str]:
    for name, heading in zip(NAMES, HEADINGS[1:], strict=True):
        value = values[name]
        if name in {"leader", "clerk"} and not value:
            yield f"“{heading}”列没有填写"
        elif len(value) > LONGEST.get(name, 64):
            yield f"“{heading}”列超过 {LONGEST.get(name, 64)} 个字"
        elif name == "email" and value and not _EMAIL.fullmatch(value):
            yield f"“{heading}”列“{value}”不是邮箱地址"
