"""Whether a site was gathered whole; and what is known of that where only the archive was kept."""

import sqlite3
from collections.abc import Iterable

from kaoping.gather.budget import BUDGET_SPENT, BYTES_SPENT, HOST_REFUSES, TIME_UP

# reasons for which an address was left that belongs to the site as a reader sees it
CUT_SHORT = (BUDGET_SPENT, BYTES_SPENT, TIME_UP, HOST_REFUSES)
NOT_IN_ARCHIVE = "存档中没有"
_LEFT = f"(state IN (0,1) OR (state=4 AND reason IN ({','.join('?' * len(CUT_SHORT))})))"


def pages_left(connection: sqlite3.Connection, site: str) -> int:
    """How many of the site's own pages are known and were not visited for want of budget, time or leave."""
    row = connection.execute(
        f"SELECT count(*) FROM urls WHERE site=? AND target='page' AND (host=? OR host='') AND {_LEFT}",
        (site, site, *CUT_SHORT),
    ).fetchone()
    return int(row[0])


def cut_sites(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The sites of a run that were not gathered whole, in order: `run.json` keeps them for replays."""
    sites = [site for (site,) in connection.execute("SELECT DISTINCT site FROM urls ORDER BY site")]
    return tuple(site for site in sites if pages_left(connection, site))


def settle_rebuilt(connection: sqlite3.Connection, cut: Iterable[str]) -> None:
    """
    Settle a frontier that was rebuilt from pages: what has a capture was visited; what has none was left, in
    sites that are known as cut short for want of budget.
    """
    connection.execute(
        "UPDATE urls SET state=3 WHERE hash IN (SELECT url_hash FROM captures)"
        " OR hash IN (SELECT ~url_hash FROM captures)"
    )
    for site in cut:
        connection.execute(
            "UPDATE urls SET state=4, reason=? WHERE state IN (0,1) AND site=?", (BUDGET_SPENT, site)
        )
    connection.execute("UPDATE urls SET state=4, reason=? WHERE state IN (0,1)", (NOT_IN_ARCHIVE,))
