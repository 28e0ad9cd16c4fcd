"""Prints a notice as docx after GB/T 9704-2012: 22 lines of 28 characters, red head, annexes behind it."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from xml.sax.saxutils import escape

from kaoping.errors import OutputError
from kaoping.roster.visible import shown

from ..publishing.document import publication_body
from ..publishing.paper import BODY_FACE, HEAD_FACE, KAI_FACE, TITLE_FACE, Paper, blank_paper
from ..publishing.publication import Publication
from .blocks import Block, body_blocks, head_blocks, imprint_blocks, letters_of, signing_places
from .docx_imprint import imprint_table
from .notice import Notice
from .pdf_file import office_points
from .wording import iso_day

LINE = 579  # twips: 22 lines are 636.9 pt of the 637.8 pt that 225 mm are; at 29 pt the 22nd falls off
TIGHT = -5  # twips between letters: 28 letters of 15.75 pt are 441 pt of the 442.2 pt that 156 mm are
LETTER = 315  # twips, one letter with what stands behind it
SIZE = 32  # half points: 三号
RED = "FF0000"
WIDE_MM, UPRIGHT_MM = 247, 156
WIDE_HEIGHT_MM, UPRIGHT_HEIGHT_MM = 156, 225
_EMPTY = '<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
_SECTION = re.compile(rb"<w:sectPr.*?</w:sectPr>", re.S)
_PAGE = re.compile(r"<w:pgSz [^>]*/>")
_GRID = re.compile(r"<w:docGrid [^>]*/>")
_MARGINS = re.compile(r"<w:pgMar [^>]*/>")


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks: `left`, `first` and `right` in twips (`first` may be negative: hanging)."""

    face: str = BODY_FACE
    size: int = SIZE
    side: str = "both"
    left: int = 0
    first: int = 0
    right: int = 0
    line: int = LINE
    before: int = 0
    after: int = 0
    colour: str = ""
    keeps: bool = False
    tab: int = 0
    border: str = ""


# lines of 579 twips: the title stands two lines below the red line, the text one below the title
LOOKS = {
    "number": Look(side="center"),
    "title": Look(TITLE_FACE, 44, "center", line=640, before=2 * LINE, after=LINE),
    "addressee": Look(),
    "body": Look(first=2 * LETTER),
    "h1": Look(HEAD_FACE, first=2 * LETTER, keeps=True),
    "h2": Look(KAI_FACE, first=2 * LETTER, keeps=True),
    "note": Look(first=2 * LETTER, before=LINE),
}
OFFICE = Look(TITLE_FACE, 64, "center", line=960, before=1984, after=2 * LINE, colour=RED)  # 35 mm down
# no blanks put between Han and figures, no line moved onto the grid: exact lines are the grid
_AS_IT_IS = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
RULE = f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="{RED}"/></w:pBdr>'


def write_notice_docx(notice: Notice, path: Path, annexes: Sequence[Publication] = ()) -> None:
    """
    Write the notice and its annexes as one docx, whole or not at all; the same content gives the same bytes.

    Raises:
        OutputError: It cannot be written.
    """
    paper = blank_paper(is_wide=False)
    whole = (*annexes,)
    last = whole[-1].is_wide if whole else False
    width, height = (WIDE_MM, WIDE_HEIGHT_MM) if last else (UPRIGHT_MM, UPRIGHT_HEIGHT_MM)
    imprint = imprint_table(tuple(imprint_blocks(notice)), width, height)
    # a table may not end a section: an empty line, next to nothing high, stands behind it
    imprint += _EMPTY if imprint else ""
    body = "".join((*notice_body(notice), *_annexes(whole, paper), imprint))
    closed = replace(paper, after=_SECTION.sub(_section(paper, is_wide=last).encode(), paper.after))
    made = closed.package(body, shown(notice.title), shown(notice.office), iso_day(notice.date))
    write_bytes(made, path)


def write_bytes(content: bytes, path: Path) -> None:
    """
    Write a file whole or not at all.

    Raises:
        OutputError: It cannot be written.
    """
    unfinished = path.with_name(f"{path.name}.part")
    try:
        unfinished.write_bytes(content)
        os.replace(unfinished, path)
    except OSError as error:
        words = f"文档写不出来：{path}（{error.strerror}）。请检查磁盘空间和写入权限，并关闭已打开的文档。"
        raise OutputError(words) from error


def notice_body(notice: Notice) -> Iterator[str]:
    """Head and text as parts of a document's body."""
    for block in head_blocks(notice):
        if block.kind == "office":
            yield _line(block.text, _office_look(block.text))
        else:
            yield _line(block.text, replace(LOOKS["number"], border=RULE))
    yield from text_body(tuple(body_blocks(notice)), is_sealed=notice.is_sealed)


