"""Whether scripts may draw the links between a document and its interpretation."""

from collections.abc import Sequence
from dataclasses import replace

from .blocks import Block
from .body import Body
from .markup import Tree
from .page import Page
from .words import Lexis

_HEAD_CHARACTERS = 16
_BOX_NODES = 6
_RELATING = frozenset({"policy", "interpretation"})


def with_scripted_relations(
    page: Page, tree: Tree, page_blocks: Sequence[Block], text: Body, lexis: Lexis
) -> Page:
    """The page with `has_scripted_relations`: no relations were read, but a place for them is there."""
    if page.kind not in _RELATING or page.related or not text.lines:
        return page
    is_drawn = _has_bare_heading(page_blocks[text.lines[0] :], lexis) or _has_empty_box(tree, lexis)
    return replace(page, has_scripted_relations=True) if is_drawn else page


def _has_bare_heading(after: Sequence[Block], lexis: Lexis) -> bool:
    """A heading of relations from the text on; that no links follow it is known, for none were read."""
    return any(
        len(block.text) <= _HEAD_CHARACTERS
        and not block.is_linked
        and not block.hidden
        and lexis.relation_titles.match(block.text)
        for block in after
    )


def _has_empty_box(tree: Tree, lexis: Lexis) -> bool:
    return any(
        tree.marks[node]
        and tree.ends[node] - node <= _BOX_NODES
        and lexis.relation_boxes.search(tree.marks[node])
        and not tree.words(node).strip()
        for node in tree.named("div", "ul", "section", "span", "dl")
    )
