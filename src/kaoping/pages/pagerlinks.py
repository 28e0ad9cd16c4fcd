"""Pagers of plain links: numbers, 下一页, arrows."""

import re
from collections.abc import Sequence

from .markup import Tree
from .sectionurls import page_number
from .words import Lexis

MOST = 500
_LAST = re.compile(r"^\W*(?:尾页|末页|最后一?页|最后|last)\W*$", re.IGNORECASE)
_NEXT_MARK = re.compile(r"(?:^|[\s_-])(?:next|nextpage|xyy|xiayiye)(?:[\s_-]|$)")
_ARROW_WORDS = 4
Found = tuple[list[str | None], int]


def by_links(anchors: Sequence[tuple[int, str, str]], url: str, lexis: Lexis, tree: Tree) -> Found | None:
    """
    All pages up to the last where their addresses differ in one number, with the node of the link onward.

    A link without words leads onward where its name or ``rel`` says so and its address bears a page number.
    """
    nexts = [
        (n, u)
        for n, u, w in anchors
        if lexis.says_next[w] and u != url and not w.strip().startswith(("<", "‹", "«"))
    ]
    strict = [(n, u) for n, u in nexts if re.search(r"页|next", tree.words(n), re.I)]
    lasts = [u for _, u, w in anchors if len(w) < 12 and _LAST.match(w)]
    numbered = [(n, u, int(w)) for n, u, w in anchors if w.isdecimal() and len(w) < 5]
    chosen = strict or (nexts if numbered else []) or _arrows(anchors, url, tree)
    if not chosen:
        return _by_numbers(numbered, url)
    node, following = chosen[-1]
    goal = lasts[-1] if lasts else max(numbered, key=lambda nu: nu[2], default=(0, following, 0))[1]
    series = series_of(following, goal)
    extra = [u for _, u, _ in numbered if series_of(u, following) is not None]
    return [*(series or [following]), *extra], node


def _arrows(anchors: Sequence[tuple[int, str, str]], url: str, tree: Tree) -> list[tuple[int, str]]:
    found = []
    for node, href, words in anchors:
        if len(words) > _ARROW_WORDS or href == url:
            continue
        parent = tree.parents[node]
        marks = f"{tree.marks[node]} {tree.marks[parent] if parent >= 0 else ''}"
        is_onward = len(marks) > 1 and _NEXT_MARK.search(marks) is not None
        if (
            (is_onward or tree.attr(node, "rel").lower() == "next")
            and "篇" not in words
            and page_number(href)
        ):
            found.append((node, href))
    return found


def _by_numbers(numbered: list[tuple[int, str, int]], url: str) -> Found | None:
    """Numbers alone, at least two that differ in nothing but a number."""
    alike = [(n, u, k) for n, u, k in numbered if u != url]
    if len(alike) < 2 or not all(series_of(alike[0][1], u) is not None for _, u, _ in alike[1:]):
        return None
    series = series_of(alike[0][1], alike[-1][1])
    return series or [u for _, u, _ in alike], alike[0][0]


def series_of(first: str, last: str) -> list[str | None] | None:
    """All addresses from one to another that differ in one number, rising or falling; null for others."""
    if first == last:
        return [first]
    ours, theirs = re.split(r"(\d+)", first), re.split(r"(\d+)", last)
    if len(ours) != len(theirs):
        return None
    differing = [i for i, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
    if (
        len(differing) != 1
        or differing[0] % 2 == 0
        or max(len(ours[differing[0]]), len(theirs[differing[0]])) > 5
    ):
        return None
    place = differing[0]
    start, end = int(ours[place]), int(theirs[place])
    if abs(end - start) > 5000:
        return None
    step = 1 if end > start else -1
    numbers = list(range(start, end + step, step))[: MOST + 1]
    return ["".join([*ours[:place], str(n), *ours[place + 1 :]]) for n in numbers]
