"""Tables for download: CSV and xlsx, in which no cell can become a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, TypeVar
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from kaoping.reports.cells import cell_text

XLSX_ROWS = 200_000
R = TypeVar("R", bound=HttpResponseBase)


def table_response(
    request: HttpRequest, name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponseBase:
    """A download named `name`, as xlsx where the query says ``format=xlsx`` and as CSV otherwise."""
    if request.GET.get("format") == "xlsx":
        return _xlsx(name, headings, rows)
    response = StreamingHttpResponse(_csv(headings, rows), content_type="text/csv; charset=utf-8")
    return _named(response, f"{name}.csv")


def _csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    yield "\ufeff".encode()
    yield _line(headings)
    for row in rows:
        yield _line(row)


def _line(row: Sequence[Any]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([_cell(value) for value in row])
    return buffer.getvalue().encode()


def _xlsx(name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True, "bg_color": "#ECEAE4", "border": 1})
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, headings, bold)
    sheet.set_column(0, len(headings) - 1, 18)
    for number, row in enumerate(rows, 1):
        if number > XLSX_ROWS:
            sheet.write_string(number, 0, f"只导出前 {XLSX_ROWS} 行,全部请用 CSV")
            break
        for column, value in enumerate(row):
            if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, str(_cell(value)))
    book.close()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(buffer.getvalue(), content_type=kind)
    return _named(response, f"{name}.xlsx")


def _cell(value: Any) -> Any:
    """Numbers as they are, all else as text that no spreadsheet takes for a formula."""
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return value if is_number else cell_text("" if value is None else str(value))


def _named(response: R, name: str) -> R:
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "no-store"
    return response
