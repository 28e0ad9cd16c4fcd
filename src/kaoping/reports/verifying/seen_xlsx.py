"""Worksheets of a published workbook, cell by cell, with what is hidden and what is a formula."""

import posixpath
import re

from kaoping.pages.attachments.attachment import Refused
from kaoping.pages.attachments.markup import attribute, stream_xml
from kaoping.pages.attachments.packages import Package
from kaoping.pages.attachments.xlsx import column_number

from .tables import CellKind, SeenCell, SeenRow, SeenTable

MOST_CELLS = 5_000_000
_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})$")
_LAST_COLUMN = 16_384
_TRUE = ("1", "true")


def read_workbook(package: Package, file: str) -> tuple[SeenTable, ...]:
    """All worksheets, hidden ones too, in their order. Raises `Refused`."""
    targets: dict[str, str] = {}
    named: list[tuple[str, str, bool]] = []

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            targets[attributes.get("Id", "")] = path

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            member = targets.get(attributes.get("r:id") or attribute(attributes, "id"), "")
            is_hidden = attributes.get("state", "visible") != "visible"
            named.append((attributes.get("name", ""), member, is_hidden))

    stream_xml(package.chunks("xl/_rels/workbook.xml.rels"), relation, _nothing, _nothing)
    stream_xml(package.chunks("xl/workbook.xml"), sheet, _nothing, _nothing)
    strings = _shared_strings(package)
    return tuple(
        _read_sheet(package, member, strings).table(file, name, is_hidden)
        for name, member, is_hidden in named
        if package.has(member)
    )


def _nothing(_: str) -> None:
    return None


def _shared_strings(package: Package) -> list[str]:
    if not package.has("xl/sharedStrings.xml"):
        return []
    reading = _Strings()
    stream_xml(package.chunks("xl/sharedStrings.xml"), reading.start, reading.end, reading.data)
    return reading.texts


class _Strings:
    """The table of shared strings, without phonetic guides."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._is_text = False
        self._guides = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "t":
            self._is_text = not self._guides
        elif name == "rPh":
            self._guides += 1

    def end(self, name: str) -> None:
        if name == "t":
            self._is_text = False
        elif name == "rPh":
            self._guides -= 1
        elif name == "si":
            self.texts.append("".join(self._pieces))
            self._pieces = []

    def data(self, text: str) -> None:
        if self._is_text:
            self._pieces.append(text)


def _read_sheet(package: Package, member: str, strings: list[str]) -> "_Sheet":
    reading = _Sheet(strings)
    stream_xml(package.chunks(member), reading.start, reading.end, reading.data)
    return reading


class _Sheet:
    """One worksheet being read."""

    def __init__(self, strings: list[str]) -> None:
        self._strings = strings
        self._rows: list[SeenRow] = []
        self._hidden_columns: set[int] = set()
        self._row: dict[int, SeenCell] = {}
        self._number = self._column = self._count = 0
        self._is_hidden = self._is_value = self._is_formula = False
        self._type = ""
        self._pieces: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._open_cell(attributes)
        elif name in ("v", "t"):
            self._is_value = True
        elif name == "f":
            self._is_formula = True
        elif name == "row":
            self._open_row(attributes)
        elif name == "col":
            self._hide(attributes)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._is_value = False
        elif name == "c":
            self._close_cell()
        elif name == "row":
            last = max(self._row, default=-1)
            cells = tuple(self._row.get(n, SeenCell()) for n in range(last + 1))
            self._rows.append(SeenRow(self._number, cells, self._is_hidden))

    def data(self, text: str) -> None:
        if self._is_value:
            self._pieces.append(text)

    def _open_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r", "")
        self._number = int(given) if given.isdecimal() and len(given) < 8 else self._number + 1
        self._is_hidden = attributes.get("hidden") in _TRUE or attributes.get("ht") in ("0", "0.0")
        self._row, self._column = {}, 0

    def _open_cell(self, attributes: dict[str, str]) -> None:
        reference = _REFERENCE.match(attributes.get("r", ""))
        self._column = min(column_number(reference[1]) if reference else self._column + 1, _LAST_COLUMN)
        self._type, self._pieces = attributes.get("t", "n"), []
        self._is_formula = False

    def _close_cell(self) -> None:
        self._count += 1
        if self._count > MOST_CELLS:
            raise Refused("单元格过多,未核对", "capped")
        text = "".join(self._pieces)
        if self._type == "s":
            text = self._strings[int(text)] if text.isdecimal() and int(text) < len(self._strings) else ""
        kind: CellKind = "number" if self._type == "n" else "text"
        if self._is_formula:
            kind = "formula"
        elif not text:
            return
        self._row[self._column - 1] = SeenCell(text, kind)

    def _hide(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") not in _TRUE and attributes.get("width") not in ("0", "0.0"):
            return
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if first.isdecimal() and last.isdecimal():
            self._hidden_columns.update(range(int(first) - 1, min(int(last), _LAST_COLUMN)))

    def table(self, file: str, name: str, is_hidden: bool) -> SeenTable:
        """What was read."""
        return SeenTable(file, name, tuple(self._rows), is_hidden, frozenset(self._hidden_columns))
