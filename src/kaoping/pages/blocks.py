"""The words of a page as blocks: runs of text that a reader sees as one line or paragraph."""

from collections.abc import Sequence
from dataclasses import dataclass

from .markup import Tree

UNREAD = frozenset({"script", "style", "noscript", "template", "head", "title", "select", "textarea", "svg",
                    "object", "iframe", "button", "option"})  # fmt: skip
# fmt: off
BREAKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p",
    "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    "datastore", "record", "recordset", "ucapcontent",
})
# fmt: on


@dataclass(slots=True)
class Block:
    """
    One block. `first` and `last` are its first and last text nodes; `holder` the element that breaks the
    line; `linked` the number of characters inside links; `hidden` where style hides it.
    """

    text: str
    holder: int
    first: int
    last: int
    linked: int
    hidden: bool

    @property
    def is_linked(self) -> bool:
        """Mostly link text."""
        return self.linked * 2 > len(self.text)


def blocks(tree: Tree) -> list[Block]:
    """All blocks in document order, hidden ones too."""
    found: list[Block] = []
    tags, ends, texts = tree.tags, tree.ends, tree.texts
    holders: list[int] = [0]
    pieces: list[str] = []
    first = last = linked = 0
    link_end = -1
    node, count = 0, len(tags)
    holder_end = count  # of the innermost holder; the outermost holds everything
    while node < count:
        while node >= holder_end:
            if pieces:
                _close(tree, found, pieces, holders[-1], first, last, linked)
                linked = 0
            holders.pop()
            holder_end = ends[holders[-1]] if len(holders) > 1 else count
        tag = tags[node]
        if tag == "-text":
            text = texts[node]
            if pieces or not text.isspace():
                if not pieces:
                    first = node
                pieces.append(text)
                last = node
                if node < link_end:
                    linked += len(text.strip())
        elif tag == "a":
            link_end = ends[node]
        elif tag in UNREAD:
            node = ends[node]
            continue
        elif tag in BREAKS:
            if pieces:
                _close(tree, found, pieces, holders[-1], first, last, linked)
                linked = 0
            if ends[node] > node + 1:
                holders.append(node)
                holder_end = ends[node]
        node += 1
    if pieces:
        _close(tree, found, pieces, holders[-1], first, last, linked)
    return found


def _close(
    tree: Tree, found: list[Block], pieces: list[str], holder: int, first: int, last: int, linked: int
) -> None:
    text = " ".join("".join(pieces).split())
    pieces.clear()
    if text:
        found.append(Block(text, holder, first, last, linked, tree.hidden[first]))


def between(all_blocks: Sequence[Block], start: int, end: int) -> list[int]:
    """Indexes of the blocks whose text lies between two nodes (`start` included, `end` not)."""
    low = _first_at(all_blocks, start)
    high = _first_at(all_blocks, end)
    return list(range(low, high))


def _first_at(all_blocks: Sequence[Block], node: int) -> int:
    low, high = 0, len(all_blocks)
    while low < high:
        middle = (low + high) // 2
        if all_blocks[middle].first < node:
            low = middle + 1
        else:
            high = middle
    return low
