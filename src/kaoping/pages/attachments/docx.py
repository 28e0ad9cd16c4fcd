"""
Text of .docx: body, tables, text boxes, headers and footers, notes, comments; deletions told apart.

The XML is streamed; nothing outside the file is asked for (templates, pictures, links).
"""

import re
from dataclasses import dataclass, field

from .attachment import Part
from .markup import attribute, stream_xml
from .packages import Package
from .properties import read_properties
from .yielded import Full, Yield

_DELETED = "修订中已删除"
_VANISHED = "隐藏文字"
_STORIES = (
    (re.compile(r"word/document\.xml$", re.I), "正文"),
    (re.compile(r"word/header\d*\.xml$", re.I), "页眉"),
    (re.compile(r"word/footer\d*\.xml$", re.I), "页脚"),
    (re.compile(r"word/footnotes\.xml$", re.I), "脚注"),
    (re.compile(r"word/endnotes\.xml$", re.I), "尾注"),
    (re.compile(r"word/comments\.xml$", re.I), "批注"),
)
_LINES = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}


def read_docx(package: Package, found: Yield) -> None:
    """Add the parts of a document. Raises `Refused`, `Full`."""
    read_properties(package, found)
    for pattern, name in _STORIES:
        for member in sorted(n for n in package.names() if pattern.match(n)):
            story = _Story(name, found)
            try:
                stream_xml(package.chunks(member), story.start, story.end, story.data)
            finally:
                story.keep()


@dataclass(slots=True)
class _Table:
    """A table being read: rows so far, the row and the cell under way."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)


class _Story:
    """One XML part. Words go to the innermost table cell, text box or paragraph that is open."""

    def __init__(self, name: str, found: Yield) -> None:
        self._name, self._found = name, found
        self._body: list[str] = []
        self._boxes: list[str] = []
        self._deleted: list[str] = []
        self._vanished: list[str] = []
        self._tables: list[_Table] = []
        self._done: list[Part] = []
        self._levels: dict[str, int] = dict.fromkeys(
            ("t", "delText", "del", "Fallback", "txbxContent", "rPr"), 0
        )
        self._is_vanished = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in self._levels:
            self._levels[name] += 1
        elif name == "tbl":
            self._tables.append(_Table())
        elif name == "r":
            self._is_vanished = False
        elif name == "vanish" and self._levels["rPr"]:
            self._is_vanished = attribute(attributes, "val") not in ("0", "false")
        elif name in _LINES and not self._levels["Fallback"]:
            self._break(_LINES[name])

    def end(self, name: str) -> None:
        if name in self._levels:
            self._levels[name] -= 1
        elif name == "p" and not self._levels["Fallback"]:
            for words in (self._target(), self._deleted, self._vanished):
                if words and words[-1] != "\n":
                    words.append("\n")
        elif name == "r":
            self._is_vanished = False
        elif name in ("tc", "tr", "tbl") and self._tables:
            self._close(name)

    def data(self, text: str) -> None:
        levels = self._levels
        if levels["Fallback"] or not (levels["t"] or levels["delText"]):
            return
        kept = self._found.take(text)
        if levels["delText"] or levels["del"]:
            self._deleted.append(kept)
        elif self._is_vanished:
            self._vanished.append(kept)
        else:
            self._target().append(kept)
        if len(kept) < len(text):
            raise Full

    def _break(self, mark: str) -> None:
        """A line end or tab counts as a character: there may be millions."""
        if not self._found.room(1):
            raise Full
        self._target().append(mark)

    def _target(self) -> list[str]:
        if self._levels["txbxContent"]:
            return self._boxes
        return self._tables[-1].cell if self._tables else self._body

    def _close(self, name: str) -> None:
        table = self._tables[-1]
        if name == "tc":
            table.row.append(_lines(table.cell))
            table.cell = []
        elif name == "tr":
            if not self._found.has_cells(max(1, len(table.row))):
                raise Full
            if any(table.row):
                table.rows.append(tuple(table.row))
            table.row = []
        else:
            self._tables.pop()
            if not table.rows:
                return
            number = len(self._done) + 1
            where = "表格" if self._name == "正文" else f"{self._name}表格"
            self._done.append(Part(name=f"{where}{number}", kind="table", rows=tuple(table.rows)))

    def keep(self) -> None:
        """Hand on what was read, also where a limit ended the reading."""
        while self._tables:
            self._close("tbl")
        for name, words, hidden in (
            (self._name, self._body, ""),
            (f"{self._name}文本框", self._boxes, ""),
            (f"{self._name}:{_DELETED}", self._deleted, _DELETED),
            (f"{self._name}:{_VANISHED}", self._vanished, _VANISHED),
        ):
            self._found.add(Part(name=name, text=_lines(words), hidden=hidden))
        for part in self._done:
            self._found.add(part)


def _lines(pieces: list[str]) -> str:
    return "\n".join(line.rstrip() for line in "".join(pieces).split("\n") if line.strip())
