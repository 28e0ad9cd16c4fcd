"""Sites files, and other lists that an office keeps, as rows of text, whatever program wrote them."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from ..errors import RosterError

_MAX_BYTES = 50 << 20
_MAX_ROWS = 100_000
SITES = "网站名单"
_SEEN = {"Cc": " ", "Zs": " ", "Zl": " ", "Zp": " ", "Cf": ""}
_SEPARATORS = ",;\t|\uff0c\uff1b"  # half and full width
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # xlsx and ods; xls


@dataclass(frozen=True, slots=True)
class Row:
    """
    One row that is not blank: `number` counts from 1 as the program that wrote the file shows it. `spread`
    says that one cell was merged across columns: a title, not data.
    """

    number: int
    cells: tuple[str, ...]
    is_spread: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet, or a whole text file (`sheet` empty)."""

    sheet: str
    rows: tuple[Row, ...]


def read_tables(
    path: Path, what: str = SITES, *, wanted: str = "单位名称与首页网址", max_rows: int = _MAX_ROWS
) -> tuple[Table, ...]:
    """
    Every visible sheet with rows, in the file's order; for a text file one table per separator it may have.

    Args:
        path: A workbook or a text file.
        what: What the file should be, for messages.
        wanted: What is to be filled in where it is empty, for messages.
        max_rows: Rows of a sheet beyond this many are not read.

    Raises:
        RosterError: Not there, unreadable, empty, neither a workbook nor text.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise RosterError(f"{path} 超过 {_MAX_BYTES >> 20} MB,不像{what},请检查是否选错文件")
        data = path.read_bytes()
    except FileNotFoundError:
        raise RosterError(f"找不到{what} {path},请检查路径") from None
    except OSError as error:
        raise RosterError(f"{what} {path} 无法读取({error.strerror}),请检查是否为文件、有无权限") from error
    if data.startswith(_WORKBOOKS):
        tables = _sheets(path, data, what, max_rows)
    else:
        tables = _text_tables(path, data, what)
    if not any(table.rows for table in tables):
        raise RosterError(f"{what} {path} 是空的,请填写{wanted}")
    return tables


def _sheets(path: Path, data: bytes, what: str, max_rows: int) -> tuple[Table, ...]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        kept = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        tables = [
            Table(name, tuple(_sheet_rows(workbook.get_sheet_by_name(name), max_rows))) for name in kept
        ]
    except (CalamineError, OSError, ValueError) as error:
        words = "可能加了密码或已损坏,请用表格软件打开后另存为不加密的 .xlsx"
        raise RosterError(f"{what} {path} 无法打开({error}),{words}") from error
    return tuple(table for table in tables if table.rows)


def _sheet_rows(sheet: CalamineSheet, max_rows: int) -> Iterator[Row]:
    if sheet.start is None:
        return
    top, left = sheet.start
    values = sheet.to_python(skip_empty_area=True, nrows=max_rows)
    rows = [[""] * left + [text(value) for value in row] for row in values]
    spread = _unmerge(sheet, rows, top)
    for number, cells in enumerate(rows, start=top):
        if any(cells):
            yield Row(number + 1, tuple(cells), is_spread=number in spread and _filled(cells) == 1)


def _unmerge(sheet: CalamineSheet, rows: list[list[str]], top: int) -> set[int]:
    """Give a cell merged downwards to all its rows; answer the rows that hold a cell merged sideways."""
    spread: set[int] = set()
    for (first, left), (last, right) in sheet.merged_cell_ranges or ():
        if right > left:
            spread |= set(range(first, min(last, top + len(rows)) + 1))
            continue
        for row in rows[first - top + 1 : last - top + 1] if first >= top else ():
            row[left] = row[left] or rows[first - top][left]
    return spread


def _filled(cells: Iterable[str]) -> int:
    return sum(1 for cell in cells if cell)


def text(value: Any) -> str:
    """A cell as a person sees it: whole numbers without ``.0``, no blanks around, nothing invisible."""
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    written = str(value)
    if not written.isprintable():
        written = "".join(_SEEN.get(unicodedata.category(c), c) for c in written)
    return written.strip()


def _text_tables(path: Path, data: bytes, what: str) -> tuple[Table, ...]:
    content = _decoded(path, data, what)
    separators = [mark for mark in _SEPARATORS if mark in content] or [","]
    return tuple(Table("", tuple(_text_rows(path, content, mark, what))) for mark in separators)


def _decoded(path: Path, data: bytes, what: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            content = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in content:
            return content
    raise RosterError(f"{what} {path} 既不是表格也不是文本,请另存为 .xlsx 或 UTF-8 编码的 .csv")


def _text_rows(path: Path, content: str, separator: str, what: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator)
    number = 1
    try:
        for values in reader:
            cells = tuple(text(value) for value in values)
            if any(cells):
                yield Row(number, cells)
            number = reader.line_num + 1
    except csv.Error as error:
        raise RosterError(f"{what} {path} 第 {number} 行附近格式有误({error}),请检查引号是否成对") from error
