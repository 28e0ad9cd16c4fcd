"""
Workbooks that people fill in, read strictly: every cell keeps its place, so that a mistake names it.

Cells merged downwards give their value to each row. Refused: cells merged sideways among data, formulas
whose result the file does not hold, error values, headings that no column has or that stand twice.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from ..errors import RulebookError
from .normalised import plain
from .schemas import closest

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_MAX_BYTES = 20 << 20
_MAX_UNPACKED_BYTES = 200 << 20
_MAX_ROWS = 20_000
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of data: its number as the program shows it, and the raw values by heading."""

    sheet: str
    number: int
    values: Mapping[str, Any]
    columns: Mapping[str, str]

    def place(self, heading: str) -> str:
        """Sheet, row and column, for a message."""
        column = self.columns.get(heading, "")
        return f"工作表“{self.sheet}”第 {self.number} 行{f' {column} 列' if column else ''}({heading})"


@dataclass(slots=True)
class Workbook:
    """A workbook's sheets by name; `mistakes` are told all at once."""

    path: Path
    sheets: Mapping[str, tuple[SheetRow, ...]] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)

    def refuse(self) -> None:
        """
        Raises:
            RulebookError: There are mistakes.
        """
        if not self.mistakes:
            return
        shown = [f"  {words}" for words in self.mistakes[:30]]
        rest = [f"  另有 {len(self.mistakes) - 30} 处"] if len(self.mistakes) > 30 else []
        raise RulebookError("\n".join([f"{self.path} 有误,没有导入:", *shown, *rest]))


def read_workbook(path: Path, headings: Mapping[str, tuple[str, ...]], needed: Iterable[str]) -> Workbook:
    """
    The sheets of these names, each under its headings.

    Args:
        path: An xlsx file.
        headings: For each sheet the columns it may have.
        needed: Sheets that must be there.

    Raises:
        RulebookError: Not a workbook, too large, a needed sheet missing. Mistakes within cells are collected
            in the result instead.
    """
    # imported late: children that judge pages open no workbook of the rulebook
    from python_calamine import CalamineError, CalamineWorkbook

    data = _bytes(path)
    try:
        bad = _bad_cells(data)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = {plain(name).strip(): name for name in workbook.sheet_names}
        missing = [name for name in needed if plain(name) not in names]
        if missing:
            hint = closest(missing[0], workbook.sheet_names)
            raise RulebookError(
                f"{path} 缺少工作表“{'”“'.join(missing)}”{hint};请先用 system export 导出样表"
            )
        book = Workbook(path)
        book.sheets = {
            name: tuple(_rows(book, workbook.get_sheet_by_name(names[plain(name)]), name, columns, bad))
            for name, columns in headings.items()
            if plain(name) in names
        }
    except (
        CalamineError,
        zipfile.BadZipFile,
        ElementTree.ParseError,
        KeyError,
        OSError,
        ValueError,
    ) as error:
        raise RulebookError(
            f"{path} 无法打开({type(error).__name__}),可能加了密码或已损坏,请用表格软件另存为不加密的 .xlsx"
        ) from error
    return book


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise RulebookError(f"{path} 超过 {_MAX_BYTES >> 20} MB,不像指标体系,请检查是否选错文件")
        data = path.read_bytes()
    except FileNotFoundError:
        raise RulebookError(f"找不到 {path},请检查路径") from None
    except OSError as error:
        raise RulebookError(f"{path} 无法读取({error.strerror}),请检查权限") from error
    if not data.startswith(b"PK\x03\x04"):
        raise RulebookError(f"{path} 不是 .xlsx 文件,请用表格软件另存为 .xlsx")
    return data