def text_body(blocks: Sequence[Block], *, is_sealed: bool = False) -> Iterator[str]:
    """These blocks as parts of a document's body."""
    kinds = [block.kind for block in blocks]
    signature = next((b.text for b in blocks if b.kind == "signature"), "")
    date = next((b.text for b in blocks if b.kind == "date"), "")
    for n, block in enumerate(blocks):
        is_first = not n or kinds[n - 1] != block.kind
        if block.kind == "annex":
            yield _annex_line(block, is_first)
        elif block.kind in ("signature", "date"):
            yield _signed(block, signature, date, is_sealed)
        else:
            yield _line(block.text, LOOKS[block.kind])


def _office_look(office: str) -> Look:
    return replace(OFFICE, size=int(2 * office_points(office)))


def _annex_line(block: Block, is_first: bool) -> str:
    """附件： stands two letters in; titles that go on are aligned with their own first letter."""
    label = letters_of(block.label)
    named = 6 if "." in block.label else 5
    # 2. stands below 1., and 10. begins a letter before them
    start = named - ceil(label) if "." in block.label else 2
    left = named * LETTER
    look = Look(
        left=left,
        first=-(left - start * LETTER),
        before=LINE if is_first else 0,
        tab=left,
        side="left",
        keeps=True,
    )
    tab = "\t" if "." in block.label else ""
    return _line(f"{block.label}{tab}{block.text}", look)


def _signed(block: Block, signature: str, date: str, is_sealed: bool) -> str:
    name_at, day_at = signing_places(signature, date, is_sealed=is_sealed)
    is_name = block.kind == "signature"
    space = (3 if is_sealed else 1) * LINE
    at = name_at if is_name else day_at
    return _line(
        block.text,
        Look(side="left", left=round(at * LETTER), before=space if is_name else 0, keeps=is_name),
    )


def _line(text: str, look: Look) -> str:
    keep = "<w:keepNext/>" if look.keeps else ""
    first = f'w:firstLine="{look.first}"' if look.first >= 0 else f'w:hanging="{-look.first}"'
    tabs = f'<w:tabs><w:tab w:val="left" w:pos="{look.tab}"/></w:tabs>' if look.tab else ""
    return (
        f'<w:p><w:pPr>{keep}<w:widowControl w:val="0"/>{look.border}{tabs}{_AS_IT_IS}'
        f'<w:spacing w:before="{look.before}" w:after="{look.after}" '
        f'w:line="{look.line}" w:lineRule="exact"/>'
        f'<w:ind w:left="{look.left}" w:right="{look.right}" {first}/>'
        f'<w:jc w:val="{look.side}"/></w:pPr>{"".join(_runs(text, look))}</w:p>'
    )


def _runs(text: str, look: Look) -> Iterator[str]:
    hint = "" if look.face == BODY_FACE else ' w:hint="eastAsia"'
    colour = f'<w:color w:val="{look.colour}"/>' if look.colour else ""
    tight = f'<w:spacing w:val="{TIGHT}"/>' if look.size == SIZE else ""
    tab = ""
    for piece in _STOPS.split(text):
        if piece in _MARKS:
            tab = _MARKS[piece]
            continue
        # curly quotes and dashes belong to the Chinese face, or they come out half as wide
        for words, is_quote in _pieces(piece):
            own = ' w:hint="eastAsia"' if is_quote else hint
            yield (
                f'<w:r><w:rPr><w:rFonts w:eastAsia="{look.face}"{own}/>{colour}{tight}'
                f'<w:sz w:val="{look.size}"/><w:szCs w:val="{look.size}"/></w:rPr>{tab}'
                f'<w:t xml:space="preserve">{escape(shown(words))}</w:t></w:r>'
            )
            tab = ""


_STOPS = re.compile(r"([\t\n])")
_MARKS = {"\t": "<w:tab/>", "\n": "<w:br/>"}
_QUOTES = re.compile("([“”‘’—…·]+)")


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    parts = _QUOTES.split(text)
    yield from ((part, bool(n % 2)) for n, part in enumerate(parts) if part or len(parts) == 1)


def _annexes(annexes: Iterable[Publication], paper: Paper) -> Iterator[str]:
    """Each annex behind a break of section, turned where its tables are wide."""
    is_wide = False
    for one in annexes:
        closing = _section(paper, is_wide=is_wide)
        yield f'<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/>{closing}</w:pPr></w:p>'
        is_wide = one.is_wide
        yield from publication_body(one, WIDE_MM if is_wide else UPRIGHT_MM)


def _section(paper: Paper, *, is_wide: bool) -> str:
    """The section's properties: the footers of `paper`, its page or the turned one."""
    own = _SECTION.search(paper.after)
    turned = _SECTION.search(blank_paper(is_wide).after)
    if own is None or turned is None:
        raise AssertionError("the blank paper has no section")
    words, other = own.group().decode(), turned.group().decode()
    for part in (_PAGE, _MARGINS):
        if found := part.search(other):
            words = part.sub(found.group(), words)
    return words if is_wide else _GRID.sub(f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/>', words)
