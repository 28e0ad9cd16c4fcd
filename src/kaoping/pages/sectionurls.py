"""Addresses of list pages: which one is the first of its list."""

import re
from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

_SUFFIX = re.compile(r"_(\d{1,4})(\.\w+)$")
_COUNTED = re.compile(r"/(\d{1,4})(\.html?)$")
_INDEX = re.compile(r"/(?:index|default)\.\w+$")
_QUERY = re.compile(
    r"([?&])(?:page|pageno|pagenum|pageindex|currentpage|curpage|pn|p|page_no|topage)=\d+(&|$)", re.IGNORECASE
)
_Known = TypeVar("_Known")


class HasAddress(Protocol):
    """Anything that stands at an address."""

    @property
    def url(self) -> str: ...


Placed = TypeVar("Placed", bound=HasAddress)


def folded(url: str, known: Mapping[str, _Known]) -> str:
    """The known address of the first page that this further page belongs to, or ``""``."""
    return next((c for c in _candidates(url) if c != url and c in known), "")


def _candidates(url: str) -> list[str]:
    bare = _QUERY.sub(lambda m: m.group(1) if m.group(2) else "", url).rstrip("?&")
    found = [bare] if bare != url else []
    for address in [url, *found]:
        path, mark, query = address.partition("?")
        tail = mark + query
        if _SUFFIX.search(path):
            found.append(_SUFFIX.sub(r"\2", path) + tail)
            found.append(_SUFFIX.sub(r"_1\2", path) + tail)
        if _COUNTED.search(path):
            found.append(_COUNTED.sub(r"\2", path) + tail)
    for address in [url, *found]:
        path, mark, query = address.partition("?")
        if _INDEX.search(path):
            found.append(_INDEX.sub("/", path) + mark + query)
        elif path.endswith("/"):
            found += [f"{path}index.{ext}{mark}{query}" for ext in ("html", "htm", "shtml")]
    return list(dict.fromkeys(found))


def page_number(url: str) -> int:
    """The number that an address bears as a further page; 0 for a first page."""
    query = re.search(
        r"[?&](?:page|pageno|pagenum|pageindex|currentpage|curpage|pn|p)=(\d+)", url, re.IGNORECASE
    )
    if query:
        return int(query.group(1))
    path = url.partition("?")[0]
    found = _SUFFIX.search(path) or _COUNTED.search(path)
    return int(found.group(1)) if found else 0


def first_page(pages: Iterable[Placed]) -> Placed | None:
    """The first page of a list: without a number, or with the smallest; of several the shortest address."""
    return min(
        pages, key=lambda p: (page_number(p.url) > 0, page_number(p.url), len(p.url), p.url), default=None
    )
