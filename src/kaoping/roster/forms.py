"""Lists that people fill in by headings that we ask for: units, inspections, answers, decisions."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from ..errors import KaopingError, RosterError
from .headers import SEARCHED_ROWS, bare
from .moments import NotAMoment
from .tables import Row, Table, read_tables

T = TypeVar("T")
_SHOWN_ROWS = 20
_MAX_ROWS = 1_048_576
_REMARK = re.compile(r"(?:注|备注|说明|填表说明|填报说明|合计|总计|共计|小计|共\s*\d+)(?:[:;,、\s\d]|$)")
# how our own exports keep a cell from being a formula; it is not part of what was meant
_GUARDED = re.compile(r"'(?=\s*[=+\-@＝＋－＠])")


@dataclass(frozen=True, slots=True)
class Form:
    """
    A kind of list. `what` names it in messages; `headings` are those that a field may have, first the one we
    ask for; without the columns in `required` a sheet is not this list.
    """

    what: str
    headings: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormRow:
    """
    One row by fields. `place` is its sheet and row in Chinese, `where` has the file before them; `titles` are
    the headings as written.
    """

    where: str
    place: str
    number: int
    values: Mapping[str, str]
    titles: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def wanted(self, name: str, advice: str) -> str:
        """The cell, which must not be empty."""
        if not self[name]:
            raise WrongCell(name, f"没有填写,{advice}")
        return self[name]


class WrongCell(ValueError):
    """A cell of this field cannot be used; `words` say in Chinese why and what to do."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(words)
        self.name = name
        self.words = words


def read_form(path: Path, form: Form) -> tuple[FormRow, ...]:
    """
    The rows of every visible sheet with the form's required headings, in the file's order.

    Headings may stand in any of the first ten rows; other columns, titles, remarks and blank rows are passed
    over. Empty where there are headings alone.

    Raises:
        RosterError: The file cannot be read, or no sheet has the headings.
    """
    asked = "、".join(names[0] for names in form.headings.values())
    return form_rows(read_tables(path, form.what, wanted=asked, max_rows=_MAX_ROWS), form, path)


def form_rows(tables: Iterable[Table], form: Form, path: Path) -> tuple[FormRow, ...]:
    """As `read_form`, of sheets that were opened already; `path` is what the file is called in messages."""
    headed = [(table, *found) for table in tables if (found := _header(table, form)) is not None]
    if not headed:
        asked = "、".join(names[0] for names in form.headings.values())
        names = "、".join(form.headings[name][0] for name in form.required)
        raise RosterError(
            f"{form.what} {path} 前 {SEARCHED_ROWS} 行没有找到表头,表头至少应有 {names}(可有:{asked})"
        )
    if not headed[0][0].sheet:  # one text, cut by each separator that it might have: the best cut counts
        headed = [max(headed, key=lambda one: len(one[2]))]
    return tuple(row for table, header, columns in headed for row in _rows(path, table, header, columns))


def made_of(
    rows: Iterable[FormRow],
    make: Callable[[FormRow], T | None],
    *,
    what: str,
    error: type[KaopingError] = RosterError,
) -> tuple[T, ...]:
    """
    What `make` makes of each row, without its None.

    Raises:
        error: Rows for which `make` raised `WrongCell`, all at once, with file, sheet, row and heading.
    """
    made: list[T] = []
    wrong: list[str] = []
    for row in rows:
        try:
            one = make(row)
        except WrongCell as fault:
            wrong.append(f"{row.place}“{row.titles.get(fault.name, fault.name)}”:{fault.words}")
            continue
        if one is not None:
            made.append(one)
    if wrong:
        raise error(listed_faults(f"{what}有 {len(wrong)} 处要改", wrong))
    return tuple(made)


def listed_faults(head: str, wrong: list[str]) -> str:
    """A message of a head and its lines, the first twenty of them and how many more there are."""
    rest = len(wrong) - _SHOWN_ROWS
    shown = wrong[:_SHOWN_ROWS] + ([f"另有 {rest} 处"] if rest > 0 else [])
    return f"{head}:\n" + "\n".join(f"  {words}" for words in shown)


def cell(row: FormRow, name: str, read: Callable[[str], T]) -> T:
    """The cell of a field read by `read`, whose `NotAMoment` becomes a `WrongCell`."""
    try:
        return read(row[name])
    except NotAMoment as fault:
        raise WrongCell(name, str(fault)) from None


def _header(table: Table, form: Form) -> tuple[Row, dict[str, int]] | None:
    field_of = {bare(title): name for name, titles in form.headings.items() for title in titles}
    rank = {bare(title): n for titles in form.headings.values() for n, title in enumerate(titles)}
    for row in table.rows[:SEARCHED_ROWS]:
        found: dict[str, tuple[int, int]] = {}
        for column, title in enumerate(map(bare, row.cells)):
            name = field_of.get(title)
            if name and (name not in found or rank[title] < found[name][0]):
                found[name] = (rank[title], column)
        if all(name in found for name in form.required):
            return row, {name: column for name, (_, column) in found.items()}
    return None


def _rows(path: Path, table: Table, header: Row, columns: Mapping[str, int]) -> Iterator[FormRow]:
    titles = {name: header.cells[column] for name, column in columns.items()}
    place = f"工作表“{table.sheet}”" if table.sheet else ""
    for row in table.rows:
        if row.number <= header.number or row.cells == header.cells or row.is_spread:
            continue
        values = {name: _value(row, column) for name, column in columns.items()}
        filled = [unicodedata.normalize("NFKC", written) for written in row.cells if written]
        if any(values.values()) and not (len(filled) <= 2 and _REMARK.match(filled[0])):
            where = f"{place}第 {row.number} 行"
            yield FormRow(f"{path} {where}", where, row.number, values, titles)


def _value(row: Row, column: int) -> str:
    return _GUARDED.sub("", row.cells[column], count=1).strip() if column < len(row.cells) else ""
