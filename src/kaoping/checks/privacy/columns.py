"""Personal data in tables, decided column by column: header and cells say what the numbers are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kaoping.pages.attachments.attachment import Part
from kaoping.pages.personal import Number, find
from kaoping.pages.personal.numbers import is_credit_code

from .leaks import Leak, Place, leak_of, quoted_row
from .vocabulary import Vocabulary

_HEADER_ROWS = 8
_MOST_COLUMNS = 400
# as spreadsheets keep a number of 18 digits in a numeric cell: with an exponent, or fifteen digits and zeros
_LOST = re.compile(r"[1-9](?:\.\d{4,17})?[Ee]\+?17|[1-9]\d{13,14}0{3,4}")


@dataclass(frozen=True, slots=True)
class Limits:
    """What the indicator demands: share of a column's cells, rows of a list, rows of cards without a word."""

    column_share: float
    list_rows: int
    card_rows: int


@dataclass(slots=True)
class _Column:
    """One column being read. `hits` holds (index of row, number); `first` is the row of the first hit."""

    index: int
    header: str = ""
    filled: int = 0  # cells below the header that hold anything
    hits: dict[str, list[tuple[int, Number]]] = field(default_factory=dict)
    lost: list[int] = field(default_factory=list)
    details: list[int] = field(default_factory=list)  # rows with a detailed address

    def rows(self, kind: str) -> int:
        return len({row for row, _ in self.hits.get(kind, ())})


def table_leaks(part: Part, about: str, words: Vocabulary, limits: Limits, secret: bytes) -> Iterator[Leak]:
    """
    The leaks of one table, in order of columns.

    Args:
        part: A table.
        about: Title of the page or file; duty words in it excuse telephones.
    """
    columns = _read(part, words)
    headers = " ".join(c.header for c in columns)
    is_of_people = any(c.rows("identity") or c.rows("weak") for c in columns) or bool(
        words.person.search(headers)
    )
    on_duty = bool(words.duty.search(f"{headers} {part.name}") or words.duty_titles.search(about))
    for column in columns:
        yield from _column_leaks(part, column, words, limits, secret, is_of_people, on_duty)


def _read(part: Part, words: Vocabulary) -> list[_Column]:
    columns: list[_Column] = []
    head = len(part.rows) if len(part.rows) == 1 else min(_HEADER_ROWS, len(part.rows))
    for row, cells in enumerate(part.rows):
        for index, cell in enumerate(cells[:_MOST_COLUMNS]):
            while len(columns) <= index:
                columns.append(_Column(len(columns)))
            if cell and not cell.isspace():
                _read_cell(columns[index], row, cell, words, is_head=row < head)
    return columns


def _read_cell(column: _Column, row: int, cell: str, words: Vocabulary, *, is_head: bool) -> None:
    numbers = find(cell) if len(cell) >= 11 else ()
    if is_head and not numbers and _is_header(column, cell, words):
        column.header, column.filled = cell[:40], 0
        return
    column.filled += 1
    for number in numbers:
        column.hits.setdefault(number.kind, []).append((row, number))
    if not numbers and _LOST.fullmatch(cell.strip()):
        column.lost.append(row)
    if not numbers and words.address.search(column.header) and words.address_detail.search(cell):
        column.details.append(row)


def _is_header(column: _Column, cell: str, words: Vocabulary) -> bool:
    """The first cell without a number; below it (there may be a title above) one that names what is meant."""
    if column.hits or column.lost or any(c.isdecimal() for c in cell):
        return False
    named = (words.identity, words.phone, words.card, words.person, words.address, words.not_personal)
    return not column.header or (len(cell) <= 20 and any(p.search(cell) for p in named))


def _column_leaks(
    part: Part,
    column: _Column,
    words: Vocabulary,
    limits: Limits,
    secret: bytes,
    is_of_people: bool,
    on_duty: bool,
) -> Iterator[Leak]:
    for kind, hits in column.hits.items():
        if _counts(kind, column, words, limits, is_of_people, on_duty):
            row, _ = hits[0]
            place = _place(part, column, row)
            numbers = [n for _, n in hits]
            yield leak_of(kind, place, numbers, column.rows(kind), quoted_row(part.rows[row]), secret)
    is_lost = len(column.lost) >= max(1, limits.column_share * column.filled)
    if is_lost and words.identity.search(column.header):
        place = _place(part, column, column.lost[0])
        why = f"{place.item}有{len(column.lost)}行数字已被表格改写为科学计数或补零,可能是身份证号"
        yield Leak("lost", place, len(column.lost), certainty="unsure", why=why)
    is_list = len(column.details) >= max(limits.list_rows, limits.column_share * column.filled)
    if is_list and words.person.search(" ".join(_header_cells(part))) and not on_duty:
        place = _place(part, column, column.details[0])
        yield Leak("address", place, len(column.details), certainty="hint")


def _header_cells(part: Part) -> Iterator[str]:
    for row in part.rows[:_HEADER_ROWS]:
        yield from (cell for cell in row[:_MOST_COLUMNS] if len(cell) <= 40)


def _counts(
    kind: str, column: _Column, words: Vocabulary, limits: Limits, is_of_people: bool, on_duty: bool
) -> bool:
    """Whether the numbers of this kind in this column are people's."""
    rows = column.rows(kind)
    is_most = rows >= limits.column_share * column.filled
    is_other = bool(words.not_personal.search(column.header)) and not words.identity.search(column.header)
    match kind:
        case "identity":
            codes = sum(is_credit_code(n.digits) for _, n in column.hits[kind])
            return not is_other or (is_most and rows > 1 and codes < rows)
        case "weak":
            return not is_other
        case "old_identity":
            return bool(words.identity.search(column.header)) and is_most
        case "card":
            named = bool(words.card.search(column.header))
            return not is_other and (named or (is_most and rows >= limits.card_rows))
        case _:
            return is_most and rows >= limits.list_rows and is_of_people and not on_duty and not is_other


def _place(part: Part, column: _Column, row: int) -> Place:
    number = part.row_numbers[row] if row < len(part.row_numbers) else row + 1
    hidden = part.hidden
    if not hidden and column.index + 1 in part.hidden_columns:
        hidden = "隐藏列"
    elif not hidden and number in part.hidden_rows:
        hidden = "隐藏行"
    header = " ".join(column.header.split())
    return Place(part.name, f"“{header}”" if header else f"第{column.index + 1}", row=number, hidden=hidden)
