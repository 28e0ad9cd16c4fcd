"""From addresses found to entries of the frontier: the site's own, targets outside, and refusals."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from kaoping.gather.addresses import address_hash, host_of
from kaoping.gather.budget import BUDGET_SPENT, HOST_REFUSES, TOO_DEEP, TOO_LONG, Budget
from kaoping.gather.found import Found
from kaoping.gather.frontier import Entry, Frontier
from kaoping.gather.pace import Pace
from kaoping.gather.standing import PAGE_TARGETS, Standing
from kaoping.gather.traps import TOO_MANY_PARAMETERS, is_next_of

_MAX_LENGTH = 2_000
# most addresses of a page stand on every page of its site
_hash = lru_cache(maxsize=16_384)(address_hash)


class Intake:
    """Turns findings into entries; an address that is known costs a hash and a look into a set."""

    def __init__(self, frontier: Frontier, pace: Pace, budget: Budget) -> None:
        self._frontier, self._pace, self._budget = frontier, pace, budget
        self._outer: Counter[str] = Counter()

    def take_in(self, standing: Standing, parent: Entry, found: Sequence[Found]) -> set[str]:
        """
        Add what a page led to.

        Returns:
            The hosts that got something to do.
        """
        entries: list[Entry] = []
        own = other = 0
        is_known = self._frontier.is_known
        for item in found:
            key = _hash(item.url)
            if is_known(key):
                continue
            if not standing.holds(item.url):
                if not is_known(~key):
                    entries.append(self._outer_entry(standing, parent, item, ~key))
                continue
            entry = self._own_entry(standing, parent, item, key)
            entries.append(entry)
            if item.target in PAGE_TARGETS:
                own, other = (own + 1, other) if entry.run else (own, other + 1)
        if parent.target in PAGE_TARGETS:
            standing.traps.saw_links(parent.url, [item.url for item in found] if own else (), own, other)
        if not entries:
            return set()
        self._frontier.add(entries)
        return {e.host for e in entries if not (e.reason or e.is_held)}

    def add_listed(self, standing: Standing, parent: Entry, urls: Iterable[str]) -> set[str]:
        """Addresses from a sitemap: the site's own only; they come after what its pages lead to."""
        own = [Found(url, priority=70) for url in urls if standing.holds(url)]
        return self.take_in(standing, parent, own)

    def _own_entry(self, standing: Standing, parent: Entry, item: Found, key: int) -> Entry:
        url, is_page = item.url, item.target in PAGE_TARGETS
        run = parent.run + 1 if is_page and is_next_of(url, parent.url) else 0
        depth = parent.depth if run else parent.depth + 1
        reason = self._reason(standing, url, parent, depth if is_page else 0, item.target)
        is_held = item.target == "attachment" and self._budget.max_attachments > 0
        return Entry(
            key,
            url,
            standing.site,
            host_of(url),
            item.target,
            item.priority,
            depth,
            run,
            parent.hash,
            0,
            reason,
            is_held,
        )

    def _reason(self, standing: Standing, url: str, parent: Entry, depth: int, target: str) -> str:
        if len(url) > _MAX_LENGTH:
            return TOO_LONG
        if depth > self._budget.max_depth:
            return TOO_DEEP
        is_page = target in PAGE_TARGETS
        return (
            (self._trap(standing, url, parent.url, target) if is_page else "")
            or standing.reason_against(url)
            or standing.spent(target, self._budget)
            or (HOST_REFUSES if self._pace.is_refusing(host_of(url)) else "")
        )

    def _trap(self, standing: Standing, url: str, parent: str, target: str) -> str:
        """Why the address looks endless. Interfaces are told much: their many parameters prove nothing."""
        reason = standing.traps.reason_against(url, parent)
        return "" if target == "data" and reason == TOO_MANY_PARAMETERS else reason

    def _outer_entry(self, standing: Standing, parent: Entry, item: Found, key: int) -> Entry:
        host = host_of(item.url)
        self._outer[host] += 1
        reason = standing.spent("outer", self._budget)
        if self._outer[host] > self._budget.max_outer:
            reason = BUDGET_SPENT
        elif self._pace.is_refusing(host):
            reason = HOST_REFUSES
        depth = parent.depth + 1
        return Entry(
            key, item.url, standing.site, host, item.target, item.priority, depth, 0, parent.hash, 0, reason
        )
