"""
Fetches politely; one gatherer per file; yields captures, judges nothing.

What sends requests is loaded when it is first asked for: the processes that only read captures need no HTTP
client, and they are started many times.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from kaoping.gather.addresses import address_hash, host_of, join, normalise, registrable, split_port
from kaoping.gather.capture import FAILURE_WORDS, Capture, Failure, Role
from kaoping.gather.found import Found

if TYPE_CHECKING:
    from kaoping.gather.budget import Budget
    from kaoping.gather.crawl import Crawl
    from kaoping.gather.fetch import Fetcher
    from kaoping.gather.frontier import Entry, Frontier, NotVisited
    from kaoping.gather.guard import Guard
    from kaoping.gather.loop import run
    from kaoping.gather.orders import Event, Orders
    from kaoping.gather.pace import Pace
    from kaoping.gather.robots import Robots, read_robots
    from kaoping.gather.sitemap import Sitemap, read_sitemap
    from kaoping.gather.standing import Progress, Start
    from kaoping.gather.traps import Traps

_LATE = {
    "Budget": "budget",
    "Crawl": "crawl",
    "Entry": "frontier",
    "Event": "orders",
    "Fetcher": "fetch",
    "Frontier": "frontier",
    "Guard": "guard",
    "NotVisited": "frontier",
    "Orders": "orders",
    "Pace": "pace",
    "Progress": "standing",
    "Robots": "robots",
    "Sitemap": "sitemap",
    "Start": "standing",
    "Traps": "traps",
    "read_robots": "robots",
    "read_sitemap": "sitemap",
    "run": "loop",
}

__all__ = [
    "FAILURE_WORDS",
    "Budget",
    "Capture",
    "Crawl",
    "Entry",
    "Event",
    "Failure",
    "Fetcher",
    "Found",
    "Frontier",
    "Guard",
    "NotVisited",
    "Orders",
    "Pace",
    "Progress",
    "Robots",
    "Role",
    "Sitemap",
    "Start",
    "Traps",
    "address_hash",
    "host_of",
    "join",
    "normalise",
    "read_robots",
    "read_sitemap",
    "registrable",
    "run",
    "split_port",
]


def __getattr__(name: str) -> object:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
