"""Reads the heads of outer pages that gathering fetched, so that a link gone bad is known."""

import asyncio
import sqlite3

import msgspec

from kaoping.archive import Replay
from kaoping.gather import host_of
from kaoping.pages import Page
from kaoping.pages.hosts import TrustedHosts

from .readers import ReaderPool
from .suspicions import TEXT_CHARACTERS
from .tasks import Task

AT_ONCE = 8


async def read_outer_heads(
    connection: sqlite3.Connection, archive: Replay, pool: ReaderPool, trusted: TrustedHosts
) -> None:
    """
    Fill `outer_pages` from the stored answers of outer targets: the last whole HTML answer of each address
    on a host that is not trusted. What was read before is not read again. The caller owns commits.
    """
    rows = connection.execute(
        "SELECT max(seq), url FROM captures WHERE role='target' AND method='GET' AND failure=''"
        " AND location IS NULL AND status BETWEEN 200 AND 299 AND body_bytes>0"
        " AND url_hash NOT IN (SELECT url_hash FROM outer_pages) GROUP BY url_hash ORDER BY 1"
    ).fetchall()
    waiting = [seq for seq, url in rows if not trusted.holds(host_of(url))]
    for start in range(0, len(waiting), AT_ONCE):
        await asyncio.gather(
            *(_read(connection, archive, pool, seq) for seq in waiting[start : start + AT_ONCE])
        )


async def _read(connection: sqlite3.Connection, archive: Replay, pool: ReaderPool, seq: int) -> None:
    row = archive.row(seq)
    if row is None or host_of(row.url) == row.site:
        return
    capture = archive.read(row)
    if "html" not in (capture.header("content-type") or "html").lower():
        return
    outcome = await pool.read(Task(capture))
    if not outcome.page:
        return
    page = msgspec.msgpack.decode(outcome.page, type=Page)
    title = next(iter(page.head_titles), page.title)
    connection.execute(
        "INSERT OR REPLACE INTO outer_pages VALUES (?,?,?,?)",
        (row.url_hash, row.url, title[:300], outcome.words[:TEXT_CHARACTERS]),
    )
