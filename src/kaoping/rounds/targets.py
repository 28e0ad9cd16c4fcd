"""
Which addresses do not answer: joins captures, frontier and pages into `LinkTarget`s.

Only suspicious addresses are built whole; a site's tens of thousands of good ones are merely counted.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from kaoping.gather.addresses import address_hash
from kaoping.gather.found import Target
from kaoping.pages import LinkTarget, Sight

from .outer_pages import outer_not_found
from .store import PageStore

SAME_PAGE_BITS = 3  # two pages whose 64-bit simhashes differ in at most so many bits are alike
TOO_COMMON = 0.3  # where so many good pages look like the answer to a nonsense address, it proves nothing
MOST_HOPS = 10
LINK_ROLES = ("page", "target", "rendered")
ASKED = "role IN ('page','target','attachment')"  # requests that show whether an address answers


@dataclass(frozen=True, slots=True)
class Nonsense:
    """How a host answers an address that cannot exist: the simhash of a 200 page; None where it is honest."""

    fingerprint: int | None = None
    remark: str = ""


class FailedAddresses:
    """
    The addresses of the whole run that failed, and those that redirect to one. An address that several sites
    cite is asked for once, on behalf of whichever met it first: its answers count for all of them.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._known: frozenset[int] | None = None

    def all(self) -> frozenset[int]:
        """Their hashes, found once."""
        if self._known is None:
            self._known = frozenset(self._find())
        return self._known

    def _find(self) -> set[int]:
        bad = f"SELECT DISTINCT url_hash FROM captures WHERE {ASKED} AND (failure<>'' OR status>=400)"
        failing = {h for (h,) in self._db.execute(bad)}
        hops = [
            (h, address_hash(location))
            for h, location in self._db.execute(
                f"SELECT DISTINCT url_hash, location FROM captures WHERE {ASKED} AND location IS NOT NULL"
            )
            if location
        ]
        for _ in range(MOST_HOPS):
            more = {h for h, to in hops if to in failing} - failing
            if not more:
                break
            failing |= more
        return failing


class Targets:
    """The link targets of one site, read from the run's state file."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        store: PageStore,
        site: str,
        home_url: str,
        failed: FailedAddresses | None = None,
    ) -> None:
        self._db = connection
        self._failed = failed or FailedAddresses(connection)
        self._store = store
        self._site = site
        self._home = address_hash(home_url)

    def looked_at(self) -> int:
        """How many distinct addresses were asked for links' sake."""
        return int(
            self._db.execute(
                f"SELECT count(DISTINCT url_hash) FROM captures WHERE site=? AND {ASKED}",
                (self._site,),
            ).fetchone()[0]
        )

    def suspicious(self, nonsense: Nonsense) -> Iterator[LinkTarget]:
        """Targets that failed, or that say "not found" with a 200, in order of address."""
        soft = {**outer_not_found(self._db), **self._soft_not_found(nonsense)}
        wanted = (self.failing() | set(soft)) - {self._home}
        cited = self._store.citing(self._site, wanted)
        rows = {h: row for h in wanted if cited[h][0] and (row := self.known(h))}
        for url_hash, (url, target, is_outer) in sorted(rows.items(), key=lambda row: row[1][0]):
            count, pages = cited[url_hash]
            yield LinkTarget(
                site=self._site,
                url=url,
                target=target,
                is_outer=is_outer,
                cited_by=tuple(self.home_first(pages)),
                cited_count=count,
                text=self.link_text(url, pages),
                sights=tuple(self.sights(url_hash)),
                soft_not_found=soft.get(url_hash, ""),
            )

    def known(self, url_hash: int) -> tuple[str, Target, bool] | None:
        """
        Address, kind, and whether it is outside: such a one has the complement of its hash as its key, or is
        the page of another site of the run.
        """
        row = self._db.execute(
            "SELECT url, target, site, hash FROM urls WHERE hash IN (?,?) ORDER BY site<>?",
            (url_hash, ~url_hash, self._site),
        ).fetchone()
        return (row[0], row[1], row[2] != self._site or row[3] != url_hash) if row else None

    def seen_once(self, nonsense: Nonsense) -> list[str]:
        """Addresses that say "not found" with a 200 and were looked at only once, in order."""
        hashes = self._soft_not_found(nonsense)
        urls = [row.url for h in hashes if (row := self._store.row(h)) and len(list(self.sights(h))) < 2]
        return sorted(urls)

    def failing(self) -> frozenset[int]:
        """Addresses with a failed answer, and those that redirect to one, of all sites of the run."""
        return self._failed.all()

    def sights(self, url_hash: int) -> Iterator[Sight]:
        """How an address answered, in order of time; redirects are followed to their end."""
        for seq, method, status, failure, location, at in self._db.execute(
            "SELECT seq, method, status, failure, location, fetched_at FROM captures"
            f" WHERE url_hash=? AND {ASKED} ORDER BY seq",
            (url_hash,),
        ):
            # Many hosts answer HEAD wrongly: a bad answer counts only when GET says the same.
            if method == "HEAD" and (failure or (status or 0) >= 400):
                continue
            if location:
                status, failure = self._landing(location, seq)
            yield Sight(status=status, failure=failure or "", at=at)

    def _landing(self, location: str, seq: int) -> tuple[int | None, str | None]:
        """Where a chain of redirects ends: status and failure of its last hop at this attempt."""
        status: int | None = None
        failure: str | None = None
        for _ in range(MOST_HOPS):
            row = self._db.execute(
                "SELECT status, failure, location, seq FROM captures"
                f" WHERE url_hash=? AND {ASKED} ORDER BY seq<?, abs(seq-?) LIMIT 1",
                (address_hash(location), seq, seq),
            ).fetchone()
            if row is None:
                return 200, None  # the hop was not followed: nothing is known against it
            status, failure, onward, seq = row
            if not onward:
                break
            location = onward
        return status, failure

    def _soft_not_found(self, nonsense: Nonsense) -> dict[int, str]:
        soft: dict[int, str] = {}
        alike: list[int] = []
        seen = 0
        for row in self._store.rows(self._site):
            if row.shape in ("data", "home") or row.unreadable:
                continue
            seen += 1
            if row.says_not_found:
                soft[row.url_hash] = f"返回200但页面显示“{row.says_not_found}”"
            elif nonsense.fingerprint is not None and _is_alike(row.fingerprint, nonsense.fingerprint):
                alike.append(row.url_hash)
        if alike and len(alike) <= TOO_COMMON * seen:
            soft.update(dict.fromkeys(alike, "返回200但内容与不存在的地址相同"))
        return soft

    def home_first(self, pages: list[str]) -> list[str]:
        """The pages with the home page first, then by address."""
        return sorted(pages, key=lambda url: (address_hash(url) != self._home, url))

    def link_text(self, url: str, pages: list[str]) -> str:
        """The words of the link on the first of the pages."""
        page = self._store.page(address_hash(self.home_first(pages)[0])) if pages else None
        return next((link.text for link in page.links if link.url == url), "") if page else ""


def _is_alike(one: int, other: int) -> bool:
    return ((one ^ other) & ((1 << 64) - 1)).bit_count() <= SAME_PAGE_BITS
