"""
Text of .doc (and .wps) files: the piece table of Word 97 and later.

Source: [MS-DOC] 2.4.1 (retrieving text), 2.5 (the FIB). Tracked deletions are not told apart in this format.
"""

import re
import struct
from collections.abc import Iterator

from .attachment import Refused
from .compound import Compound
from .yielded import MOST_CHARS, Yield

_WORD97 = 0x00C1
_MAGIC = 0xA5EC
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_LENGTHS_AT = 0x4C  # ccpText, ccpFtn, ccpHdd, ccpMcr, ccpAtn, ccpEdn, ccpTxbx, ccpHdrTxbx
_NAMES = ("正文", "脚注", "页眉页脚", "", "批注", "尾注", "文本框", "页眉文本框")
_CLX_AT = 0x01A2
_COMPRESSED = 1 << 30
_FIELD = re.compile("\x13[^\x13\x14\x15]*\x14?|\x15")
_CONTROLS = re.compile("[\x00-\x06\x08\x0e-\x1f]")


def read_word97(compound: Compound, found: Yield) -> None:
    """Add the parts of a Word file. Raises `Refused`, `Full`."""
    main = compound.stream("WordDocument")
    if len(main) < _CLX_AT + 8 or struct.unpack_from("<H", main, 0)[0] != _MAGIC:
        raise Refused("doc文件损坏,无法读取")
    version, flags = struct.unpack_from("<H", main, 2)[0], struct.unpack_from("<H", main, 10)[0]
    if flags & _ENCRYPTED:
        raise Refused("已加密,无法读取")
    if version < _WORD97:
        raise Refused("Word 97 以前的格式,暂不能读取", "unread")
    table = compound.stream("1Table" if flags & _TABLE_1 else "0Table")
    start, size = struct.unpack_from("<II", main, _CLX_AT)
    text = "".join(_pieces(main, _piece_table(table[start : start + size])))
    lengths = struct.unpack_from("<8I", main, _LENGTHS_AT)
    found.note("旧版doc格式,修订中已删除的文字与正文未区分")
    at = 0
    for name, length in zip(_NAMES, lengths, strict=True):
        if name and length:
            found.add_text(name, _plain(text[at : at + length]))
        at += length


def _piece_table(clx: bytes) -> bytes:
    at = 0
    while at + 5 <= len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != 2:
        raise Refused("doc文件损坏,无法读取")
    (size,) = struct.unpack_from("<I", clx, at + 1)
    return clx[at + 5 : at + 5 + size]


def _pieces(main: bytes, table: bytes) -> Iterator[str]:
    count = (len(table) - 4) // 12
    if count < 1:
        raise Refused("doc文件损坏,无法读取")
    places = struct.unpack_from(f"<{count + 1}I", table, 0)
    left = 2 * MOST_CHARS
    for n in range(count):
        (where,) = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * n + 2)
        length = min(max(0, places[n + 1] - places[n]), left)
        left -= length
        if where & _COMPRESSED:
            start = (where & ~_COMPRESSED) // 2
            yield main[start : start + length].decode("cp1252", "replace")
        else:
            yield main[where : where + 2 * length].decode("utf-16-le", "replace")


def _plain(text: str) -> str:
    """Words with line ends; cells of a table are parted by tabs, field codes are dropped."""
    text = _FIELD.sub("", text).replace("\x07\x07", "\n").replace("\x07", "\t")
    text = text.replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    text = _CONTROLS.sub("", text.replace("\x1e", "-"))
    return "\n".join(line.rstrip() for line in text.split("\n") if line.strip())
