"""
Every address that the run knows, on disk, with what became of it.

Leases (which addresses are being fetched) live in memory only: after a kill all are simply queued again. The
owner of the connection commits; what was not committed is found again from the captures.
"""

import heapq
import sqlite3
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from kaoping.gather.addresses import address_hash, host_of

QUEUED, WAITING, FETCHED, DONE, SKIPPED, FAILED, HELD = range(7)
_UNDER_WAY = (QUEUED, WAITING, FETCHED)
_OPEN = (*_UNDER_WAY, HELD)
_LEADING = ("page", "frame", "data", "sitemap")  # what a site's further addresses are found in
_ENDING = (*_LEADING, "attachment")
_KNOWN_LIMIT = 1_000_000
_LONGEST_WAIT_S = 300.0
_EXAMPLES = 5

_SCHEMA = """
CREATE TABLE IF NOT EXISTS urls (
    seq INTEGER PRIMARY KEY, hash INTEGER NOT NULL UNIQUE, url TEXT NOT NULL,
    site TEXT NOT NULL, host TEXT NOT NULL, target TEXT NOT NULL,
    priority INTEGER NOT NULL, depth INTEGER NOT NULL, run INTEGER NOT NULL, parent INTEGER NOT NULL,
    state INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
    not_before REAL NOT NULL DEFAULT 0, size_bytes INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS urls_queued ON urls (host, priority, depth, seq) WHERE state = 0;
CREATE INDEX IF NOT EXISTS urls_open ON urls (state, site) WHERE state IN (1, 2);
CREATE INDEX IF NOT EXISTS urls_held ON urls (site) WHERE state = 6;
"""
_INSERT = (
    "INSERT OR IGNORE INTO urls"
    " (hash, url, site, host, target, priority, depth, run, parent, seq, state, reason)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_COLUMNS = "hash, url, site, host, target, priority, depth, run, parent, tries"


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One address of the frontier. `depth` is counted from the home page, pages of one pattern that lead to each
    other counting once; `run` is how many pages of its own pattern lead up to it.
    """

    hash: int
    url: str
    site: str
    host: str
    target: str = "page"
    priority: int = 50
    depth: int = 0
    run: int = 0
    parent: int = 0
    tries: int = 0
    reason: str = ""  # set: it is known but will not be visited
    is_held: bool = False  # it waits until it is let in


@dataclass(frozen=True, slots=True)
class NotVisited:
    """Addresses of one site that were not visited for one reason (Chinese), with a few of them."""

    reason: str
    count: int
    examples: tuple[str, ...]


class Frontier:
    """
    Keeps its table in the connection given; never commits.

    While addresses are added their keys are scattered, and the index should stay in memory: `cache_mb`.
    """

    def __init__(self, connection: sqlite3.Connection, *, cache_mb: int = 40) -> None:
        self._db = connection
        self._db.execute(f"PRAGMA cache_size = -{cache_mb * 1024}")
        for statement in _SCHEMA.split(";"):
            self._db.execute(statement)
        self._leased: dict[int, str] = {}
        self._leased_at: Counter[str] = Counter()
        self._waiting: list[tuple[float, int, str]] = []
        # two generations: when the young one is full it becomes the old one, so memory stays bounded
        self._young: set[int] = set()
        self._old: set[int] = set()
        self._states: Counter[tuple[str, int]] = Counter()
        self._queued_at: Counter[str] = Counter()
        self._ending: Counter[str] = Counter()  # by site: own pages and files that are under way
        self._seq = 0
        self._reopen()

    def is_known(self, key: int) -> bool:
        """Whether an address is known; exact."""
        if key in self._young or key in self._old:
            return True
        if self._seq < _KNOWN_LIMIT:
            return False
        return self._db.execute("SELECT 1 FROM urls WHERE hash = ?", (key,)).fetchone() is not None

    def add(self, entries: Iterable[Entry]) -> int:
        """Add what is not known yet; returns how many were new. Known addresses cost one look into a set."""
        young, old, is_all_known = self._young, self._old, self._seq < _KNOWN_LIMIT
        rows, added = [], []
        for e in entries:
            if e.hash in young or e.hash in old:
                continue
            if not is_all_known and self.is_known(e.hash):
                continue
            young.add(e.hash)
            self._seq += 1
            state = SKIPPED if e.reason else HELD if e.is_held else QUEUED
            where = (e.hash, e.url, e.site, e.host, e.target)
            rows.append((*where, e.priority, e.depth, e.run, e.parent, self._seq, state, e.reason))
            added.append((e.site, state))
            if state == QUEUED:
                self._queued_at[e.host] += 1
                self._ending[e.site] += _is_ending(e.target, e.hash, e.url)
        if rows:
            self._db.executemany(_INSERT, rows)
            self._states.update(added)
            if len(young) > _KNOWN_LIMIT // 2:
                self._old, self._young = young, set()
        return len(rows)

    def take(self, host: str) -> Entry | None:
        """Lease the next address of a host: by priority, then depth, then the order of finding."""
        self._promote()
        if self._queued_at[host] <= 0:
            return None
        leased = self._leased
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM urls WHERE host = ? AND state = 0 ORDER BY priority, depth, seq LIMIT ?",
            (host, self._leased_at[host] + 1),
        )
        for row in rows:
            if row[0] not in leased:
                return self.lease(Entry(*row))
        return None

    def lease(self, entry: Entry) -> Entry:
        """Mark a queued address as being fetched, for this process only."""
        self._leased[entry.hash] = entry.host
        self._leased_at[entry.host] += 1
        self._queued_at[entry.host] -= 1
        return entry

    def mark_fetched(self, entry: Entry, size_bytes: int = 0) -> None:
        """Its capture is kept but not read yet."""
        self._db.execute(
            "UPDATE urls SET state = 2, tries = tries + 1, size_bytes = size_bytes + ? WHERE hash = ?",
            (size_bytes, entry.hash),
        )
        self._moved(entry, QUEUED, FETCHED)

    def mark_done(self, entry: Entry, *, was: int = FETCHED) -> None:
        """Nothing more is to be done for it."""
        self._db.execute("UPDATE urls SET state = 3 WHERE hash = ?", (entry.hash,))
        self._moved(entry, was, DONE)

    def skip(self, entry: Entry, reason: str) -> None:
        """It will not be visited, for a reason in Chinese."""
        self._db.execute("UPDATE urls SET state = 4, reason = ? WHERE hash = ?", (reason, entry.hash))
        self._moved(entry, QUEUED, SKIPPED)

    def fail(self, entry: Entry, reason: str) -> None:
        """It was tried as often as it is worth; `reason` (Chinese) says what came."""
        self._db.execute(
            "UPDATE urls SET state = 5, tries = tries + 1, reason = ? WHERE hash = ?", (reason, entry.hash)
        )
        self._moved(entry, QUEUED, FAILED)

    def retry_later(self, entry: Entry, after_s: float) -> None:
        """Queue it again in `after_s` seconds."""
        self._db.execute(
            "UPDATE urls SET state = 1, tries = tries + 1, not_before = ? WHERE hash = ?",
            (time.time() + after_s, entry.hash),
        )
        self._moved(entry, QUEUED, WAITING)
        heapq.heappush(self._waiting, (time.monotonic() + after_s, entry.hash, entry.host))

    def requeue(self, entry: Entry) -> None:
        """A fetched address whose capture cannot be had again."""
        self._db.execute("UPDATE urls SET state = 0 WHERE hash = ?", (entry.hash,))
        self._moved(entry, FETCHED, QUEUED)
        self._queued_at[entry.host] += 1

    def skip_queued(
        self, reason: str, *, site: str = "", host: str = "", targets: tuple[str, ...] = ()
    ) -> int:
        """
        Skip all that waits: of a site, of a host, or of all; `targets` limits it to some kinds. What was
        tried and waits for another sighting counts as failed, not as skipped.

        Returns:
            How many addresses were given up.
        """
        where, values = ["state IN (0, 1, 6)"], list[str]()
        for column, value in (("site", site), ("host", host)):
            if value:
                where.append(f"{column} = ?")
                values.append(value)
        if targets:
            where.append(f"target IN ({', '.join('?' * len(targets))})")
            values += targets
        condition = " AND ".join(where)
        gone = self._db.execute(
            f"SELECT site, host, state, hash, tries, target, url FROM urls WHERE {condition}", values
        ).fetchall()
        rows = [row for row in gone if row[3] not in self._leased]
        self._give_up(rows, reason)
        return len(rows)

    def held(self, site: str, *, at_once: bool = False) -> list[tuple[int, str]]:
        """
        Keys and addresses of a site's held files, once none of its own pages and files is under way, so that
        none can be found any more; before that none, unless they are wanted `at_once`.
        """
        if (self._ending[site] and not at_once) or not self._states[site, HELD]:
            return []
        return self._db.execute("SELECT hash, url FROM urls WHERE site = ? AND state = 6", (site,)).fetchall()

    def waits_for_retries_alone(self, site: str) -> bool:
        """Whether all of a site's own pages that are under way failed once and are tried again later."""
        ending = self._ending[site]
        if not 0 < ending <= self._states[site, WAITING]:
            return False
        rows = self._db.execute("SELECT target, hash, url FROM urls WHERE site = ? AND state = 1", (site,))
        return ending == sum(target in _LEADING and _is_ending(target, key, url) for target, key, url in rows)

    def let_in(self, site: str, keys: Collection[int]) -> set[str]:
        """Queue held files. Returns the hosts that got something to do."""
        hosts: Counter[str] = Counter()
        for key in keys:
            row = self._db.execute(
                "UPDATE urls SET state = 0 WHERE hash = ? AND state = 6 RETURNING host", (key,)
            ).fetchone()
            hosts.update(row or ())
        self._queued_at.update(hosts)
        count = hosts.total()
        self._states[site, HELD] -= count
        self._states[site, QUEUED] += count
        self._ending[site] += count
        return set(hosts)

    def pending_reading(self) -> Iterator[Entry]:
        """Addresses fetched but not read, as a stopped run leaves them."""
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM urls WHERE state = 2").fetchall()
        yield from (Entry(*row) for row in rows)

    def url_of(self, key: int) -> str:
        """The address of a key, or ""."""
        row = self._db.execute("SELECT url FROM urls WHERE hash = ?", (key,)).fetchone()
        return str(row[0]) if row is not None else ""

    def release_leases(self) -> None:
        """Nothing is being fetched any more: what was leased can be taken again."""
        for host in self._leased.values():
            self._queued_at[host] += 1
        self._leased.clear()
        self._leased_at.clear()

    def hosts_with_work(self) -> tuple[str, ...]:
        """Hosts that have something to take now."""
        self._promote()
        return tuple(host for host, n in self._queued_at.items() if n > 0)

    def next_due_s(self, host: str) -> float | None:
        """Seconds until an address of the host that waits is due; None where none waits."""
        due = min((t for t, _, h in self._waiting if h == host), default=None)
        return None if due is None else max(0.0, due - time.monotonic())

    def has_queued(self, host: str) -> bool:
        return self._queued_at[host] > 0

    def is_finished(self, site: str) -> bool:
        """Whether nothing of the site waits, is being fetched or is unread."""
        return not any(self._states[site, state] for state in _OPEN)

    def counts(self, site: str) -> dict[str, int]:
        """How many addresses of a site stand in each state."""
        names = ("queued", "waiting", "fetched", "done", "skipped", "failed", "held")
        return {name: self._states[site, state] for state, name in enumerate(names)}

    def spent(self, site: str) -> tuple[int, int, int]:
        """Pages visited, targets visited, and bytes of a site, as an earlier process left them."""
        row = self._db.execute(
            "SELECT coalesce(sum(target IN ('page', 'frame', 'data')), 0),"
            " coalesce(sum(target NOT IN ('page', 'frame', 'data')), 0), coalesce(sum(size_bytes), 0)"
            " FROM urls WHERE site = ? AND state IN (2, 3, 5)",
            (site,),
        ).fetchone()
        return int(row[0]), int(row[1]), int(row[2])

    def attachments_taken(self, site: str) -> int:
        """How many files of a site an earlier process fetched whole."""
        row = self._db.execute(
            "SELECT count(*) FROM urls WHERE site = ? AND target = 'attachment' AND state IN (2, 3)"
            " AND size_bytes > 0",
            (site,),
        ).fetchone()
        return int(row[0])

    def not_visited(self, site: str) -> tuple[NotVisited, ...]:
        """Why addresses of a site were not visited, most frequent first."""
        rows = self._db.execute(
            "SELECT reason, count(*) FROM urls WHERE site = ? AND state = 4 GROUP BY reason ORDER BY 2 DESC",
            (site,),
        ).fetchall()
        return tuple(NotVisited(reason, n, self._examples(site, reason)) for reason, n in rows)

    def _examples(self, site: str, reason: str) -> tuple[str, ...]:
        rows = self._db.execute(
            "SELECT url FROM urls WHERE site = ? AND state = 4 AND reason = ?"
            " ORDER BY length(url), url LIMIT ?",
            (site, reason, _EXAMPLES),
        )
        return tuple(row[0] for row in rows)

    def _give_up(self, rows: list[tuple[str, str, int, int, int, str, str]], reason: str) -> None:
        ends = [(FAILED if row[4] else SKIPPED) for row in rows]
        self._db.executemany(
            "UPDATE urls SET state = ?, reason = ? WHERE hash = ?",
            [(end, reason, row[3]) for row, end in zip(rows, ends, strict=True)],
        )
        for (site, host, state, key, _, target, url), end in zip(rows, ends, strict=True):
            self._states[site, state] -= 1
            self._states[site, end] += 1
            if state != HELD:
                self._ending[site] -= _is_ending(target, key, url)
            if state == QUEUED:
                self._queued_at[host] -= 1
        gone = {row[3] for row in rows if row[2] == WAITING}
        if gone:
            self._waiting = [w for w in self._waiting if w[1] not in gone]
            heapq.heapify(self._waiting)

    def _moved(self, entry: Entry, before: int, after: int) -> None:
        if self._leased.pop(entry.hash, None) is not None:
            self._leased_at[entry.host] -= 1
        self._states[entry.site, before] -= 1
        self._states[entry.site, after] += 1
        if after not in _UNDER_WAY:
            self._ending[entry.site] -= _is_ending(entry.target, entry.hash, entry.url)

    def _promote(self) -> None:
        now = time.monotonic()
        while self._waiting and self._waiting[0][0] <= now:
            _, key, host = heapq.heappop(self._waiting)
            row = self._db.execute("SELECT site FROM urls WHERE hash = ? AND state = 1", (key,)).fetchone()
            if row is not None:
                self._db.execute("UPDATE urls SET state = 0 WHERE hash = ?", (key,))
                self._states[row[0], WAITING] -= 1
                self._states[row[0], QUEUED] += 1
                self._queued_at[host] += 1

    def _reopen(self) -> None:
        for site, state, n in self._db.execute("SELECT site, state, count(*) FROM urls GROUP BY site, state"):
            self._states[site, state] = n
        for host, n in self._db.execute("SELECT host, count(*) FROM urls WHERE state = 0 GROUP BY host"):
            self._queued_at[host] = n
        marks = ",".join("?" * len(_ENDING))
        under_way = (
            f"SELECT site, target, hash, url FROM urls WHERE state IN (0, 1, 2) AND target IN ({marks})"
        )
        for site, target, key, url in self._db.execute(under_way, _ENDING):
            self._ending[site] += _is_ending(target, key, url)
        self._seq = self._db.execute("SELECT coalesce(max(seq), 0) FROM urls").fetchone()[0]
        self._young.update(
            row[0] for row in self._db.execute("SELECT hash FROM urls LIMIT ?", (_KNOWN_LIMIT,))
        )
        now, wall = time.monotonic(), time.time()
        for key, host, due in self._db.execute("SELECT hash, host, not_before FROM urls WHERE state = 1"):
            wait = min(max(due - wall, 0.0), _LONGEST_WAIT_S)  # the clock may have been set meanwhile
            heapq.heappush(self._waiting, (now + wait, key, host))


def _is_ending(target: str, key: int, url: str) -> bool:
    """Whether files that are held wait for it: a page or a file of the site's own, no target outside."""
    return target in _ENDING and key == page_key(url)


def page_key(url: str) -> int:
    """The key of an address of the site's own."""
    return address_hash(url)


def outer_key(url: str) -> int:
    """The key of a target outside the site: as another site's page the same address has its own key."""
    return ~address_hash(url)


def entry_for(url: str, site: str, *, is_outer: bool = False, **rest: object) -> Entry:
    """An entry with its key and host filled in."""
    key = outer_key(url) if is_outer else page_key(url)
    return Entry(key, url, site, host_of(url), **rest)  # type: ignore[arg-type]
