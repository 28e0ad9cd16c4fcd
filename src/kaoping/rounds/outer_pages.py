"""
Outer pages that say "not found" with a 200: read from the first 64 KiB that were fetched of each.

Only bodies in which such words can stand are read at all: of thousands of outer pages a handful.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping

from kaoping.archive import Replay
from kaoping.gather.addresses import address_hash

from .readers import ReaderPool
from .store import set_fact
from .tasks import Task

FACT = "outer-not-found:"
# in UTF-8 and GBK: 不存在, 找到, 找不, 删除, 无法, 失效, 丢
_WORDS = ("不存在", "找到", "找不", "删除", "无法", "失效", "丢")
_HINTS = re.compile(
    b"|".join(
        [b"404", b"(?i:not\\s*found)", *(re.escape(w.encode(c)) for w in _WORDS for c in ("utf-8", "gbk"))]
    )
)
_MOST_BYTES = 32 << 10  # a page that only says "not found" is small


async def read_outer_pages(connection: sqlite3.Connection, archive: Replay, pool: ReaderPool) -> None:
    """Read the outer pages' stored answers and remember those that say "not found", by their hash."""
    connection.execute("DELETE FROM facts WHERE name LIKE ?", (f"{FACT}%",))
    rows = connection.execute(
        "SELECT max(seq) FROM captures WHERE role='target' AND method='GET' AND failure=''"
        " AND status BETWEEN 200 AND 299 AND location IS NULL GROUP BY url_hash ORDER BY 1"
    ).fetchall()
    for (seq,) in rows:
        capture = archive.read(seq)
        is_page = "html" in capture.header("content-type").lower()
        if not is_page or len(capture.body) > _MOST_BYTES or not _HINTS.search(capture.body):
            continue
        outcome = await pool.read(Task(capture))
        if outcome.says_not_found and not outcome.unreadable:
            set_fact(connection, f"{FACT}{address_hash(capture.url)}", outcome.says_not_found)


def outer_not_found(connection: sqlite3.Connection) -> Mapping[int, str]:
    """The words by which outer pages say "not found", by the hash of their address."""
    rows = connection.execute("SELECT name, value FROM facts WHERE name LIKE ?", (f"{FACT}%",))
    return {int(name.removeprefix(FACT)): words for name, words in rows}


def seen_once(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Site and address of outer pages that say "not found" and were looked at only once."""
    for url_hash in sorted(outer_not_found(connection)):
        rows = connection.execute(
            "SELECT site, url FROM captures WHERE url_hash=? AND role='target' AND method='GET'", (url_hash,)
        ).fetchall()
        if len(rows) == 1:
            yield rows[0]
