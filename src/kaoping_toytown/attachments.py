"""Small real files, made byte for byte alike each time: office documents old and new, pdf, ofd, zip, png."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape

from kaoping_toytown.old_files import csv_table, doc, ofd_parts, xls

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OPC = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument"

CONTENT_TYPES = {
    "docx": f"{_TYPE}.wordprocessingml.document",
    "xlsx": f"{_TYPE}.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ofd": "application/ofd",
    "csv": "text/csv",
    "png": "image/png",
}


def _zipped(members: Iterable[tuple[str, str]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members:
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text.encode())
    return out.getvalue()


def _package(part: str, part_type: str, xml: str, more: Iterable[tuple[str, str, str]] = ()) -> bytes:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind, _ in ((part, part_type, ""), *more)
    )
    types = (
        f'{_XML}<Types xmlns="{_OPC}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    rels = (
        f'{_XML}<Relationships xmlns="{_OPC}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="{part}"/></Relationships>'
    )
    return _zipped([("[Content_Types].xml", types), ("_rels/.rels", rels), (part, _XML + xml)]
                   + [(name, _XML + text) for name, _, text in more])  # fmt: skip


def docx(title: str, lines: Iterable[str]) -> bytes:
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in (title, *lines))
    xml = f'<w:document xmlns:w="{_WORD}"><w:body>{paragraphs}<w:sectPr/></w:body></w:document>'
    return _package("word/document.xml", f"{_TYPE}.wordprocessingml.document.main+xml", xml)


def xlsx(title: str, lines: Iterable[str]) -> bytes:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{n}</t></is></c>'
        f'<c r="B{n}" t="inlineStr"><is><t>{escape(line)}</t></is></c></row>'
        for n, line in enumerate((title, *lines), 1)
    )
    sheet = f'<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData></worksheet>'
    rels = (
        f'<Relationships xmlns="{_OPC}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    )
    book = (
        f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    return _package(
        "xl/workbook.xml", f"{_TYPE}.spreadsheetml.sheet.main+xml", book,
        [("xl/worksheets/sheet1.xml", f"{_TYPE}.spreadsheetml.worksheet+xml", sheet),
         ("xl/_rels/workbook.xml.rels", "application/vnd.openxmlformats-package.relationships+xml", rels)],
    )  # fmt: skip


def pdf(title: str, lines: Iterable[str]) -> bytes:
    """One page, in the reader's own Song type."""
    shown = [line[n : n + 34] for line in (title, *lines) for n in range(0, len(line), 34)][:40]
    text = " ".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in shown)
    stream = f"BT /F1 14 Tf 18 TL 60 780 Td {text} ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor 7 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    ]
    return _pdf_file(objects)


def _pdf_file(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def ofd(title: str, lines: Iterable[str]) -> bytes:
    """One page of the national layout format."""
    shown = [line[n : n + 34] for line in (title, *lines) for n in range(0, len(line), 34)][:30]
    return _zipped(ofd_parts(shown, author="望川市人民政府办公室"))


def zipped(title: str, lines: Iterable[str]) -> bytes:
    return _zipped([("readme.txt", "\n".join((title, *lines)))])


def png(number: int, width: int = 48, height: int = 32) -> bytes:
    """A plain picture whose colours follow `number`."""
    red, green, blue = 90 + number % 120, 90 + number // 7 % 120, 90 + number // 53 % 120
    row = b"\0" + bytes((red, green, blue)) * width
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * height)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


MAKERS: dict[str, Callable[[str, Iterable[str]], bytes]] = {
    "docx": docx,
    "xlsx": xlsx,
    "pdf": pdf,
    "zip": zipped,
    "doc": doc,
    "xls": xls,
    "ofd": ofd,
    "csv": csv_table,
}
