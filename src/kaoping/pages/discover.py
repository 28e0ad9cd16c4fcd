"""Which addresses of a page to fetch next, and how soon."""

from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter
from typing import get_args

from kaoping.gather.found import Found

from .addresses import host_of
from .page import Page, Place, Target

# smaller is sooner: what leads to lists comes before what lists lead to
_LIST_PAGE, _DATA, _FRAME, _SCRIPT = 10, 10, 8, 6
_BY_PLACE = {
    "navigation": 15,
    "breadcrumb": 15,
    "pager": 18,
    "head": 20,
    "list": 40,
    "body": 45,
    "other": 35,
    "footer": 50,
}
_BY_TARGET = {"attachment": 60, "media": 75, "image": 70, "frame": _FRAME}
_PRIORITIES = {
    (target, place): _BY_TARGET.get(target) or _BY_PLACE[place]
    for target in get_args(Target)
    for place in get_args(Place)
}
_OUTER = 80
_FROM_HOME = 5  # a link of the home page comes this much sooner


def found(page: Page) -> tuple[Found, ...]:
    """
    The addresses that follow from a page, each once, the soonest first.

    Of pages that say "not found" nothing follows but their navigation. Script files are asked for only where
    the page needs scripts to show its list, and only from its own host.
    """
    best: dict[str, Found] = {}
    own = host_of(page.url)
    for entry in (*_lists(page, own), *_linked(page, own), *_scripts(page, own)):
        known = best.get(entry.url)
        if entry.url != page.url and (known is None or entry.priority < known.priority):
            best[entry.url] = entry
    return tuple(sorted(best.values(), key=attrgetter("priority")))


def _lists(page: Page, own: str) -> Iterable[Found]:
    for url in page.next_urls:
        target: Target = "data" if page.shape == "data" or _looks_like_data(url) else "page"
        yield Found(url, target, _DATA if target == "data" else _LIST_PAGE, host_of(url) != own)
    for url in page.lists:
        yield Found(url, "data", _DATA, host_of(url) != own)
    if page.refresh:
        yield Found(page.refresh, "page", _FRAME, host_of(page.refresh) != own)


def _looks_like_data(url: str) -> bool:
    path = url.partition("?")[0]
    return (
        "dataproxy" in path
        or "/api/" in path
        or "/build/unit" in path
        or "/common/search/" in path
        or path.endswith((".json", ".js", ".xml"))
    )


def _linked(page: Page, own: str) -> Iterable[Found]:
    is_home = page.shape in {"home", "entrance", "frameset"}
    origins = (f"http://{own}/", f"https://{own}/")
    is_usual = not is_home and not page.says_not_found
    for link in page.links:
        url = link.url
        if is_usual and url.startswith(origins):
            yield _lead(url, link.target, _PRIORITIES[link.target, link.place], False)
            continue
        is_outer = not url.startswith(origins) and host_of(url) != own
        priority = _OUTER if is_outer else _PRIORITIES[link.target, link.place]
        if page.says_not_found and link.place not in {"navigation", "head"}:
            priority = _OUTER
        yield _lead(url, link.target, priority - (_FROM_HOME if is_home and not is_outer else 0), is_outer)


@lru_cache(maxsize=8192)
def _lead(url: str, target: Target, priority: int, is_outer: bool) -> Found:
    """One record serves all pages, for most links stand on every page of a site."""
    return Found(url, target, priority, is_outer)


def _scripts(page: Page, own: str) -> Iterable[Found]:
    wants_all = bool(page.needs_rendering) and page.shape not in {"article", "data"}
    wants_foot = page.has_scripted_footer and page.shape in {"home", "shell", "entrance"}
    for url in page.scripts:
        if host_of(url) != own or _is_library(url):
            continue
        if wants_all or (wants_foot and "foot" in url.lower()):
            yield Found(url, "data", _SCRIPT, False)


def _is_library(url: str) -> bool:
    """Well-known libraries hold no addresses of the site's data."""
    name = url.partition("?")[0].rpartition("/")[2].lower()
    known = (
        "jquery",
        "bootstrap",
        "swiper",
        "layui",
        "echarts",
        "polyfill",
        "vue.",
        "react",
        "angular",
        "moment",
        "es6",
        "html5",
    )
    return name.startswith(known) or "chunk-vendors" in name
