"""What a run knows, on disk: one SQLite file beside the archive; a kill at any moment loses nothing."""

import sqlite3
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kaoping.checks.observation import Observation
from kaoping.pages import Page

from .attachment_store import ATTACHMENTS_SCHEMA
from .tasks import Outcome
from .views_schema import VIEWS_SCHEMA

SCHEMA = """
CREATE TABLE IF NOT EXISTS pages (
  url_hash INTEGER PRIMARY KEY, site TEXT NOT NULL, seq INTEGER NOT NULL, url TEXT NOT NULL,
  shape TEXT NOT NULL, kind TEXT NOT NULL, section_url TEXT NOT NULL, fingerprint INTEGER NOT NULL,
  says_not_found TEXT NOT NULL, needs_rendering TEXT NOT NULL, unreadable TEXT NOT NULL,
  record BLOB NOT NULL, links BLOB NOT NULL, observations BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS letters (url_hash INTEGER PRIMARY KEY, seq INTEGER NOT NULL, held BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS pages_by_site ON pages (site, shape, url);
CREATE TABLE IF NOT EXISTS brought (seq INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

CACHE_MB = 8
# captures that this run itself asked for: not drawn by a browser, not brought along from an earlier archive
OWN_REQUESTS = "role<>'rendered' AND seq NOT IN (SELECT seq FROM brought)"
COLUMNS = (
    "site", "seq", "url", "shape", "kind", "section_url", "fingerprint", "says_not_found", "needs_rendering",
    "unreadable", "record", "links", "observations",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageRow:
    """What the table of pages says without opening the page's record."""

    url_hash: int
    seq: int
    url: str
    shape: str
    kind: str
    fingerprint: int
    says_not_found: str
    needs_rendering: str
    unreadable: str


def open_state(path: Path) -> sqlite3.Connection:
    """
    Open or make the state file: WAL, so that every commit survives the death of the process; the archive's
    bytes are synced before checkpoints, so that after a power cut rows without bytes are found and dropped.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    small_cache(connection)
    connection.execute("PRAGMA temp_store=FILE")
    connection.executescript(SCHEMA)
    connection.executescript(ATTACHMENTS_SCHEMA)
    connection.executescript(VIEWS_SCHEMA)
    return connection


def small_cache(connection: sqlite3.Connection) -> None:
    """Read with little memory: what gathering needs for scattered keys only fills up in scans of tables."""
    connection.execute(f"PRAGMA cache_size=-{CACHE_MB * 1024}")


class PageStore:
    """Pages as understood, in the run's state file. The caller owns commits."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._pages = msgspec.msgpack.Decoder(Page)
        self._observations = msgspec.msgpack.Decoder(list[Observation])

    def put(self, url_hash: int, site: str, seq: int, url: str, outcome: Outcome) -> None:
        """Keep a page; the reading of a later capture takes the place of an earlier one's."""
        self._db.execute(
            "INSERT INTO pages VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (url_hash) DO UPDATE SET "
            + ",".join(f"{c}=excluded.{c}" for c in COLUMNS)
            + " WHERE excluded.seq>=seq",
            (
                url_hash,
                site,
                seq,
                url,
                outcome.shape,
                outcome.kind,
                outcome.section_url,
                _signed(outcome.fingerprint),
                outcome.says_not_found,
                outcome.needs_rendering,
                outcome.unreadable,
                outcome.page,
                outcome.link_hashes,
                outcome.observations,
            ),
        )
        self._db.execute(
            "INSERT INTO letters VALUES (?,?,?) ON CONFLICT (url_hash) DO UPDATE SET seq=excluded.seq,"
            " held=excluded.held WHERE excluded.seq>=seq",
            (url_hash, seq, outcome.letters),
        )

    def clear(self) -> None:
        """Forget every page: a replay reads them again."""
        self._db.execute("DELETE FROM pages")
        self._db.execute("DELETE FROM letters")

    def letters(self, url_hash: int) -> bytes:
        """Which pairs of characters a page holds that was understood; ``b""`` where that is not known."""
        row = self._db.execute(
            "SELECT l.held FROM letters l JOIN pages p ON p.url_hash=l.url_hash AND p.seq=l.seq"
            " WHERE l.url_hash=? AND p.unreadable=''",
            (url_hash,),
        ).fetchone()
        return bytes(row[0]) if row else b""

    def count(self, site: str) -> int:
        """How many pages of the site were understood; data answers and unreadable pages are not pages."""
        return int(
            self._db.execute(
                "SELECT count(*) FROM pages WHERE site=? AND unreadable='' AND shape<>'data'", (site,)
            ).fetchone()[0]
        )

    def pages(self, site: str, *, shapes: Iterable[str] = (), kinds: Iterable[str] = ()) -> Iterator[Page]:
        """Stored pages in order of address; one at a time in memory."""
        where, values = ["site=?", "unreadable=''"], [site]
        for column, wanted in (("shape", tuple(shapes)), ("kind", tuple(kinds))):
            if wanted:
                where.append(f"{column} IN ({','.join('?' * len(wanted))})")
                values.extend(wanted)
        rows = self._db.execute(f"SELECT record FROM pages WHERE {' AND '.join(where)} ORDER BY url", values)
        for (record,) in rows:
            yield self._pages.decode(record)

    def page(self, url_hash: int) -> Page | None:
        """One stored page, or None."""
        row = self._db.execute(
            "SELECT record FROM pages WHERE url_hash=? AND unreadable=''", (url_hash,)
        ).fetchone()
        return self._pages.decode(row[0]) if row else None

    def rows(self, site: str) -> Iterator[PageRow]:
        """The table's light columns, in order of address."""
        for row in self._db.execute(
            "SELECT url_hash, seq, url, shape, kind, fingerprint, says_not_found, needs_rendering, unreadable"
            " FROM pages WHERE site=? ORDER BY url",
            (site,),
        ):
            yield PageRow(*row)

    def row(self, url_hash: int) -> PageRow | None:
        """The light columns of one address, or None."""
        row = self._db.execute(
            "SELECT url_hash, seq, url, shape, kind, fingerprint, says_not_found, needs_rendering, unreadable"
            " FROM pages WHERE url_hash=?",
            (url_hash,),
        ).fetchone()
        return PageRow(*row) if row else None

    def observations(self, site: str) -> Iterator[Observation]:
        """What page checks saw, in order of address."""
        for (blob,) in self._db.execute(
            "SELECT observations FROM pages WHERE site=? AND observations<>x'' ORDER BY url", (site,)
        ):
            yield from self._observations.decode(blob)

    def citing(
        self, site: str, wanted: AbstractSet[int], *, most: int = 1000
    ) -> dict[int, tuple[int, list[str]]]:
        """For each wanted address hash: how many pages cite it, and the first `most` of them by address."""
        cited: dict[int, tuple[int, list[str]]] = {h: (0, []) for h in wanted}
        for url, links in self._db.execute(
            "SELECT url, links FROM pages WHERE site=? AND links<>x'' ORDER BY url", (site,)
        ):
            for hit in wanted & set(memoryview(links).cast("q")):
                count, pages = cited[hit]
                if len(pages) < most:
                    pages.append(url)
                cited[hit] = (count + 1, pages)
        return cited


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value


def set_fact(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Remember one fact of the run under a name."""
    connection.execute("INSERT OR REPLACE INTO facts VALUES (?,?)", (name, value))


def fact(connection: sqlite3.Connection, name: str) -> str:
    """The remembered fact, or ``""``."""
    row = connection.execute("SELECT value FROM facts WHERE name=?", (name,)).fetchone()
    return str(row[0]) if row else ""
