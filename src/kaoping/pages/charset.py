"""What characters the bytes of a page mean: declared, contradicted, or found out."""

import codecs
import re
from dataclasses import dataclass

from resiliparse.parse.encoding import detect_encoding

_META = re.compile(rb"""<meta[^>]{0,400}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CONTROL_BYTES = bytes([*range(9), 11, 12, *range(14, 32), 127])
_SNIFFED_BYTES = 4096
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHINESE = frozenset(
    {"gb2312", "gbk", "gb18030", "hz", "cp936", "x-gbk", "gb_2312-80", "chinese", "iso-ir-58"}
)
_LATIN = frozenset({"iso8859-1", "cp1252", "ascii", "iso8859-15"})  # what servers say without knowing


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text free of NUL, control characters and lone surrogates; `name` of the encoding that was used."""

    text: str
    name: str
    notes: tuple[str, ...] = ()


def decode(body: bytes, content_type: str = "") -> Decoded:
    """
    Decode the bytes of a page. Never raises: what cannot be decoded becomes U+FFFD, with a note.

    A byte order mark beats all; then bytes that are strict UTF-8 are UTF-8 whatever was declared, because
    other Chinese encodings hardly ever look so; then the declaration of header, then of the markup.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _finish(body[len(mark) :], name, ())
    declared = _declared(body, content_type)
    wide = _wide(body, declared)
    if wide:
        return _finish(body, wide, ())
    text = _as_utf8(body)
    if text is not None:
        wrong = declared and declared not in {"utf-8", "ascii"}
        notes = (f"声明的编码为{declared},实际为utf-8",) if wrong and not body.isascii() else ()
        return _cleaned(text, "utf-8", notes, body)
    return _undeclared_or_wrong(body, declared)


def _as_utf8(body: bytes) -> str | None:
    try:
        text, read = codecs.utf_8_decode(
            body, "strict", False
        )  # a character cut at the cap's end is no offence
    except UnicodeDecodeError:
        return None
    return text if read == len(body) else text + "\ufffd"


def _declared(body: bytes, content_type: str) -> str:
    """The declared encoding under Python's name, or ``""`` where none or an unknown one is declared."""
    head = body[:_SNIFFED_BYTES]
    found = [m.group(1) for m in [_HEADER.search(content_type)] if m]
    found += [m.group(1).decode("ascii") for m in (_XML.search(head), _META.search(head)) if m]
    for name in found:
        if name.lower() in _CHINESE:
            return "gb18030"
        try:
            known = codecs.lookup(name).name
        except (LookupError, ValueError):
            continue
        if not codecs.lookup(name)._is_text_encoding:
            continue
        if known == "utf-7":  # can hide markup from filters: the HTML standard forbids it
            return "utf-8"
        return known
    return ""


def _wide(body: bytes, declared: str) -> str:
    """UTF-16 without a mark: half of the first bytes of markup are NUL, on one side."""
    head = body[:_SNIFFED_BYTES]
    if len(head) < 4 or head.count(0) < len(head) // 5:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < 4 * min(even, odd) + 2:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _undeclared_or_wrong(body: bytes, declared: str) -> Decoded:
    if declared in {"", "utf-8", "ascii"} or declared.startswith("utf-16") or declared in _LATIN:
        found = _sniffed(body, declared)
        wrong = declared and found != declared
        return _finish(body, found, (f"声明的编码为{declared},实际为{found}",) if wrong else ())
    return _finish(body, declared, ())


def _sniffed(body: bytes, declared: str) -> str:
    """UTF-8 with a few bad bytes, GB18030, or what the detector says: in this order."""
    sample = body[: 1 << 18]
    bad = sample.decode("utf-8", "replace").count("\ufffd")
    high = sum(1 for b in sample[:65536] if b >= 0x80)
    if bad * 20 <= max(high, 1) or (declared == "utf-8" and bad * 8 <= high):
        return "utf-8"
    try:
        sample[: len(sample) - 4].decode("gb18030")
    except UnicodeDecodeError as error:
        late_enough = error.start > len(sample) // 2
    else:
        late_enough = True
    detected = _python_name(detect_encoding(sample))
    if detected in {"big5", "utf-16-le", "utf-16-be", "euc_jp", "shift_jis", "euc_kr"}:
        return detected
    if late_enough or detected in {"", "gb18030", "gbk", "gb2312"} or sample.count(0) * 20 > len(sample):
        return "gb18030"
    broken = sample.decode("gb18030", "replace").count("\ufffd")
    return "gb18030" if broken * 20 < high else (detected or "utf-8")


def _python_name(label: str | None) -> str:
    try:
        return codecs.lookup(label or "").name
    except LookupError:
        return ""


def _finish(body: bytes, name: str, notes: tuple[str, ...]) -> Decoded:
    return _cleaned(body.decode(name, "replace"), name, notes, body)


def _cleaned(text: str, name: str, notes: tuple[str, ...], body: bytes) -> Decoded:
    bad = text.count("\ufffd")
    if bad:
        notes += (f"有{bad}处字节无法按{name}解码",)
    # in bytes the search is fast; encodings of two bytes a unit are looked at as text
    is_plain = (
        "16" not in name and "32" not in name and len(body.translate(None, _CONTROL_BYTES)) == len(body)
    )
    if not is_plain or "\ufffe" in text or "\uffff" in text:
        clean = _UNWANTED.sub("", text)
        if len(clean) != len(text):
            notes += (f"去掉了{len(text) - len(clean)}个控制字符",)
        text = clean
    return Decoded(text.removeprefix("\ufeff"), name, notes)
