"""A run about certain pages only: which addresses are asked for, and which leads are followed."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kaoping.gather import Found, Start, address_hash, host_of
from kaoping.gather.found import Target
from kaoping.gather.frontier import entry_for

_MADE_OF = ("data", "frame")  # what a page draws its own rows from
_NEVER_LED_TO = ("image", "media")


@dataclass(frozen=True, slots=True)
class Narrow:
    """
    What a look back is about. `pages` are the addresses asked for on each site (by its key), each with its
    kind; `wanted` are targets that are asked for where one of these pages still leads to them. Of sites in
    `followed` pages are gathered as in any run, within the budget; the pages in `viewed` are looked at with
    other eyes too.
    """

    pages: Mapping[str, Mapping[str, Target]] = field(default_factory=dict)
    wanted: frozenset[str] = frozenset()
    followed: frozenset[str] = frozenset()
    viewed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def start(self, home: str) -> Start:
        """How a site is begun with: its pages soon after the home page, which is asked for anyway."""
        site = host_of(home)
        pages = sorted(self.pages.get(site, {}).items())
        asked = tuple(
            entry_for(url, site, target=target, priority=3, depth=1) for url, target in pages if url != home
        )
        return Start(home, wanted=asked, has_sitemaps=site in self.followed)

    def views(self, homes: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
        """Pages to look at with other eyes; `homes` tells where each site's home page really lies."""
        return {
            site: tuple(
                homes.get(site, url) if url.count("/") == 3 and url.endswith("/") else url for url in urls
            )
            for site, urls in self.viewed.items()
        }

    def most_pages(self) -> int:
        """The most addresses of one site: they never fall to its budget."""
        return max((len(pages) for pages in self.pages.values()), default=0)

    def kept(self, site: str, shape: str, found: Iterable[Found]) -> tuple[Found, ...]:
        """Those of a page's leads that are followed; a list's further data are not."""
        if site in self.followed:
            return tuple(f for f in found if f.target not in _NEVER_LED_TO or f.url in self.wanted)
        return tuple(f for f in found if f.url in self.wanted or (f.target in _MADE_OF and shape != "data"))


def adopt(connection: sqlite3.Connection, homes: Iterable[str]) -> None:
    """
    Count pages that were asked for by themselves as led to by the home page, where it links them: the second
    level of a site is told by that.
    """
    for home in homes:
        home_hash = address_hash(home)
        row = connection.execute(
            "SELECT links FROM pages WHERE url_hash=? AND site=?", (home_hash, host_of(home))
        ).fetchone()
        links = list(memoryview(row[0]).cast("q")) if row else []
        connection.executemany(
            "UPDATE urls SET parent=? WHERE hash=? AND parent=0",
            [(home_hash, h) for h in links if h != home_hash],
        )
