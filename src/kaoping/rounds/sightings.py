"""What the archive's index says of a site as a whole: was it there, what was unseen, what proves a fact."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from kaoping.checks.observation import Evidence
from kaoping.gather import FAILURE_WORDS, Failure
from kaoping.gather.addresses import address_hash
from kaoping.pages import Look, Page, Sight, Site, dated_by_targets, site_reading
from kaoping.roster import SiteEntry

from .store import PageStore, fact, set_fact
from .targets import Nonsense

REFUSALS = (401, 403, 405, 412, 418, 429, 451, 503)
GONE = (404, 410)
_HOPS = 5
PROBE_ROLES = "('probe','page')"


class Sightings:
    """Reads the run's state file; holds nothing."""

    def __init__(self, connection: sqlite3.Connection, store: PageStore) -> None:
        self._db = connection
        self._store = store

    def site(self, entry: SiteEntry, key: str, home_url: str, today: date) -> Site:
        """The whole site as its checks see it."""
        probes = tuple(self._probes(home_url, entry.url))
        home = self._store.page(address_hash(home_url))
        home = dated_by_targets(home, self._published) if home else None
        row = None if home else self._store.row(address_hash(home_url))
        unseen = "" if home else (row.unreadable if row else "") or _why_unseen(probes)
        return site_reading(
            site=key,
            unit=entry.unit,
            unit_kind=entry.unit_kind,
            name=entry.name,
            registered_code=entry.code,
            home=home,
            home_url=home_url,
            home_unseen=unseen,
            probes=probes,
            second_level=self._second_level(home_url),
            today=today,
            pages_seen=self._store.count(key),
        )

    def _published(self, url: str) -> date | None:
        page = self._store.page(address_hash(url))
        return page.published if page and page.shape == "article" else None

    def _second_level(self, home_url: str) -> Iterator[Page]:
        for (url_hash,) in self._db.execute(
            "SELECT p.url_hash FROM pages p JOIN urls u ON u.hash=p.url_hash"
            " WHERE u.parent=? AND p.unreadable='' ORDER BY p.url",
            (address_hash(home_url),),
        ):
            page = self._store.page(url_hash)
            if page is not None:
                # a home page leads to hundreds, and of each only rows, dates and footer are looked at
                yield replace(page, links=(), text_links=(), related=(), tags={}, images=(), scripts=())

    def _probes(self, *addresses: str) -> Iterator[Sight]:
        hashes = sorted({address_hash(a) for a in addresses})
        marks = ",".join("?" * len(hashes))
        for status, failure, at in self._db.execute(
            f"SELECT status, failure, fetched_at FROM captures WHERE url_hash IN ({marks})"
            f" AND role IN {PROBE_ROLES} AND location IS NULL ORDER BY seq",
            hashes,
        ):
            yield Sight(status=status, failure=failure or "", at=at)

    def look(self, url: str) -> Look:
        """What the run knows of an address."""
        status, failure = None, ""
        first = url_hash = address_hash(url)
        for _ in range(_HOPS):
            page = self._store.page(url_hash)
            if page is not None:
                return Look(page)
            row = self._db.execute(
                "SELECT status, failure, location FROM captures WHERE url_hash=? AND role NOT LIKE 'view%'"
                " ORDER BY seq DESC LIMIT 1",
                (url_hash,),
            ).fetchone()
            if row is None:
                break
            status, failure, location = row
            if not location:
                break
            url_hash = address_hash(location)
        # an address outside has the complement of its hash as its key
        outer = self._db.execute("SELECT 1 FROM urls WHERE hash=?", (~first,)).fetchone()
        return Look(is_failed=bool(failure) or status in GONE, is_outer=outer is not None)

    def nonsense(self, key: str) -> Nonsense:
        """How the site answers an address that cannot exist."""
        text = fact(self._db, f"nonsense:{key}")
        if not text:
            return Nonsense()
        return Nonsense(**json.loads(text))

    def drawn_by_script(self, key: str) -> dict[str, str]:
        """Pages whose words only a browser would show and none did, each with its Chinese reason."""
        rows = self._store.rows(key)
        return {
            r.url: "页面由脚本生成,需要浏览器渲染" for r in rows if r.needs_rendering and not r.unreadable
        }

    def unseen_pages(self, key: str) -> dict[str, str]:
        """Pages of the site that were asked for and could not be seen, each with its Chinese reason."""
        unseen: dict[str, str] = {}
        for url, status, failure in self._db.execute(
            "SELECT c.url, c.status, c.failure FROM captures c JOIN (SELECT max(seq) AS seq FROM captures"
            " WHERE site=? AND role='page' GROUP BY url_hash) last ON last.seq=c.seq"
            " LEFT JOIN pages p ON p.url_hash=c.url_hash"
            " WHERE p.url_hash IS NULL AND (c.failure<>'' OR c.status>=400)",
            (key,),
        ):
            if failure:
                unseen[url] = FAILURE_WORDS[Failure(failure)]
            elif status in REFUSALS or status >= 500:
                unseen[url] = f"对方返回{status}"
        for row in self._store.rows(key):
            if row.unreadable:
                unseen[row.url] = row.unreadable
        return unseen

    def evidence(self, url_hash: int) -> tuple[Evidence, datetime | None]:
        """The capture that proves what is said of an address: the one that was read, else the last one."""
        row = self._db.execute(
            "SELECT c.digest, c.file, c.offset, c.fetched_at FROM pages p JOIN captures c ON c.seq=p.seq"
            " WHERE p.url_hash=?",
            (url_hash,),
        ).fetchone()
        row = (
            row
            or self._db.execute(
                "SELECT digest, file, offset, fetched_at FROM captures WHERE url_hash=?"
                " AND role IN ('page','target','attachment','rendered') ORDER BY seq DESC LIMIT 1",
                (url_hash,),
            ).fetchone()
        )
        if row is None:
            return Evidence(), None
        return Evidence(digest=row[0] or "", archive=row[1], offset=row[2]), moment(row[3])

    def view_evidence(self, url_hash: int, identity: str) -> tuple[Evidence, datetime | None]:
        """The capture of a page as another identity last saw it."""
        row = self._db.execute(
            "SELECT digest, file, offset, fetched_at FROM captures WHERE url_hash=? AND role=?"
            " ORDER BY seq DESC LIMIT 1",
            (url_hash, f"view_{identity}"),
        ).fetchone()
        if row is None:
            return self.evidence(url_hash)
        return Evidence(digest=row[0] or "", archive=row[1], offset=row[2]), moment(row[3])

    def last_moment(self, key: str) -> datetime | None:
        """The last instant at which the site was asked for anything."""
        (text,) = self._db.execute("SELECT max(fetched_at) FROM captures WHERE site=?", (key,)).fetchone()
        return moment(text) if text else None

    def remarks(self, key: str) -> tuple[str, ...]:
        """What the gathering had to say of the site, in the order it was said."""
        text = fact(self._db, f"remarks:{key}")
        return tuple(json.loads(text)) if text else ()


def add_remark(connection: sqlite3.Connection, key: str, remark: str) -> None:
    """Remember a remark on a site, once."""
    text = fact(connection, f"remarks:{key}")
    remarks: list[str] = json.loads(text) if text else []
    if remark not in remarks:
        set_fact(connection, f"remarks:{key}", json.dumps([*remarks, remark], ensure_ascii=False))


def moment(text: str) -> datetime:
    """An instant as the archive's index writes it, aware, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def _why_unseen(probes: tuple[Sight, ...]) -> str:
    if not probes:
        return "没有访问到首页"
    last = probes[-1]
    if last.failure:
        return FAILURE_WORDS[Failure(last.failure)]
    return f"首页返回{last.status}"
