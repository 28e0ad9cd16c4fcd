"""A site's documents, pairs and interpretations as the checks read them: whole pages, one at a time."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from kaoping.gather.addresses import address_hash
from kaoping.pages import Page, PolicyPair, Section
from kaoping.pages.consultation import is_consultation
from kaoping.pages.docnames import NameRules, name_of, name_rules
from kaoping.pages.documents import (
    FormedInterpretation,
    Interpretation,
    PolicyDocument,
    UnitInterpretations,
)
from kaoping.pages.interpretationforms import forms_of
from kaoping.pages.interpretationwords import interpretation_words
from kaoping.pages.obligation import obligation
from kaoping.pages.owners import Owners
from kaoping.roster import SiteEntry
from kaoping.rulebook import Rulebook

from .cut_short import pages_left
from .store import PageStore
from .unit_pairs import UnitDocuments, UnitPairs, site_key, unit_name

_LIKELY = 80  # of 100: how much of a document's name must stand in the title of an unmatched interpretation
_MOST_LIKELY = 3


@dataclass(frozen=True, slots=True)
class SiteDocuments:
    """What one site answers for: documents whose first page it bears, interpretations that it bears."""

    store: PageStore
    rules: Rulebook
    site: str
    unit: str
    home_url: str
    section_url: str
    blind: str  # why interpretations may be there that were not seen, or ""
    known: UnitDocuments

    def pair_count(self) -> int:
        """How many pairs `pairs` gives."""
        return sum(pair.policy.site == self.site for pair in self.known.pairs)

    def pairs(self) -> Iterator[PolicyPair]:
        """Pairs of the site's documents, with whole pages."""
        for pair in self.known.pairs:
            if pair.policy.site == self.site:
                yield replace(
                    pair,
                    policy=self._whole(pair.policy),
                    interpretation=self._whole(pair.interpretation),
                    copies=tuple(map(self._whole, pair.copies)),
                )

    def document_count(self) -> int:
        """How many documents `documents` gives."""
        return sum(group[0].site == self.site for group in self.known.groups)

    def documents(self) -> Iterator[PolicyDocument]:
        """The site's documents, each once, with whether it must be interpreted."""
        words, names = interpretation_words(self.rules), name_rules(self.rules)
        owners = Owners([page for group in self.known.groups for page in group], names)
        by_policy = self._pairs_by_policy()
        loose = self._loose()
        for first, *copies in self.known.groups:
            if first.site != self.site:
                continue
            page = self._whole(first)
            must, why = obligation(page, self.unit, words)
            pairs = by_policy.get(first.url, ())
            yield PolicyDocument(
                page=page,
                pairs=tuple(pairs),
                copies=tuple(map(self._whole, copies)),
                must_interpret=must,
                why=why,
                unit=self.unit,
                is_reposted=owners.is_reposted(page),
                likely=() if pairs or must == "no" else _likely(page, loose, names),
                blind=self.blind,
            )

    def interpretation_count(self) -> int:
        """How many interpretations `interpretations` gives."""
        return len(self._by_reading())

    def interpretations(self) -> Iterator[Interpretation]:
        """The site's interpretations of the unit's documents, each once, with whole pages."""
        for pairs in self._by_reading().values():
            companions = {page.url: page for pair in pairs for page in pair.companions}
            yield Interpretation(
                page=self._whole(pairs[0].interpretation),
                policies=tuple(pair.policy for pair in pairs),
                companions=tuple(map(self._whole, companions.values())),
                is_reposted=any(pair.is_reposted for pair in pairs),
            )

    def unit_interpretations(self) -> tuple[UnitInterpretations, ...]:
        """All of the unit's own, told for the first of its sites in the roster that bears any; else none."""
        matched = {p.interpretation.url: p for p in self.known.pairs}
        own = [page for page in self.known.readings if self._is_own(page, matched.get(page.url))]
        if self.site != next((s for s in self.known.sites if any(p.site == s for p in own)), ""):
            return ()
        items = tuple(self._formed(page) for page in own)
        return (
            UnitInterpretations(self.site, self.unit, self.home_url, self.section_url, items, self.blind),
        )  # fmt: skip

    def _is_own(self, page: Page, pair: PolicyPair | None) -> bool:
        """Whether it counts as an interpretation of the unit's: of its own document, or listed among them."""
        words = interpretation_words(self.rules)
        if pair is not None:
            return not pair.is_reposted
        return bool(words.own_sections.search(page.section)) and not is_consultation(page, words)

    def _formed(self, page: Page) -> FormedInterpretation:
        whole = self._whole(page)
        forms = forms_of(whole, interpretation_words(self.rules))
        return FormedInterpretation(page.url, page.title, page.published, forms)

    def _whole(self, page: Page) -> Page:
        found = self.store.page(address_hash(page.url))
        return replace(found, site=page.site) if found is not None else page

    def _pairs_by_policy(self) -> Mapping[str, list[PolicyPair]]:
        found: dict[str, list[PolicyPair]] = {}
        for pair in self.known.pairs:
            found.setdefault(pair.policy.url, []).append(pair)
        return found

    def _by_reading(self) -> Mapping[str, list[PolicyPair]]:
        found: dict[str, list[PolicyPair]] = {}
        for pair in self.known.pairs:
            if pair.interpretation.site == self.site:
                found.setdefault(pair.interpretation.url, []).append(pair)
        return found

    def _loose(self) -> list[Page]:
        matched = {pair.interpretation.url for pair in self.known.pairs}
        return [page for page in self.known.readings if page.url not in matched]


class DocumentShelf:
    """Makes `SiteDocuments` of what is stored."""

    def __init__(
        self, connection: sqlite3.Connection, store: PageStore, unit_pairs: UnitPairs, rules: Rulebook
    ) -> None:
        self._db = connection
        self._store = store
        self._unit_pairs = unit_pairs
        self._rules = rules

    def of(self, entry: SiteEntry, home_url: str, sections: Sequence[Section]) -> SiteDocuments:
        """The site's part of its unit's documents."""
        known = self._unit_pairs.unit(entry)
        listed = [section for section in sections if section.kind == "interpretation"]
        return SiteDocuments(
            store=self._store,
            rules=self._rules,
            site=site_key(entry),
            unit=unit_name(entry),
            home_url=home_url,
            section_url=max(listed, key=lambda s: (s.item_count, s.url)).url if listed else "",
            blind=self._blind(known, listed),
            known=known,
        )

    def _blind(self, known: UnitDocuments, listed: Sequence[Section]) -> str:
        for section in listed:
            if why := section.unseen or section.needs_rendering or section.unwalked:
                return f"解读栏目“{section.name}”没有看全({why})"
        left = sum(pages_left(self._db, site) for site in known.sites)
        if left:
            return f"网站没有抓全(还有{left}个页面没有访问)"
        if not known.pairs:
            return "没有见到本单位的任何解读,可能发布在别处"
        return ""


def _likely(page: Page, loose: Sequence[Page], names: NameRules) -> tuple[Page, ...]:
    """Interpretations that no document was found for and whose titles speak of what this one is about."""
    core = name_of(page.title, names).core
    if len(core) < 4:
        return ()
    near = (one for one in loose if fuzz.partial_ratio(core, one.title, score_cutoff=_LIKELY))
    return tuple(one for one, _ in zip(near, range(_MOST_LIKELY), strict=False))
