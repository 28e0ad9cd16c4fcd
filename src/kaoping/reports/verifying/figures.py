"""Figures out of the cells of a table, each doubtful one told."""

from decimal import Decimal

from kaoping.scoring import plain

from ..publishing.publication import DASH
from .outcome import Flaw
from .tables import Headed, SeenRow, SeenTable

ZERO = Decimal(0)
_NONE = frozenset({"", DASH, "-", "–"})


class Figures:
    """Reads one headed table; `flaws` gather what is wrong with its cells."""

    def __init__(self, table: Headed) -> None:
        self.table = table
        self.flaws: list[Flaw] = list(_hidden(table))

    def points(self, row: SeenRow, column: str) -> Decimal | None:
        """The number under a heading; None where there is a dash or nothing."""
        cell = self.table.cell(row, column)
        if cell.kind == "formula":
            self.tell(row, column, f"是公式,不是数值(显示为{cell.text or '空'}),数字可能随时改变")
        if cell.text.strip() in _NONE:
            return None
        points = cell.points
        if points is None:
            self.tell(row, column, f"不是数字:{cell.text[:40]}")
        elif cell.kind == "text" and self.table.table.is_typed:
            self.tell(row, column, "数字存成了文本,求和会漏掉它;已按数字核算", is_grave=False)
        return points

    def tell(self, row: SeenRow | None, column: str, words: str, *, is_grave: bool = True) -> None:
        """Note a flaw of this table."""
        number = row.number if row else None
        self.flaws.append(Flaw(self.table.table.where, number, column, words, is_grave=is_grave))

    def differs(self, row: SeenRow, column: str, words: str, printed: object, readded: object) -> None:
        """Note a figure that is not what it should be."""
        self.flaws.append(
            Flaw(self.table.table.where, row.number, column, words, _said(printed), _said(readded))
        )


def _said(figure: object) -> str:
    return plain(figure) if isinstance(figure, Decimal) else str(figure)


def _hidden(headed: Headed) -> list[Flaw]:
    table: SeenTable = headed.table
    found = []
    if table.is_hidden:
        found.append(Flaw(table.where, None, "", "是隐藏的工作表,读者看不到其中的数字"))
    for row in headed.rows:
        if row.is_hidden:
            found.append(Flaw(table.where, row.number, "", "是隐藏行,读者看不到,却计入合计"))
    for name, column in headed.columns.items():
        if column in table.hidden_columns:
            found.append(Flaw(table.where, None, name, "是隐藏列,读者看不到"))
    return found
