"""The inspection pack: a check list as a workbook that is filled in without a network, and read back."""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from kaoping.reports.cells import cell_text
from kaoping.roster import Table
from kaoping.roster.tables import Row

from ..evidence.opening import RefusedUpload, opened_tables
from ..people.models import User
from ..planning.models import Round, Unit
from .actions import VERDICTS, Refused, hand_in, last_answer
from .forms import AnswerForm
from .models import Answer, Task

HEADINGS = ("编号", "指标", "检查内容", "结论", "处数", "网址", "具体对象", "说明")
_WIDTHS = (38, 18, 48, 12, 8, 36, 30, 40)
_COLUMNS = {"verdict": "结论", "count": "处数", "url": "网址", "object": "具体对象", "note": "说明"}
_MARK = "检查表标识"


@dataclass(frozen=True, slots=True)
class WrongRow:
    """What is wrong in a returned row."""

    row: int
    column: str
    words: str


@dataclass(frozen=True, slots=True)
class Returned:
    """
    What a returned pack did: answers handed in, rows left empty or unchanged; with faults, nothing.
    """

    answered: int = 0
    same: int = 0
    empty: int = 0
    wrong: tuple[WrongRow, ...] = ()


def pack(round_: Round, unit: Unit, papers: Iterable[tuple[Task, Answer | None]]) -> bytes:
    """A workbook with one row a question; verdicts are chosen from a list."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("检查表")
    wrap = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    bold = book.add_format({"bold": True, "bg_color": "#ECEAE4", "border": 1})
    sheet.write_row(0, 0, [_MARK, str(round_.public_id), str(unit.public_id)])
    sheet.write_string(1, 0, cell_text(f"{round_.title} {unit.name}"))
    sheet.write_row(2, 0, HEADINGS, bold)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, None, None, {"hidden": True})
    number = 3
    for number, (task, answer) in enumerate(papers, 3):
        for column, text in enumerate(_cells(task, answer)):
            sheet.write_string(number, column, cell_text(text), wrap)
    sheet.data_validation(3, 3, max(number, 3), 3, {"validate": "list", "source": list(VERDICTS.values())})
    sheet.freeze_panes(3, 3)
    sheet.set_landscape()
    book.close()
    return buffer.getvalue()


def _cells(task: Task, answer: Answer | None) -> tuple[str, ...]:
    title = f"{task.indicator} {task.prefill.get('indicator_title', '')}"
    asked = (str(task.public_id), title, task.question)
    if answer is None:
        return (*asked, "", "", "", "", "")
    count = str(answer.count) if answer.count else ""
    about = ";".join(answer.object.splitlines())
    return (*asked, VERDICTS.get(answer.verdict, ""), count, answer.url, about, answer.note)


@transaction.atomic
def take_pack(content: bytes, name: str, *, round_: Round, unit: Unit, by: User) -> Returned:
    """
    Read a returned pack: all its answers are handed in, or none where any row is wrong.

    Raises:
        RefusedUpload: It is no workbook, or cannot be opened.
        Refused: It is another round's or unit's, or inspecting is over.
    """
    table = _own_table(opened_tables(content, name), name, round_, unit)
    tasks = {str(task.public_id): task for task in Task.objects.filter(round=round_, unit=unit, inspector=by)}
    found: list[tuple[Task, dict[str, Any]]] = []
    wrong: list[WrongRow] = []
    empty = same = 0
    for number, values in _rows(table):
        task = tasks.get(values["编号"])
        if task is None:
            wrong.append(WrongRow(number, "编号", "不是分配给您的检查项,请勿改动编号列"))
        elif not values["结论"]:
            empty += 1
        elif _is_same(task, values):
            same += 1
        else:
            form = AnswerForm(_given(values))
            if form.is_valid():
                found.append((task, form.cleaned_data))
            wrong += [
                WrongRow(number, _COLUMNS.get(key, key), "".join(map(str, words)))
                for key, words in form.errors.items()
            ]
    if wrong:
        return Returned(empty=empty, wrong=tuple(wrong))
    for task, data in found:
        hand_in(task, data, by=by)
    return Returned(len(found), same, empty)


def _is_same(task: Task, values: Mapping[str, str]) -> bool:
    """Whether the row stands as it was given out, but for blanks."""
    answer = last_answer(task)
    given = " ".join(values[name] for name in HEADINGS[3:]).split()
    return answer is not None and given == " ".join(_cells(task, answer)[3:]).split()


def _own_table(tables: Iterable[Table], name: str, round_: Round, unit: Unit) -> Table:
    for table in tables:
        for row in table.rows[:2]:
            if row.cells[:1] == (_MARK,):
                if row.cells[1:3] != (str(round_.public_id), str(unit.public_id)):
                    raise Refused(f"“{name}”是另一轮次或另一单位的检查表,没有导入。请到那个单位的页面上传。")
                return table
    raise RefusedUpload(f"“{name}”不是从本系统下载的检查表,请重新下载后填写。")


def _rows(table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    columns: dict[str, int] = {}
    for row in table.rows:
        if not columns:
            if set(HEADINGS) <= set(row.cells):
                columns = {name: row.cells.index(name) for name in HEADINGS}
            continue
        yield row.number, {name: _cell(row, at) for name, at in columns.items()}


def _cell(row: Row, at: int) -> str:
    return row.cells[at].strip().removeprefix("'") if at < len(row.cells) else ""


def _given(values: dict[str, str]) -> dict[str, str]:
    words = {shown: key for key, shown in VERDICTS.items()}
    given = {key: values[shown] for key, shown in _COLUMNS.items()}
    given["object"] = given["object"].replace(";", "\n").replace(";", "\n")
    return {**given, "verdict": words.get(given["verdict"], given["verdict"])}
