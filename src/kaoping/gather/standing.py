"""Where one site stands in a run: its hosts, its rules, what it has spent."""

from dataclasses import dataclass, field
from datetime import date

from kaoping.gather.addresses import host_of
from kaoping.gather.budget import BUDGET_SPENT, BYTES_SPENT, ROBOTS_FORBID, Budget
from kaoping.gather.frontier import Entry
from kaoping.gather.robots import Robots
from kaoping.gather.traps import Traps

PAGE_TARGETS = ("page", "frame", "data")


@dataclass(frozen=True, slots=True)
class Start:
    """
    A site to gather: its home page's normalised address and its key (`host` or `host:port`). `wanted` are
    addresses that are asked for whatever leads to them, as robots.txt allows, once the home page has
    answered. `has_sitemaps` false leaves its sitemaps alone: of a site of which only those are wanted.
    """

    home: str
    site: str = ""
    wanted: tuple[Entry, ...] = ()
    has_sitemaps: bool = True


@dataclass(slots=True)
class Progress:
    """What a site has cost so far, for a live display and for its budget."""

    requests: int = 0
    pages: int = 0
    targets: int = 0
    attachments: int = 0  # fetched whole, or just being fetched
    size_bytes: int = 0
    failures: int = 0


@dataclass(slots=True)
class Standing:
    """
    A site during the run. `hosts` gives for each host of the site the folder it is limited to: ``/`` for the
    whole host.
    """

    site: str
    home: str
    traps: Traps
    hosts: dict[str, str] = field(default_factory=dict)
    robots: dict[str, Robots] = field(default_factory=dict)
    progress: Progress = field(default_factory=Progress)
    has_sitemaps: bool = True
    wanted: tuple[Entry, ...] = ()
    sitemap_files: int = 0
    after_home: list[Entry] = field(default_factory=list)  # asked for once the home page has answered
    is_open: bool = False
    is_reported: bool = False

    def holds(self, url: str) -> bool:
        """Whether a normalised address belongs to the site."""
        parts = url.split("/", 3)
        folder = self.hosts.get(parts[2])
        return folder is not None and (folder == "/" or ("/" + parts[3]).startswith(folder))

    def widen(self, url: str) -> str:
        """
        Count the host on which the home page really lies as the site's own, and return that host.

        Another name that only adds or drops ``www.`` is taken whole; a folder on another host (a unit's pages
        on its government's portal) is taken as that folder alone.
        """
        host = host_of(url)
        is_twin = any(host.removeprefix("www.") == known.removeprefix("www.") for known in self.hosts)
        path = "/" + url.split("/", 3)[3].partition("?")[0]
        self.hosts[host] = "/" if is_twin else path[: path.rfind("/") + 1]
        return host

    def reason_against(self, url: str) -> str:
        """robots.txt's word on one of the site's own addresses, or ""."""
        rules = self.robots.get(host_of(url))
        return "" if rules is None or rules.allows(url) else ROBOTS_FORBID

    def spent(self, target: str, budget: Budget) -> str:
        """Why nothing more of this kind is fetched for the site, or ""."""
        if self.progress.size_bytes >= budget.max_bytes:
            return BYTES_SPENT
        if target in PAGE_TARGETS:
            return BUDGET_SPENT if self.progress.pages >= budget.max_pages else ""
        return BUDGET_SPENT if self.progress.targets >= budget.max_targets else ""


def standing_of(start: Start, today: date) -> Standing:
    """The standing of a site before anything was fetched."""
    host = host_of(start.home)
    return Standing(
        start.site or host,
        start.home,
        Traps(today),
        {host: "/"},
        has_sitemaps=start.has_sitemaps,
        wanted=start.wanted,
    )
