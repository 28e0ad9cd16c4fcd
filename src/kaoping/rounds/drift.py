"""What a run saw of a site that differs from the register (登记变化): domain, redirect, site code."""

import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from kaoping.gather import Failure, address_hash, host_of, normalise
from kaoping.pages import Page
from kaoping.roster import SiteEntry

from .home import home_address
from .run_file import STATE_FILE
from .store import PageStore

_TAG = "siteidcode"


def registry_drift(folder: Path, entry: SiteEntry) -> tuple[str, ...]:
    """
    Chinese clauses, one for each difference; empty where the run saw none, or nothing at all.

    Args:
        folder: The run's output folder.
        entry: The site as it is registered; without a code none is compared.
    """
    home = normalise(entry.url)
    if home is None or not (folder / STATE_FILE).exists():
        return ()
    with closing(sqlite3.connect(f"file:{folder / STATE_FILE}?mode=ro", uri=True)) as connection:
        return tuple(_drift(connection, home, entry.code))


def _drift(connection: sqlite3.Connection, home: str, code: str) -> Iterator[str]:
    failures = [
        failure or ""
        for (failure,) in connection.execute(
            "SELECT failure FROM captures WHERE url_hash=? AND role IN ('page','probe')",
            (address_hash(home),),
        )
    ]
    if failures and set(failures) == {Failure.NO_SUCH_HOST}:
        yield f"域名无法解析:{host_of(home)}"
        return
    address = home_address(connection, home)
    target = _leads_to(connection, address) or address
    if _bare(target) != _bare(home):
        yield f"首页跳转到 {host_of(target)},登记为 {host_of(home)}"
    page = PageStore(connection).page(address_hash(address))
    if code and page is not None:
        for place, printed in _codes(page):
            if printed != _plain(code):
                yield f"{place}的标识码为 {printed},登记为 {code}"


def _leads_to(connection: sqlite3.Connection, address: str) -> str:
    """Where the last answer of the home page redirected to, ``""`` for nowhere."""
    row = connection.execute(
        "SELECT location FROM captures WHERE url_hash=? AND role='page' ORDER BY seq DESC LIMIT 1",
        (address_hash(address),),
    ).fetchone()
    return normalise(row[0]) or "" if row and row[0] else ""


def _bare(address: str) -> str:
    return host_of(address).removesuffix(":80").removesuffix(":443").removeprefix("www.")


def _codes(page: Page) -> Iterator[tuple[str, str]]:
    tag = next((value for name, value in page.tags.items() if name.strip().lower() == _TAG), "")
    for place, words in (("页脚", page.footer.site_code), ("标签SiteIDCode", tag)):
        if printed := _plain(words):
            yield place, printed


def _plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words[:40]).lower().split())
