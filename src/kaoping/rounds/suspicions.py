"""The subjects of tampering checks, put together from what a run stored: loads, views, outer pages, dates."""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from sys import intern
from typing import Any, TypeVar

import msgspec

from kaoping.gather.addresses import address_hash, host_of, normalise
from kaoping.pages.hosts import trusted_hosts
from kaoping.pages.page import DateSeen
from kaoping.pages.suspicion import (
    ArticleTimes,
    ForeignLoad,
    ForeignPage,
    OuterPage,
    Timeline,
    View,
    Views,
    Way,
)
from kaoping.pages.words import squeeze
from kaoping.roster import SiteEntry
from kaoping.rulebook import Rulebook

from .store import PageStore
from .view_store import view_store

T = TypeVar("T")
MOST_PAGES = 1000
TEXT_CHARACTERS = 6000
_SERIAL = re.compile(r"(\d{4,12})(?=(?:_\d+)?\.s?html?$|\.(?:jsp|aspx?|php)$|$)")
_YEAR = re.compile(r"[〔\[(（]((?:19|20)\d\d)[〕\])）]")


@dataclass(frozen=True, slots=True)
class _Row:
    title: str = ""
    url: str = ""
    published: date | None = None


@dataclass(frozen=True, slots=True)
class _Dated:
    """What dating needs of a stored page; all else of the record is skipped."""

    url: str = ""
    shape: str = ""
    title: str = ""
    printed: date | None = None
    dates: tuple[DateSeen, ...] = ()
    told_dates: tuple[date, ...] = ()
    document_number: str = ""
    items: tuple[_Row, ...] = ()


@dataclass(frozen=True, slots=True)
class _Lead:
    url: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class _Loading:
    """What a stored page loads, and where it leads."""

    url: str = ""
    links: tuple[_Lead, ...] = ()
    scripts: tuple[str, ...] = ()
    refresh: str = ""
    base: str = ""
    forms: tuple[str, ...] = ()
    sends_to: tuple[str, ...] = ()


@dataclass(slots=True)
class _Load:
    address: str
    ways: dict[Way, None] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)


class Suspicions:
    """Reads the run's state file; the loads of all sites are found together, for they count each other."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        rules: Rulebook,
        entries: Iterable[SiteEntry],
        own_hosts: Iterable[str] = (),
    ) -> None:
        self._db = connection
        self._trusted = trusted_hosts(rules)
        self._loading = msgspec.msgpack.Decoder(_Loading)
        self._dated = msgspec.msgpack.Decoder(_Dated)
        homes = (normalise(e.url) or "" for e in entries)
        self._own = frozenset(host_of(home) for home in homes if home).union(own_hosts)
        self._views = view_store(connection, rules)
        self._loads: Mapping[str, Mapping[str, _Load]] | None = None

    # -- foreign loads -------------------------------------------------------------------------------------

    def loads(self, site: str, pages_seen: int) -> list[ForeignLoad]:
        """Each strange host that runs something in the site's pages, in order of host."""
        if self._loads is None:
            sites = [s for (s,) in self._db.execute("SELECT DISTINCT site FROM pages ORDER BY site")]
            self._loads = {s: self._loads_of(s) for s in sites}
        everywhere = self._loads
        return [
            ForeignLoad(
                site=site,
                host=host,
                address=load.address,
                ways=tuple(load.ways),
                cited_by=tuple(sorted(load.pages, key=lambda u: (len(u), u))[:MOST_PAGES]),
                cited_count=len(load.pages),
                pages_seen=pages_seen,
                sites_using=(using := sum(host in loads for loads in everywhere.values())),
                is_trusted=host in self._own or using >= self._trusted.seen_on_sites,
            )
            for host, load in sorted(everywhere.get(site, {}).items())
        ]

    def _loads_of(self, site: str) -> dict[str, _Load]:
        found: dict[str, _Load] = {}
        for page in self._pages(site, self._loading):
            for way, address in _loaded(page):
                if not self._trusted.is_stranger(address, site):
                    continue
                load = found.setdefault(host_of(address), _Load(address))
                load.ways.setdefault(way)
                if not load.pages or load.pages[-1] != page.url:
                    load.pages.append(page.url)
        return found

    def _pages(self, site: str, decoder: msgspec.msgpack.Decoder[T]) -> Iterator[T]:
        rows = self._db.execute(
            "SELECT record FROM pages WHERE site=? AND unreadable='' AND shape<>'data' ORDER BY url", (site,)
        )
        for (record,) in rows:
            yield decoder.decode(record)

    # -- views ---------------------------------------------------------------------------------------------

    def views(self, site: str) -> Iterator[Views]:
        """Each page that other identities saw too."""
        for url in self._views.looked_at(site):
            plain = self._views.plain(site, url)
            if plain is not None:
                yield Views(site, url, plain, tuple(self._without_own(self._views.others(site, url))))

    def views_count(self, site: str) -> int:
        """How many pages other identities saw."""
        return len(self._views.looked_at(site))

    def _without_own(self, views: Iterable[View]) -> Iterator[View]:
        """Other sites of the run are no strangers."""
        for view in views:
            hosts = tuple(h for h in view.hosts if h not in self._own)
            location = "" if view.location and host_of(view.location) in self._own else view.location
            yield replace(view, hosts=hosts, location=location)

    # -- outer pages ---------------------------------------------------------------------------------------

    def outer_count(self) -> int:
        """How many outer pages were read."""
        return int(self._db.execute("SELECT count(*) FROM outer_pages").fetchone()[0])

    def outer_pages(self, site: str, store: PageStore) -> Iterator[OuterPage]:
        """The read heads of outer pages to which the site links, in order of address."""
        read = {h: row for h, *row in self._db.execute("SELECT url_hash, url, title, text FROM outer_pages")}
        leading = self._leading_to(read)
        cited = store.citing(site, set(leading), most=MOST_PAGES) if leading else {}
        for url_hash, (count, pages) in sorted(cited.items(), key=lambda c: leading[c[0]][0]):
            url, landing = leading[url_hash]
            if not count or host_of(url) in self._own:
                continue
            lands_on, title, text = read[landing]
            yield OuterPage(
                site=site,
                url=url,
                lands_on=lands_on,
                cited_by=tuple(sorted(pages, key=lambda u: (len(u), u))),
                cited_count=count,
                title=title,
                text=text,
                is_trusted=self._trusted.holds(host_of(lands_on)) or host_of(lands_on) in self._own,
            )

    def _leading_to(self, read: Mapping[int, Any]) -> dict[int, tuple[str, int]]:
        """Address hashes from which redirects end at a page that was read, with address and end."""
        found = {h: (str(row[0]), h) for h, row in read.items()}
        hops = self._db.execute(
            "SELECT DISTINCT url_hash, url, location FROM captures"
            " WHERE role='target' AND location IS NOT NULL"
        ).fetchall()
        for _ in range(5):
            more = {
                h: (url, found[to][1])
                for h, url, location in hops
                if (to := address_hash(location)) in found and h not in found
            }
            if not more:
                break
            found.update(more)
        return found

    def foreign_pages(self, outer: Iterable[OuterPage], site: str, unit: str) -> Iterator[ForeignPage]:
        """Outer pages as possible counterfeits of the site's own articles."""
        titles: dict[str, str] | None = None
        for page in outer:
            if page.is_trusted:
                continue
            if titles is None:
                titles = {
                    key: one.url
                    for one in self._pages(site, self._dated)
                    if one.shape == "article" and len(key := squeeze(one.title)) >= 8
                }
            whole = squeeze(f"{page.title}\n{page.text[:400]}")
            copies = next((url for key, url in titles.items() if key in whole), "")
            yield ForeignPage(
                site=site,
                url=page.url,
                host=host_of(page.lands_on or page.url),
                cited_by=page.cited_by,
                title=page.title,
                text=page.text,
                copies=copies,
                unit=unit,
            )

    # -- dates ---------------------------------------------------------------------------------------------

    def timeline(self, site: str, home_url: str) -> Timeline:
        """Every date of every article; of each page only its dates stay in memory."""
        listed: dict[str, date] = {}
        articles: list[ArticleTimes] = []
        for page in self._pages(site, self._dated):
            for row in page.items:
                if row.published and row.url:
                    listed.setdefault(row.url, row.published)
            if page.shape == "article":
                articles.append(_times(page))
        return Timeline(site, home_url, tuple(replace(a, listed=listed.get(a.url)) for a in articles))


