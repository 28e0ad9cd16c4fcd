"""A site's sections (栏目): list pages joined with their further pages, data answers and inner frames."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast

from .lightpages import LightPage, light, link_names
from .page import ListItem, Page
from .platforms import catalogue_address
from .sectiongroups import grouped
from .sectionrows import Rows, rows_of
from .sectiontree import parents
from .sectionurls import first_page
from .subjects import Section, SectionKind
from .words import Rules

_ITEM_CAP = 50
_DATE_CAP = 2000
Again = Callable[[str], Page | None]


def sections(
    pages: Iterable[Page],
    *,
    home: Page | None,
    today: date,
    rules: Rules,
    again: Again | None = None,
    names: dict[str, str] | None = None,
) -> tuple[Section, ...]:
    """
    The sections of one site, by address.

    A section is what a list page shows, or would show: articles with side lists, the home page, search
    results and pages that only lead to other sections are none. What scripts draw and nobody could read is a
    section with `needs_rendering`, never an empty one.

    Args:
        pages: Gone through once; of each no more than a few hundred bytes are kept.
        again: Gives a page by its address once more, to word the rows that are shown. Without it the pages
            themselves are kept.
        names: Filled with what navigation and trails call addresses; `entries` are made of it.
    """
    if again is None:
        held = {p.url: p for p in pages}
        again, pages = held.get, held.values()
    names = {} if names is None else names
    known = _known(pages, home, names)
    reading = rules.reading("sections")
    make = _Making(known, names, reading, today, again)
    found = [s for group in grouped(known, home.url if home else "") if (s := make.section(group))]
    above = parents(found, known, home.url if home else "")
    return tuple(sorted((replace(s, parent=above.get(s.url, "")) for s in found), key=lambda s: s.url))


def _known(pages: Iterable[Page], home: Page | None, names: dict[str, str]) -> dict[str, LightPage]:
    """The pages that count. `names` gets what navigation calls addresses: the home page's words first."""
    known: dict[str, LightPage] = {}
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}
    if home is not None:
        link_names(home, names)
    for page in pages:
        if not page.says_not_found and page.status < 400:
            known[page.url] = light(page, shared)
            link_names(page, names)
    return known


class _Making:
    """Makes sections of groups of pages."""

    def __init__(
        self, known: Mapping[str, LightPage], names: Mapping[str, str], reading: Mapping[str, Any],
        today: date, again: Again,
    ) -> None:  # fmt: skip
        self._known = known
        self._names = names
        self._kinds = [(k, re.compile(p)) for k, p in reading["kinds"]]
        self._archive = re.compile(reading["archive"])
        self._periods: Mapping[str, int] = reading["period_days"]
        self._today = today
        self._again = again

    def section(self, group: Sequence[LightPage]) -> Section | None:
        drawn = [p for p in group if p.shape != "data"]
        data = [p for p in group if p.shape == "data"]
        first = first_page(drawn or data)
        if first is None:
            return None
        frames = [self._known[url] for p in drawn for url in p.frames if url in self._known]
        rows = rows_of((*drawn, *data, *frames), self._again)
        unseen = ""
        if not rows.count and first.has_frame and not first.empty_words and not first.has_list:
            unseen = "" if frames else "内嵌页面没有取得"
        name = self._name(first)
        path = first.trail or ((name,) if name else ())
        is_archive = any(self._archive.search(step) for step in dict.fromkeys((name, *path)))
        kind = self._kind(name, path, first)
        return Section(
            site=first.site,
            name=name,
            url=first.url if drawn else catalogue_address(first.url),
            kind=kind,
            path=path,
            is_archive=is_archive,
            has_list=first.has_list,
            is_data_answered=not rows.count and any(p.has_list for p in data),
            is_from_data=any(p.has_items for p in (*data, *frames)) or any(p.is_store for p in drawn),
            page_count=sum(1 for p in group if p.has_items) or 1,
            empty_words=""
            if rows.count
            else next((p.empty_words for p in [first, *frames] if p.empty_words), ""),
            needs_rendering=_needs(first, data, rows),
            unseen=unseen,
            unwalked=next((p.unwalked for p in drawn if p.unwalked), ""),
            period_days=None if is_archive else self._periods.get(kind),
            **self._counted(group, rows),
        )

    def _counted(self, group: Sequence[LightPage], rows: Rows) -> Mapping[str, Any]:
        dates = rows.dates(self._today)
        total = max([p.data_total for p in group], default=0)
        items: tuple[ListItem, ...] = rows.newest(_ITEM_CAP, self._again)
        return {
            "items": items,
            "item_count": max(rows.count, total if rows.count else 0),
            "newest": dates[0] if dates else None,
            "undated_count": rows.undated,
            "dates": dates[:_DATE_CAP],
        }

    def _name(self, page: LightPage) -> str:
        return page.section or self._names.get(page.url) or page.head

    def _kind(self, name: str, path: Sequence[str], page: LightPage) -> SectionKind:
        """By the section's own name; by the column type or a parent's name only where that says nothing."""
        for words in (name, page.column_type, *reversed(path[:-1])):
            found = next((kind for kind, pattern in self._kinds if words and pattern.search(words)), "")
            if found:
                return cast("SectionKind", found)
        return "other"


def _needs(first: LightPage, data: Sequence[LightPage], rows: Rows) -> str:
    if rows.count or any(p.has_list and not p.has_items for p in data):
        return ""  # seen, or the interface was asked and says that there is nothing
    return first.needs_rendering
