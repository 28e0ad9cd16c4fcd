"""Writes tables into a workbook so that no cell can do anything but be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from kaoping.roster import harmless

from .symbols import LONGEST_LINK, link_of

LONGEST_CELL = 32_767  # UTF-16 units, Excel's own limit
MOST_ROWS = 1_000_000  # a sheet holds 1,048,576; what is more goes on a second one
MOST_LINKS = 20_000  # a sheet; Excel takes 65,530, but opening slows long before
CUT_NOTE = "…(内容过长,此处截断)"

Cell = str | int | None
Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: headings with their widths in characters; the columns in `links` hold addresses."""

    name: str
    columns: tuple[tuple[str, int], ...]
    links: frozenset[int] = frozenset()


def cell_text(text: str) -> str:
    """
    The text as a cell may hold it: visible, within Excel's limit, and led by an apostrophe where a
    spreadsheet (or the CSV that someone saves from it) could take it for a formula.
    """
    visible = harmless(text)
    if _units(visible) <= LONGEST_CELL:
        return visible
    # A character takes two units at most: the short cut is only for text that is nearly all such.
    kept = visible[: LONGEST_CELL - len(CUT_NOTE)]
    if _units(kept) > LONGEST_CELL - len(CUT_NOTE):
        kept = visible[: (LONGEST_CELL - len(CUT_NOTE)) // 2]
    return kept + CUT_NOTE


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def cell_link(address: str) -> str | None:
    """The address if a cell may link to it, else None."""
    if link_of(address) is None or len(quote(address, safe=":/?#[]@!$&'()*+,;=%")) > LONGEST_LINK:
        return None
    return address


class SheetWriter:
    """Writes one table after another; rows must come in order and are not kept."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._head = workbook.add_format(
            {"bold": True, "bg_color": "#F0EEE7", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        )
        self._text = workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        self._number = workbook.add_format({"valign": "top", "num_format": "#,##0"})
        self._link = workbook.add_format(
            {"text_wrap": True, "valign": "top", "font_color": "#1B4D7A", "underline": 1, "num_format": "@"}
        )

    def write(self, table: Table, rows: Iterable[Row]) -> None:
        """The whole table, on further sheets of the same name where it is longer than one can be."""
        sheet, line, part = self._begun(table, table.name), 0, 1
        links = 0
        for row in rows:
            if line == MOST_ROWS:
                self._end(sheet, table, line)
                part += 1
                sheet, line, links = self._begun(table, f"{table.name}({part})"), 0, 0
            line += 1
            for column, value in enumerate(row):
                is_link = column in table.links and links < MOST_LINKS
                links += self._write_cell(sheet, line, column, value, is_link)
        self._end(sheet, table, line)

    def _begun(self, table: Table, name: str) -> Any:
        sheet: Worksheet = self._workbook.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for column, (heading, width) in enumerate(table.columns):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, self._head)
        return sheet

    def _end(self, sheet: Any, table: Table, last: int) -> None:
        sheet.autofilter(0, 0, max(last, 1), len(table.columns) - 1)

    def _write_cell(self, sheet: Any, line: int, column: int, value: Cell, is_link: bool) -> int:
        """Returns 1 if a link was made."""
        if value is None or value == "":
            return 0
        if isinstance(value, int):
            sheet.write_number(line, column, value, self._number)
            return 0
        address = cell_link(value) if is_link else None
        if address is None:
            sheet.write_string(line, column, cell_text(value), self._text)
            return 0
        sheet.write_url(line, column, address, self._link, string=cell_text(value))
        return 1
