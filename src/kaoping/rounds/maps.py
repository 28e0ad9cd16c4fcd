"""What a site discloses, what its townships hold, how it answers: read from the run's state file."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

import msgspec

from kaoping.checks.declaration import Mapped
from kaoping.gather.addresses import address_hash
from kaoping.gather.budget import TOO_DEEP
from kaoping.pages import Page, Section
from kaoping.pages.disclosure import CatalogueItem, DisclosureMap
from kaoping.pages.disclosurewords import DisclosureWords, disclosure_words
from kaoping.pages.exchange import Exchange
from kaoping.pages.frames import Frame
from kaoping.pages.glimpse import Glimpse
from kaoping.pages.interaction import InteractionReading
from kaoping.pages.itemdocuments import Documents
from kaoping.pages.mapping import UnitOfMap, disclosure_map
from kaoping.pages.places import SiteView, names_of, places
from kaoping.pages.townships import Platform, platforms
from kaoping.roster import MappingEntry, SiteEntry
from kaoping.rulebook import Catalogue, Rulebook

from .cut_short import CUT_SHORT
from .store import PageStore

_WAY_SHAPES = ("home", "other", "entrance", "frameset")
_MOST_WAY_PAGES = 2000
_MOST_SECTION_PAGES = 300
_MOST_SINGLE_PAGES = 20_000
_LEFT_OUT = (*CUT_SHORT, TOO_DEEP)
_WAY_PRIORITY = 20  # up to here addresses lead to lists rather than to articles
_MOST_WAYS = 5000
_NO_DISCLOSURE, _NO_INTERACTION = DisclosureMap(), InteractionReading()


@dataclass(frozen=True, slots=True)
class SiteMaps:
    """One site's maps, as its checks and the reports read them."""

    disclosure: DisclosureMap = _NO_DISCLOSURE
    platforms: tuple[Platform, ...] = ()
    interaction: InteractionReading = _NO_INTERACTION

    def subjects(self) -> Mapping[type, Sequence[Mapped]]:
        """The maps as the subjects of checks, by what checks read."""
        return {
            CatalogueItem: self.disclosure.catalogue_items(),
            DisclosureMap: (self.disclosure,),
            Platform: self.platforms,
            InteractionReading: (self.interaction,),
        }


NO_MAPS = SiteMaps()


