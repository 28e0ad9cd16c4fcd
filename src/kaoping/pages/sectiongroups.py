"""Which pages of a site show one list together."""

from collections import defaultdict
from collections.abc import Mapping

from .lightpages import LightPage, parameters_of
from .page import Page
from .sectionurls import folded
from .shells import addresses_for
from .words import squeeze

_LISTED = frozenset({"section", "data"})
_NO_LISTS = frozenset({"home", "other", "entrance", "frameset", "search", "article"})


def grouped(known: Mapping[str, LightPage], home_url: str) -> list[list[LightPage]]:
    """Pages that show one list together. Frames that other pages hold are no sections of their own."""
    framed = {url for p in known.values() for url in p.frames}
    union = _Union()
    by_hash = {hash(url): url for url in known}
    for page in known.values():
        if page.url == home_url or page.shape in _NO_LISTS or page.calls:
            continue
        for number in page.following:
            other = known.get(by_hash.get(number, ""))
            if other is not None and other.shape in _LISTED and _is_same(page, other):
                union.join(page.url, other.url)
        base = folded(page.url, known)
        if base and _is_same(known[base], page):
            union.join(base, page.url)
    _join_shells(known, home_url, union)
    _join_data(known, home_url, union)
    groups: dict[str, list[LightPage]] = defaultdict(list)
    for page in known.values():
        if page.url != home_url and page.url not in framed and not page.calls:
            groups[union.of(page.url)].append(page)
    declared = {number for p in known.values() for number in p.lists}
    return [
        g
        for g in groups.values()
        if any(_may_be_section(p) for p in g) or (declared and _is_declared(g, declared))
    ]


def _is_declared(group: list[LightPage], declared: set[int]) -> bool:
    """Data alone, of a list that a catalogue declares: its pages exist in the reader's browser only."""
    return all(p.shape == "data" for p in group) and any(hash(p.url) in declared for p in group)


def _is_same(first: LightPage, second: LightPage) -> bool:
    """Pages of two named sections are not one list, whatever their addresses."""
    if not first.section or not second.section or "data" in {first.shape, second.shape}:
        return True
    return squeeze(first.section) == squeeze(second.section)


def _join_shells(known: Mapping[str, LightPage], home_url: str, union: "_Union") -> None:
    """Pages that scripts draw, with the data that those scripts ask for on their behalf."""
    for page in known.values():
        if page.url == home_url or not page.parameters:
            continue
        asking = [s for s in page.scripts if s in known and known[s].calls]
        if not asking:
            continue
        shell = Page(url=page.url, parameters=parameters_of(page))
        for script in asking:
            for url in addresses_for(shell, known[script].calls, script):
                if url in known and known[url].shape == "data" and known[url].has_list:
                    union.join(page.url, url)


def _join_data(known: Mapping[str, LightPage], home_url: str, union: "_Union") -> None:
    """Data whose list page is known only by whoever asked for it, where nothing on the pages says more."""
    for page in known.values():
        if page.shape != "data" or not page.has_list or union.is_joined(page.url):
            continue
        owner = known.get(page.section_url)
        if owner is not None and hash(page.url) in owner.lists:
            continue  # the list of another section than the page that declares it
        if owner is not None and owner.url != home_url and owner.shape in {"section", "shell"}:
            union.join(owner.url, page.url)


def _may_be_section(page: LightPage) -> bool:
    if page.shape == "section":
        return page.has_list or page.has_items or bool(page.needs_rendering) or page.has_frame
    if page.shape == "shell":
        return bool(page.column) and not page.is_tagged_article
    return False


class _Union:
    """Disjoint sets of addresses; the smallest address stands for its set."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def of(self, url: str) -> str:
        root = url
        while (above := self._above.get(root, root)) != root:
            root = above
        while (above := self._above.get(url, url)) != root:
            self._above[url] = root
            url = above
        return root

    def join(self, first: str, second: str) -> None:
        low, high = sorted((self.of(first), self.of(second)))
        self._above.setdefault(low, low)
        self._above[high] = low

    def is_joined(self, url: str) -> bool:
        return url in self._above
