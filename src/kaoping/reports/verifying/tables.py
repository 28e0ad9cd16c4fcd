"""Tables as they stand in a published file: what a reader sees, and what is hidden, computed or mistyped."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

CellKind = Literal["text", "number", "formula", "blank"]
PLACES = 9  # of a number in a workbook: what lies behind is the error of its binary form
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
_WIDE = str.maketrans("０１２３４５６７８９．－＋（）：，", "0123456789.-+():,")


@dataclass(frozen=True, slots=True)
class SeenCell:
    """One cell. `text` is what it shows; of a formula the value that was stored with it."""

    text: str = ""
    kind: CellKind = "blank"

    @property
    def points(self) -> Decimal | None:
        """The number that it holds, also one written as text; None where it holds none."""
        plain = self.text.strip().lstrip("'").replace(",", "").translate(_WIDE)
        if self.kind != "number" and not _NUMBER.fullmatch(plain):
            return None
        try:
            value = Decimal(plain)
        except InvalidOperation:
            return None
        if not value.is_finite() or abs(value) >= Decimal(10) ** 12:
            return None
        return value.quantize(Decimal(1).scaleb(-PLACES)).normalize() + 0


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One row; `number` counts from 1 as the program shows it."""

    number: int
    cells: tuple[SeenCell, ...]
    is_hidden: bool = False

    def text(self, column: int) -> str:
        """The words of a cell, ``""`` beyond the last; a leading apostrophe only guards against formulas."""
        if not 0 <= column < len(self.cells):
            return ""
        return self.cells[column].text.removeprefix("'")

    def cell(self, column: int) -> SeenCell:
        """A cell, an empty one beyond the last."""
        return self.cells[column] if 0 <= column < len(self.cells) else SeenCell()


@dataclass(frozen=True, slots=True)
class SeenTable:
    """A worksheet, or a table of a document. `hidden_columns` count from 0. A document has no types."""

    file: str
    name: str
    rows: tuple[SeenRow, ...]
    is_hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    is_typed: bool = True

    @property
    def where(self) -> str:
        """Where to look for it."""
        return f"{self.file} {'工作表' if self.is_typed else ''}“{self.name}”"


@dataclass(frozen=True, slots=True)
class Headed:
    """A table from its header row on: columns by name, and the rows below."""

    table: SeenTable
    columns: dict[str, int]
    rows: tuple[SeenRow, ...]

    def cell(self, row: SeenRow, name: str) -> SeenCell:
        """The cell of a row under a heading; empty where there is no such column."""
        return row.cell(self.columns.get(name, -1))

    def text(self, row: SeenRow, name: str) -> str:
        """Its words."""
        return row.text(self.columns.get(name, -1))


def headed(table: SeenTable, wanted: Sequence[str]) -> Headed | None:
    """The table under the first row that holds all these headings, down to the first blank row; or None."""
    for place, row in enumerate(table.rows):
        names = [cell.text.strip() for cell in row.cells]
        if all(name in names for name in wanted):
            columns = {name: number for number, name in reversed(list(enumerate(names))) if name}
            return Headed(table, columns, tuple(_filled(table.rows[place + 1 :], row.number)))
    return None


def _filled(rows: Sequence[SeenRow], number: int) -> list[SeenRow]:
    found: list[SeenRow] = []
    for row in rows:
        if row.number != number + 1 or not any(cell.text for cell in row.cells):
            break
        found.append(row)
        number = row.number
    return found
