"""What an article is tied to: attachments, pictures, videos, related documents, and what its text names."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from .addresses import target_of
from .blocks import Block
from .body import Body
from .links import Linked
from .markup import Tree
from .numbers import cited_numbers
from .page import Link
from .words import Lexis
from .zones import Zones

_HEAD_CHARACTERS = 16
_NEAR_LINKS = 30
_INLINE_HEAD = re.compile(
    r"^[·•◆▪■\s【\[]*(?:相关|关联|配套|对应|所)?(?:政策)?(?:解读|文件|原文|图解|链接)(?:的?文件|链接|原文|解读)?[】\]]?\s*[:：]"
)
_BOOK_MARK = re.compile(r"[《》]")
_MENTION_CAP = 100
_TITLE_CAP = 160


def related(
    tree: Tree, page_blocks: Sequence[Block], linked: Linked, text: Body, zones: Zones, lexis: Lexis
) -> tuple[Link, ...]:
    """Links of the blocks headed 相关文件, 政策解读, 解读链接 …, but in navigation and footer."""
    nodes = [node for node, _, _ in linked.anchors]
    found: dict[str, Link] = {}
    for block in page_blocks:
        if block.hidden or zones.of(block.holder) in {"navigation", "footer", "header", "breadcrumb"}:
            continue
        if (
            len(block.text) <= _HEAD_CHARACTERS
            and not block.is_linked
            and lexis.relation_heads.match(block.text)
        ):
            start, end = _headed(tree, block, nodes, text)
        elif block.linked and _INLINE_HEAD.match(block.text):
            start, end = block.first, block.last + 1
        else:
            continue
        first = max(0, bisect_left(nodes, start) - (1 if block.linked else 0))
        for node, url, words in linked.anchors[first : bisect_left(nodes, end)]:
            if words and not lexis.more_words.match(words) and tree.ends[node] > start:
                found.setdefault(url, Link(url, words, "body", target_of(url, lexis)))
    return tuple(found.values())


def _headed(tree: Tree, block: Block, nodes: Sequence[int], text: Body) -> tuple[int, int]:
    """The nodes that a heading heads: from it to the end of the nearest box that holds links after it."""
    for up in [block.holder, *tree.above(block.holder, 3)]:
        count = bisect_left(nodes, tree.ends[up]) - bisect_left(nodes, block.last)
        holds_text = text.node >= 0 and up <= text.node and tree.ends[up] >= tree.ends[text.node]
        if holds_text or count > _NEAR_LINKS:
            break
        if count:
            return block.last, tree.ends[up]
    return block.last, block.last


def links_between(linked: Linked, start: int, end: int, lexis: Lexis) -> tuple[Link, ...]:
    """Links between two nodes, each address once."""
    found: dict[str, Link] = {}
    for node, url, words in linked.anchors:
        if start <= node < end:
            found.setdefault(url, Link(url, words, "body", target_of(url, lexis)))
    return tuple(found.values())


def mentions(text: str) -> tuple[str, ...]:
    """Document numbers and 《titles》 (without the marks) that a text names, in this order, each once."""
    return tuple(dict.fromkeys([*cited_numbers(text), *named_titles(text)]))


def named_titles(text: str) -> list[str]:
    """Titles in 《》, outer and inner ones, at most 100."""
    found: dict[str, None] = {}
    opened: list[int] = []
    for mark in _BOOK_MARK.finditer(text[:200_000]):
        if mark.group() == "《":
            opened.append(mark.end())
            if len(opened) > 4:
                opened.pop(0)
        elif opened:
            title = text[opened.pop() : mark.start()].strip()
            if 4 <= len(title) <= _TITLE_CAP and "\n" not in title:
                found.setdefault(title)
        if len(found) >= _MENTION_CAP:
            break
    return list(found)
