"""The matrices: items by site, townships by required section, and what a verdict of news rests on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kaoping.checks.observation import Observation

from .material import ItemRow, RunReport, SiteReport, TownshipRow
from .words import ITEM_LONG_WORDS, ITEM_SIGNS, ITEM_WORDS

NEWS_CHECK = "disclosure.news_as_policy"
MOST_COLUMNS = 12  # sites beside each other in one table
MOST_SITES = 240  # on the page; the workbook has all
_TROUBLE = ("missing", "empty", "only_old", "wrong_kind")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a state with its sign and word; `title` is what a pointer shows."""

    state: str = ""
    sign: str = ""
    word: str = ""
    url: str = ""
    title: str = ""
    newest: str = ""  # the month of the newest content, e.g. 2026-08


@dataclass(frozen=True, slots=True)
class Line:
    """One row with its cells, in the order of the columns."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Rows under one heading."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ItemMatrix:
    """Statutory items by site, for at most twelve sites. `columns` are (number, name) of sites."""

    columns: tuple[tuple[int, str], ...]
    groups: tuple[LineGroup, ...]


@dataclass(frozen=True, slots=True)
class TownshipMatrix:
    """Townships by required section; `columns` are the sections' names."""

    columns: tuple[str, ...]
    rows: tuple[tuple[TownshipRow, Cell, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class SiteItems:
    """One site's items: by group, with counts by state, and items left out because nobody registered them."""

    groups: tuple[tuple[str, tuple[tuple[ItemRow, Cell], ...]], ...]
    counts: tuple[tuple[Cell, int], ...]
    unregistered: int
    total: int
    townships: TownshipMatrix
    news: tuple[Observation, ...]


def cell_of(state: str, url: str = "", *about: object, newest: date | None = None) -> Cell:
    """The cell of a state; `about` are pieces of its title, blank ones are left out."""
    day = f"最新{newest.isoformat()}" if newest else ""
    title = ",".join(str(piece) for piece in (ITEM_LONG_WORDS.get(state, state), *about, day) if piece)
    month = f"{newest:%Y-%m}" if newest else ""
    return Cell(state, ITEM_SIGNS.get(state, "?"), ITEM_WORDS.get(state, state), url, title, month)


def item_matrices(report: RunReport) -> tuple[ItemMatrix, ...]:
    """The sites in blocks of twelve, in the report's order; sites of which nothing was seen are left out."""
    sites = [(n, site) for n, site in enumerate(report.sites, 1) if site.items][:MOST_SITES]
    blocks = [sites[start : start + MOST_COLUMNS] for start in range(0, len(sites), MOST_COLUMNS)]
    return tuple(_matrix(block) for block in blocks)


def _matrix(sites: Sequence[tuple[int, SiteReport]]) -> ItemMatrix:
    found = [{row.id: row for row in site.items if row.is_statutory} for _, site in sites]
    rows = {row.id: row for one in found for row in one.values()}
    lines = [(row.group, Line(row.item, tuple(_item_cell(one.get(id_)) for one in found)))
             for id_, row in sorted(rows.items(), key=lambda r: _place(r[0], sites))]  # fmt: skip
    grouped = groupby(lines, key=lambda line: line[0])
    columns = tuple((n, site.unit or site.name or site.site) for n, site in sites)
    return ItemMatrix(columns, tuple(LineGroup(name, tuple(line for _, line in ls)) for name, ls in grouped))


def _place(id_: str, sites: Sequence[tuple[int, SiteReport]]) -> tuple[int, int]:
    """Items in the order of the first site that owes them; those of governments alone follow."""
    for n, (_, site) in enumerate(sites):
        ids = [row.id for row in site.items if row.is_statutory]
        if id_ in ids:
            longest = max(([r.id for r in s.items if r.is_statutory] for _, s in sites), key=len)
            return (0, longest.index(id_)) if id_ in longest else (n + 1, ids.index(id_))
    return len(sites) + 1, 0


def _item_cell(row: ItemRow | None) -> Cell:
    if row is None:
        return Cell(title="本类单位不要求")
    return cell_of(row.state, row.url, row.name, row.why, newest=row.newest)


def site_items(site: SiteReport) -> SiteItems:
    """One site's own tables."""
    shown = [row for row in site.items if row.is_statutory or not _is_unregistered(row)]
    counts = Counter(row.state for row in shown)
    groups = tuple(
        (name, tuple((row, _item_cell(row)) for row in rows))
        for name, rows in groupby(shown, key=lambda row: row.group)
    )
    return SiteItems(
        groups,
        tuple((cell_of(state), counts[state]) for state in ITEM_WORDS if counts[state]),
        len(site.items) - len(shown),
        len(shown),
        township_matrix(site.townships),
        tuple(o for o in site.observations if o.check == NEWS_CHECK and o.answer == "problem"),
    )


def _is_unregistered(row: ItemRow) -> bool:
    """A conditional item without a place, of which nobody has said whether it applies."""
    return row.state == "unsure" and not row.url


def township_matrix(townships: Iterable[TownshipRow]) -> TownshipMatrix:
    """Townships that the county keeps, by every section that one of them must have."""
    rows = list(townships)
    names = {id_: cell.name for row in rows for id_, cell in row.cells.items()}
    order = list(dict.fromkeys(id_ for row in rows for id_ in row.cells))
    return TownshipMatrix(
        tuple(names[id_] for id_ in order),
        tuple(
            (row, cell_of(row.state, row.url, row.why), tuple(_township_cells(row, order))) for row in rows
        ),
    )


def _township_cells(row: TownshipRow, order: Iterable[str]) -> Iterator[Cell]:
    for id_ in order:
        cell = row.cells.get(id_)
        if cell is None:
            yield Cell(title="本乡镇(街道)不要求" if row.state == "present" else "没有看到平台")
        else:
            rows = f"{cell.count}条" if cell.count else ""
            yield cell_of(cell.state, cell.url, rows, newest=cell.newest)


def trouble_count(items: SiteItems) -> int:
    """How many items are missing, empty, old or of the wrong kind."""
    return sum(count for cell, count in items.counts if cell.state in _TROUBLE)
