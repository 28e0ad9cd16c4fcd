"""Looks at pages with other eyes: as a spider, as a reader from a search page, as a telephone."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from kaoping.archive import Archive
from kaoping.checks.integrity.cloaked import differs
from kaoping.gather import Fetcher, Pace, address_hash, host_of
from kaoping.gather.traps import TRAP, pattern_of
from kaoping.pages.suspicion import Identity, View, Views

from .readers import ReaderPool
from .tasks import Task
from .view_store import ROLES, ViewStore

SEPARATE: tuple[Identity, ...] = ("spider", "referred", "phone")
DEADLINE_S = 20.0
LEAST_SECONDS = 90.0
AT_ONCE = 4  # pages of one site; the pace of its host holds all the same
_SHAPES = "('home','section','article','entrance','other','frameset','shell')"


class OtherEyes:
    """
    Fetches, archives and reads other views of pages of one run. All requests go through the guard and keep
    to the pace; a view is asked for at most twice.

    Args:
        settings: The rulebook's ``reading/identities.yaml``.
        is_stopping: Whether no new request may be made.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        archive: Archive,
        pool: ReaderPool,
        fetcher: Fetcher,
        pace: Pace,
        store: ViewStore,
        settings: Mapping[str, Any],
        *,
        is_stopping: Callable[[], bool],
    ) -> None:
        self._db = connection
        self._archive = archive
        self._pool = pool
        self._fetcher = fetcher
        self._pace = pace
        self._store = store
        self._settings = settings
        self._is_stopping = is_stopping
        self._end = 0.0
        self.requests = 0

    async def look(
        self,
        homes: Mapping[str, str],
        *,
        max_minutes: float | None,
        only: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """
        Look at a choice of pages of each site.

        Args:
            homes: Site key to the address of its home page.
            only: The pages to look at on each site, in place of a choice.
            max_minutes: Of the run; a share of it is granted, but a minute and a half at least.
        """
        share = self._settings["minutes_share"]
        granted = 3600.0 if max_minutes is None else max(LEAST_SECONDS, max_minutes * 60 * share)
        self._end = time.monotonic() + granted
        chosen_of = {site: None if only is None else only.get(site, ()) for site in homes}
        await asyncio.gather(*(self._look_at_site(s, home, chosen_of[s]) for s, home in homes.items()))

    async def _look_at_site(self, site: str, home: str, only: Sequence[str] | None) -> None:
        known = set(self._store.looked_at(site))
        if only is None:
            separate, screened = chosen(self._db, site, home, self._settings)
        else:
            separate, screened = list(only), []
        slots = asyncio.Semaphore(AT_ONCE)

        async def one(url: str, *, is_screened: bool) -> None:
            async with slots:
                await (self._screen(site, url) if is_screened else self._look_separately(site, url))

        await asyncio.gather(
            *(one(url, is_screened=False) for url in separate if url not in known),
            *(one(url, is_screened=True) for url in screened if url not in known),
        )

    async def _screen(self, site: str, url: str) -> None:
        """All marks at once; only where that shows something, or is refused, each identity by itself."""
        await self._view(site, url, "screen")
        if self._is_different(site, url) or self._was_refused(site, url):
            await self._look_separately(site, url)

    async def _look_separately(self, site: str, url: str) -> None:
        for identity in SEPARATE:
            await self._view(site, url, identity)
        views = self._views(site, url)
        odd = [v.identity for v in views.others if v.identity != "screen" and differs(v, views.plain)]
        if odd:  # before anyone is accused: the plain view again, and the other one again
            await self._view(site, url, "again")
            for identity in dict.fromkeys(odd):
                await self._view(site, url, identity)

    def _views(self, site: str, url: str) -> Views:
        plain = self._store.plain(site, url) or View()
        return Views(site, url, plain, tuple(self._store.others(site, url)))

    def _is_different(self, site: str, url: str) -> bool:
        views = self._views(site, url)
        return any(differs(view, views.plain) for view in views.others)

    def _was_refused(self, site: str, url: str) -> bool:
        return any(view.is_refused for view in self._views(site, url).others)

    async def _view(self, site: str, url: str, identity: Identity) -> None:
        if self._is_stopping() or time.monotonic() > self._end or self._pace.is_refusing(host_of(url)):
            return
        given = self._settings[identity]
        headers = [("User-Agent", given["user_agent"]), ("Referer", given["referer"])]
        async with self._pace.turn(host_of(url)):
            capture = await self._fetcher.fetch(
                url,
                site=site,
                role=ROLES[identity],
                deadline_s=DEADLINE_S,
                extra_headers=[(name, value) for name, value in headers if value],
            )
        self.requests += 1
        stored = self._archive.append(capture)
        if capture.is_ok and capture.body and (row := self._archive.row(stored.seq)):
            self._store.put(row, await self._pool.read(Task(capture)))


def chosen(
    connection: sqlite3.Connection, site: str, home: str, settings: Mapping[str, Any]
) -> tuple[list[str], list[str]]:
    """
    Which pages of a site are looked at with other eyes.

    Returns:
        Those that each identity sees by itself (home page, pages with another sign, sections), and those
        that are screened first (nearest to the home page first, then by an order that no one can foresee).
    """
    trapped = _trapped(connection, site)
    near = [
        row
        for row in _near(connection, site, _linked_from(connection, home))
        if row[0] == home or trapped.isdisjoint(_forms(row[0]))
    ]
    signs = [u for u, _, has_sign in near if has_sign][: settings["signals"]]
    sections = [u for u, shape, _ in near if shape == "section"][: settings["sections"]]
    known = {u for u, _, _ in near}
    separate = list(dict.fromkeys([*([home] if home in known else []), *signs, *sections]))
    room = max(settings["screened"], int(settings["screened_share"] * len(near)))
    rest = [u for u, _, _ in near if u not in set(separate)]
    return separate, rest[:room]


def _trapped(connection: sqlite3.Connection, site: str) -> frozenset[str]:
    """Forms of the addresses that gathering left as traps: what looks like them is asked for no more."""
    rows = connection.execute(
        "SELECT min(url) FROM urls WHERE site=? AND reason LIKE ? GROUP BY parent, reason",
        (site, f"{TRAP}%"),
    )
    return frozenset(form for (url,) in rows for form in _forms(url))


def _forms(url: str) -> tuple[str, str]:
    """An address with its numbers folded, and without its query."""
    return pattern_of(url), url.partition("?")[0]


def _linked_from(connection: sqlite3.Connection, home: str) -> frozenset[int]:
    """Hashes of the addresses that the home page links: what visitors and search engines see most."""
    row = connection.execute("SELECT links FROM pages WHERE url_hash=?", (address_hash(home),)).fetchone()
    return frozenset(memoryview(row[0]).cast("q")) if row else frozenset()


def _near(
    connection: sqlite3.Connection, site: str, linked: frozenset[int]
) -> Iterator[tuple[str, str, bool]]:
    rows: Iterable[tuple[int, str, str, int]] = connection.execute(
        "SELECT p.url_hash, p.url, p.shape, instr(p.observations, x'696e746567726974792e')>0 FROM pages p"
        " LEFT JOIN urls u ON u.hash=p.url_hash WHERE p.site=? AND p.unreadable='' AND p.says_not_found=''"
        f" AND p.shape IN {_SHAPES} ORDER BY ifnull(u.depth, 99)>1 OR u.run>0,"
        " instr(p.url, '?')>0, p.url_hash",
        (site,),
    )
    for _, url, shape, has_sign in sorted(rows, key=lambda row: row[0] not in linked):
        yield url, shape, bool(has_sign)
