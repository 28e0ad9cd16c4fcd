"""What a run is given: its tools, its limits and the functions of its caller."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from kaoping.gather.budget import Budget
from kaoping.gather.capture import Capture
from kaoping.gather.fetch import Fetcher
from kaoping.gather.found import Found
from kaoping.gather.frontier import Frontier
from kaoping.gather.pace import Pace

EventKind = Literal["captured", "remark", "site_opened", "site_finished"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something a live display may show. `text` is Chinese; `capture` is set where kind is ``captured``."""

    kind: EventKind
    site: str
    url: str = ""
    text: str = ""
    capture: Capture | None = field(default=None, repr=False)


def _no_validators(url: str) -> Iterable[tuple[str, str]]:
    return ()


def _ignore(event: Event) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Orders:
    """
    Args:
        keep: Stores a capture, failures too, before anything else is done with it; what it raises ends
            the run. A HEAD that a GET corrects at once is not handed on: each kept capture is one sighting.
        discover: The addresses to fetch next; awaited without holding a slot of the host. Called for whole
            pages and for 304.
        validators: Headers that make a request conditional (If-None-Match, If-Modified-Since).
        reread: The stored capture of an address that an earlier process fetched and did not read, by its key;
            None where there is none: it is fetched again.
        get_targets: Kinds of targets (see `Found`) whose first 64 KiB are wanted: GET without HEAD.
        obeys_robots: Whether robots.txt is followed.
    """

    frontier: Frontier
    fetcher: Fetcher
    pace: Pace
    budget: Budget
    keep: Callable[[Capture], None]
    discover: Callable[[Capture], Awaitable[tuple[Found, ...]]]
    on_event: Callable[[Event], None] = _ignore
    validators: Callable[[str], Iterable[tuple[str, str]]] = _no_validators
    reread: Callable[[int], Capture | None] | None = None
    get_targets: frozenset[str] = frozenset()
    obeys_robots: bool = True
