"""An attachment as understood: the records that the readers of files make and checks read."""

from dataclasses import dataclass
from typing import Literal

# read: all of it; capped: a part of it, a limit ended it; error: not a usable file of its kind;
# unread: a kind that is not opened
State = Literal["read", "capped", "error", "unread"]
PartKind = Literal["text", "table"]


@dataclass(frozen=True, slots=True)
class Part:
    """
    One part of a file: body, sheet, table, page, comments. A table is kept as rows of cells, so that a check
    can decide per column; `text` of a table is empty. Cells are as written in the file: a number keeps its
    digits or its exponent.
    """

    name: str = ""  # as a reader finds it: sheet name, "正文", "表格1", "第3页", in a zip "成员/部分"
    kind: PartKind = "text"
    hidden: str = ""  # by what a reader does not see it (隐藏工作表, 修订中已删除 …), or ""
    text: str = ""  # paragraphs joined by newlines
    rows: tuple[tuple[str, ...], ...] = ()  # of a table: cells from its first column on
    row_numbers: tuple[int, ...] = ()  # of a sheet: the number of each row, from 1; empty: 1, 2, 3 …
    hidden_rows: tuple[int, ...] = ()  # numbers, from 1
    hidden_columns: tuple[int, ...] = ()  # numbers, from 1
    length: int = 0  # characters of text and cells
    row_count: int = 0  # rows of a table; kept where the rows themselves are dropped

    @property
    def is_hidden(self) -> bool:
        """Whether a reader who opens the file does not see it."""
        return self.hidden != ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """
    One file, read. `format` is what its content says: docx, xlsx, pptx, doc, xls, ppt, pdf, ofd, rtf, csv,
    txt, html, ods, odt, xlsb, zip, rar, 7z, gz, png, jpg, gif, bmp, tif, svg, exe, empty, encrypted, unknown;
    zip or ole for a container that could not be opened.
    """

    url: str = ""
    site: str = ""
    name: str = ""  # as the host or the address calls it
    extension: str = ""  # what the name claims, lower case, no dot
    format: str = ""
    state: State = "read"
    is_misnamed: bool = False  # the content is of another kind than the name claims
    has_text: bool = False  # False is "no text" (scanned, picture, unread): never "clean"
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()  # Chinese: truncated, encrypted, not what its name says, too large …
    digest: str = ""  # sha256:… of the file
    size_bytes: int = 0
    author: str = ""
    created: str = ""  # as written in the file, e.g. 2022-08-25T09:00:00Z
    modified: str = ""

    @property
    def text_length(self) -> int:
        """Characters of all parts."""
        return sum(part.length for part in self.parts)


class Refused(Exception):
    """A file (or a member of one) is not opened. `state` and `words` say why. Never leaves this room."""

    def __init__(self, words: str, state: State = "error") -> None:
        super().__init__(words)
        self.words = words
        self.state: State = state
