"""
Cells of .xlsx as they are written: every sheet, hidden ones told as such, with hidden rows and columns.

The XML is streamed: a sheet's declared range is not believed, and numbers keep their digits or exponent.
"""

import posixpath
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from .attachment import Part, Refused
from .markup import attribute, stream_xml, texts_of
from .packages import Package
from .properties import read_properties
from .yielded import MOST_CELLS, MOST_CHARS, TOO_LONG, Full, Yield

_STATES = {"hidden": "隐藏工作表", "veryHidden": "深度隐藏工作表"}
_LAST_COLUMN = 16_384
_MOST_HIDDEN = 10_000
_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})$")
_NOTES = re.compile(r"xl/(?:comments|threadedComments)/?[^/]*\.xml$", re.I)
_DRAWINGS = re.compile(r"xl/drawings/[^/]*\.(?:xml|vml)$", re.I)
_TRUE = ("1", "true")


class _Sheet(NamedTuple):
    name: str
    hidden: str
    member: str


def read_xlsx(package: Package, found: Yield) -> None:
    """Add a table for each sheet, and the comments. Raises `Refused`, `Full`."""
    read_properties(package, found)
    strings = _Strings(found)
    if package.has("xl/sharedStrings.xml"):
        stream_xml(package.chunks("xl/sharedStrings.xml"), strings.start, strings.end, strings.data)
    for sheet in _sheets(package):
        if not package.has(sheet.member):
            continue
        cells = _Cells(strings.texts, found)
        try:
            stream_xml(package.chunks(sheet.member), cells.start, cells.end, cells.data)
        finally:
            found.add(cells.part(sheet))
    for pattern, name in ((_NOTES, "批注"), (_DRAWINGS, "文本框")):
        for member in sorted(n for n in package.names() if pattern.match(n)):
            if package.size_bytes(member) <= 8 << 20 and not member.lower().endswith(".vml"):
                text = texts_of(package.chunks(member), frozenset({"t", "text"}), frozenset({"comment", "p"}))
                found.add_text(name, text)


def _sheets(package: Package) -> list[_Sheet]:
    targets: dict[str, str] = {}
    sheets: list[_Sheet] = []

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            targets[attributes.get("Id", "")] = path

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            member = targets.get(attributes.get("r:id") or attribute(attributes, "id"), "")
            hidden = _STATES.get(attributes.get("state", ""), "")
            sheets.append(_Sheet(attributes.get("name", ""), hidden, member))

    if package.has("xl/_rels/workbook.xml.rels"):
        stream_xml(package.chunks("xl/_rels/workbook.xml.rels"), relation, _nothing, _nothing)
    stream_xml(package.chunks("xl/workbook.xml"), sheet, _nothing, _nothing)
    if not sheets:
        raise Refused("表格文件内没有工作表")
    return sheets


def _nothing(_: str) -> None:
    return None


class _Strings:
    """The table of shared strings; phonetic guides are left out."""

    def __init__(self, found: Yield) -> None:
        self._found = found
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._is_text = False
        self._guides = 0
        self._left = MOST_CHARS

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
            if len(self.texts) < MOST_CELLS:
                self.texts.append("".join(self._pieces))
            self._pieces = []

    def data(self, text: str) -> None:
        if not self._is_text:
            return
        if len(text) > self._left:
            self._found.cap(TOO_LONG)
            text = text[: self._left]
        self._left -= len(text)
        self._pieces.append(text)


@dataclass(slots=True)
class _Cells:
    """One sheet being read."""

    strings: list[str]
    found: Yield
    rows: list[tuple[str, ...]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    row: list[str] = field(default_factory=list)
    number: int = 0
    column: int = 0
    kind: str = ""
    pieces: list[str] = field(default_factory=list)
    is_value: bool = False
    is_full: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._open_cell(attributes)
        elif name in ("v", "t"):
            self.is_value = True
        elif name == "row":
            self._open_row(attributes)
        elif name == "col":
            self._hide_columns(attributes)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.is_value = False
        elif name == "c":
            self._close_cell()
        elif name == "row":
            self._close_row()

    def data(self, text: str) -> None:
        if self.is_value:
            self.pieces.append(text)

    def _open_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r", "")
        self.number = int(given) if given.isdecimal() and len(given) < 8 else self.number + 1
        self.row, self.column = [], 0
        is_hidden = attributes.get("hidden") in _TRUE or attributes.get("ht") == "0"
        if is_hidden and len(self.hidden_rows) < _MOST_HIDDEN:
            self.hidden_rows.append(self.number)

    def _close_row(self) -> None:
        if any(self.row):
            self.rows.append(tuple(self.row))
            self.numbers.append(self.number)
        self.row = []

    def _open_cell(self, attributes: dict[str, str]) -> None:
        self.kind, self.pieces = attributes.get("t", "n"), []
        reference = _REFERENCE.match(attributes.get("r", ""))
        self.column = min(column_number(reference[1]) if reference else self.column + 1, _LAST_COLUMN)

    def _close_cell(self) -> None:
        text = "".join(self.pieces)
        self.pieces = []
        if not text:
            return
        if self.kind == "s":
            text = self.strings[int(text)] if text.isdecimal() and int(text) < len(self.strings) else ""
        blanks = max(0, self.column - 1 - len(self.row))
        if not self.found.has_cells(blanks + 1):
            raise Full
        self.row.extend([""] * blanks)
        kept = self.found.take(text)
        self.row.append(kept)
        if len(kept) < len(text):
            raise Full

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") not in _TRUE and attributes.get("width") not in ("0", "0.0"):
            return
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if first.isdecimal() and last.isdecimal():
            self.hidden_columns.update(range(int(first), min(int(last), _LAST_COLUMN) + 1))

    def part(self, sheet: _Sheet) -> Part:
        """The sheet as far as it was read; a row under way counts."""
        self._close_row()
        widest = max(map(len, self.rows), default=0)
        filled = frozenset(self.numbers)
        return Part(
            name=sheet.name,
            kind="table",
            hidden=sheet.hidden,
            rows=tuple(self.rows),
            row_numbers=tuple(self.numbers),
            hidden_rows=tuple(n for n in self.hidden_rows if n in filled),
            hidden_columns=tuple(sorted(n for n in self.hidden_columns if n <= widest)),
        )


def column_number(letters: str) -> int:
    """The number of a column, from 1, by its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
