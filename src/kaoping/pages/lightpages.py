"""What of a list page is kept while a site's sections are put together: some hundred bytes, no links."""

import json
import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from sys import intern

from .page import Page

# Pages of these shapes may make a section by themselves; rows of others are read again in the rare case.
ROW_SHAPES = frozenset({"section", "data"})
_NAME_TAIL = re.compile(r"\s*(?:[-_|—–>]|\s{2,}).*$")
_NAMED = frozenset({"navigation", "breadcrumb", "head"})


@dataclass(frozen=True, slots=True)
class LightPage:
    """
    A page without its rows' words and its links. Rows are `keys` (hashes of what tells a row from others)
    beside `days` (ordinals, 0 where undated), or null where they were not kept; `following` holds hashes of
    addresses; `parameters` is JSON.
    """

    url: str
    site: str
    shape: str
    section: str
    section_url: str
    trail: tuple[str, ...]
    trail_urls: tuple[str, ...]
    head: str
    column: str
    column_type: str
    is_tagged_article: bool
    has_list: bool
    has_items: bool
    is_store: bool
    empty_words: str
    needs_rendering: str
    unwalked: str
    data_total: int
    following: Sequence[int]
    lists: Sequence[int]
    frames: tuple[str, ...]
    has_frame: bool
    scripts: tuple[str, ...]
    calls: tuple[str, ...]
    parameters: str
    keys: Sequence[int] | None
    days: Sequence[int] | None


def light(page: Page, shared: dict[tuple[str, ...], tuple[str, ...]]) -> LightPage:
    """The light form of a page. `shared` holds tuples that pages have in common; one for a whole site."""
    tags = {k.lower(): v for k, v in page.tags.items()}
    keeps_rows = page.shape in ROW_SHAPES
    asks = bool(page.needs_rendering) and bool(page.parameters)
    frames = tuple(x.url for x in page.links if x.target == "frame")
    return LightPage(
        url=page.url,
        site=intern(page.site),
        shape=intern(page.shape),
        section=intern(page.section),
        section_url=intern(page.section_url) if page.shape == "data" else "",
        trail=_shared(tuple(step.text for step in page.breadcrumb if step.text), shared),
        trail_urls=_shared(tuple(step.url for step in page.breadcrumb if step.url), shared),
        head=intern(_NAME_TAIL.sub("", next((h for h in page.head_titles if h), page.title))[:40]),
        column=intern(tags.get("columnname", "")),
        column_type=intern(tags.get("columntype", "")),
        is_tagged_article=bool(tags.get("articletitle")),
        has_list=page.has_list,
        has_items=bool(page.items),
        is_store=page.pager == "datastore",
        empty_words=intern(page.empty_words),
        needs_rendering=intern(page.needs_rendering),
        unwalked=intern(page.unwalked),
        data_total=page.data_total or 0,
        following=array("q", map(hash, page.next_urls)),
        lists=array("q", map(hash, page.lists)),
        frames=frames,
        has_frame=bool(frames),
        scripts=_shared(page.scripts, shared) if asks else (),
        calls=page.calls,
        parameters=json.dumps(dict(page.parameters), ensure_ascii=False) if asks else "",
        keys=row_keys(page) if keeps_rows else None,
        days=row_days(page) if keeps_rows else None,
    )


def row_keys(page: Page) -> Sequence[int]:
    """A row is its address; where it has none, its title."""
    return array("q", (hash((i.url, "" if i.url else i.title)) for i in page.items))


def row_days(page: Page) -> Sequence[int]:
    """The rows' days as ordinals, 0 where undated."""
    return array("i", (i.published.toordinal() if i.published else 0 for i in page.items))


def day_of(ordinal: int) -> date | None:
    """The day of an ordinal of `row_days`."""
    return date.fromordinal(ordinal) if ordinal else None


def link_names(page: Page, names: dict[str, str]) -> None:
    """Add what this page's navigation calls addresses; who came first stays."""
    for link in page.links:
        if link.place in _NAMED and link.text and 2 <= len(link.text) <= 20:
            names.setdefault(link.url, link.text)


def parameters_of(page: LightPage) -> Mapping[str, str]:
    """What the page hands to its scripts."""
    return dict(json.loads(page.parameters)) if page.parameters else {}


def _shared(texts: Iterable[str], shared: dict[tuple[str, ...], tuple[str, ...]]) -> tuple[str, ...]:
    whole = tuple(texts)
    return shared.setdefault(whole, whole)
