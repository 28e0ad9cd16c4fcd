"""The next pages of a list, by the pager's form: script calls, data stores, links, functions, forms."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from .calls import assigned
from .markup import Tree
from .pagercalls import by_count, by_create, by_object
from .pagerforms import by_form, by_select, posted
from .pagerlinks import by_links
from .pagerstores import by_store
from .turning import by_turning
from .words import Lexis

MOST = 500
Join = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Pager:
    """
    `name` of the form, the list pages that follow from here, and the node where it stands (-1 unknown);
    `unwalked` says why pages that are there cannot be asked for by address.
    """

    name: str = ""
    urls: tuple[str, ...] = ()
    node: int = -1
    unwalked: str = ""


class _Scripts:
    """The inline scripts of a page; what they assign is read once, and only where a form asks."""

    def __init__(self, tree: Tree, nodes: Sequence[int]) -> None:
        self.texts = [(node, text) for node in nodes if len(text := tree.words(node)) >= 12]

    @cached_property
    def whole(self) -> str:
        return "\n".join(text for _, text in self.texts)

    @cached_property
    def known(self) -> Mapping[str, str]:
        return assigned(self.whole)


def pager(
    tree: Tree, anchors: Sequence[tuple[int, str, str]], script_tags: Sequence[int], url: str, join: Join,
    lexis: Lexis,
) -> Pager:  # fmt: skip
    """
    The page's pager, or an empty one. Where the count of pages is known all that remain are named (at most
    500), otherwise the next one.
    """
    scripts = _Scripts(tree, script_tags)
    for node, text in scripts.texts:
        for form in (by_create, by_object, by_count):
            found = form(text, url, join, lambda: scripts.known)
            if found:
                return Pager(found[0], _bounded(found[1], url), node)
    stores = [(n, t) for n, t in scripts.texts if "datastore" in t or "dataproxy.jsp" in t]
    # rows lie in one script and how many there are in all often in another
    if stores and (found := by_store("\n".join(t for _, t in stores), url, join)):
        return Pager(found[0], _bounded(found[1], url), stores[0][0])
    if linked := by_links(anchors, url, lexis, tree):
        return Pager("links", _bounded(linked[0], url), linked[1])
    return _by_script_or_form(tree, scripts, url, join)


def _by_script_or_form(tree: Tree, scripts: _Scripts, url: str, join: Join) -> Pager:
    """Forms in which nothing but a script or a form leads to the next page."""
    if turned := by_turning(tree, scripts.whole, lambda: scripts.known, url, join):
        return Pager("script", _bounded(turned[0], url), turned[1])
    for name, form in (("form", by_form), ("select", by_select)):
        if found := form(tree, url, join):
            return Pager(name, _bounded(found[0], url), found[1])
    node, why = posted(tree, scripts.whole)
    return Pager("posted", (), node, why) if why else Pager()


def _bounded(urls: Sequence[str | None], url: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(u for u in urls[: MOST + 1] if u and u != url))[:MOST]


def data_pages(
    url: str, page: int | None, pages: int | None, total: int | None, size: int | None, rows: int,
    names: frozenset[str],
) -> tuple[str, ...]:  # fmt: skip
    """
    The further pages of a data answer, by the page number in its address; () where it bears none.

    Args:
        page, pages, total, size: What the answer says of itself, null where it says nothing.
        rows: How many rows it brought.
        names: Parameter names (lower case) that number pages.
    """
    found = next(
        (
            m
            for m in re.finditer(r"(?<=[?&])([\w.-]+)=(\d{1,6})(?=&|$)", url)
            if m.group(1).lower().replace("_", "") in names
        ),
        None,
    )
    if found is None or not rows:
        return ()
    current = int(found.group(2))
    in_address = re.search(r"[?&](?:pageSize|page_size|size|limit|perpage|pagesize)=(\d+)", url, re.I)
    step = size or (int(in_address.group(1)) if in_address else rows)
    last = _last_page(current, page, pages, total, max(step, 1), rows)
    numbers = range(current + 1, min(last, current + MOST) + 1)
    return tuple(f"{url[: found.start(2)]}{n}{url[found.end(2) :]}" for n in numbers)


def _last_page(
    current: int, page: int | None, pages: int | None, total: int | None, step: int, rows: int
) -> int:
    offset = 1 if current == 0 else 0
    if total is not None:
        by_total = -(-total // step)
        return by_total - offset
    if pages is not None:
        return pages - offset
    return current + 1 if rows >= step and rows >= 5 else current
