"""What units send in, out of the office's tables: reports received, claims of findings put right, tasks."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from kaoping.errors import LedgerError, RosterError
from kaoping.findings import read_id
from kaoping.roster import UnitTask, read_tables
from kaoping.roster.tables import Row

from .records import Event

Columns = Mapping[str, tuple[str, ...]]
T = TypeVar("T")
_CHINA = ZoneInfo("Asia/Shanghai")
_SEARCHED_ROWS = 10
_SHOWN_ROWS = 20
_REPORTS: Columns = {"unit": ("单位", "单位名称"), "at": ("提交时间", "报送时间", "收到时间")}
_CLAIMS: Columns = {
    "finding": ("问题编号", "编号"),
    "at": ("时间", "报送时间", "整改时间"),
    "note": ("说明", "整改情况", "备注"),
    "by": ("单位", "单位名称", "填报人"),
}
_TASKS: Columns = {
    "task": ("任务", "任务名称"),
    "unit": ("单位", "责任单位", "单位名称"),
    "claim_by": ("认领期限", "认领截止"),
    "claimed": ("认领时间", "认领日期"),
}
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_CLOCK = re.compile(r"(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2}))?")


def read_reports(path: Path) -> Mapping[str, tuple[datetime, ...]]:
    """
    Instants at which reports on rectification came, by unit (``单位``, ``提交时间``).

    Raises:
        LedgerError: In Chinese, the mistakes of all rows at once, with file, sheet, row and column.
    """
    received: dict[str, list[datetime]] = {}
    for unit, at in _read(path, "整改报告登记表", _REPORTS, {"unit", "at"}, _report):
        received.setdefault(unit, []).append(at)
    return {unit: tuple(sorted(moments)) for unit, moments in received.items()}


def read_claims(path: Path) -> tuple[Event, ...]:
    """
    Findings that units report as put right, as events (``问题编号``, ``时间``, ``说明``).

    Raises:
        LedgerError: As `read_reports`.
    """
    return _read(path, "整改情况表", _CLAIMS, {"finding", "at"}, _claim)


def read_tasks(path: Path) -> tuple[UnitTask, ...]:
    """
    Tasks handed to units (``任务``, ``单位``, ``认领期限``, ``认领时间``), in the file's order.

    Raises:
        LedgerError: As `read_reports`.
    """
    return _read(path, "任务表", _TASKS, {"task", "unit"}, _task)


class _Wrong(Exception):
    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field, self.words = field, words


def _report(values: Mapping[str, str]) -> tuple[str, datetime]:
    return values["unit"], _moment("at", values["at"])


def _claim(values: Mapping[str, str]) -> Event:
    at = _moment("at", values["at"])
    id_ = read_id(values["finding"])
    if id_ is None:
        raise _Wrong("finding", f"“{values['finding'][:40]}”不是问题编号,请从问题清单复制")
    return Event(id_, "claimed fixed", at, values["by"], values["note"])


def _task(values: Mapping[str, str]) -> UnitTask:
    return UnitTask(
        unit=values["unit"],
        task=values["task"],
        claim_by=_day("claim_by", values["claim_by"]) if values["claim_by"] else None,
        claimed=_day("claimed", values["claimed"]) if values["claimed"] else None,
    )


def _read(
    path: Path, what: str, columns: Columns, needed: set[str], made: Callable[[Mapping[str, str]], T]
) -> tuple[T, ...]:
    """Every row made into a record; the mistakes of all rows are told at once."""
    sheet, rows, places = _table(path, what, columns, needed)
    found: list[T] = []
    wrong: list[str] = []
    for row in rows:
        values = {field: _cell(row, places.get(field, -1)) for field in columns}
        try:
            for field in sorted(needed, key=list(columns).index):
                if not values[field]:
                    raise _Wrong(field, "没有填写")
            found.append(made(values))
        except _Wrong as error:
            where = f"工作表“{sheet}”" if sheet else ""
            wrong.append(f"{where}第 {row.number} 行“{columns[error.field][0]}”:{error.words}")
    if wrong:
        more = [f"另有 {len(wrong) - _SHOWN_ROWS} 行"] if len(wrong) > _SHOWN_ROWS else []
        lines = "\n".join(f"  {words}" for words in (*wrong[:_SHOWN_ROWS], *more))
        raise LedgerError(f"{what} {path} 有 {len(wrong)} 行要改:\n{lines}")
    return tuple(found)


def _table(
    path: Path, what: str, columns: Columns, needed: set[str]
) -> tuple[str, Sequence[Row], Mapping[str, int]]:
    """The first sheet with the headings: its name, its data rows, and the place of each column."""
    try:
        tables = read_tables(path, what, wanted="、".join(columns[f][0] for f in columns))
    except RosterError as error:
        raise LedgerError(str(error)) from error
    for table in tables:
        for position, row in enumerate(table.rows[:_SEARCHED_ROWS]):
            places = dict(_places(row, columns))
            if needed <= set(places):
                return table.sheet, [r for r in table.rows[position + 1 :] if not r.is_spread], places
    wanted = "、".join(columns[field][0] for field in columns if field in needed)
    raise LedgerError(f"{what} {path} 前 {_SEARCHED_ROWS} 行没有找到表头,表头应有 {wanted}。请补上。")


def _places(row: Row, columns: Columns) -> Iterator[tuple[str, int]]:
    cells = [re.sub(r"\s|[((].*", "", cell) for cell in row.cells]
    for field, names in columns.items():
        place = next((n for n, cell in enumerate(cells) if cell in names), None)
        if place is not None:
            yield field, place


def _cell(row: Row, place: int) -> str:
    return row.cells[place].strip() if 0 <= place < len(row.cells) else ""


def _day(field: str, written: str) -> date:
    return _moment(field, written).astimezone(_CHINA).date()


def _moment(field: str, written: str) -> datetime:
    """An instant on the clock of China; noon where only a day is written."""
    text = unicodedata.normalize("NFKC", written)
    match = _DAY.search(text)
    try:
        if match is None:
            raise ValueError
        clock = _CLOCK.search(text, match.end())
        hour, minute, second = (int(p or 0) for p in clock.groups()) if clock else (12, 0, 0)
        return datetime.combine(date(*map(int, match.groups())), time(hour, minute, second), tzinfo=_CHINA)
    except ValueError:
        raise _Wrong(field, f"“{written[:40]}”不是日期,请写成 2022-09-02 或 2022-09-02 17:30") from None
