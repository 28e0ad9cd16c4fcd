"""
The text layer of a PDF, page by page. A page without one is a picture: it is told, and never called clean.

The compressed streams are measured before a library opens the file: one of them may unpack to gigabytes.
"""

import re
import zlib
from typing import Any

from .attachment import Refused
from .yielded import Full, Yield

MOST_PAGES = 1_000
MOST_UNPACKED_BYTES = 128 << 20
MOST_RATIO = 100
RATIO_FREE_BYTES = 10 << 20
_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY_BYTES = 1_024
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_DATE = re.compile(r"D?:?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_pdf(body: bytes, found: Yield) -> None:
    """Add a part for each page with words. Raises `Refused`, `Full`."""
    import pypdfium2

    _refuse_bomb(body)
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == _PASSWORD or "assword" in str(error)
        raise Refused("已加密,无法读取" if is_locked else "PDF损坏,无法打开") from error
    try:
        _read_about(document, found)
        _read_pages(document, found)
    finally:
        document.close()


def _read_pages(document: Any, found: Yield) -> None:
    import pypdfium2

    count = len(document)
    if not count:
        raise Refused("PDF内没有页面")
    bare = broken = 0
    for number in range(min(count, MOST_PAGES)):
        try:
            text = _page_text(document, number)
        except pypdfium2.PdfiumError:
            broken += 1
            continue
        bare += not text
        found.add_text(f"第{number + 1}页", text)
    if broken == count:
        raise Refused("PDF页面损坏,无法读取")
    if broken:
        found.note(f"{broken}页损坏,未读取")
    if bare:
        found.note("扫描件或图片,没有可读文字" if bare == count else f"{bare}页没有可读文字(扫描件或图片)")
    if count > MOST_PAGES:
        found.cap(f"共{count}页,只读了前{MOST_PAGES}页")
        raise Full


def _page_text(document: Any, number: int) -> str:
    page = document[number]
    layer = page.get_textpage()
    try:
        text: str = layer.get_text_bounded() if layer.count_chars() else ""
    finally:
        layer.close()
        page.close()
    text = _CONTROLS.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip() for line in text.split("\n") if line.strip())


def _read_about(document: Any, found: Yield) -> None:
    about = document.get_metadata_dict()
    found.about["author"] = about.get("Author", "").strip()[:200]
    for key, name in (("CreationDate", "created"), ("ModDate", "modified")):
        when = _DATE.match(about.get(key, ""))
        if when:
            year, month, day, *clock = when.groups()
            moment = ":".join(part or "00" for part in clock)
            found.about[name] = f"{year}-{month or '01'}-{day or '01'}T{moment}"


def _refuse_bomb(body: bytes) -> None:
    """
    Measure what streams unpack to. Pictures are not counted: reading text does not unpack them. Filters
    other than Flate do not multiply what they hold.
    """
    total = 0
    view = memoryview(body)
    for mark in _STREAM.finditer(body):
        start = mark.end()
        head = body[max(0, start - _DICTIONARY_BYTES) : start].rpartition(b" obj")[2]
        if b"/Image" in head or (body[start : start + 1] and body[start] & 0x0F != 8):
            continue
        size, used = _unpacked(view[start:], MOST_UNPACKED_BYTES - total)
        total += size
        if total >= MOST_UNPACKED_BYTES or (size > RATIO_FREE_BYTES and size > MOST_RATIO * max(1, used)):
            raise Refused("PDF内容展开后过大,未打开", "capped")


def _unpacked(data: memoryview, most: int) -> tuple[int, int]:
    """Bytes that a Flate stream unpacks to, at most `most`, and bytes that it takes."""
    unpacker = zlib.decompressobj()
    size = used = 0
    try:
        while used < len(data) and not unpacker.eof and size < most:
            piece = bytes(data[used : used + 16_384])
            used += len(piece)
            # behind the end of the stream the tail is not cleared any more
            while piece and size < most and not unpacker.eof:
                size += len(unpacker.decompress(piece, 1 << 20))
                piece = unpacker.unconsumed_tail
    except zlib.error:
        pass  # not Flate, or damaged: it unpacks to no more than this
    return size, used
