"""The main text of an article: where it lies, and where it begins and ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .blocks import Block, between
from .dates import first_date
from .infolines import is_dated_line, is_table_line
from .markup import Tree
from .titles import Title
from .words import Lexis, squeeze
from .zones import Zones

_WRAPPED = frozenset({"p", "br", "span", "strong", "font", "li", "h2", "h3", "h4"})
_OUTSIDE = frozenset({"footer", "navigation", "breadcrumb", "pager", "header"})
_SHORT = 40
_MOST_HEAD = 24  # lines of date, source and table that may stand before the text in its box
_APPENDIX = re.compile(r"附\s?件\s?\d{0,2}\s?[:：.．]?\s?\S")
_AFTER_SIGNATURE = (
    4  # blocks that may follow a signature without being text: how it is disclosed, who printed it
)


@dataclass(frozen=True, slots=True)
class Body:
    """`lines` are indexes of the blocks that are the text; `node` its container, -1 where none was found."""

    node: int = -1
    lines: tuple[int, ...] = ()
    text: str = ""
    is_named: bool = False  # the container bears a name that content systems give to main text
    first: int = -1  # nodes between which the text lies
    end: int = -1


def body(tree: Tree, page_blocks: Sequence[Block], title: Title, zones: Zones, lexis: Lexis) -> Body:
    """The main text. Containers known by name come first, then the densest one, never by site."""
    node = _named(tree, page_blocks, title, lexis)
    is_named = node >= 0
    if node < 0:
        node = _densest(tree, page_blocks, title, zones, lexis)
    if node < 0:
        return Body()
    lines = _trimmed(tree, page_blocks, node, title, lexis)
    text = "\n".join(page_blocks[i].text for i in lines)
    first = page_blocks[lines[0]].first if lines else node
    end = page_blocks[lines[-1]].last + 1 if lines else tree.ends[node]
    return Body(node, tuple(lines), text, is_named, first, end)


def _is_named(tree: Tree, node: int, lexis: Lexis) -> bool:
    mark = tree.marks[node]
    if tree.tags[node] in lexis.body_tags:
        return True
    return (
        bool(mark)
        and not lexis.body_names.isdisjoint(mark.split())
        and tree.tags[node] not in {"p", "span", "a"}
    )


def _named(tree: Tree, page_blocks: Sequence[Block], title: Title, lexis: Lexis) -> int:
    title_node = page_blocks[title.block].first if title.block >= 0 else -1
    found: list[tuple[int, int]] = []
    end = 0
    for node in _candidates(tree, lexis):
        if node >= end and _is_named(tree, node, lexis) and not tree.hidden[node]:
            holds_title = node <= title_node < tree.ends[node]
            if not holds_title and tree.ends[node] > title_node and not _repeats(tree, node, title):
                found.append((node, _length(page_blocks, node, tree.ends[node])))
                end = tree.ends[node]
            elif holds_title and not _has_named_inside(tree, node, lexis):
                found.append((node, _length(page_blocks, title_node, tree.ends[node])))
    if not found:
        return -1
    most = max(length for _, length in found)
    return next(node for node, length in found if length * 2 >= most)


def _candidates(tree: Tree, lexis: Lexis) -> list[int]:
    """The elements that bear a name or a tag of main text; few of all."""
    pairs = enumerate(zip(tree.marks, tree.tags, strict=True))
    return [node for node, (mark, tag) in pairs if mark or tag in lexis.body_tags]


def _has_named_inside(tree: Tree, node: int, lexis: Lexis) -> bool:
    return any(
        tree.tags[inner] != "-text" and _is_named(tree, inner, lexis)
        for inner in range(node + 1, tree.ends[node])
    )


def _repeats(tree: Tree, node: int, title: Title) -> bool:
    """A container of nothing but the title again."""
    return tree.ends[node] - node < 6 and squeeze(tree.words(node)) == squeeze(title.text)


def _length(page_blocks: Sequence[Block], start: int, end: int) -> int:
    return sum(
        len(page_blocks[i].text) for i in between(page_blocks, start, end) if not page_blocks[i].hidden
    )


def _densest(tree: Tree, page_blocks: Sequence[Block], title: Title, zones: Zones, lexis: Lexis) -> int:
    """The element whose own paragraphs weigh most; a parent gets half of its child's weight."""
    weights: dict[int, float] = {}
    start = max(title.end, 0)
    for index, block in enumerate(page_blocks[start:], start):
        if block.hidden or block.is_linked or not _is_prose(block.text, lexis):
            continue
        if zones.of(block.holder) in _OUTSIDE:
            continue
        holder = _paragraph_box(tree, page_blocks, index)
        weight = min(len(block.text), 300) + 20.0
        for share in (1.0, 0.5, 0.25):
            if holder <= 0 or tree.tags[holder] == "body":
                break
            weights[holder] = weights.get(holder, 0.0) + weight * share
            holder = tree.parents[holder]
    if not weights:
        return -1
    best = max(weights, key=lambda node: (weights[node], node))
    return _widened(tree, page_blocks, best, title)


def _paragraph_box(tree: Tree, page_blocks: Sequence[Block], index: int) -> int:
    """The element that holds a paragraph beside others: not one that wraps this paragraph alone."""
    before = page_blocks[index - 1].first if index else -1
    after = page_blocks[index + 1].first if index + 1 < len(page_blocks) else len(tree.tags)
    holder = page_blocks[index].holder
    while tree.parents[holder] > 0:
        if tree.tags[holder] not in _WRAPPED and (holder <= before or after < tree.ends[holder]):
            break
        if tree.tags[holder] == "body":
            break
        holder = tree.parents[holder]
    return holder


