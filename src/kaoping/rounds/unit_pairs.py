"""A unit's documents and interpretations, matched with each other, whichever of its sites they stand on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kaoping.gather.addresses import host_of, normalise, registrable
from kaoping.pages import Footer, Page, PolicyPair, policy_pairs
from kaoping.pages.documents import joined_pairs, same_documents
from kaoping.pages.storage import PAIRING_CHARACTERS
from kaoping.roster import SiteEntry
from kaoping.rulebook import Rulebook

from .store import PageStore

KINDS = ("policy", "interpretation")


@dataclass(frozen=True, slots=True)
class UnitDocuments:
    """All of one unit, light: `groups` are pages of documents, those of one document together."""

    sites: tuple[str, ...] = ()
    pairs: tuple[PolicyPair, ...] = ()
    groups: tuple[tuple[Page, ...], ...] = ()
    readings: tuple[Page, ...] = ()


class UnitPairs:
    """
    Pairs across the sites of a unit, each told once, for the site of its document.

    Sites are one unit's where the roster's unit column says the same; sites given as bare addresses, where
    they share a registrable domain. Of one unit only light pages are remembered, and of the last unit alone.
    """

    def __init__(self, store: PageStore, entries: Iterable[SiteEntry], rules: Rulebook) -> None:
        self._store = store
        self._rules = rules
        self._groups: dict[str, list[str]] = {}
        listed = tuple(entries)
        # a site alone has no other to be joined with: domains need not be told apart
        self._key = unit_key if len(listed) > 1 else site_key
        for entry in listed:
            self._groups.setdefault(self._key(entry), []).append(site_key(entry))
        self._last: tuple[str, UnitDocuments] = ("", UnitDocuments())

    def of(self, entry: SiteEntry) -> Sequence[PolicyPair]:
        """The pairs whose document stands on this site, sorted by address."""
        site = site_key(entry)
        return [pair for pair in self.unit(entry).pairs if pair.policy.site == site]

    def unit(self, entry: SiteEntry) -> UnitDocuments:
        """Everything of the unit that the site belongs to."""
        unit = self._key(entry)
        if self._last[0] != unit:
            self._last = (unit, self._read(self._groups.get(unit) or [site_key(entry)]))
        return self._last[1]

    def _read(self, sites: Sequence[str]) -> UnitDocuments:
        pages = [
            _light(p, site) for site in dict.fromkeys(sites) for p in self._store.pages(site, kinds=KINDS)
        ]
        articles = [page for page in pages if page.shape == "article"]
        groups = same_documents((p for p in articles if p.kind == "policy"), self._rules)
        return UnitDocuments(
            sites=tuple(dict.fromkeys(sites)),
            pairs=joined_pairs(policy_pairs(pages, self._rules), groups),
            groups=tuple(groups),
            readings=tuple(p for p in articles if p.kind == "interpretation"),
        )


def site_key(entry: SiteEntry) -> str:
    """The name under which the site's pages are stored."""
    return host_of(normalise(entry.url) or entry.url)


def unit_key(entry: SiteEntry) -> str:
    """What sites of one unit have in common."""
    name = unit_name(entry)
    return f"unit:{name}" if name else f"domain:{registrable(site_key(entry))}"


def unit_name(entry: SiteEntry) -> str:
    """The unit's name, or ``""`` where the roster gives but an address."""
    unit, host = "".join(entry.unit.split()), site_key(entry)
    return "" if unit in {host, host.partition(":")[0]} or "/" in unit else unit


def _light(page: Page, site: str) -> Page:
    """A document with no more than pairs are matched by: a large site has tens of thousands."""
    head = page.text[:PAIRING_CHARACTERS] if page.kind == "interpretation" else ""
    return replace(
        page, site=site, links=(), tags={}, images=(), videos=(), breadcrumb=(), footer=Footer(),
        next_urls=(), items=(), head_titles=(), attachments=(), foreign_hosts=(), scripts=(),
        kind_reasons=(), notes=(), mentions=(), text=head,
    )  # fmt: skip
