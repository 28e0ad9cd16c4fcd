"""The words of a web page as parts, as of a file: its tables, the text beside them, what is hidden."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .attachments.attachment import Attachment, Part
from .attachments.yielded import MOST_CHARS
from .blocks import Block, blocks
from .charset import decode
from .markup import Tree, tree
from .personal import find, has_long_run

_MOST_TABLES = 200
_MOST_COMMENTS = 1_000
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_MOST_ROWS = 50_000
_CELLS = frozenset({"td", "th"})
BY_STYLE = "样式隐藏"


def page_parts(tree: Tree, page_blocks: Sequence[Block], markup: str = "") -> tuple[Part, ...]:
    """
    Tables with rows of cells first, then the text outside of them, hidden text, captions, comments in markup.
    Nothing where no number has the form of a person's: only the search for these reads parts.
    """
    captions, comments = _long_captions(tree), list(_long_comments(markup))
    if not (captions or comments or _has_numbers("\n".join(block.text for block in page_blocks))):
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
        ("图片说明", "", captions),
        ("网页注释", "源代码注释", comments),
    )
    found.extend(Part(name=name, hidden=hidden, text="\n".join(t)) for name, hidden, t in texts if t)
    return tuple(found)


def _has_numbers(text: str) -> bool:
    """Whether any number could be a person's, or was one before a spreadsheet cut its digits."""
    return bool(find(text)) or "E+17" in text


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


def _long_comments(markup: str) -> Iterator[str]:
    """The words of comments that hold a long run of digits: whoever looks at the source reads them."""
    start = markup.find("<!--")
    for _ in range(_MOST_COMMENTS):
        if start < 0:
            return
        end = markup.find("-->", start + 4)
        words = markup[start + 4 : end if end >= 0 else len(markup)]
        if len(words) > 10 and has_long_run(words):
            yield _TAGS.sub("\n", words)
        start = markup.find("<!--", end + 3) if end >= 0 else -1


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
