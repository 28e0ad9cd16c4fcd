"""Lists on a page: repeated rows of a link and its date, and which of them is the page's own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate, pairwise

from .dates import address_date
from .links import is_cut
from .listdates import settled
from .markup import Tree
from .page import ListItem
from .rowdates import Dating, texts_of
from .rowtitles import title_of
from .words import Lexis
from .zones import Zones

_ROWS = frozenset({"li", "tr", "dd", "dl", "article"})
_HOLDERS = frozenset({"ul", "ol", "tbody", "table", "body", "html", "form"})
_INLINE = frozenset({"a", "span", "h1", "h2", "h3", "h4", "h5", "p", "b", "strong", "em", "i", "td", "font"})
_NO_ROWS = frozenset({"footer", "breadcrumb", "pager"})
_MENUS = frozenset({"navigation", "header"})
_MENU_WORD = 10  # characters: shorter links of menus are no titles
_ROW_LINK_CAP = 6
_ROW_NODE_CAP = 200
_GROUP_CAP = 400
_NUMBER = re.compile(r"\d+")


@dataclass(slots=True)
class Row:
    """A row as drawn: `day` where it prints year, month and day; `short` where only month and day."""

    title: str
    url: str
    node: int
    day: date | None = None
    short: tuple[int, int] | None = None
    is_pinned: bool = False


@dataclass(slots=True)
class Group:
    """Rows of one list, in order; `holder` is the element around the first, `weight` the likelihood."""

    holder: int
    rows: list[Row] = field(default_factory=list)
    weight: float = 0.0
    is_side: bool = False

    @property
    def dated(self) -> int:
        """How many rows print a date."""
        return len([1 for r in self.rows if r.day or r.short])

    @property
    def end(self) -> int:
        return self.rows[-1].node if self.rows else self.holder


def groups(
    tree: Tree,
    anchors: Sequence[tuple[int, str, str]],
    zones: Zones,
    lexis: Lexis,
    refused: set[str] | None = None,
) -> list[Group]:
    """
    All lists of two or more rows, the likeliest page list first. Navigation and footers give none.

    Args:
        anchors: The page's links as (node, url, words), in document order.
        refused: Addresses that are no rows (the breadcrumb's).
    """
    found = _by_holder(tree, _merged(anchors, zones, lexis, refused or set()), zones, lexis)
    dating = Dating(tree)
    for group in found:
        dating.read(group.rows)
        _mark_pinned(tree, group, lexis)
        _weigh(group, zones, tree, lexis)
    kept = [g for g in found if g.weight > 0]
    kept.sort(key=lambda g: (-g.weight, g.holder))
    return kept


def items_of(group: Group, tree: Tree) -> tuple[ListItem, ...]:
    """The rows with their dates settled; see `settled` for years that rows do not print."""
    days = settled(tree, group.rows)
    return tuple(
        ListItem(row.title, row.url, day, row.is_pinned) for row, day in zip(group.rows, days, strict=True)
    )


def _merged(
    anchors: Sequence[tuple[int, str, str]], zones: Zones, lexis: Lexis, refused: set[str]
) -> list[tuple[int, str, str]]:
    """Links that could be rows: worded, not paging, and picture and title of one address taken together."""
    kept: list[tuple[int, str, str]] = []
    by_node, says_pager = zones.by_node, lexis.says_pager
    for node, url, words in anchors:
        if url in refused or (len(words) < 8 and says_pager[words]):
            continue
        zone = by_node[node]
        if zone in _NO_ROWS or (len(words) <= _MENU_WORD and zone in _MENUS):
            continue
        if kept and kept[-1][1] == url:
            if len(words) > len(kept[-1][2]) or is_cut(kept[-1][2]):
                kept[-1] = (kept[-1][0] if not words else node, url, words or kept[-1][2])
            continue
        kept.append((node, url, words))
    return [k for k in kept if len(k[2]) >= 2]


def _by_holder(tree: Tree, anchors: list[tuple[int, str, str]], zones: Zones, lexis: Lexis) -> list[Group]:
    counts = _counts(len(tree.tags), anchors)
    rows: dict[
        int, tuple[int, str, str]
    ] = {}  # of a row's links the one with most words, the first of equals
    for link in anchors:
        row = _row_of(tree, link[0], counts)
        if row not in rows or len(link[2]) > len(rows[row][2]):
            rows[row] = link
    keyed: dict[tuple[object, ...], Group] = {}
    beside: dict[tuple[int, str], Group] = {}  # by parent and tag, which settle the key
    for node, (anchor, url, words) in rows.items():
        place = (tree.parents[node], tree.tags[node])
        group = beside.get(place)
        if group is None:
            key = _key(tree, node)
            group = keyed.get(key)
            if group is None:
                if len(keyed) >= _GROUP_CAP:
                    break
                group = keyed[key] = Group(_holder(tree, node))
            beside[place] = group
        group.rows.append(Row(title_of(tree, anchor, words), url, node))
    return [g for g in _joined(tree, list(keyed.values())) if len(g.rows) >= 2 or _is_listed(tree, g)]


def _is_listed(tree: Tree, group: Group) -> bool:
    """A list of one row is a list where its row is an item of one by tag."""
    return tree.tags[group.rows[0].node] in {"li", "tr"}


def _counts(size: int, anchors: Sequence[tuple[int, str, str]]) -> list[int]:
    """How many links begin before each node."""
    flags = bytearray(size)
    for node, _, _ in anchors:
        flags[node] = 1
    return [0, *accumulate(flags)]


def _row_of(tree: Tree, node: int, counts: list[int]) -> int:
    """The largest element that belongs to this link alone, or the list item of few links that holds it."""
    row = node
    tags, parents, ends = tree.tags, tree.parents, tree.ends
    for _ in range(12):
        if tags[row] in _ROWS:
            return row
        parent = parents[row]
        if parent < 0 or tags[parent] in _HOLDERS or ends[parent] - parent > _ROW_NODE_CAP:
            return row
        count = counts[ends[parent]] - counts[parent]
        if count > 1 and tree.tags[row] == "dt":
            return row  # of a definition list each term is a row, what follows it describes it
        if (
            count > 1
            and not (tree.tags[parent] in _ROWS and count <= _ROW_LINK_CAP)
            and not _is_row_box(tree, parent, row, count)
        ):
            return row
        row = parent
    return row


def _is_row_box(tree: Tree, box: int, inside: int, count: int) -> bool:
    """A box of a few links with a brother of the same make: a row of <div>s with column and title links."""
    if count > 4 or tree.tags[inside] not in _INLINE or tree.tags[box] != "div" or not tree.marks[box]:
        return False
    after, parent = tree.ends[box], tree.parents[box]
    while after < len(tree.tags) and tree.parents[after] == parent and tree.tags[after] == "-text":
        after += 1
    is_brother = (
        after < len(tree.tags) and tree.parents[after] == parent and tree.marks[after] == tree.marks[box]
    )
    before = box - 1
    if not is_brother and before > parent:
        while before > parent and tree.parents[before] != parent:
            before = tree.parents[before]
        is_brother = before > parent and tree.marks[before] == tree.marks[box]
    return is_brother


def _holder(tree: Tree, row: int) -> int:
    holder = tree.parents[row]
    if holder >= 0 and tree.tags[holder] == "tbody":
        holder = tree.parents[holder]
    return max(holder, 0)


def _key(tree: Tree, row: int) -> tuple[object, ...]:
    """Rows of one list share this, also where the template opens a new <ul> or <table> every few rows."""
    holder = _holder(tree, row)
    tag = tree.tags[row]
    if tree.tags[holder] in {"ul", "ol", "table", "dl"}:
        return tag, tree.tags[holder], tree.marks[holder], tree.parents[holder]
    return tag, holder


def _joined(tree: Tree, found: list[Group]) -> list[Group]:
    """Lists whose every row lies in a wrapper of its own, taken together."""
    small: dict[tuple[object, ...], Group] = {}
    kept = []
    for group in found:
        above = tree.parents[group.holder] if group.holder > 0 else -1
        if len(group.rows) > 2 or above <= 0:
            kept.append(group)
            continue
        key: tuple[object, ...] = (tree.tags[group.rows[0].node], tree.tags[group.holder])
        key += (_NUMBER.sub("", tree.marks[group.holder]), above)
        if tree.tags[group.holder] in {"ul", "ol", "table"}:
            key = (*key[:3], _NUMBER.sub("", tree.marks[above]), tree.tags[above], tree.parents[above])
        if key in small:
            small[key].rows += group.rows
        else:
            small[key] = group
            kept.append(group)
    return kept


def _mark_pinned(tree: Tree, group: Group, lexis: Lexis) -> None:
    if not group.dated:
        return
    for row in group.rows:
        if found := lexis.pinned_words.match(row.title):
            row.title = row.title[found.end() :].strip() or row.title
            row.is_pinned = True
        else:
            head = next((t for t, in_link in texts_of(tree, row.node)[:2] if not in_link), "")
            is_said = bool(head) and lexis.pinned_words.match(head) is not None
            row.is_pinned = is_said or _has_pinned_mark(tree, row.node, lexis)
    _mark_unordered(group)


def _has_pinned_mark(tree: Tree, row: int, lexis: Lexis) -> bool:
    """The row itself, or a small badge in it, bears a name that templates give to pinned rows."""
    for node in range(row, min(tree.ends[row], row + 12)):
        mark = tree.marks[node]
        if mark and lexis.pinned_marks.search(mark) and (node == row or len(tree.words(node)) < 6):
            return True
    return False


def _mark_unordered(group: Group) -> None:
    """Rows at the head that are older than all of a well-ordered rest are pinned, whatever they say."""
    days = [r.day for r in group.rows]
    if len(days) < 4 or any(d is None for d in days):
        return
    known = [d for d in days if d]
    for head in range(1, min(len(known) - 2, 12)):
        rest = known[head:]
        falls = sum(1 for a, b in pairwise(rest) if b > a)
        if falls == 0 and known[head - 1] < rest[0] and (head == 1 or max(known[:head]) <= rest[0]):
            for row in group.rows[:head]:
                row.is_pinned = True
            return


def _weigh(group: Group, zones: Zones, tree: Tree, lexis: Lexis) -> None:
    count, dated = len(group.rows), group.dated
    zone = zones.of(group.holder)
    lengths = sum([min(len(r.title), 30) for r in group.rows])
    mean = lengths / count
    if zone in {"navigation", "header"} and dated * 2 < count:
        return
    if not dated and (mean < 9 or zone == "side"):
        # short undated words are a menu; kept with next to no weight for pages that have nothing else
        group.weight = 0.01 * lengths if zone != "side" else 0.001 * lengths
        group.is_side = True
        return
    group.weight = lengths * (1.0 + 2.0 * dated / count)
    if zone == "side":
        group.is_side = True
        group.weight *= 0.15
    if all(address_date(r.url) or lexis.article_paths.search(r.url) for r in group.rows):
        group.weight *= 1.5


def is_only_subsections(group: Group, lexis: Lexis) -> bool:
    """Rows that lead to other sections, not to documents: undated, short, with section-like addresses."""
    if group.dated:
        return False
    section_like = sum(
        1
        for r in group.rows
        if lexis.section_paths.search(r.url.partition("?")[0] if "?" not in r.url else r.url)
        and not lexis.article_paths.search(r.url)
    )
    return section_like * 5 >= len(group.rows) * 4 and sum(len(r.title) for r in group.rows) < 14 * len(
        group.rows
    )


def with_pager(found: list[Group], pager_node: int) -> list[Group]:
    """The groups again, the one that ends just before the pager first."""
    before = [g for g in found if g.end <= pager_node and not (g.is_side and g.dated == 0)]
    if pager_node < 0 or not before:
        return found
    nearest = max(before, key=lambda g: g.end)
    if nearest.weight * 12 < found[0].weight:
        return found
    return [replace(nearest, weight=nearest.weight * 3), *[g for g in found if g is not nearest]]
