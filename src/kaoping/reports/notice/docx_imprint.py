"""The imprint (版记) of a notice in docx: at the foot of the last page, between the norm's lines."""

from collections.abc import Sequence
from math import ceil
from xml.sax.saxutils import escape

from kaoping.roster.visible import shown

from ..publishing.paper import BODY_FACE
from .blocks import Block, letters_of

SIZE = 28  # half points: 四号
LETTER = 280  # twips
LINE, AROUND = 440, 40  # twips: a line of the imprint, and above and below each row
THICK, THIN = 8, 6  # eighths of a point: 1 pt is 0.35 mm, 0.75 pt is 0.26 mm
_TWIPS_A_MM = 56.693


def imprint_table(blocks: Sequence[Block], width_mm: int, height_mm: int) -> str:
    """
    A table that lies on the lower edge of the text; ``""`` without blocks.

    Word puts it there by `tblpYSpec`; LibreOffice passes that over and takes the distance from the upper
    edge, for which the height is reckoned from the letters of each line.
    """
    if not blocks:
        return ""
    width = round(width_mm * _TWIPS_A_MM)
    top = round(height_mm * _TWIPS_A_MM) - sum(_height(block, width) for block in blocks)
    line = '<w:{} w:val="single" w:sz="{}" w:space="0" w:color="000000"/>'
    borders = line.format("top", THICK) + line.format("bottom", THICK) + line.format("insideH", THIN)
    place = (
        '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="margin" '
        'w:tblpXSpec="left" w:tblpYSpec="bottom" '
        f'w:tblpY="{top}"/>'
    )
    rows = "".join(_row(block, width) for block in blocks)
    return (
        f'<w:tbl><w:tblPr>{place}<w:tblOverlap w:val="never"/><w:tblW w:w="{width}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{rows}</w:tbl>'
    )


def _height(block: Block, width: int) -> int:
    hang = len(block.label) if block.kind == "copies" else 0
    letters = width // LETTER - 2 - hang
    lines = max(1, ceil(letters_of(block.text) / letters)) if block.kind == "copies" else 1
    return lines * LINE + 2 * AROUND


def _row(block: Block, width: int) -> str:
    if block.kind == "copies":
        # 抄送： stands one letter in; lines that go on are aligned with the first office
        hang = len(block.label) * LETTER
        inner = _run(f"{block.label}{block.text}")
        own = f'<w:ind w:left="{LETTER + hang}" w:right="{LETTER}" w:hanging="{hang}"/>'
        tabs = ""
    else:
        inner = f"{_run(block.text)}<w:r><w:tab/></w:r>{_run(block.label)}"
        own = f'<w:ind w:left="{LETTER}" w:right="{LETTER}" w:firstLine="0"/>'
        tabs = f'<w:tabs><w:tab w:val="right" w:pos="{width - LETTER}"/></w:tabs>'
    return (
        "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>"
        f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr>{tabs}'
        f'<w:snapToGrid w:val="0"/><w:spacing w:before="{AROUND}" w:after="{AROUND}" '
        f'w:line="{LINE}" w:lineRule="exact"/>'
        f'{own}<w:jc w:val="left"/></w:pPr>{inner}</w:p></w:tc></w:tr>'
    )


def _run(text: str) -> str:
    return (
        f'<w:r><w:rPr><w:rFonts w:eastAsia="{BODY_FACE}" w:hint="eastAsia"/><w:sz w:val="{SIZE}"/>'
        f'<w:szCs w:val="{SIZE}"/></w:rPr><w:t xml:space="preserve">{escape(shown(text))}</w:t></w:r>'
    )
