"""Menus beside a section's list: its sister sections and itself. They are no content of the section."""

from collections.abc import Sequence

from .lists import Group
from .markup import Tree

_MENU_WORD = 12  # characters: a longer link is a title
_MOST_LINKS = 60


def sibling_menus(
    tree: Tree, anchors: Sequence[tuple[int, str, str]], groups: Sequence[Group], url: str
) -> list[tuple[int, int]]:
    """
    Ranges of nodes (first, end) of the lists that hold a link to the page itself and only short links: a list
    of rows does not lead to its own page, and a channel's list of subsections does not either.
    """
    own = [node for node, to, _ in anchors if to == url]
    if not own:
        return []
    found = []
    for group in groups:
        first, end = group.holder, tree.ends[group.holder]
        if not any(first <= node < end for node in own):
            continue
        words = [text for node, _, text in anchors if first <= node < end]
        if len(words) <= _MOST_LINKS and all(len(text) <= _MENU_WORD for text in words):
            found.append((first, end))
    return found
