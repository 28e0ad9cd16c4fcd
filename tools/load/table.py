"""What was measured, beside its limit."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `limit` is None where none was promised; `note` is printed beside it."""

    what: str
    figure: float
    limit: float | None = None
    unit: str = "ms"
    note: str = ""

    @property
    def is_held(self) -> bool:
        return self.limit is None or self.figure <= self.limit


def p95(values: Iterable[float]) -> float:
    """The value that 95 of 100 do not pass (nearest rank)."""
    ordered = sorted(values)
    return ordered[math.ceil(0.95 * len(ordered)) - 1]


def median(values: Iterable[float]) -> float:
    """The middle one."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def printed(rows: Sequence[Row]) -> str:
    """The table in Markdown."""
    lines = ["| what | figure | limit | held | |", "|---|---|---|---|---|"]
    for row in rows:
        limit = "" if row.limit is None else f"{row.limit:,.0f} {row.unit}"
        held = "" if row.limit is None else ("yes" if row.is_held else "**no**")
        figure = f"{row.figure:,.1f}" if row.unit == "s" else f"{row.figure:,.0f}"
        lines.append(f"| {row.what} | {figure} {row.unit} | {limit} | {held} | {row.note} |")
    return "\n".join(lines)
