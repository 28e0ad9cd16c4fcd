"""A site's sections (栏目): list pages joined with their further pages, data answers and inner frames."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import cast

from .page import ListItem, Page
from .sectionurls import first_page, folded
from .shells import addresses_for
from .subjects import Section, SectionKind
from .words import Rules, squeeze

_ITEM_CAP = 50
_NAME_TAIL = re.compile(r"\s*(?:[-_|—–>]|\s{2,}).*$")
_LISTED = frozenset({"section", "data"})


def sections(pages: Iterable[Page], *, home: Page | None, today: date, rules: Rules) -> tuple[Section, ...]:
    """
    The sections of one site, by address.

    A section is what a list page shows, or would show: articles with side lists, the home page, search
    results and pages that only lead to other sections are none. What scripts draw and nobody could read is a
    section with `needs_rendering`, never an empty one.
    """
    known = {p.url: p for p in pages if not p.says_not_found and p.status < 400}
    home_urls = {home.url} if home else set()
    groups = _grouped(known, home_urls)
    names = _link_names(home, known.values())
    kinds = [(k, re.compile(p)) for k, p in rules.reading("sections")["kinds"]]
    archive = re.compile(rules.reading("sections")["archive"])
    found = []
    for group in groups:
        section = _section(group, known, names, kinds, archive, today)
        if section is not None:
            found.append(section)
    return tuple(sorted(found, key=lambda s: s.url))


def _grouped(known: Mapping[str, Page], home_urls: set[str]) -> list[list[Page]]:
    """Pages that show one list together. Frames that other pages hold are no sections of their own."""
    framed = {x.url for p in known.values() for x in p.links if x.target == "frame"}
    union = _Union()
    for page in known.values():
        if (
            page.url in home_urls
            or page.shape in {"home", "other", "entrance", "frameset", "search", "article"}
            or page.calls
        ):
            continue
        for url in page.next_urls:
            other = known.get(url)
            if other is not None and other.shape in _LISTED and _is_same(page, other):
                union.join(page.url, url)
        base = folded(page.url, known)
        if base and _is_same(known[base], page):
            union.join(base, page.url)
    _join_shells(known, home_urls, union)
    _join_data(known, home_urls, union)
    groups: dict[str, list[Page]] = defaultdict(list)
    for page in known.values():
        if page.url not in home_urls and page.url not in framed and not page.calls:
            groups[union.of(page.url)].append(page)
    return [g for g in groups.values() if any(_may_be_section(p) for p in g)]


def _is_same(first: Page, second: Page) -> bool:
    """Pages of two named sections are not one list, whatever their addresses."""
    if not first.section or not second.section or "data" in {first.shape, second.shape}:
        return True
    return squeeze(first.section) == squeeze(second.section)


def _join_shells(known: Mapping[str, Page], home_urls: set[str], union: "_Union") -> None:
    """Pages that scripts draw, with the data that those scripts ask for on their behalf."""
    for page in known.values():
        if not page.needs_rendering or page.url in home_urls or not page.parameters:
            continue
        for script in page.scripts:
            asked = known.get(script)
            if asked is None or not asked.calls:
                continue
            for url in addresses_for(page, asked.calls, script):
                if url in known and known[url].shape == "data" and known[url].has_list:
                    union.join(page.url, url)


def _join_data(known: Mapping[str, Page], home_urls: set[str], union: "_Union") -> None:
    """Data whose list page is known only by whoever asked for it, where nothing on the pages says more."""
    for page in known.values():
        if page.shape != "data" or not page.has_list or union.is_joined(page.url):
            continue
        owner = known.get(page.section_url)
        if owner is not None and owner.url not in home_urls and owner.shape in {"section", "shell"}:
            union.join(owner.url, page.url)


def _may_be_section(page: Page) -> bool:
    if page.shape == "section":
        return page.has_list or bool(page.items) or bool(page.needs_rendering) or _has_frame(page)
    if page.shape == "shell":
        lowered = {k.lower(): v for k, v in page.tags.items()}
        return bool(lowered.get("columnname")) and not lowered.get("articletitle")
    return False


def _has_frame(page: Page) -> bool:
    return any(x.target == "frame" for x in page.links)


def _link_names(home: Page | None, pages: Iterable[Page]) -> Mapping[str, str]:
    """What navigation calls an address: the home page's words first."""
    names: dict[str, str] = {}
    for page in [*([home] if home else []), *pages]:
        for link in page.links:
            if link.text and 2 <= len(link.text) <= 20 and link.place in {"navigation", "breadcrumb", "head"}:
                names.setdefault(link.url, link.text)
    return names