@dataclass(frozen=True, slots=True)
class SiteSuspicions:
    """The subjects of one site, made when a check asks for them."""

    run: Suspicions
    store: PageStore
    site: str
    home_url: str
    unit: str

    def counts(self) -> dict[type, int]:
        """How many of each kind there are to look at; of outer pages those of the whole run."""
        outer = self.run.outer_count()
        return {ForeignLoad: 1, Views: self.run.views_count(self.site), OuterPage: outer, ForeignPage: outer,
                Timeline: 1}  # fmt: skip

    def subjects(self) -> dict[type, Callable[[], Iterable[Any]]]:
        """Whoever makes each kind."""
        return {
            ForeignLoad: lambda: self.run.loads(self.site, self.store.count(self.site)),
            Views: lambda: self.run.views(self.site),
            OuterPage: lambda: self.run.outer_pages(self.site, self.store),
            ForeignPage: lambda: self.run.foreign_pages(
                self.run.outer_pages(self.site, self.store), self.site, self.unit
            ),
            Timeline: lambda: (self.run.timeline(self.site, self.home_url),),
        }


def _loaded(page: _Loading) -> Iterator[tuple[Way, str]]:
    yield from (("script", u) for u in page.scripts)
    yield from (("frame", link.url) for link in page.links if link.target == "frame")
    yield from (("form", u) for u in page.forms)
    yield from (("sends", u) for u in page.sends_to)
    if page.refresh:
        yield "refresh", page.refresh
    if page.base:
        yield "base", page.base


def _times(page: _Dated) -> ArticleTimes:
    by_kind = {d.what: d.value for d in reversed(page.dates) if d.value}
    serial = _SERIAL.search(page.url)
    year = _YEAR.search(page.document_number)
    return ArticleTimes(
        url=page.url,
        title=page.title,
        printed=page.printed,
        address=by_kind.get("address"),
        modified=by_kind.get("last_modified"),
        told=max(page.told_dates, default=None),
        number=date(int(year[1]), 1, 1) if year else None,
        serial=int(serial[1]) if serial else None,
        family=intern(re.sub(r"\d+", "0", page.url)),
    )