def _widened(tree: Tree, page_blocks: Sequence[Block], node: int, title: Title) -> int:
    """The largest box around the densest one: more text of the same kind, no title, few links."""
    title_node = page_blocks[title.block].first if title.block >= 0 else -1
    size, _ = _weight(page_blocks, node, tree.ends[node])
    for up in tree.above(node, 8):
        if tree.tags[up] in {"body", "html"} or up <= title_node < tree.ends[up]:
            break
        length, linked = _weight(page_blocks, up, tree.ends[up])
        if linked * 4 > length:
            break
        if length * 20 > size * 21:
            node, size = up, length
    return node


def _weight(page_blocks: Sequence[Block], start: int, end: int) -> tuple[int, int]:
    """Characters between two nodes, and how many of them are link text."""
    inside = [page_blocks[i] for i in between(page_blocks, start, end) if not page_blocks[i].hidden]
    return sum(len(b.text) for b in inside), sum(b.linked for b in inside)


def _is_prose(text: str, lexis: Lexis) -> bool:
    return (
        len(text) >= 12
        and any(c in text for c in "。，；：！？、,")
        and lexis.foot_words.search(text) is None
    )


def _trimmed(tree: Tree, page_blocks: Sequence[Block], node: int, title: Title, lexis: Lexis) -> list[int]:
    end = tree.ends[node]
    noise = _noise(tree, node, lexis)
    lines = [
        i
        for i in between(page_blocks, node, end)
        if i >= title.end and not page_blocks[i].hidden and not _is_within(noise, page_blocks[i].first)
    ]
    title_node = page_blocks[title.block].first if title.block >= 0 else -1
    start = _first_line(page_blocks, lines, title, lexis, holds_title=node <= title_node < end)
    stop = _last_line(page_blocks, lines, start, lexis)
    return lines[start:stop]


def _noise(tree: Tree, node: int, lexis: Lexis) -> list[tuple[int, int]]:
    """Ranges of nodes inside the container that are tools: share, print, QR code, previous and next."""
    found: list[tuple[int, int]] = []
    size = tree.ends[node] - node
    inner = node + 1
    while inner < tree.ends[node]:
        mark = tree.marks[inner]
        if mark and (tree.ends[inner] - inner) * 3 < size and lexis.noise_marks.search(mark):
            found.append((inner, tree.ends[inner]))
            inner = tree.ends[inner]
        else:
            inner += 1
    return found


def _is_within(ranges: list[tuple[int, int]], node: int) -> bool:
    return any(start <= node < end for start, end in ranges)


def _first_line(
    page_blocks: Sequence[Block], lines: list[int], title: Title, lexis: Lexis, *, holds_title: bool
) -> int:
    """Past the lines of the head. A bare date is one only below a title in the same box: else it is text."""
    start = 0
    is_begun = False
    while start < len(lines) and start < _MOST_HEAD:
        index = lines[start]
        text = page_blocks[index].text
        is_cell = is_table_line(page_blocks, index, lexis, lines[0], is_begun=is_begun)
        is_begun = is_begun or is_cell
        is_head = is_cell or (
            len(text) < 160
            and (
                lexis.info_words.search(text)
                or lexis.tail_noise.match(text)
                or _is_tool(text, lexis)
                or (holds_title and is_dated_line(text))
            )
        )
        is_title = title.block >= 0 and is_begun and squeeze(text) == squeeze(title.text)
        if not is_head and not is_title:
            break
        start += 1
    if (
        start < len(lines)
        and title.block >= 0
        and squeeze(page_blocks[lines[start]].text) == squeeze(title.text)
    ):
        start += 1
    return start


def _is_tool(text: str, lexis: Lexis) -> bool:
    return len(text) < _SHORT and lexis.end_marks.match(text) is not None


def _last_line(page_blocks: Sequence[Block], lines: list[int], start: int, lexis: Lexis) -> int:
    stop = len(lines)
    for place in range(start + 1, len(lines)):
        text = page_blocks[lines[place]].text
        if len(text) < _SHORT and lexis.end_marks.match(text):
            stop = place
            break
        is_signed = lexis.sign_tail.match(text) and _is_date_line(page_blocks[lines[place - 1]].text)
        if (
            is_signed
            and len(lines) - place <= _AFTER_SIGNATURE
            and not _names_appendix(page_blocks, lines, place)
        ):
            stop = place
            break
    while stop > start + 1 and _is_tail(page_blocks[lines[stop - 1]].text, lexis):
        stop -= 1
    return stop


def _names_appendix(page_blocks: Sequence[Block], lines: list[int], place: int) -> bool:
    """A line after `place` that names what is appended: it belongs to the document."""
    return any(_APPENDIX.match(page_blocks[i].text) for i in lines[place + 1 :])


def _is_tail(text: str, lexis: Lexis) -> bool:
    return lexis.tail_noise.match(text) is not None or lexis.sign_tail.match(text) is not None


def _is_date_line(text: str) -> bool:
    found = first_date(text) if len(text) < 24 else None
    return found is not None and len(squeeze(text)) <= found.end - found.start + 2
