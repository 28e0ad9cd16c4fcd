"""Fittings that a page offers: a search box, a footer that scripts draw."""

import re
from collections.abc import Sequence

from .markup import Tree
from .words import Lexis

_FOOT_FILE = re.compile(r"(?:^|[/_.-])(?:foot\w*|bottom|copyright)[^/]*\.js(?:[?]|$)", re.IGNORECASE)
_TEXT_INPUTS = frozenset({"", "text", "search"})
_NAMING = ("id", "name", "class", "placeholder", "value", "action")


def has_search(tree: Tree, anchors: Sequence[tuple[int, str, str]], lexis: Lexis) -> bool:
    """A search box, or a link that is called one."""
    if any(len(words) <= 8 and lexis.says_search[words] for _, _, words in anchors):
        return True
    for node in tree.named("form", "input"):
        if tree.tags[node] == "form" or tree.attr(node, "type").lower() in _TEXT_INPUTS:
            values = tree.attrs[node]
            if lexis.search_marks.search(" ".join(values.get(k) or "" for k in _NAMING).lower()):
                return True
    return False


def has_scripted_footer(tree: Tree, scripts: Sequence[str], lexis: Lexis) -> bool:
    """A box named as the footer without words in it, or a script file named as the footer."""
    if any(_FOOT_FILE.search(url) for url in scripts):
        return True
    return any(
        tree.marks[node]
        and tree.ends[node] - node <= 6
        and lexis.footer_marks.search(tree.marks[node])
        and not tree.words(node).strip()
        for node in tree.named("div", "footer", "section")
    )
