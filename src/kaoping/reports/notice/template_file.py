"""
An office's own docx with fields: its head, typefaces and seal, our text.

Fields are ``{标题}`` and so on, filled as text; a paragraph that is nothing but ``{正文}`` gives way to the
paragraphs of the notice, ``{附件}`` to its list of annexes. Nothing in a template is run.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from kaoping.errors import UsageError
from kaoping.roster.visible import shown
from kaoping.rulebook import field_mistakes, fields_in, filled

from .blocks import annex_blocks, text_blocks
from .docx_file import text_body, write_bytes
from .notice import Notice

TEXT, ANNEXES = "正文", "附件"
MOST_BYTES, MOST_UNPACKED, MOST_ENTRIES = 20 << 20, 100 << 20, 2_000
_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph of the template, and what it is called in messages."""

    where: str
    element: Any

    @property
    def text(self) -> str:
        """Its words over all its runs: an editor may have split a field among them."""
        return "".join(node.text or "" for node in self.element.iter(qn("w:t")))


FIELDS = (
    "机关", "标题", "文号", "主送", "署名", "日期", "附注", "抄送", "印发机关", "印发日期", TEXT, ANNEXES,
)  # fmt: skip


def check_template(template: Path) -> None:
    """
    Look at an office's template before it is used.

    Raises:
        UsageError: As `write_from_template`.
    """
    _opened(template)


def _opened(template: Path) -> tuple[Any, tuple[_Place, ...]]:
    document = Document(io.BytesIO(_safe_bytes(template)))
    places = tuple(_places(document))
    if found := tuple(_mistakes(places, dict.fromkeys(FIELDS, ""))):
        words = "\n".join(f"  {said}" for said in found)
        raise UsageError(f"通报模板 {template.name} 有 {len(found)} 处要改：\n{words}")
    return document, places


def template_values(notice: Notice) -> Mapping[str, str]:
    """What each field of a template stands for."""
    return {
        "机关": notice.office,
        "标题": notice.title,
        "文号": notice.number,
        "主送": "、".join(notice.addressees),
        "署名": notice.signature,
        "日期": notice.date,
        "附注": notice.note,
        "抄送": "，".join(notice.copies),
        "印发机关": notice.printer,
        "印发日期": notice.printed,
        TEXT: "\n".join(one.text for one in text_blocks(notice)),
        ANNEXES: "\n".join(f"{one.label}{one.text}" for one in annex_blocks(notice)),
    }


def write_from_template(notice: Notice, template: Path, path: Path) -> None:
    """
    Fill an office's template and write it.

    Raises:
        UsageError: It is no docx or too large; in Chinese all at once: fields that nobody knows, by name and
            place, code, a ``{正文}`` that does not stand alone, or none at all.
        OutputError: The file cannot be written.
    """
    document, places = _opened(template)
    for place in places:
        _fill(place, notice)
    made = io.BytesIO()
    document.save(made)
    write_bytes(made.getvalue(), path)


def _safe_bytes(template: Path) -> bytes:
    try:
        data = template.read_bytes()
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            names = {entry.filename for entry in entries}
    except OSError as error:
        raise UsageError(f"通报模板 {template} 无法读取（{error.strerror}），请核对路径。") from error
    except zipfile.BadZipFile:
        raise UsageError(f"通报模板 {template} 不是 docx 文件，请用 Word 或 WPS 另存为 .docx。") from None
    if "word/document.xml" not in names:
        raise UsageError(f"通报模板 {template} 不是 docx 文件，请用 Word 或 WPS 另存为 .docx。")
    if (
        len(data) > MOST_BYTES
        or len(entries) > MOST_ENTRIES
        or sum(e.file_size for e in entries) > MOST_UNPACKED
    ):
        raise UsageError(f"通报模板 {template} 过大，请删去其中的图片和附件。")
    if any("vbaProject" in name for name in names):
        raise UsageError(f"通报模板 {template} 带有宏，请另存为不带宏的 .docx。")
    for name in names:
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in _member(data, name)[:2_000]:
            raise UsageError(f"通报模板 {template} 内部结构异常（{name}），请用 Word 或 WPS 重新保存。")
    return data


def _member(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def _places(document: Any) -> Iterator[_Place]:
    yield from _numbered(document.element.body.iter(qn("w:p")), "")
    for section in document.sections:
        for name, part in (
            ("页眉", section.header), ("页脚", section.footer),
            ("首页页眉", section.first_page_header), ("首页页脚", section.first_page_footer),
            ("偶数页页眉", section.even_page_header), ("偶数页页脚", section.even_page_footer),
        ):  # fmt: skip
            if not part.is_linked_to_previous:
                yield from _numbered(part._element.iter(qn("w:p")), name)


def _numbered(paragraphs: Iterable[Any], where: str) -> Iterator[_Place]:
    for number, element in enumerate(list(paragraphs), start=1):
        yield _Place(f"{where}第 {number} 段", element)


def _mistakes(places: tuple[_Place, ...], values: Mapping[str, str]) -> Iterator[str]:
    has_text = False
    for place in places:
        text = place.text
        yield from (f"{place.where}：{words}" for words in field_mistakes(text, values))
        for name in (TEXT, ANNEXES):
            if name in set(fields_in(text)) and text.strip() != f"{{{name}}}":
                yield f"{place.where}：字段“{name}”要单独成段"
        has_text = has_text or text.strip() == f"{{{TEXT}}}"
    if not has_text:
        yield f"没有单独成段的字段“{{{TEXT}}}”，通报正文没有地方放"


def _fill(place: _Place, notice: Notice) -> None:
    text = place.text
    if text.strip() == f"{{{TEXT}}}":
        _replace(place.element, text_body(tuple(text_blocks(notice))))
    elif text.strip() == f"{{{ANNEXES}}}":
        _replace(place.element, text_body(tuple(annex_blocks(notice))))
    elif any(fields_in(text)):
        _fill_runs(place.element, text, template_values(notice))


def _replace(element: Any, paragraphs: Iterator[str]) -> None:
    for words in paragraphs:
        element.addprevious(parse_xml(words.replace("<w:p>", f"<w:p {_NAMESPACE}>", 1)))
    element.getparent().remove(element)


def _fill_runs(element: Any, text: str, values: Mapping[str, str]) -> None:
    """The filled words go into the first run, with its looks; the words of the others are emptied."""
    words = "".join(filled(piece, values) for piece in _pieces(text))
    nodes = list(element.iter(qn("w:t")))
    nodes[0].text = shown(words)
    nodes[0].set(qn("xml:space"), "preserve")
    for node in nodes[1:]:
        node.text = ""


def _pieces(text: str) -> Iterator[str]:
    """Fields and the words between them: an empty field empties itself alone."""
    at = 0
    for name in fields_in(text):
        start = text.index(f"{{{name}}}", at)
        yield text[at:start]
        yield f"{{{name}}}"
        at = start + len(name) + 2
    yield text[at:]
