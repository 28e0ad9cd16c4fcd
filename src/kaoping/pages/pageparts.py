"""The words of a web page as parts, as of a file: its tables, the text beside them, what is hidden."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .attachments.attachment import Attachment, Part
from .attachments.yielded import MOST_CHARS
from .blocks import Block, blocks
from .charset import decode
from .markup import Tree, tree
from .personal import has_long_run

_MOST_TABLES = 200
_MOST_ROWS = 50_000
_CELLS = frozenset({"td", "th"})
BY_STYLE = "样式隐藏"


def page_parts(tree: Tree, page_blocks: Sequence[Block]) -> tuple[Part, ...]:
    """
    Tables with rows of cells first, then the text outside of them, then hidden text and picture captions.
    Nothing where the page holds no long run of digits: only the search for personal numbers reads parts.
    """
    if not has_long_run("\n".join(block.text for block in page_blocks)) and not _long_captions(tree):
        return ()
    found: list[Part] = []
    inside: set[int] = set()
    for number, node in enumerate(_data_tables(tree), 1):
        held = [n for n, b in enumerate(page_blocks) if node <= b.first < tree.ends[node]]
        inside.update(held)
        found.append(_table(f"网页表格{number}", tree, node, [page_blocks[n] for n in held]))
    rest = [block for n, block in enumerate(page_blocks) if n not in inside]
    texts = (
        ("网页正文", "", [b.text for b in rest if not b.hidden]),
        ("网页隐藏内容", BY_STYLE, [b.text for b in rest if b.hidden]),
        ("图片说明", "", _long_captions(tree)),
    )
    found.extend(Part(name=name, hidden=hidden, text="\n".join(t)) for name, hidden, t in texts if t)
    return tuple(found)


def read_as_draft(file: Attachment, body: bytes) -> Attachment:
    """A web page or a piece of one, given as a file, with its visible words as one part."""
    flat = tree(decode(body).text)
    titles = [words for node in flat.named("title") if (words := flat.words(node).strip())]
    words = "\n".join([*titles[:1], *(b.text for b in blocks(flat) if not b.hidden)])[:MOST_CHARS]
    parts = (Part(name="网页", text=words, length=len(words)),) if words else ()
    return replace(file, state="read", has_text=bool(words), parts=parts, notes=flat.notes)


def _long_captions(tree: Tree) -> list[str]:
    captions = (tree.attr(node, name) for node in tree.named("img") for name in ("alt", "title"))
    return [words for words in captions if len(words) > 10 and has_long_run(words)]


def _data_tables(tree: Tree) -> Iterator[int]:
    """Tables that hold no other table, with at least two rows: old pages lay themselves out by tables."""
    nodes = tree.named("table")
    for n, node in enumerate(nodes[: 10 * _MOST_TABLES]):
        is_outer = n + 1 < len(nodes) and nodes[n + 1] < tree.ends[node]
        if not is_outer and sum(1 for _ in _rows(tree, node)) > 1:
            yield node


def _rows(tree: Tree, node: int) -> Iterator[int]:
    low, high = node, tree.ends[node]
    for row in range(low, high):
        if tree.tags[row] == "tr":
            yield row


def _table(name: str, tree: Tree, node: int, own: Sequence[Block]) -> Part:
    """Cells hold their blocks, one a line; a column of which most cells are hidden is a hidden column."""
    rows: list[tuple[str, ...]] = []
    hidden: Counter[int] = Counter()
    at = 0
    for row in _rows(tree, node):
        if len(rows) >= _MOST_ROWS:
            break
        cells: list[str] = []
        for cell in range(row + 1, tree.ends[row]):
            if tree.tags[cell] not in _CELLS:
                continue
            while at < len(own) and own[at].first < cell:
                at += 1
            lines = []
            while at < len(own) and own[at].first < tree.ends[cell]:
                lines.append(own[at].text)
                at += 1
            hidden[len(cells) + 1] += tree.hidden[cell]
            cells.append("\n".join(lines))
        rows.append(tuple(cells))
    columns = tuple(sorted(column for column, count in hidden.items() if count * 2 > len(rows)))
    return Part(name=name, kind="table", rows=tuple(rows), hidden_columns=columns, row_count=len(rows))
