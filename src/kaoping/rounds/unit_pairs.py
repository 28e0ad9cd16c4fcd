"""Pairs of one unit's documents and interpretations, whichever of its sites they stand on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kaoping.gather.addresses import host_of, normalise, registrable
from kaoping.pages import Footer, Page, PolicyPair, policy_pairs
from kaoping.roster import SiteEntry
from kaoping.rulebook import Rulebook

from .store import PageStore

KINDS = ("policy", "interpretation")


class UnitPairs:
    """
    Pairs across the sites of a unit, each told once, for the site of its document.

    Sites are one unit's where the roster's unit column says the same; sites given as bare addresses, where
    they share a registrable domain. Of one group only the pairs are remembered, and of the last group alone.
    """

    def __init__(self, store: PageStore, entries: Iterable[SiteEntry], rules: Rulebook) -> None:
        self._store = store
        self._rules = rules
        self._groups: dict[str, list[str]] = {}
        for entry in entries:
            self._groups.setdefault(unit_key(entry), []).append(site_key(entry))
        self._last: tuple[str, Mapping[str, Sequence[PolicyPair]]] = ("", {})

    def of(self, entry: SiteEntry) -> Sequence[PolicyPair]:
        """The pairs whose document stands on this site, sorted by address."""
        unit = unit_key(entry)
        if self._last[0] != unit:
            self._last = (unit, self._by_site(self._groups.get(unit) or [site_key(entry)]))
        return self._last[1].get(site_key(entry), ())

    def _by_site(self, sites: Sequence[str]) -> Mapping[str, Sequence[PolicyPair]]:
        pages = (
            _light(p, site) for site in dict.fromkeys(sites) for p in self._store.pages(site, kinds=KINDS)
        )
        found: dict[str, list[PolicyPair]] = {}
        for pair in policy_pairs(pages, self._rules):
            found.setdefault(pair.policy.site, []).append(pair)
        return found


def site_key(entry: SiteEntry) -> str:
    """The name under which the site's pages are stored."""
    return host_of(normalise(entry.url) or entry.url)


def unit_key(entry: SiteEntry) -> str:
    """What sites of one unit have in common."""
    unit, host = "".join(entry.unit.split()), site_key(entry)
    is_named = bool(unit) and unit not in {host, host.partition(":")[0]} and "/" not in unit
    return f"unit:{unit}" if is_named else f"domain:{registrable(host)}"


def _light(page: Page, site: str) -> Page:
    """A document with no more than pairs are matched by: a large site has tens of thousands."""
    return replace(
        page, site=site, links=(), tags={}, images=(), videos=(), breadcrumb=(), footer=Footer(),
        next_urls=(), items=(), head_titles=(), attachments=(), foreign_hosts=(), scripts=(),
        kind_reasons=(), notes=(), mentions=(),
    )  # fmt: skip
