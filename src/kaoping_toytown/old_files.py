"""Files of the kinds that offices still publish beside docx and pdf: old Word and Excel, OFD, CSV."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_OFD = "http://www.ofdspec.org/2016"


def compound(streams: Mapping[str, bytes]) -> bytes:
    """An OLE compound file with these streams below its root, each padded to whole large sectors."""
    padded = {name: data + bytes(max(4096, -(-len(data) // _SECTOR) * _SECTOR) - len(data))
              for name, data in streams.items()}  # fmt: skip
    fat: list[int] = []
    firsts: list[int] = []
    for data in padded.values():
        firsts.append(len(fat))
        count = len(data) // _SECTOR
        fat += [len(fat) + n + 1 for n in range(count - 1)] + [_END]
    directory = _directory(padded, firsts)
    directory_at = len(fat)
    count = len(directory) // _SECTOR
    fat += [len(fat) + n + 1 for n in range(count - 1)] + [_END]
    tables = 1
    while (len(fat) + tables) * 4 > tables * _SECTOR:
        tables += 1
    tables_at = len(fat)
    fat += [_FAT] * tables
    fat += [_FREE] * (tables * _SECTOR // 4 - len(fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<5I", 0, tables, directory_at, 0, 4096)
    head += struct.pack("<4I", _END, 0, _END, 0)
    places = [tables_at + n for n in range(tables)]
    head += struct.pack("<109I", *places, *[_FREE] * (109 - tables))
    return head + b"".join(padded.values()) + directory + struct.pack(f"<{len(fat)}I", *fat)


def _directory(streams: Mapping[str, bytes], firsts: Sequence[int]) -> bytes:
    entries = [_entry("Root Entry", 5, _END, 0, 1)]
    names = list(streams)
    for n, name in enumerate(names):
        following = n + 2 if n + 1 < len(names) else _FREE
        entries.append(_entry(name, 2, firsts[n], len(streams[name]), right=following))
    entries += [bytes(128)] * (-len(entries) % 4)
    return b"".join(entries)


def _entry(name: str, kind: int, first: int, size: int, child: int = _FREE, right: int = _FREE) -> bytes:
    coded = name.encode("utf-16-le")
    head = coded + bytes(64 - len(coded)) + struct.pack("<HBB", len(coded) + 2, kind, 1)
    return head + struct.pack("<3I", _FREE, right, child) + bytes(36) + struct.pack("<IIi", first, size, 0)


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _label(row: int, column: int, text: str) -> bytes:
    coded = text.encode("utf-16-le")[:8000]
    return _record(0x0204, struct.pack("<4HB", row, column, 15, len(coded) // 2, 1) + coded)


def workbook_97(
    sheets: Sequence[tuple[str, int, Sequence[Sequence[str | float]]]],
    *,
    hidden_columns: Iterable[int] = (),
    hidden_rows: Iterable[int] = (),
) -> bytes:
    """
    An old Excel workbook.

    Args:
        sheets: Name, state (0 shown, 1 hidden, 2 deeply hidden) and rows of each sheet.
        hidden_columns: Of every sheet, counted from 1; `hidden_rows` likewise.
    """
    columns, unseen = set(hidden_columns), set(hidden_rows)
    bodies = []
    for _, _, rows in sheets:
        body = _record(0x0809, struct.pack("<4H", 0x0600, 0x0010, 0x0DBB, 0x07CC) + bytes(8))
        for n in sorted(columns):
            body += _record(0x007D, struct.pack("<6H", n - 1, n - 1, 2048, 15, 1, 0))
        for n, row in enumerate(rows):
            flags = 0x20 if n + 1 in unseen else 0
            body += _record(0x0208, struct.pack("<8H", n, 0, len(row), 255, 0, 0, flags, 15))
        for n, row in enumerate(rows):
            for k, value in enumerate(row):
                is_text = isinstance(value, str)
                body += (
                    _label(n, k, str(value)) if is_text
                    else _record(0x0203, struct.pack("<3Hd", n, k, 15, float(value)))
                )  # fmt: skip
        bodies.append(body + _record(0x000A, b""))
    start = _record(0x0809, struct.pack("<4H", 0x0600, 0x0005, 0x0DBB, 0x07CC) + bytes(8))
    names = [name.encode("utf-16-le") for name, _, _ in sheets]
    at = len(start) + sum(4 + 8 + len(name) for name in names) + 4
    book = start
    for (_, state, _), name, body in zip(sheets, names, bodies, strict=True):
        book += _record(0x0085, struct.pack("<IBBBB", at, state, 0, len(name) // 2, 1) + name)
        at += len(body)
    return compound({"Workbook": book + _record(0x000A, b"") + b"".join(bodies)})


def xls(title: str, lines: Iterable[str]) -> bytes:
    """A title and numbered lines on one sheet."""
    rows: list[list[str | float]] = [[title]]
    rows += [[n, line] for n, line in enumerate(lines, 1)]
    return workbook_97([("Sheet1", 0, rows)])


def document_97(text: str, *, comments: str = "") -> bytes:
    """An old Word document: running text (``\\r`` ends a paragraph, ``\\x07`` a cell) and comments."""
    whole = text + comments
    coded = whole.encode("utf-16-le")
    begin = 2048
    pieces = struct.pack("<2I", 0, len(coded) // 2) + struct.pack("<HIH", 0, begin, 0)
    table = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    fib = bytearray(begin)
    struct.pack_into("<HH", fib, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<H", fib, 10, 0x0200)
    lengths = [len(part.encode("utf-16-le")) // 2 for part in (text, comments)]
    struct.pack_into("<8I", fib, 0x4C, lengths[0], 0, 0, 0, lengths[1], 0, 0, 0)
    struct.pack_into("<II", fib, 0x01A2, 0, len(table))
    return compound({"WordDocument": bytes(fib) + coded, "1Table": table})


def doc(title: str, lines: Iterable[str]) -> bytes:
    """A title and paragraphs."""
    return document_97("".join(f"{line}\r" for line in (title, *lines)))


def ofd_parts(lines: Sequence[str], *, author: str = "") -> list[tuple[str, str]]:
    """The members of an OFD file of one page, each line a text object."""
    objects = "".join(
        f'<ofd:TextObject ID="{n + 10}" Boundary="20 {20 + 8 * n} 170 6" Font="3" Size="5">'
        f'<ofd:TextCode X="0" Y="5">{_escaped(line)}</ofd:TextCode></ofd:TextObject>'
        for n, line in enumerate(lines)
    )
    about = f"<ofd:Author>{_escaped(author)}</ofd:Author>" if author else ""
    start = '<?xml version="1.0" encoding="UTF-8"?>'
    names = f'xmlns:ofd="{_OFD}"'
    book = (
        f"<ofd:DocBody><ofd:DocInfo>{about}</ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    )
    pages = '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'
    content = f'<ofd:Content><ofd:Layer ID="2">{objects}</ofd:Layer></ofd:Content>'
    return [
        ("OFD.xml", f'{start}<ofd:OFD {names} Version="1.0" DocType="OFD">{book}</ofd:OFD>'),
        ("Doc_0/Document.xml", f"{start}<ofd:Document {names}>{pages}</ofd:Document>"),
        ("Doc_0/Pages/Page_0/Content.xml", f"{start}<ofd:Page {names}>{content}</ofd:Page>"),
    ]


def csv_table(title: str, lines: Iterable[str]) -> bytes:
    """Numbered lines in GBK, as spreadsheets on Chinese Windows write them."""
    rows = [f'"{title}",""', *(f'{n},"{line}"' for n, line in enumerate(lines, 1))]
    return ("\r\n".join(rows) + "\r\n").encode("gb18030")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