def _rows(
    book: Workbook,
    sheet: "CalamineSheet",
    name: str,
    known: tuple[str, ...],
    bad: Mapping[tuple[str, str], str],
) -> Iterator[SheetRow]:
    if sheet.start is None:
        return
    if sheet.total_height > _MAX_ROWS:
        book.mistakes.append(f"工作表“{name}”超过 {_MAX_ROWS} 行,请删去末尾多余的行")
        return
    values = sheet.to_python(skip_empty_area=False)
    sideways = _unmerge(sheet, values)
    head: dict[str, int] = {}
    for number, row in enumerate(values, start=1):
        if all(value == "" for value in row) and not _has_bad(bad, sheet.name, number):
            continue
        if not head:
            if number - 1 in sideways:  # a title above the table
                continue
            head = _head(book, name, row, known)
            continue
        if number - 1 in sideways:
            book.mistakes.append(f"工作表“{name}”第 {number} 行有横向合并的单元格,请取消合并后逐列填写")
            continue
        yield _row(
            book,
            name,
            number,
            row,
            head,
            {cell: words for (s, cell), words in bad.items() if s == sheet.name},
        )


def _row(
    book: Workbook, name: str, number: int, row: list[Any], head: Mapping[str, int], bad: Mapping[str, str]
) -> SheetRow:
    columns = {heading: _letters(at) for heading, at in head.items()}
    values = {heading: row[at] if at < len(row) else "" for heading, at in head.items()}
    found = SheetRow(name, number, values, columns)
    for heading, letters in columns.items():
        if words := bad.get(f"{letters}{number}"):
            book.mistakes.append(f"{found.place(heading)}:{words}")
    return found


def _head(book: Workbook, name: str, row: list[Any], known: tuple[str, ...]) -> dict[str, int]:
    plain_known = {plain(heading): heading for heading in known}
    head: dict[str, int] = {}
    for at, value in enumerate(row):
        written = plain(str(value)).replace(" ", "").replace("\n", "")
        if not written:
            continue
        heading = plain_known.get(written)
        if heading is None:
            hint = closest(str(value), known)
            book.mistakes.append(
                f"工作表“{name}”{_letters(at)} 列:不认识的表头“{value}”{hint};可用 {'、'.join(known)}"
            )
        elif heading in head:
            book.mistakes.append(f"工作表“{name}”{_letters(at)} 列:表头“{heading}”出现了两次")
        else:
            head[heading] = at
    return head


def _has_bad(bad: Mapping[tuple[str, str], str], sheet: str, number: int) -> bool:
    return any(s == sheet and re.fullmatch(rf"[A-Z]+{number}", cell) for s, cell in bad)


def _unmerge(sheet: "CalamineSheet", values: list[list[Any]]) -> set[int]:
    """Give a cell merged downwards to all its rows; answer the rows with one merged sideways."""
    sideways: set[int] = set()
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if right > left:
            sideways |= set(range(top, min(bottom, len(values)) + 1))
            continue
        for row in values[top + 1 : bottom + 1]:
            if left < len(row) and left < len(values[top]):
                row[left] = values[top][left]
    return sideways


def _letters(at: int) -> str:
    letters, n = "", at + 1
    while n:
        n, rest = divmod(n - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _bad_cells(data: bytes) -> dict[tuple[str, str], str]:
    """By sheet and cell what cannot be read there: errors, and formulas without a stored result."""
    found: dict[tuple[str, str], str] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _MAX_UNPACKED_BYTES:
            raise ValueError("too large when unpacked")
        for name, part in _sheet_parts(archive):
            for cell, words in _bad_in(archive.read(part)):
                found[name, cell] = words
    return found


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): str(one.get("Target")) for one in relations}
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if sheet.tag.endswith("}sheet") and (target := targets.get(sheet.get(_RELATION))):
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in archive.namelist():
                yield str(sheet.get("name")), part


def _bad_in(xml: bytes) -> Iterator[tuple[str, str]]:
    for _, cell in ElementTree.iterparse(io.BytesIO(xml)):
        if not cell.tag.endswith("}c"):
            continue
        inner = {child.tag.rpartition("}")[2]: child.text or "" for child in cell}
        place = str(cell.get("r") or "")
        if cell.get("t") == "e":
            yield place, f"单元格是错误值 {inner.get('v', '')},请改正公式或直接填写"
        elif "f" in inner and not inner.get("v") and cell.get("t") != "str":
            yield place, "公式没有存下结果,请在表格软件中打开并保存一次,或把公式改成数值"
        cell.clear()
