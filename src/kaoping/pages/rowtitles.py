"""A row's title: the words of its link without the date, summary and labels that lie in the same link."""

import re
from functools import lru_cache

from .markup import Tree
from .words import collapse

_TITLE_TAIL = re.compile(
    r"[\s\[（(【]*(?:19|20)\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}\s?日?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?[\s\]）)】]*$"
)
_DATE_ENDS = frozenset("0123456789日)）]】 ")
_BULLET = re.compile(r"^[\s·•●◆▪■※>»›]+(?=\S)")
_LABELLED = re.compile(
    r"^(?:文章|信息)?标\s?题\s?[:：]\s*(?P<title>.+?)\s*(?:(?:发布|更新|发表|添加|录入)?(?:时间|日期)\s?[:：].*|作\s?者\s?[:：].*"
    r"|来源\s?[:：].*|点击(?:数|次数)?\s?[:：].*)?$"
)
_BOXED = re.compile(r"^[\W\d年月日]{1,24}$")
_BOXES = frozenset({"div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "li", "td", "time"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NODE_CAP = 60


def title_of(tree: Tree, anchor: int, words: str) -> str:
    """
    The title of the row whose link stands at `anchor` and has these words.

    Of a link that holds boxes (date, title, summary) it is the heading, else the first box that is no date.
    """
    if words.startswith(("标", "文章标", "信息标")) and (labelled := _LABELLED.match(words)):
        return _bare(labelled["title"])
    if tree.ends[anchor] - anchor > 3 and (boxed := _boxed(tree, anchor)):
        return _bare(boxed)
    return _bare(words)


def _boxed(tree: Tree, anchor: int) -> str:
    """The title among a link's boxes, or ``""`` where it has none, or only one text."""
    end = min(tree.ends[anchor], anchor + _NODE_CAP)
    pieces: dict[int, list[str]] = {}
    heading = -1
    for node in range(anchor + 1, end):
        text = tree.texts[node]
        if not text or text.isspace():
            continue
        box = _box_of(tree, node, anchor)
        if heading < 0 and tree.tags[box] in _HEADINGS:
            heading = box
        pieces.setdefault(box, []).append(text)
    if len(pieces) < 2:
        return ""
    if heading >= 0:
        return collapse("".join(pieces[heading]))
    joined = [collapse("".join(texts)) for texts in pieces.values()]
    if not any(_BOXED.match(text) for text in joined):
        return ""
    return next((text for text in joined if len(text) >= 4 and not _BOXED.match(text)), "")


def _box_of(tree: Tree, node: int, anchor: int) -> int:
    """The nearest block around a text inside the link; a date in a <span> of its own is a block too."""
    up = tree.parents[node]
    if up != anchor and tree.ends[up] == up + 2 and _BOXED.match(tree.texts[node]):
        return up
    while up != anchor and up >= 0 and tree.tags[up] not in _BOXES:
        up = tree.parents[up]
    return max(up, anchor)


@lru_cache(maxsize=4096)
def _bare(words: str) -> str:
    title = words
    if title[-1] in _DATE_ENDS:
        title = _TITLE_TAIL.sub("", title)
    if not title[:1].isalnum():
        title = _BULLET.sub("", title)
    return collapse(title) or words
