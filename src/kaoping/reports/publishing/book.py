"""Prints a publication as xlsx: a worksheet a grid; numbers as numbers, texts as texts, no formula at all."""

from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.workbook import Workbook

from kaoping.errors import OutputError

from ..cells import LONGEST_CELL, MOST_LINKS, cell_link, cell_text
from ..symbols import shown
from .publication import Cell, Column, Grid, Publication

WIDEST = 60
TALLEST, LINE_HEIGHT = 400, 15.5  # points; a row takes 409 at most
_HEADS_A_LINE = 2
_ROOM = "　　"
_CENTRED = frozenset({"points", "count", "sign"})


def write_xlsx(publication: Publication, path: Path) -> None:
    """
    Write the file, whole or not at all; the same publication gives the same bytes. No cell holds a formula,
    and no text is one that a spreadsheet could take for one.

    Raises:
        OutputError: It cannot be written.
    """
    with_book(path, publication, lambda book: _print(book, publication))


def with_book(path: Path, publication: Publication, fill: Any) -> None:
    """Open a workbook, let `fill` write into it, and put it in its place. Raises `OutputError`."""
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with xlsxwriter.Workbook(str(unfinished), {"in_memory": True}) as book:
            created = datetime.fromisoformat(publication.day) if publication.day else datetime(1980, 1, 1)  # noqa: DTZ001
            book.set_properties(
                {
                    "title": cell_text(publication.title),
                    "author": cell_text(publication.author),
                    "created": created,
                }
            )
            fill(book)
        unfinished.replace(path)
    except (OSError, XlsxWriterException) as error:
        words = f"表格写不出来：{path}（{error}）。请检查磁盘空间和写入权限，并关闭已打开的表格。"
        raise OutputError(words) from error


def _print(book: Workbook, publication: Publication) -> None:
    formats = Formats(book)
    for number, grid in enumerate(publication.grids):
        title = publication.title if number == 0 else f"{publication.title}：{grid.name}"
        heads = _head_lines(publication) if number == 0 else ()
        notes = (*grid.notes, *(publication.notes if number == len(publication.grids) - 1 else ()))
        write_grid(book, formats, grid, title, heads, notes)


def _head_lines(publication: Publication) -> tuple[str, ...]:
    told = [f"{name}：{value}" for name, value in publication.heads if name]
    lines = [_ROOM.join(told[n : n + _HEADS_A_LINE]) for n in range(0, len(told), _HEADS_A_LINE)]
    return (publication.annex, *lines) if publication.annex else tuple(lines)


class Formats:
    """The cell formats of one workbook; each is made when it is first asked for."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.title = self.of(bold=True, font_size=16, font_name="宋体")
        self.line = self.of(font_size=11)
        self.header = self.of(
            bold=True, bg_color="#EDEDED", border=1, text_wrap=True, align="center", valign="vcenter"
        )

    def of(self, **wishes: Any) -> Any:
        """The format with these properties."""
        key = tuple(sorted(wishes.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(wishes)
        return self._made[key]

    def cell(self, kind: str, places: int, is_strong: bool) -> Any:
        """The format of a cell of this kind."""
        wishes: dict[str, Any] = {"border": 1, "valign": "vcenter", "text_wrap": True}
        if kind == "points":
            wishes["num_format"] = "0." + "0" * places if places else "0"
        elif kind != "count":
            wishes["num_format"] = "@"
        if kind in _CENTRED:
            wishes["align"] = "center"
        if kind == "link":
            wishes |= {"font_color": "#1B4D7A", "underline": 1}
        if is_strong:
            wishes |= {"bold": True, "bg_color": "#F6F6F6"}
        return self.of(**wishes)


def write_grid(
    book: Workbook, formats: Formats, grid: Grid, title: str, heads: tuple[str, ...], notes: tuple[str, ...]
) -> None:
    """One worksheet: title, head lines, header row, rows, notes; the header row stays in sight."""
    sheet: Any = book.add_worksheet(grid.name)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.set_footer("&C— &P —")
    widths = [_width(column) for column in grid.columns]
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    sheet.write_string(0, 0, cell_text(title), formats.title)
    for line, head in enumerate(heads, 1):
        sheet.write_string(line, 0, cell_text(head), formats.line)
    top = len(heads) + 1
    sheet.repeat_rows(top)
    sheet.freeze_panes(top + 1, _frozen(grid.columns))
    sheet.set_row(top, _height(tuple(column.name for column in grid.columns), widths))
    for number, column in enumerate(grid.columns):
        sheet.write_string(top, number, _text(column.name), formats.header)
    last = _write_rows(sheet, grid, formats, top + 1)
    if grid.rows:
        sheet.autofilter(top, 0, last, len(grid.columns) - 1)
    for line, note in enumerate(notes, last + 2):
        sheet.write_string(line, 0, cell_text(note), formats.line)


def _frozen(columns: tuple[Column, ...]) -> int:
    """Columns up to the first name stay in sight."""
    return next((n + 1 for n, column in enumerate(columns[:4]) if column.kind == "name"), 0)


def _write_rows(sheet: Any, grid: Grid, formats: Formats, first: int) -> int:
    """Returns the number of the last row written."""
    kinds = [column.kind for column in grid.columns]
    widths = [_width(column) for column in grid.columns]
    plain = [formats.cell(kind, grid.places, False) for kind in kinds]
    strong = [formats.cell(kind, grid.places, True) for kind in kinds]
    whole = formats.cell("count", 0, False)
    links = 0
    for number, row in enumerate(grid.rows):
        chosen = strong if number in grid.strong else plain
        # programs that do not fit the height of a row themselves would show its first line alone
        sheet.set_row(first + number, _height(row, widths))
        for column, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
            is_link = kind == "link" and links < MOST_LINKS
            made = whole if kind == "points" and isinstance(cell, int) else chosen[column]
            links += write_cell(sheet, first + number, column, cell, made, is_link)
    return first + len(grid.rows) - 1


def _width(column: Column) -> float:
    return min(WIDEST, max(6, column.width * 2))


def _height(row: tuple[Cell, ...], widths: list[float]) -> float:
    """Height in points for the cell with the most lines; a Chinese character is two wide."""
    most = 1.0
    for cell, width in zip(row, widths, strict=True):
        if isinstance(cell, str) and len(cell) * 2 > width:
            most = max(most, sum(-(-_spread(line) // width) or 1 for line in cell.split("\n")))
    return min(TALLEST, LINE_HEIGHT * most + 1)


@lru_cache(maxsize=1 << 16)
def _spread(text: str) -> float:
    return (len(text) + len(text.encode("utf-8", "replace"))) / 2


def write_cell(sheet: Any, line: int, column: int, cell: Cell, made: Any, is_link: bool = False) -> int:
    """Write one cell; returns 1 if it became a link."""
    if cell is None or cell == "":
        sheet.write_blank(line, column, None, made)
    elif isinstance(cell, int | Decimal):
        sheet.write_number(line, column, float(cell), made)
    elif is_link and (address := cell_link(cell)) is not None:
        sheet.write_url(line, column, address, made, string=cell_text(cell))
        return 1
    else:
        sheet.write_string(line, column, _text(cell), made)
    return 0


# what a rule, a basis or an address says stands in many rows
@lru_cache(maxsize=1 << 16)
def _text(cell: str) -> str:
    """Safe text that keeps its lines where it is short enough to; only its beginning could be a formula."""
    if "\n" not in cell or len(cell) > LONGEST_CELL // 8:
        return cell_text(cell)
    first, *others = cell.split("\n")
    return "\n".join((cell_text(first) or "'", *map(shown, others)))
