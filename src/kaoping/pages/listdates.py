"""Years for rows that print only month and day; what is not certain stays null."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Protocol

from .dates import address_date, address_month
from .markup import Tree

_YEAR = re.compile(r"^\W*((?:19|20)\d\d)\s?年?(?:度)?\W*$")
_HEADING_NODES = 4000


class DrawnRow(Protocol):
    """The part of a row that matters here."""

    url: str
    node: int
    day: date | None
    short: tuple[int, int] | None


def settled(tree: Tree, rows: Sequence[DrawnRow]) -> list[date | None]:
    """
    A day for each row, or null. A printed full date stands. For month and day alone the year comes, in
    this order, from the row's address where its month agrees, from a year printed as a heading above the row
    inside the list, and from neighbours of one year between which the row stands in order. Rows of a list
    that prints no date at all take the day in their address.
    """
    days = [row.day for row in rows]
    if any(row.short for row in rows):
        headings = _headings(tree, rows)
        for place, row in enumerate(rows):
            if days[place] is None and row.short:
                days[place] = _by_address(row) or _by_heading(row, headings)
        _by_neighbours(days, rows)
    if not any(row.day or row.short for row in rows):
        days = [found.value if (found := address_date(row.url)) else None for row in rows]
    return days


def _by_address(row: DrawnRow) -> date | None:
    assert row.short is not None
    month, day = row.short
    whole = address_date(row.url)
    if whole and whole.value:
        same = (whole.value.month, whole.value.day) == row.short
        return whole.value if same else None
    part = address_month(row.url)
    if part and part[1] == month:
        return _day(part[0], month, day)
    return None


def _headings(tree: Tree, rows: Sequence[DrawnRow]) -> list[tuple[int, int]]:
    """(node, year) of years that stand alone in a text between the first row and the last, or just above."""
    start, end = max(0, rows[0].node - 60), min(rows[-1].node, rows[0].node + _HEADING_NODES)
    row_ranges = [(row.node, tree.ends[row.node]) for row in rows]
    found = []
    place = 0
    for node in range(start, end):
        text = tree.texts[node]
        if not text or len(text) > 12 or (heading := _YEAR.match(text)) is None:
            continue
        while place < len(row_ranges) and row_ranges[place][1] <= node:
            place += 1
        if place < len(row_ranges) and row_ranges[place][0] <= node:
            continue  # inside a row: part of its own words
        if not any(tree.tags[up] in {"a", "option", "select"} for up in tree.above(node, 3)):
            found.append((node, int(heading.group(1))))
    return found


def _by_heading(row: DrawnRow, headings: Sequence[tuple[int, int]]) -> date | None:
    assert row.short is not None
    year = next((year for node, year in reversed(headings) if node < row.node), None)
    return _day(year, *row.short) if year else None


def _by_neighbours(days: list[date | None], rows: Sequence[DrawnRow]) -> None:
    """Between two settled rows of the same year, in descending order, only that year fits."""
    known = [(i, d) for i, d in enumerate(days) if d]
    for (first, upper), (last, lower) in pairwise(known):
        if upper.year != lower.year or upper < lower:
            continue
        for place in range(first + 1, last):
            short = rows[place].short
            if days[place] is None and short:
                day = _day(upper.year, *short)
                days[place] = day if day and lower <= day <= upper else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