class MapReader:
    """Draws maps of the run's sites; holds the office's mapping and compiled words."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        store: PageStore,
        rules: Rulebook,
        today: date,
        mapping: Sequence[MappingEntry] = (),
    ) -> None:
        self._db = connection
        self._store = store
        self._rules = rules
        self._today = today
        self._mapping = tuple(mapping)
        self._words: DisclosureWords = disclosure_words(rules)
        self._glimpses = msgspec.msgpack.Decoder(Glimpse)

    def read(self, entry: SiteEntry, key: str, home: Page | None, sections: Sequence[Section]) -> SiteMaps:
        """
        The maps of one site: pure in what is stored.

        Memory is bounded: pages pass by one at a time, and of articles only those that navigation leads to
        or that titles tell to answer an item are kept.
        """
        others: dict[str, list[str]] = {}
        names = names_of(self._way_pages(key, sections), home=home, rules=self._rules, others=others)
        catalogues = self._catalogues(entry)
        documents = Documents((node for one in catalogues for node in one.nodes), self._words)
        frame = Frame()
        exchange = Exchange(self._rules)
        single: dict[str, Glimpse] = {}
        listed = {section.url for section in sections}
        named: set[str] = set()
        for page in self._all(key):
            named.update(page.townships_named)
            exchange.see(page)
            documents.see(page)
            frame.see(page)
            is_single = page.url not in listed and self._stands_alone(page, names)
            if is_single and len(single) < _MOST_SINGLE_PAGES:
                single[page.url] = page
        home_url = home.url if home else ""
        view = SiteView(key, home_url, tuple(sections), single, names, self._works,
                        self._incomplete(key, names, frame.pages, sections), documents.found(),
                        documents.explained(), others, frame.length)  # fmt: skip
        interaction = exchange.reading(
            site=key, unit=entry.unit, unit_kind=entry.unit_kind, home_url=home_url, names=names,
            sections=sections, works=self._works, unseen=view.incomplete,
        )  # fmt: skip
        return SiteMaps(
            self._disclosure(entry, view, catalogues),
            self._platforms(entry, view, sorted(named)),
            interaction,
        )

    def _disclosure(self, entry: SiteEntry, view: SiteView, catalogues: Sequence[Catalogue]) -> DisclosureMap:
        owner = UnitOfMap(entry.unit, entry.unit_kind, entry.townships, self._mapping, self._rules.exemptions)
        return disclosure_map(
            view, owner, catalogues, articles=self._articles, today=self._today, words=self._words
        )

    def _platforms(self, entry: SiteEntry, view: SiteView, named: Sequence[str]) -> tuple[Platform, ...]:
        township = next((c for c in self._rules.catalogues.values() if c.kind == "township"), None)
        local = [
            node
            for c in self._rules.catalogues.values()
            if c.kind == "statutory"
            for node in c.nodes
            if "乡镇街道" in node.conditional
        ]
        if entry.unit_kind != "县市区" or township is None:
            return ()
        return platforms(
            places(view), entry.townships, township, site=view.site, unit=entry.unit,
            unit_kind=entry.unit_kind, home_url=view.home_url, incomplete=view.incomplete,
            articles=self._articles, today=self._today, words=self._words, local=local,
            named=named, lengths=self._lengths, frame_length=view.frame_length,
        )  # fmt: skip

    def _catalogues(self, entry: SiteEntry) -> list[Catalogue]:
        """Statutory ones for all, grassroots domains for counties; townships have a reading of their own."""
        kinds = ("statutory", "grassroots") if entry.unit_kind == "县市区" else ("statutory",)
        found = [c for c in self._rules.catalogues.values() if c.kind in kinds]
        return sorted(found, key=lambda c: (kinds.index(c.kind), c.name))

    def _way_pages(self, key: str, sections: Sequence[Section]) -> Iterator[Page]:
        """Pages whose links lead through the site: entrances and landing pages, then lists' first pages."""
        yield from islice(self._store.pages(key, shapes=_WAY_SHAPES), _MOST_WAY_PAGES)
        for section in sections[:_MOST_SECTION_PAGES]:
            page = self._store.page(address_hash(section.url))
            if page is not None:
                yield page

    def _all(self, key: str) -> Iterator[Glimpse]:
        for (record,) in self._db.execute(
            "SELECT record FROM pages WHERE site=? AND unreadable='' AND shape<>'data' ORDER BY url", (key,)
        ):
            yield self._glimpses.decode(record)

    def _stands_alone(self, page: Glimpse, names: Mapping[str, str]) -> bool:
        if page.url in names:
            return True
        if page.shape == "article":
            return bool(page.breadcrumb) and page.breadcrumb[-1].url == page.url
        return page.shape != "section"

    def _articles(self, urls: Sequence[str]) -> Mapping[str, tuple[str, date | None]]:
        """Kind and publication day of those of these addresses that were read as articles."""
        found = {}
        for url in urls:
            row = self._db.execute(
                "SELECT record FROM pages WHERE url_hash=? AND unreadable='' AND shape='article'",
                (address_hash(url),),
            ).fetchone()
            if row is not None:
                page = self._glimpses.decode(row[0])
                found[url] = (page.kind, page.published)
        return found

    def _lengths(self, urls: Sequence[str]) -> Mapping[str, int]:
        """Characters of the text of those of these addresses that were read as articles."""
        found = {}
        for url in urls:
            row = self._db.execute(
                "SELECT record FROM pages WHERE url_hash=? AND unreadable='' AND shape='article'",
                (address_hash(url),),
            ).fetchone()
            if row is not None:
                found[url] = self._glimpses.decode(row[0]).text_length
        return found

    def _works(self, url: str) -> bool | None:
        """Whether an address answered the last time it was asked; None where nobody asked."""
        row = self._db.execute(
            "SELECT status, failure FROM captures WHERE url_hash=? ORDER BY seq DESC LIMIT 1",
            (address_hash(url),),
        ).fetchone()
        if row is None:
            return None
        status, failure = row
        return not failure and status is not None and status < 400

    def _incomplete(self, key: str, names: Mapping[str, str], pages: int, sections: Sequence[Section]) -> str:
        """Why ways of the site were not followed: what they lead to may hold sections."""
        if not pages:
            return "没有看懂这个网站的任何页面"
        if not sections:
            return "没有认出这个网站的任何栏目"
        marks = ",".join("?" * len(_LEFT_OUT))
        rows = self._db.execute(
            "SELECT url FROM urls WHERE site=? AND host=? AND target='page' AND priority<=?"
            f" AND (state IN (0,1) OR (state=4 AND reason IN ({marks}))) LIMIT ?",
            (key, key, _WAY_PRIORITY, *_LEFT_OUT, _MOST_WAYS),
        )
        count = sum(1 for (url,) in rows if url in names)
        return f"网站没有抓全(导航中还有{count}个页面没有访问)" if count else ""
