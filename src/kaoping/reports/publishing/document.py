"""Prints a publication as docx: a title, a head, tables whose header rows repeat, notes."""

import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

from kaoping.errors import OutputError

from ..symbols import shortened, shown
from .paper import BODY_FACE, HEAD_FACE, TITLE_FACE, blank_paper
from .publication import DASH, Cell, Column, Grid, Publication, points_text, short_digest

LONGEST_CELL = 4_000  # characters of one cell on paper; the workbook holds them all
BREAKABLE = 600  # a row with a longer cell may go over the page's end
TWIPS_A_MM = 56.7
_CENTRED = frozenset({"points", "count", "sign"})
_NOTE, _HEAD = 20, 24  # half points


def write_docx(publication: Publication, path: Path) -> None:
    """
    Write the file, whole or not at all; the same publication gives the same bytes.

    Raises:
        OutputError: It cannot be written.
    """
    paper = blank_paper(publication.is_wide)
    body = "".join(publication_body(publication, paper.width_mm))
    made = paper.package(body, shown(publication.title), shown(publication.author), publication.day)
    unfinished = path.with_name(f"{path.name}.part")
    try:
        unfinished.write_bytes(made)
        os.replace(unfinished, path)
    except OSError as error:
        words = f"文档写不出来：{path}（{error.strerror}）。请检查磁盘空间和写入权限，并关闭已打开的文档。"
        raise OutputError(words) from error


def publication_body(publication: Publication, width_mm: int) -> Iterator[str]:
    """Its paragraphs and tables as parts of a document's body, for a text this wide."""
    if publication.annex:
        yield paragraph(publication.annex, face=HEAD_FACE, half_points=32, line=580)
    yield paragraph(publication.title, face=TITLE_FACE, half_points=44, side="center", line=640, after=160)
    if publication.heads:
        yield _head_table(publication.heads, width_mm)
    for number, grid in enumerate(publication.grids):
        if number or publication.heads:
            yield paragraph(
                grid.name, face=HEAD_FACE, half_points=_HEAD, line=400, before=160, after=60, keeps=True
            )
        yield _table(grid, width_mm)
        for note in grid.notes:
            yield paragraph(note, half_points=_NOTE, line=320)
    for number, note in enumerate(publication.notes):
        yield paragraph(note, half_points=_NOTE, line=320, before=0 if number else 120)


def paragraph(
    text: str,
    *,
    face: str = BODY_FACE,
    half_points: int = 32,
    side: str = "left",
    line: int = 580,
    before: int = 0,
    after: int = 0,
    keeps: bool = False,
) -> str:
    """One paragraph; `line`, `before` and `after` in twips, `keeps` holds it to the next one."""
    keep = "<w:keepNext/>" if keeps else ""
    return (
        f'<w:p><w:pPr>{keep}<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" '
        f'w:lineRule="atLeast"/><w:jc w:val="{side}"/></w:pPr>{_run(text, face, half_points)}</w:p>'
    )


def _run(text: str, face: str, half_points: int, is_bold: bool = False) -> str:
    bold = "<w:b/>" if is_bold else ""
    latin = "" if face == BODY_FACE else ' w:hint="eastAsia"'
    return (
        f'<w:r><w:rPr><w:rFonts w:eastAsia="{face}"{latin}/>{bold}<w:sz w:val="{half_points}"/>'
        f'<w:szCs w:val="{half_points}"/></w:rPr><w:t xml:space="preserve">{escape(shown(text))}</w:t></w:r>'
    )


def _head_table(heads: tuple[tuple[str, str], ...], width_mm: int) -> str:
    """Label and value, two pairs a row."""
    label, value = width_mm * 0.13, width_mm * 0.37
    pairs = [heads[n : n + 2] for n in range(0, len(heads), 2)]
    rows = []
    for pair in pairs:
        cells = [
            cell
            for name, text in (*pair, *((("", ""),) if len(pair) == 1 else ()))
            for cell in (
                _filled(name, _cell_ends(label, HEAD_FACE, "center", 21)),
                _filled(text, _cell_ends(value, BODY_FACE, "left", 21)),
            )
        ]
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>")
    return _framed((label, value, label, value), rows)


