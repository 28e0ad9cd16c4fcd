"""Tables as rows of words."""

from .markup import Tree
from .words import collapse

_ROWS, _CELLS, _CELL_CHARACTERS = 60, 12, 200


def table_rows(tree: Tree, table: int) -> list[list[str]]:
    """The cells of a table row by row, at most 60 rows of 12 cells of 200 characters; empty rows left out."""
    rows: list[list[str]] = []
    row_end = 0
    for node in range(table + 1, tree.ends[table]):
        if tree.tags[node] == "tr" and len(rows) < _ROWS:
            rows.append([])
            row_end = tree.ends[node]
        elif tree.tags[node] in ("td", "th") and node < row_end and len(rows[-1]) < _CELLS:
            rows[-1].append(collapse(tree.words(node)[:_CELL_CHARACTERS]))
    return [row for row in rows if row]
