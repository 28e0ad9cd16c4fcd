"""
Cells of old .xls and .et, and of .xlsb and .ods, through a library; what is hidden in .xls from its records.

Source of the record layouts: [MS-XLS] 2.4 (BoundSheet8, ColInfo, Row, FilePass).
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from .attachment import Part, Refused
from .compound import Compound
from .yielded import Full, Yield

_BOUND_SHEET, _COLUMN, _ROW, _FILE_PASS, _SHEET_START, _SHEET_END = (
    0x0085,
    0x007D,
    0x0208,
    0x002F,
    0x0809,
    0x000A,
)
_ROW_HIDDEN = 0x20
_MOST_HIDDEN = 10_000
_STATES = {1: "隐藏工作表", 2: "深度隐藏工作表"}


@dataclass(slots=True)
class _Hidden:
    """What a reader does not see of one sheet; numbers count from 1."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)


def read_cells(body: bytes, found: Yield, compound: Compound | None = None) -> None:
    """
    Add a table for each sheet. Raises `Refused`, `Full`.

    Args:
        compound: For .xls: where the records are read that say what is hidden.
    """
    import python_calamine

    hidden = _hidden(compound) if compound else []
    if compound is None:
        found.note("未识别此格式中的隐藏行列")
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(body))
        for number, sheet in enumerate(book.sheets_metadata):
            if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            state = 0 if sheet.visible == python_calamine.SheetVisibleEnum.Visible else 1
            if sheet.visible == python_calamine.SheetVisibleEnum.VeryHidden:
                state = 2
            cells = book.get_sheet_by_index(number)
            unseen = hidden[number] if number < len(hidden) else _Hidden()
            _add_sheet(cells, sheet.name, _STATES.get(state, ""), unseen, found)
    except python_calamine.PasswordError as error:
        raise Refused("已加密,无法读取") from error
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise Refused("表格文件损坏,无法读取") from error
    except BaseException as error:
        # the library's panics are no exceptions that one may catch by name
        if type(error).__name__ != "PanicException":
            raise
        raise Refused("表格文件损坏,无法读取") from error


def _add_sheet(sheet: Any, name: str, state: str, unseen: _Hidden, found: Yield) -> None:
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    is_full = False
    left = ("",) * (sheet.start[1] if sheet.start else 0)
    # rows come from the first row of the sheet on, cells from its first column in use
    for number, values in enumerate(sheet.iter_rows() if sheet.start else (), 1):
        row = left + tuple(map(_written, values))
        if not any(row):
            continue
        wanted = sum(map(len, row))
        if not found.has_cells(len(row)) or found.room(wanted) < wanted:
            is_full = True
            break
        rows.append(row)
        numbers.append(number)
    filled = frozenset(numbers)
    widest = max(map(len, rows), default=0)
    found.add(
        Part(
            name=name,
            kind="table",
            hidden=state,
            rows=tuple(rows),
            row_numbers=tuple(numbers),
            hidden_rows=tuple(n for n in unseen.rows if n in filled),
            hidden_columns=tuple(n for n in unseen.columns if n <= widest),
        )
    )
    if is_full:
        raise Full


def _written(value: object) -> str:
    """
    A cell as it is kept. Whole numbers that the format holds to the last digit are written out; of longer
    ones (an 18-digit number) only the known digits are given, with an exponent, and none is made up.
    """
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value).upper()
        case datetime() | date() | time():
            return value.isoformat()
    return "" if value is None else str(value)


def _hidden(compound: Compound) -> list[_Hidden]:
    """What is hidden, sheet by sheet, in the order in which the workbook lists them."""
    data = compound.stream("Workbook") or compound.stream("Book")
    places: list[int] = []
    for kind, at, size in _records(data, 0):
        if kind == _FILE_PASS:
            raise Refused("已加密,无法读取")
        if kind == _BOUND_SHEET and size >= 6:
            places.append(struct.unpack_from("<I", data, at)[0])
        elif kind == _SHEET_END:
            break
    return [_hidden_of(data, place) for place in places[:1024]]


def _hidden_of(data: bytes, place: int) -> _Hidden:
    unseen = _Hidden()
    depth = 0
    for kind, at, size in _records(data, place):
        depth += (kind == _SHEET_START) - (kind == _SHEET_END)
        if depth <= 0:
            break
        if kind == _COLUMN and size >= 10:
            first, last, width, _, flags = struct.unpack_from("<5H", data, at)
            if flags & 1 or width == 0:
                unseen.columns += range(first + 1, min(last, 255) + 2)
        elif kind == _ROW and size >= 16 and len(unseen.rows) < _MOST_HIDDEN:
            number, flags = struct.unpack_from("<H", data, at)[0], struct.unpack_from("<H", data, at + 12)[0]
            if flags & _ROW_HIDDEN:
                unseen.rows.append(number + 1)
    return unseen


def _records(data: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place of the data and size of each record from a place on."""
    while at + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        yield kind, at + 4, min(size, len(data) - at - 4)
        at += 4 + size
