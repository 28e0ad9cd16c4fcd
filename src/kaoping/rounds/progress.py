"""How far a run has come: counters that the run keeps and a display reads."""

import time
from collections import deque
from dataclasses import dataclass, field

RATE_WINDOW_S = 10.0


@dataclass(slots=True)
class SiteProgress:
    """One site's counters, in addresses."""

    name: str
    fetched: int = 0
    found: int = 0


@dataclass(slots=True)
class Progress:
    """All sites' counters. `max_pages` bounds what is left to fetch on each site."""

    max_pages: int = 0
    max_minutes: float = 0.0
    phase: str = "准备"
    problems: int = 0
    kept: int = 0  # captures that a replay did not read again
    read_again: int = 0
    read_all_because: str = ""
    sites: dict[str, SiteProgress] = field(default_factory=dict)
    _started: float = field(default_factory=time.monotonic)
    _recent: deque[float] = field(default_factory=deque)

    @property
    def found(self) -> int:
        """Addresses known."""
        return sum(s.found for s in self.sites.values())

    @property
    def fetched(self) -> int:
        """Addresses fetched."""
        return sum(s.fetched for s in self.sites.values())

    def saw_fetch(self, site: str) -> None:
        """Count one answered address."""
        counters = self.site(site)
        counters.fetched += 1
        counters.found = max(counters.found, counters.fetched)
        now = time.monotonic()
        self._recent.append(now)
        while self._recent and now - self._recent[0] > RATE_WINDOW_S:
            self._recent.popleft()

    def site(self, key: str) -> SiteProgress:
        """The site's counters, made when first asked for."""
        return self.sites.setdefault(key, SiteProgress(key))

    def left(self) -> int:
        """Addresses known and not yet fetched, within the budget of pages."""
        return sum(max(0, s.found - s.fetched) for s in self.sites.values())

    def rate(self) -> float:
        """Answered addresses a second, over the last ten seconds."""
        if len(self._recent) < 2:
            return 0.0
        return len(self._recent) / max(0.5, time.monotonic() - self._recent[0])

    def elapsed_s(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self._started

    def left_s(self) -> float | None:
        """Seconds that are probably left, never past the budget of minutes; None while nobody can tell."""
        rate = self.rate()
        if rate <= 0:
            return None
        by_rate = self.left() / rate
        return (
            min(by_rate, max(0.0, self.max_minutes * 60 - self.elapsed_s())) if self.max_minutes else by_rate
        )

    def busiest_sites(self, most: int) -> list[tuple[str, int, int]]:
        """Sites with the most left to fetch: name, fetched, left."""
        rows = [(s.name, s.fetched, max(0, s.found - s.fetched)) for s in self.sites.values()]
        return sorted(rows, key=lambda row: -row[2])[:most]
