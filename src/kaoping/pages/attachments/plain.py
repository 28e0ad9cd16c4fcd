"""Plain text and tables of comma-separated values, in whatever characters they were written."""

import csv
import io

from kaoping.pages.charset import decode

from .yielded import MOST_CHARS, Full, Yield

_TABLES = frozenset({"csv", "tsv"})
_SEPARATORS = ",\t;|"
_SNIFFED_LINES = 20
# no charset spends more than four bytes on a character
_MOST_BYTES = 4 * MOST_CHARS


def plain_format(extension: str) -> str:
    """The format of a text: a table of values where the name says so."""
    return "csv" if extension in _TABLES else "txt"


def read_plain(body: bytes, format_: str, found: Yield) -> None:
    """Add the text, or the table. Raises `Full`."""
    decoded = decode(body[:_MOST_BYTES])
    for words in decoded.notes:
        found.note(words)
    text = decoded.text.lstrip("\ufeff")
    if format_ == "csv":
        found.add_rows("表格", _rows(text))
        return
    found.add_text("正文", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(body) > _MOST_BYTES:
        found.room(MOST_CHARS + 1)
        raise Full


def _rows(text: str) -> list[tuple[str, ...]]:
    """The rows; where quotes do not close, line by line as it stands."""
    separator = _separator(text)
    csv.field_size_limit(1 << 20)
    try:
        return [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row]
    except csv.Error:
        return [tuple(line.split(separator)) for line in text.splitlines() if line]


def _separator(text: str) -> str:
    head = text[:65536].splitlines()[:_SNIFFED_LINES]
    return max(_SEPARATORS, key=lambda mark: sum(line.count(mark) for line in head))
