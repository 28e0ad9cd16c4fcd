"""Opens what an editor hands over, a file or standard input, as parts of text placed in the whole."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kaoping.pages.attachments.attachment import Part
from kaoping.pages.attachments.formats import claimed_extension, format_of
from kaoping.pages.charset import decode
from kaoping.rulebook import Rulebook

from .attachment_readers import read_file_safely
from .given_files import FILE_CAP, Unreadable, bytes_of

TEXT_CAP = 2_000_000  # characters
CUT = "文字超过200万字,只看了前面的部分"
_MOST_BROKEN = 0.01  # share of characters that could not be decoded
_TABLES = frozenset({"csv", "tsv"})
WHOLE = "正文"


@dataclass(frozen=True, slots=True)
class Draft:
    """
    One text to look through: `text` is the whole as its positions count it, parts one after the other on new
    lines, cells of a row parted by tabs; `starts[i]` is where part i begins.
    """

    name: str
    text: str
    parts: tuple[Part, ...]
    starts: tuple[int, ...]
    notes: tuple[str, ...] = ()
    format: str = "txt"
    body: bytes = b""
    lines: list[int] = field(default_factory=list)  # offsets at which lines begin

    def line_of(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = bisect_right(self.lines, offset)
        return line, offset - self.lines[line - 1] + 1

    def row_start(self, number: int, row: int) -> int:
        """Where a row (as the file numbers it) of a table part begins in the whole text."""
        part, at = self.parts[number], self.starts[number]
        for index, cells in enumerate(part.rows):
            is_it = (part.row_numbers[index] if index < len(part.row_numbers) else index + 1) == row
            if is_it:
                break
            at += len("\t".join(cells)) + 1
        return at


def draft_of_parts(name: str, parts: tuple[Part, ...], **more: object) -> Draft:
    """Parts put one after the other."""
    texts, starts, at = [], [], 0
    for part in parts:
        words = part.text or "\n".join("\t".join(row) for row in part.rows)
        texts.append(words)
        starts.append(at)
        at += len(words) + 1
    text = "\n".join(texts)
    lines = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
    return Draft(name, text, parts, tuple(starts), lines=lines, **more)  # type: ignore[arg-type]


def open_draft(name: str, rules: Rulebook, today: date) -> Draft:
    """
    Read a file, or standard input for ``-``. Plain text is decoded here; everything else is opened in a child
    process that can be ended.

    Raises:
        Unreadable: Chinese, why there is no text.
    """
    body = bytes_of(name)
    if not body.strip(b"\0\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise Unreadable("文件是空的")
    if len(body) > FILE_CAP:
        raise Unreadable(f"文件超过{FILE_CAP >> 20}MB,未打开")
    extension = claimed_extension(name)
    is_text = format_of(body) == "text" or (extension in ("md", "markdown") and b"\0" not in body[:4096])
    if is_text and extension not in _TABLES:
        return _plain(name, body)
    return _opened(name, body, rules, today)


def _plain(name: str, body: bytes) -> Draft:
    decoded = decode(body[: 4 * TEXT_CAP])
    text = decoded.text.lstrip("\ufeff")
    if text.count("\ufffd") > max(2, _MOST_BROKEN * len(text)):
        raise Unreadable("无法识别文字编码,请另存为 UTF-8 再试")
    extension = claimed_extension(name)
    notes = list(decoded.notes)
    if extension and extension not in ("txt", "md", "markdown", "text", "log", "htm", "html"):
        notes.append(f"名称为{extension},内容是纯文本")
    if len(text) > TEXT_CAP or len(body) > 4 * TEXT_CAP:
        text = text[:TEXT_CAP]
        notes.append(CUT)
    part = Part(name=WHOLE, text=text, length=len(text))
    return draft_of_parts(name, (part,), notes=tuple(notes))


def _opened(name: str, body: bytes, rules: Rulebook, today: date) -> Draft:
    called = "draft.html" if name == "-" else Path(name).name
    file = read_file_safely(body, called, rules, today, reads_markup=True)
    if not file.has_text:
        raise Unreadable(";".join(file.notes) or "没有可读文字")
    return draft_of_parts(name, file.parts, notes=file.notes, format=file.format, body=body)
