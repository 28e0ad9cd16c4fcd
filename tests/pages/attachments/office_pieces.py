"""Office files of the invented city, put together from the XML that each test is about."""

import io
import zipfile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(*members: tuple[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def docx(body: str, *more: tuple[str, str]) -> bytes:
    return zipped(("word/document.xml", word(body, "document", "body")), *more)


def word(inner: str, *around: str) -> str:
    opened = "".join(
        f"<w:{name}{f' xmlns:w={chr(34)}{WORD}{chr(34)}' if not n else ''}>" for n, name in enumerate(around)
    )
    return opened + inner + "".join(f"</w:{name}>" for name in reversed(around))


def paragraph(text: str, *, style: str = "") -> str:
    return f"<w:p><w:r>{f'<w:rPr>{style}</w:rPr>' if style else ''}<w:t>{text}</w:t></w:r></w:p>"


def table(*rows: tuple[str, ...]) -> str:
    inner = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl>{inner}</w:tbl>"


def xlsx(*sheets: tuple[str, str, str], strings: tuple[str, ...] = (), more: tuple = ()) -> bytes:
    """Sheets are name, state and the markup inside <worksheet>."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" state="{state}" r:id="rId{n}"/>'
        for n, (name, state, _) in enumerate(sheets, 1)
    )
    targets = "".join(
        f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml"/>' for n in range(1, len(sheets) + 1)
    )
    shared = "".join(f"<si><t>{text}</t></si>" for text in strings)
    book = f'<workbook xmlns="{SHEET}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>'
    return zipped(
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", f"<Relationships>{targets}</Relationships>"),
        ("xl/sharedStrings.xml", f'<sst xmlns="{SHEET}">{shared}</sst>'),
        *((f"xl/worksheets/sheet{n}.xml", f'<worksheet xmlns="{SHEET}">{inner}</worksheet>')
          for n, (_, _, inner) in enumerate(sheets, 1)),
        *more,
    )  # fmt: skip