def _section(
    group: Sequence[Page], known: Mapping[str, Page], names: Mapping[str, str],
    kinds: Sequence[tuple[str, re.Pattern[str]]], archive: re.Pattern[str], today: date,
) -> Section | None:  # fmt: skip
    drawn = [p for p in group if p.shape != "data"]
    first = first_page(drawn)
    if first is None:
        return None
    frames = [known[x.url] for p in drawn for x in p.links if x.target == "frame" and x.url in known]
    rows, from_data = _rows(drawn, [p for p in group if p.shape == "data"], frames)
    if not rows and _has_frame(first) and not first.empty_words and not first.has_list:
        unseen = "" if frames else "内嵌页面没有取得"
        if not frames and not first.needs_rendering and not unseen:
            return None
    else:
        unseen = ""
    name = _name(first, names)
    path = tuple(step.text for step in first.breadcrumb if step.text) or ((name,) if name else ())
    dates = [r.published for r in rows if r.published and r.published <= today]
    is_archive = any(archive.search(step) for step in dict.fromkeys((name, *path)))
    total = max([p.data_total or 0 for p in group], default=0)
    needs = first.needs_rendering if not rows else ""
    if needs and any(p.shape == "data" and p.has_list and not p.items for p in group):
        needs = ""  # the interface was asked and says that there is nothing
    return Section(
        site=first.site,
        name=name,
        url=first.url,
        kind=_kind(name, path, kinds, first),
        path=path,
        items=_newest_first(rows)[:_ITEM_CAP],
        item_count=max(len(rows), total if rows else 0),
        newest=max(dates, default=None),
        undated_count=sum(1 for r in rows if r.published is None),
        page_count=sum(1 for p in group if p.items) or 1,
        is_archive=is_archive,
        has_list=first.has_list,
        is_data_answered=not rows and any(p.shape == "data" and p.has_list for p in group),
        is_from_data=from_data,
        empty_words="" if rows else next((p.empty_words for p in [first, *frames] if p.empty_words), ""),
        needs_rendering=needs,
        unseen=unseen,
    )


def _rows(drawn: Sequence[Page], data: Sequence[Page], frames: Sequence[Page]) -> tuple[list[ListItem], bool]:
    """All rows, each once; and whether any lay in data or a frame."""
    found: dict[tuple[str, str], ListItem] = {}
    for page in (*drawn, *data, *frames):
        for item in page.items:
            key = (item.url, "" if item.url else item.title)
            before = found.get(key)
            if before is None or (before.published is None and item.published):
                found[key] = item
    from_data = any(p.items for p in (*data, *frames)) or any(p.pager == "datastore" for p in drawn)
    return list(found.values()), from_data


def _newest_first(rows: Sequence[ListItem]) -> tuple[ListItem, ...]:
    dated = sorted((r for r in rows if r.published), key=lambda r: r.published or date.min, reverse=True)
    return (*dated, *(r for r in rows if not r.published))


def _name(page: Page, names: Mapping[str, str]) -> str:
    if page.section:
        return page.section
    if page.url in names:
        return names[page.url]
    return _NAME_TAIL.sub("", next((h for h in page.head_titles if h), page.title))[:40]


def _kind(
    name: str, path: Sequence[str], kinds: Sequence[tuple[str, re.Pattern[str]]], page: Page
) -> SectionKind:
    """By the section's own name; by the column type or a parent's name only where that says nothing."""
    tags = {k.lower(): v for k, v in page.tags.items()}
    for words in (name, tags.get("columntype", ""), *reversed(path[:-1])):
        found = next((kind for kind, pattern in kinds if words and pattern.search(words)), "")
        if found:
            return cast("SectionKind", found)
    return "other"


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
