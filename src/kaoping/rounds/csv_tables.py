"""Tables as office programs open them: CSV with a byte order mark, nothing that could run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from kaoping.roster import harmless


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A whole table; a cell that a program would take for a formula is made harmless."""
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(head)
    table.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
