"""Where a site's home page lies: redirects inside the site are followed, those to elsewhere are not."""

import sqlite3

from kaoping.gather import address_hash

MOST_HOPS = 20


def home_address(connection: sqlite3.Connection, given: str) -> str:
    """
    The address whose page is the home page, `given` being the roster's, normalised.

    A hop counts where its target was fetched as a page in the site's name.
    """
    address = given
    for _ in range(MOST_HOPS):
        row = connection.execute(
            "SELECT location FROM captures WHERE url_hash=? AND role='page' AND location IS NOT NULL"
            " ORDER BY seq DESC LIMIT 1",
            (address_hash(address),),
        ).fetchone()
        if row is None or row[0] == address or not _is_own_page(connection, row[0]):
            break
        address = row[0]
    return address


def _is_own_page(connection: sqlite3.Connection, address: str) -> bool:
    found = connection.execute(
        "SELECT 1 FROM captures WHERE url_hash=? AND role='page' LIMIT 1", (address_hash(address),)
    ).fetchone()
    return found is not None
