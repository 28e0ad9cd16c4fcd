"""
Lists of people as offices publish them by mistake, and lists that only look so; every number is invented.

Divisions end in 99, which were never given out, and birthdays lie in 1900. Files stand at
``/renyuan/<kind>/<name>``.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape

from kaoping_toytown.attachments import CONTENT_TYPES, MAKERS
from kaoping_toytown.response import Response

Rows = Sequence[Sequence[str]]
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_NAMES = ("甲一", "甲二", "乙一", "乙二", "丙一", "丙二", "丁一", "丁二")
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def identity(n: int) -> str:
    """An identity number with a right check digit."""
    digits = f"420299190001{n % 28 + 1:02d}{n % 1000:03d}"
    total = sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


def card(n: int) -> str:
    """A card number of 19 digits with Luhn's check."""
    for last in "0123456789":
        digits = f"62284800000{n:07d}{last}"
        doubled = (int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits)))
        if sum(v - 9 if v > 9 else v for v in doubled) % 10 == 0:
            return digits
    raise AssertionError("one of ten digits fits")


def mobile(n: int) -> str:
    return f"1380000{n:04d}"


def people(header: str, number: Callable[[int], str], start: int = 0) -> Rows:
    """A list of eight with their names and one number each."""
    rows = [(str(n), name, number(start + n)) for n, name in enumerate(_NAMES, 1)]
    return [("序号", "姓名", header), *rows]


def html(rows: Rows) -> str:
    """The rows as a table."""
    cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return "<table border='1'>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def workbook(sheets: Sequence[tuple[str, str, Rows]], hidden_column: int = 0) -> bytes:
    """A workbook: name, state (``hidden`` or nothing) and rows of each sheet."""
    names = "".join(
        f'<sheet name="{name}" sheetId="{n}"{f" state={state!r}" if state else ""} r:id="rId{n}"/>'
        for n, (name, state, _) in enumerate(sheets, 1)
    ).replace("'", '"')
    ties = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    hide = f'<cols><col min="{hidden_column}" max="{hidden_column}" hidden="1" width="9"/></cols>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(MAKERS["xlsx"]("", ()))) as plain, zipfile.ZipFile(out, "w") as made:

        def put(name: str, text: str) -> None:
            made.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text)

        for name in ("[Content_Types].xml", "_rels/.rels"):
            put(name, plain.read(name).decode())
        book = f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>'
        put("xl/workbook.xml", book)
        put("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}">{ties}</Relationships>')
        for n, (_, _, rows) in enumerate(sheets, 1):
            columns = hide if hidden_column else ""
            data = f"{columns}<sheetData>{_rows(rows)}</sheetData>"
            put(f"xl/worksheets/sheet{n}.xml", f'<worksheet xmlns="{_SHEET}">{data}</worksheet>')
    return out.getvalue()


def _rows(rows: Rows) -> str:
    return "".join(
        f'<row r="{n}">'
        + "".join(
            f'<c r="{chr(65 + i)}{n}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            for i, cell in enumerate(row)
        )
        + "</row>"
        for n, row in enumerate(rows, 1)
    )


def _lines(rows: Rows) -> list[str]:
    return [" ".join(row[1:]) for row in rows[1:]]


def _csv(rows: Rows) -> bytes:
    return "".join(",".join(row) + "\n" for row in rows).encode("gb18030")


def masked(n: int) -> str:
    """An identity number as it should be shown."""
    return f"{identity(n)[:4]}**********{identity(n)[14:]}"


def _yes(_: int) -> str:
    return "是"


def _order(n: int) -> str:
    return f"202608{n:012d}"


_LIST = people("身份证号", identity)
_FILES: Mapping[str, Callable[[], bytes]] = {
    "biao": lambda: workbook([("公示", "", _LIST)]),
    "yincang": lambda: workbook([("公示", "", people("是否符合", _yes)), ("底表", "hidden", _LIST)]),
    "yinlie": lambda: workbook([("公示", "", _LIST)], hidden_column=3),
    "wendang": lambda: MAKERS["docx"]("补贴对象名单", _lines(_LIST)),
    "banshi": lambda: MAKERS["pdf"]("补贴对象名单", _lines(people("身份证号", identity, 40))),
    "shouji": lambda: _csv(people("手机号", mobile)),
    "kahao": lambda: _csv(people("银行卡号", card)),
    "zhegai": lambda: workbook([("公示", "", people("身份证号", masked))]),
    "dingdan": lambda: _csv(people("订单编号", _order)),
    "zhiban": lambda: _csv(people("值班电话", mobile)),
}


def file(path: str) -> Response | None:
    """The file at this address, or None."""
    _, _, kind, name = path.split("/", 3) if path.count("/") == 3 else ("", "", "", "")
    if not path.startswith("/renyuan/") or kind not in _FILES:
        return None
    kind_of_content = CONTENT_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    return Response(200, kind_of_content, _FILES[kind]())