def _table(grid: Grid, width_mm: int) -> str:
    whole = sum(column.width for column in grid.columns)
    widths = tuple(column.width / whole * width_mm for column in grid.columns)
    size = round(grid.size * 2)
    header = "".join(
        _filled(column.name, _cell_ends(width, HEAD_FACE, "center", size, shade="EDEDED", keeps=True))
        for column, width in zip(grid.columns, widths, strict=True)
    )
    rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{header}</w:tr>"]
    loose, kept = (
        [_Frame(column, width, size, keeps) for column, width in zip(grid.columns, widths, strict=True)]
        for keeps in (False, True)
    )
    last = len(grid.rows) - 1
    for number, row in enumerate(grid.rows):
        frames = kept if grid.is_whole and number < last else loose
        rows.append(_row(row, frames, grid.places, number in grid.strong))
    return _framed(widths, rows)


class _Frame:
    """What all cells of a column have before and behind their words, put together once."""

    def __init__(self, column: Column, width_mm: float, half_points: int, keeps: bool) -> None:
        self.kind = column.kind
        side = "center" if column.kind in _CENTRED else "left"
        self.plain = _cell_ends(width_mm, BODY_FACE, side, half_points, keeps=keeps)
        self.strong = _cell_ends(
            width_mm, BODY_FACE, side, half_points, shade="F6F6F6", is_bold=True, keeps=keeps
        )


def _row(row: tuple[Cell, ...], frames: list[_Frame], places: int, is_strong: bool) -> str:
    words = [cell_words(cell, frame.kind, places) for cell, frame in zip(row, frames, strict=True)]
    cells = "".join(
        _filled(text, frame.strong if is_strong else frame.plain)
        for text, frame in zip(words, frames, strict=True)
    )
    whole = "" if max(map(len, words), default=0) > BREAKABLE else "<w:cantSplit/>"
    return f"<w:tr><w:trPr>{whole}</w:trPr>{cells}</w:tr>"


def cell_words(cell: Cell, kind: str, places: int) -> str:
    """What stands in a cell on paper."""
    if cell is None:
        return DASH if kind in _CENTRED else ""
    if isinstance(cell, Decimal):
        return points_text(cell, places)
    if isinstance(cell, int):
        return str(cell)
    return shortened(short_digest(cell) if kind == "digest" else cell, LONGEST_CELL)


Ends = tuple[str, str, str]


def _cell_ends(
    width_mm: float,
    face: str,
    side: str,
    half_points: int,
    *,
    shade: str = "",
    is_bold: bool = False,
    keeps: bool = False,
) -> Ends:
    """Before the first line, between two lines, behind the last."""
    filled = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    bold = "<w:b/>" if is_bold else ""
    hint = "" if face == BODY_FACE else ' w:hint="eastAsia"'
    keep = "<w:keepNext/>" if keeps else ""
    line = half_points * 12 + 40
    opened = (
        f'<w:p><w:pPr>{keep}<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>'
        f'<w:jc w:val="{side}"/></w:pPr><w:r><w:rPr><w:rFonts w:eastAsia="{face}"{hint}/>{bold}'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr><w:t xml:space="preserve">'
    )
    closed = "</w:t></w:r></w:p>"
    width = f'<w:tcW w:w="{round(width_mm * TWIPS_A_MM)}" w:type="dxa"/>'
    first = f'<w:tc><w:tcPr>{width}{filled}<w:vAlign w:val="center"/></w:tcPr>{opened}'
    return first, f"{closed}{opened}", f"{closed}</w:tc>"


def _filled(text: str, ends: Ends) -> str:
    first, between, last = ends
    if "\n" not in text:
        return f"{first}{escape(shown(text))}{last}"
    return f"{first}{between.join(escape(shown(line)) for line in text.split(chr(10)))}{last}"


def _framed(widths_mm: tuple[float, ...], rows: list[str]) -> str:
    columns = "".join(f'<w:gridCol w:w="{round(width * TWIPS_A_MM)}"/>' for width in widths_mm)
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="{4 if edge.startswith("inside") else 8}" w:space="0" '
        'w:color="404040"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{round(sum(widths_mm) * TWIPS_A_MM)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>'
        '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
