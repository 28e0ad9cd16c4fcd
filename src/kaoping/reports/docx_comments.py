"""
A copy of a .docx with comments at given places, made without touching anything else in it.

The document is read as a stream of markup events (no document type, bounded depth and size) and only the byte
places of its paragraphs, runs and words are noted; then pieces are put in. ECMA-376 part 1, 17.13.4: a range
begins before and ends behind whole runs, and behind it stands a run with the reference.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from kaoping.pages.attachments.attachment import Refused
from kaoping.pages.attachments.markup import DEEPEST
from kaoping.pages.attachments.packages import Package

from .remarks import Remark

AUTHOR = "考评"
MOST_REMARKS = 2_000
_MAIN, _TYPES, _RELATIONS = "word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"
_COMMENTS = "word/comments.xml"
_MOST_BYTES = 64 << 20
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_ID = re.compile(r'\bw:id="(\d{1,9})"')
# a run of one piece of words, with or without properties
_PLAIN_RUN = re.compile(
    rb"(<w:r(?:\s[^>]*)?>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>|<w:rPr/>)?)<w:t(?:\s[^>]*)?>([^<]*)</w:t></w:r>",
    re.S,
)
_Mark = tuple[int, int, bytes]  # where in the run's words; an end goes before a beginning; what is put in
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}


@dataclass(slots=True)
class _Run:
    """A run directly in the flow of its paragraph: its bytes, and how many characters stand before it."""

    start: int
    at: int
    end: int = 0
    length: int = 0


@dataclass(slots=True)
class _Paragraph:
    words: str = ""
    runs: list[_Run] = field(default_factory=list)


def with_remarks(body: bytes, remarks: Sequence[Remark]) -> bytes:
    """
    The copy, or nothing where the document is refused, has no such places, or has comments already in a form
    that is not understood. Every remark that finds its paragraph becomes one comment; at most 2,000.
    """
    try:
        package = Package(body)
        main = package.read(_MAIN, _MOST_BYTES)
        paragraphs = _paragraphs(main)
        old = package.read(_COMMENTS, _MOST_BYTES).decode() if package.has(_COMMENTS) else ""
        first = 1 + max((int(n) for n in _ID.findall(old)), default=-1)
        main, comments = _marked(main, paragraphs, remarks[:MOST_REMARKS], first)
        if not comments:
            return b""
        changed = {_MAIN: main, _COMMENTS: _comments_part(old, comments)}
        if not old:
            changed[_TYPES] = _declared(package.read(_TYPES, _MOST_BYTES))
            changed[_RELATIONS] = _related(package)
        return _rewritten(body, changed)
    except (Refused, expat.ExpatError, UnicodeDecodeError, ValueError, zipfile.BadZipFile):
        return b""


def _paragraphs(main: bytes) -> list[_Paragraph]:
    """The paragraphs of the document that hold words, outside of tables and boxes, in order."""
    parser = expat.ParserCreate()
    stack: list[str] = []
    found: list[_Paragraph] = []
    outside = frozenset({"tbl", "txbxContent", "Fallback", "del"})

    def is_flow() -> bool:
        return outside.isdisjoint(stack)

    def start(name: str, attributes: dict[str, str]) -> None:
        short = name.rpartition(":")[2]
        stack.append(short)
        if len(stack) > DEEPEST:
            raise Refused("文件内部标记嵌套过深")
        if not is_flow():
            return
        if short == "p":
            found.append(_Paragraph())
        elif short == "r" and stack[-2] == "p" and found:
            found[-1].runs.append(_Run(parser.CurrentByteIndex, len(found[-1].words)))
        elif short in _BREAKS and stack[-2:-1] == ["r"] and found:
            found[-1].words += _BREAKS[short]

    def end(name: str) -> None:
        short = stack.pop()
        if short == "r" and stack[-1:] == ["p"] and is_flow() and found and found[-1].runs:
            run = found[-1].runs[-1]
            close = main.find(b">", parser.CurrentByteIndex)
            run.end, run.length = close + 1, len(found[-1].words) - run.at

    def data(text: str) -> None:
        if stack and stack[-1] == "t" and found and is_flow():
            found[-1].words += text

    def refused(*_: object) -> None:
        raise Refused("文件内部含有文档类型声明(DTD)")

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refused
    parser.Parse(main, True)
    return found


def lines_of(paragraphs: Sequence[_Paragraph]) -> list[tuple[int, int]]:
    """For each line of words, as the reader of files makes them: its paragraph, and where in it it begins."""
    lines = []
    for number, paragraph in enumerate(paragraphs):
        at = 0
        for line in paragraph.words.split("\n"):
            if line.strip():
                lines.append((number, at))
            at += len(line) + 1
    return lines


def _marked(
    main: bytes, paragraphs: Sequence[_Paragraph], remarks: Sequence[Remark], first: int
) -> tuple[bytes, list[tuple[int, str]]]:
    """The document with ranges and references, and the comments: id and text."""
    lines = lines_of(paragraphs)
    marks: dict[int, list[_Mark]] = {}
    known: dict[int, _Run] = {}
    comments: list[tuple[int, str]] = []
    for remark in remarks:
        if remark.paragraph >= len(lines):
            continue
        number, offset = lines[remark.paragraph]
        start, end = offset + remark.start, offset + remark.end
        runs = _touched(paragraphs[number], start, end)
        if not runs:
            continue
        id_ = first + len(comments)
        opening, closing = runs[0], runs[-1]
        known |= {opening.start: opening, closing.start: closing}
        begin = b'<w:commentRangeStart w:id="%d"/>' % id_
        close = b'<w:commentRangeEnd w:id="%d"/><w:r><w:commentReference w:id="%d"/></w:r>' % (id_, id_)
        marks.setdefault(opening.start, []).append((max(0, start - opening.at), 1, begin))
        marks.setdefault(closing.start, []).append((min(closing.length, end - closing.at), 0, close))
        comments.append((id_, remark.text))
    out, kept = [], 0
    for at in sorted(marks):
        out += [main[kept:at], _with_marks(main[at : known[at].end], known[at].length, marks[at])]
        kept = known[at].end
    return b"".join(out) + main[kept:], comments


def _with_marks(raw: bytes, length: int, marks: Sequence[_Mark]) -> bytes:
    """A run with marks put in: a plain one is cut at the very words, any other is left whole between them."""
    plain = _PLAIN_RUN.fullmatch(raw)
    words = plain[2].decode() if plain else ""
    is_cut = plain is not None and len(words) == length and "&" not in words
    placed = [(at if is_cut else (0 if order else length), order, piece) for at, order, piece in marks]
    out: list[bytes] = []
    kept = 0
    for at, _, piece in sorted(placed, key=lambda mark: (mark[0], mark[1])):
        if at > kept:
            out.append(_cut(plain, words, kept, at) if is_cut and plain else raw)
            kept = at
        out.append(piece)
    if kept < length:
        out.append(_cut(plain, words, kept, length) if is_cut and plain else raw)
    return b"".join(out)


def _cut(plain: re.Match[bytes], words: str, start: int, end: int) -> bytes:
    text = f'<w:t xml:space="preserve">{words[start:end]}</w:t></w:r>'
    return plain[1] + text.encode()


def _touched(paragraph: _Paragraph, start: int, end: int) -> list[_Run]:
    whole = [r for r in paragraph.runs if r.end and r.length]
    return [r for r in whole if r.at < max(end, start + 1) and r.at + r.length > start]


def _comments_part(old: str, comments: Sequence[tuple[int, str]]) -> bytes:
    made = "".join(
        f'<w:comment w:id="{id_}" w:author="{AUTHOR}" w:initials="{AUTHOR}"><w:p><w:r>'
        f'<w:t xml:space="preserve">{escape(_printable(text))}</w:t></w:r></w:p></w:comment>'
        for id_, text in comments
    )
    if old:
        before, mark, after = old.rpartition("</w:comments>")
        if not mark:
            raise ValueError("comments of another make")
        return f"{before}{made}{mark}{after}".encode()
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:comments xmlns:w="{_WORD}">{made}</w:comments>'
    ).encode()


def _printable(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)


def _declared(types: bytes) -> bytes:
    made = f'<Override PartName="/{_COMMENTS}" ContentType="{_TYPE}"/>'.encode()
    return _before_end(types, b"</Types>", made)


def _related(package: Package) -> bytes:
    made = f'<Relationship Id="rIdKaoping" Type="{_RELATION}" Target="comments.xml"/>'.encode()
    if package.has(_RELATIONS):
        old = package.read(_RELATIONS, _MOST_BYTES)
        if b"</Relationships>" in old:
            return _before_end(old, b"</Relationships>", made)
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    space = b"http://schemas.openxmlformats.org/package/2006/relationships"
    return head + b'<Relationships xmlns="' + space + b'">' + made + b"</Relationships>"


def _before_end(data: bytes, mark: bytes, made: bytes) -> bytes:
    before, found, after = data.rpartition(mark)
    if not found:
        raise ValueError("package of another make")
    return before + made + found + after


def _rewritten(body: bytes, changed: dict[str, bytes]) -> bytes:
    """The package with members changed or added; all others byte for byte."""
    out = io.BytesIO()
    waiting = dict(changed)
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member.filename, waiting.pop(member.filename, b"") or old.read(member))
        for name, data in waiting.items():
            new.writestr(name, data)
    return out.getvalue()
