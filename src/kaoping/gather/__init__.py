"""fetches politely; one gatherer per file; yields captures, judges nothing"""

from kaoping.gather.addresses import address_hash, host_of, join, normalise, registrable, split_port
from kaoping.gather.budget import Budget
from kaoping.gather.capture import FAILURE_WORDS, Capture, Failure, Role
from kaoping.gather.crawl import Crawl
from kaoping.gather.fetch import Fetcher
from kaoping.gather.found import Found
from kaoping.gather.frontier import Entry, Frontier, NotVisited
from kaoping.gather.guard import Guard
from kaoping.gather.loop import run
from kaoping.gather.orders import Event, Orders
from kaoping.gather.pace import Pace
from kaoping.gather.robots import Robots, read_robots
from kaoping.gather.sitemap import Sitemap, read_sitemap
from kaoping.gather.standing import Progress, Start
from kaoping.gather.traps import Traps

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
