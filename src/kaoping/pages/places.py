"""The places of a site that may answer an item: sections, single pages, ways out, steps of trails."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from .addresses import host_of
from .glimpse import Glimpse
from .page import Kind, Page
from .subjects import Section
from .words import Rules, patterns, squeeze

Works = Callable[[str], bool | None]
_NAME_CAP = 20_000
PlaceForm = Literal["section", "page", "group", "outer", "unseen"]
_LONGEST_NAME, _MOST_OTHER_NAMES = 24, 8
_INDEX = re.compile(r"(?<=/)(?:index|list|default)\.\w{2,5}$")
_PAGE_END = re.compile(r"\.\w{2,5}$|$")
_SINGLE = frozenset({"article", "other", "shell", "frameset", "section", "home"})
_ENTRANCES = frozenset({"navigation", "head", "other", "breadcrumb", "footer", "body"})


@dataclass(frozen=True, slots=True)
class KnownItem:
    """
    A row of a list or a document, with its kind where its own page was read. `told` is what it counts as
    where news is held against policy, ``""`` where nothing tells; `why` says in Chinese by what.
    """

    title: str = ""
    url: str = ""
    published: date | None = None
    kind: Kind = ""
    told: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """
    One place. `path` are the names from the home page down, its own the last.

    A `group` is a step of trails that has no page of its own; its `url` is that of the first section below.
    An `outer` place lies on another host; an `unseen` one on this, and was not read: `why` says more.
    """

    name: str = ""
    url: str = ""
    path: tuple[str, ...] = ()
    form: PlaceForm = "section"
    section: Section | None = None
    page: Glimpse | None = None
    works: bool | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class SiteView:
    """
    Everything of one site that maps are drawn from.

    `names` says what links outside lists and texts call an address, the home page's words first. `works`
    answers whether an address answered; None where nobody asked. `incomplete` says in Chinese why parts of
    the site are not known, ``""`` where it was read whole.
    """

    site: str = ""
    home_url: str = ""
    sections: tuple[Section, ...] = ()
    pages: Mapping[str, Glimpse] | None = None  # single pages: all but those that sections are made of
    names: Mapping[str, str] | None = None
    works: Works = lambda _: None
    incomplete: str = ""
    documents: Mapping[str, tuple[KnownItem, ...]] | None = None  # by id of the item that titles tell
    explanations: Mapping[str, KnownItem] | None = None  # by id: the unit's own word that there is nothing
    other_names: Mapping[str, Sequence[str]] | None = None  # further names of an address
    frame_length: int = 0  # visible characters that all the site's pages share: head, menus, foot


def names_of(
    pages: Iterable[Page], *, home: Page | None, rules: Rules, others: dict[str, list[str]] | None = None
) -> dict[str, str]:
    """
    What short links outside lists call an address; the home page's words first, at most 20,000 addresses.
    Links that only say 更多, and the way home, name nothing. Into `others` go further names of an address:
    the platform for tenders is 友情链接 on the home page and 政府采购 in the catalogue.
    """
    dull = patterns(
        [*rules.reading("lists")["more_words"], *map(_whole, rules.reading("marks")["home_words"])]
    )
    names: dict[str, str] = {}
    for page in [*([home] if home else []), *pages]:
        for link in page.links:
            text = squeeze(link.text)
            is_way = link.place in _ENTRANCES and link.target == "page" and not link.hidden
            is_name = 2 <= len(text) <= _LONGEST_NAME and not dull.search(text)
            if is_way and is_name and len(names) < _NAME_CAP:
                first = names.setdefault(link.url, text)
                if others is not None and first != text:
                    _another(others, link.url, text)
    return names


def _another(others: dict[str, list[str]], url: str, text: str) -> None:
    known = others.setdefault(url, []) if len(others) < _NAME_CAP else others.get(url)
    if known is not None and len(known) < _MOST_OTHER_NAMES and text not in known:
        known.append(text)


def _whole(word: str) -> str:
    return f"^{re.escape(word)}$"


def places(view: SiteView) -> tuple[Place, ...]:
    """The site's places, in order of address; each address once, trails without a page of their own last."""
    found = {s.url: Place(s.name, s.url, s.path, "section", s) for s in view.sections}
    pages, names = view.pages or {}, view.names or {}
    for url, page in pages.items():
        if url not in found and url != view.home_url and page.shape in _SINGLE and _is_single(page, names):
            found[url] = _page_place(page, names.get(url, ""))
    for url, name in names.items():
        if url not in found and url not in pages and url != view.home_url:
            found[url] = _way(view, url, name)
    also = [_called(found[url], name) for url, more in sorted((view.other_names or {}).items())
            if url in found for name in more if name != found[url].name]  # fmt: skip
    return (*sorted(found.values(), key=lambda p: p.url), *also, *_groups(found.values()))


