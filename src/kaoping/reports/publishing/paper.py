"""
The blank paper for docx: page, margins, typefaces and page numbers after GB/T 9704-2012, by python-docx.

A package is made once a process and layout and its parts kept; a document is these parts with its own body.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TITLE_FACE, BODY_FACE, HEAD_FACE, KAI_FACE, NUMBER_FACE = (
    "方正小标宋简体",
    "仿宋_GB2312",
    "黑体",
    "楷体_GB2312",
    "Times New Roman",
)
PAGE_FACE = "宋体"
# name, character set class, and the names under which free machines have a likeness
FACES = (
    (TITLE_FACE, "roman", "FZXiaoBiaoSong-B05S;Noto Serif CJK SC;Source Han Serif SC"),
    (BODY_FACE, "modern", "仿宋;FangSong;FandolFang;Zhuque Fangsong;Noto Serif CJK SC"),
    (HEAD_FACE, "swiss", "SimHei;Noto Sans CJK SC;Source Han Sans SC"),
    (KAI_FACE, "modern", "楷体;KaiTi;LXGW WenKai;AR PL UKai CN;Noto Serif CJK SC"),
    (PAGE_FACE, "roman", "SimSun;Noto Serif CJK SC"),
    (NUMBER_FACE, "roman", "Liberation Serif"),
)
MARK = "KAOPING-BODY"
_THUMBNAIL = re.compile(rb"<Relationship [^>]*thumbnail\.jpeg[^>]*/>")
_ENTRY = (1980, 1, 1, 0, 0, 0)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TURNED_TOP, _TURNED_BOTTOM, _TURNED_LEFT, _TURNED_RIGHT = Mm(28), Mm(26), Mm(25), Mm(25)
_PAGE_NUMBER_FROM_EDGE = Mm(35 - 7 - 5)  # 7 mm below the text; the line itself is about 5 mm high
_TURNED_NUMBER_FROM_EDGE = Mm(15)


@dataclass(frozen=True, slots=True)
class Paper:
    """The parts of a package; `before` and `after` stand around a document's own body."""

    parts: Mapping[str, bytes]
    before: bytes
    after: bytes
    width_mm: int

    def package(self, body: str, title: str, author: str, day: str) -> bytes:
        """A whole docx; the same arguments give the same bytes."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as package:
            for name, content in self.parts.items():
                if name == "word/document.xml":
                    content = self.before + body.encode() + self.after
                elif name == "docProps/core.xml":
                    content = _properties(title, author, day)
                entry = zipfile.ZipInfo(name, _ENTRY)
                entry.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(entry, content)
        return made.getvalue()


@lru_cache(maxsize=4)
def blank_paper(is_wide: bool) -> Paper:
    """
    A4 upright with 37/35/28/26 mm above, below, left and right, the text 156 by 225 mm; or turned for wide
    tables, the binding edge above.
    """
    document: Any = Document()
    width_mm = _lay_out(document, is_wide)
    _choose_faces(document)
    _number_pages(document, is_wide)
    document.add_paragraph(MARK)
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as package:
        parts = {name: package.read(name) for name in package.namelist() if name != "docProps/thumbnail.jpeg"}
    parts["word/fontTable.xml"] = _font_table()
    parts["_rels/.rels"] = _without_thumbnail(parts["_rels/.rels"])
    before, after = _around_mark(parts["word/document.xml"])
    return Paper(parts, before, after, width_mm)


def _lay_out(document: Any, is_wide: bool) -> int:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), _PAGE_NUMBER_FROM_EDGE
    if not is_wide:
        return 156
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = _TURNED_TOP, _TURNED_BOTTOM
    section.left_margin, section.right_margin = _TURNED_LEFT, _TURNED_RIGHT
    section.footer_distance = _TURNED_NUMBER_FROM_EDGE
    return 247


def _choose_faces(document: Any) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = NUMBER_FACE, Pt(16)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), BODY_FACE)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    normal.element.rPr.append(language)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = Pt(29)


def _number_pages(document: Any, is_wide: bool) -> None:
    """— 1 — in 14 pt, one character from the outer edge: right on odd pages, left on even ones."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        indent = paragraph.paragraph_format
        indent.line_spacing = Pt(18)
        indent.left_indent = indent.right_indent = Pt(14)
        for piece in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve">PAGE</w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        ):
            paragraph._p.append(parse_xml(_number_run(piece)))


def _number_run(piece: str) -> str:
    face = f'w:ascii="{PAGE_FACE}" w:hAnsi="{PAGE_FACE}" w:eastAsia="{PAGE_FACE}"'
    size = '<w:sz w:val="28"/><w:szCs w:val="28"/>'
    return f'<w:r xmlns:w="{_W}"><w:rPr><w:rFonts {face}/>{size}</w:rPr>{piece}</w:r>'


def _font_table() -> bytes:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="{"00" if latin else "86"}"/>'
        f'<w:family w:val="{family}"/></w:font>'
        for name, family, others in FACES
        for latin in (name == NUMBER_FACE,)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><w:fonts xmlns:w="{_W}">{fonts}</w:fonts>'.encode()


def _without_thumbnail(relations: bytes) -> bytes:
    return _THUMBNAIL.sub(b"", relations)


def _around_mark(document: bytes) -> tuple[bytes, bytes]:
    """The bytes before and after the paragraph that holds the mark."""
    place = document.index(MARK.encode())
    first = max(document.rfind(b"<w:p>", 0, place), document.rfind(b"<w:p ", 0, place))
    last = document.index(b"</w:p>", place) + len(b"</w:p>")
    return document[:first], document[last:]


def _properties(title: str, author: str, day: str) -> bytes:
    instant = f"{day or '1980-01-01'}T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{instant}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{instant}</dcterms:modified></cp:coreProperties>'
    ).encode()
