"""An indicator system written as a workbook that people can fill in and hand back."""

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .sheet_columns import ABOVE, BONUS, FRAME, FRAME_FIELDS, FRAME_HEADINGS, NAME, SHEETS, WAY, Column
from .system_data import WAYS, system_data
from .system_writing import write_whole
from .systems import IndicatorSystem

# cells are text as they stand: nothing that somebody wrote becomes a formula or a link
_AS_WRITTEN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FORMATS = ("编号", "上级编号", "指标编号", "否决编号")


def write_system_xlsx(system: IndicatorSystem, path: Path) -> None:
    """
    Write the system, all layers laid together; `read_system_xlsx` reads back the same one.

    Raises:
        OutputError: It cannot be written.
    """
    # imported late: children that judge pages read rulebooks, and write none
    import xlsxwriter

    data = system_data(system) | {"name": system.name}
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _AS_WRITTEN) as book:
        look = _Look(book)
        look.sheet(FRAME, FRAME_HEADINGS, (16, 60), _frame_rows(data))
        for name, columns in SHEETS.items():
            headings = tuple(column.heading for column in columns)
            widths = tuple(column.width for column in columns)
            look.sheet(name, headings, widths, (_cells(part, columns) for part in _rows(name, data)))
    write_whole(path, content.getvalue())


class _Look:
    """How sheets look: a frozen heading row, wrapped text, ids as text."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1, "text_wrap": True})
        self._text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self._plain = book.add_format({"text_wrap": True, "valign": "top"})

    def sheet(
        self, name: str, headings: tuple[str, ...], widths: tuple[int, ...], rows: Iterator[list[Any]]
    ) -> None:
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for at, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            sheet.set_column(at, at, width, self._text if heading in _FORMATS else None)
            sheet.write_string(0, at, heading, self._head)
        for number, cells in enumerate(rows, start=1):
            for at, value in enumerate(cells):
                self._cell(sheet, number, at, value)

    def _cell(self, sheet: Any, row: int, at: int, value: Any) -> None:
        if value in ("", None):
            return
        if isinstance(value, int | float) and not isinstance(value, bool):
            sheet.write_number(row, at, value, self._plain)
        else:
            sheet.write_string(row, at, str(value), self._text)


def _frame_rows(data: Mapping[str, Any]) -> Iterator[list[Any]]:
    for column in FRAME_FIELDS:
        yield [column.heading, _cell(data, column)]


def _cells(part: Mapping[str, Any], columns: tuple[Column, ...]) -> list[Any]:
    return [_cell(part, column) for column in columns]


def _cell(part: Mapping[str, Any], column: Column) -> Any:
    outer, dot, inner = column.key.partition(".")
    value = (part.get(outer) or {}).get(inner) if dot else part.get(outer)
    return "" if value is None or value == [] or value == {} or value == "" else column.write(value)


def _rows(sheet: str, data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    bonus = (data.get("bonus") or {}).get("items", ())
    tree = [*_nodes(data["groups"], ""), *_nodes(bonus, BONUS)]
    match sheet:
        case "指标":
            yield from tree
        case "细则":
            yield from (_sourced(rule, node["id"]) for node in tree for rule in node.get("rules", ()))
        case "单项否决":
            yield from data.get("vetoes", ())
        case "否决情形":
            vetoes = data.get("vetoes", ())
            yield from (_sourced(case, veto["id"]) for veto in vetoes for case in veto["cases"])
        case "分档":
            yield from data.get("grades", ())
        case "改动":
            yield from data.get("changes", ())


def _nodes(nodes: Any, above: str) -> Iterator[dict[str, Any]]:
    for node in nodes:
        yield {**node, ABOVE: above}
        yield from _nodes(node.get("children", ()), node["id"])


def _sourced(part: Mapping[str, Any], above: str) -> dict[str, Any]:
    way = next(way for way in WAYS if way in part)
    name = "" if way == "ask" else part[way]
    return {**part, ABOVE: above, WAY: way, NAME: name}