def _called(place: Place, name: str) -> Place:
    """The place under another name that links give it."""
    return replace(place, name=name, path=(*place.path[:-1], name))


def _is_single(page: Glimpse, names: Mapping[str, str]) -> bool:
    """A page that stands for a section: one that navigation leads to, or whose trail ends in itself."""
    if page.says_not_found or page.status >= 400:
        return False
    if page.url in names:
        return True
    last = page.breadcrumb[-1] if page.breadcrumb else None
    return page.shape != "article" or (last is not None and last.url == page.url)


def _page_place(page: Glimpse, called: str) -> Place:
    trail = tuple(step.text for step in page.breadcrumb if step.text)
    column = next((v for k, v in page.tags.items() if k.lower() == "columnname"), "")
    name = called or column or page.section or page.title
    if not trail or squeeze(trail[-1]) != squeeze(name):
        trail = (*trail, name)
    return Place(name, page.url, trail, "page", page=page)


def _way(view: SiteView, url: str, name: str) -> Place:
    works = view.works(url)
    if host_of(url) != view.site:
        return Place(name, url, (name,), "outer", works=works)
    why = "栏目地址打不开" if works is False else "栏目页面没有取得"
    return Place(name, url, (name,), "unseen", works=works, why=why)


def _groups(found: Iterable[Place]) -> list[Place]:
    """Steps of trails that no place is named after."""
    known = list(found)
    named = {squeeze(place.name) for place in known}
    groups: dict[str, Place] = {}
    for place in sorted(known, key=lambda p: p.url):
        for depth, step in enumerate(place.path[:-1]):
            if squeeze(step) not in named and step not in groups:
                groups[step] = Place(step, place.url, place.path[: depth + 1], "group")
    return list(groups.values())


class Below:
    """Which places lie below another: by their trails, or by the folder of its address."""

    def __init__(self, known: Sequence[Place]) -> None:
        self._by_step: dict[str, list[Place]] = defaultdict(list)
        self._by_url = sorted((p for p in known if p.form in ("section", "page")), key=lambda p: p.url)
        self._urls = [place.url for place in self._by_url]
        for place in self._by_url:
            for step in dict.fromkeys(squeeze(s) for s in place.path[:-1]):
                self._by_step[step].append(place)

    def of(self, place: Place) -> list[Place]:
        """Sections and single pages below, each once, by address."""
        found = {p.url: p for p in self._by_step.get(squeeze(place.name), ()) if p.url != place.url}
        folder = _folder(place.url) if place.form in ("section", "page") else ""
        if folder.count("/") > 3:
            start = bisect_left(self._urls, folder)
            for other in self._by_url[start:]:
                if not other.url.startswith(folder):
                    break
                if other.url != place.url:
                    found.setdefault(other.url, other)
        return sorted(found.values(), key=lambda p: p.url)


def _folder(url: str) -> str:
    """The folder that an address stands for: ``/a/`` of ``/a/index.html``, and of ``/a.htm``; else ``""``."""
    path = url.partition("?")[0]
    if path != url:
        return ""
    return _INDEX.sub("", path) if _INDEX.search(path) or path.endswith("/") else _PAGE_END.sub("/", path)
