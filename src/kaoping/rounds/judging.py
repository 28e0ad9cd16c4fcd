"""Judges one stored site: puts subjects together, runs every check over them, lays each fact down once."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from kaoping.checks import Check, fold, judge, load_checks, silence, sort_key
from kaoping.checks.observation import Evidence, Observation
from kaoping.gather.addresses import address_hash, host_of, normalise
from kaoping.pages import Attachment, Entry, LinkTarget, Page, Section, Site, entries
from kaoping.pages.disclosure import DisclosureMap
from kaoping.pages.sections import sections
from kaoping.reports.interpretations import InterpretationPart
from kaoping.roster import MappingEntry, SiteEntry
from kaoping.rulebook import Rulebook

from .attachment_store import AttachmentStore
from .attachments import Attachments
from .home import home_address
from .interpretation_part import interpretation_part
from .maps import NO_MAPS, MapReader, SiteMaps
from .sightings import Sightings
from .site_documents import DocumentShelf
from .store import PageStore
from .supply import SiteMaterial, Supply, supplies
from .suspicions import SiteSuspicions, Suspicions
from .targets import FailedAddresses, Targets
from .unit_maps import UnitMaps
from .unit_pairs import UnitPairs

SECTION_SHAPES = ("home", "section", "data", "entrance", "shell", "frameset", "other")
MOST_PAGES_NAMED = 1000
PROVEN_BY_PAGE = ("integrity.hidden_link", "integrity.foreign_script")  # not by what their target answers
NO_INTERPRETATIONS = InterpretationPart()
READ_WORDS = ("wording", "integrity", "privacy")  # groups whose page checks read a page's words


@dataclass(frozen=True, slots=True)
class Judgement:
    """One site, judged: its observations in order, and the subjects that reports draw."""

    entry: SiteEntry
    site: Site
    sections: tuple[Section, ...]
    observations: tuple[Observation, ...]
    targets_checked: int
    looked_at: Mapping[str, int]  # check id -> subjects
    remarks: tuple[str, ...] = ()
    maps: SiteMaps = NO_MAPS
    interpretations: InterpretationPart = NO_INTERPRETATIONS
    navigation: tuple[Entry, ...] = ()  # what each entry of the site's navigation leads to


class SiteJudge:
    """Everything that is needed to judge the sites of one run (`entries`) from what is stored."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        store: PageStore,
        rules: Rulebook,
        today: date,
        entries: Iterable[SiteEntry] = (),
        mapping: Sequence[MappingEntry] = (),
        own_hosts: Iterable[str] = (),
    ) -> None:
        listed = tuple(entries)
        self._db = connection
        self._store = store
        self._rules = rules
        self._today = today
        self._checks = demanded_checks(rules)
        self._sightings = Sightings(connection, store)
        self._shelf = DocumentShelf(connection, store, UnitPairs(store, listed, rules), rules)
        self._maps = MapReader(connection, store, rules, today, mapping)
        self._unit_maps = UnitMaps(listed)
        self._failed = FailedAddresses(connection)
        self._suspicions = Suspicions(connection, rules, listed, own_hosts)

    def judge(self, entry: SiteEntry) -> Judgement:
        """
        Judge one site. Pure in what is stored: the same archive, rulebook and date give the same records.

        The home page is called by the roster's address, also where that redirects inside the site.
        """
        material = self._material(entry)
        supplied = tuple(supplies(material))
        seen: list[Observation] = [
            *self._store.observations(material.key),
            *material.files.observations(),
            *self._judged(material, supplied),
            *self._not_checked(material),
        ]
        given = normalise(entry.url) or entry.url
        named = (_renamed(o, material.home_url, given) for o in seen)
        told = silence(named, self._rules.waivers, self._today, unit=entry.unit, site=material.key)
        observations = sorted((self._complete(o, material) for o in fold(told.kept)), key=sort_key)
        remarks = (material.nonsense.remark, *self._sightings.remarks(material.key), *told.remarks())
        counts = {supply.kind: supply.count for supply in supplied}
        return Judgement(
            entry=entry,
            site=material.site,
            sections=material.sections,
            observations=tuple(observations),
            targets_checked=counts[LinkTarget],
            looked_at={
                check.id: sum(counts[kind] for kind in check.subjects) for check in self._checks.values()
            },
            remarks=tuple(filter(None, remarks)),
            maps=material.maps,
            navigation=material.navigation,
            interpretations=interpretation_part(
                material.documents, observations, self._store, self._rules, self._today
            ),
        )

    def _material(self, entry: SiteEntry) -> SiteMaterial:
        given = normalise(entry.url) or entry.url
        key, home_url = host_of(given), home_address(self._db, given)
        site = self._sightings.site(entry, key, home_url, self._today)
        names: dict[str, str] = {}
        found_sections = self._sections(key, site, names, entry.unit)
        look = self._sightings.look
        return SiteMaterial(
            entry=entry,
            key=key,
            home_url=home_url,
            site=site,
            sections=found_sections,
            navigation=entries(names, found_sections, look, site=key, home_url=home_url),
            documents=self._shelf.of(entry, home_url, found_sections),
            maps=self._unit_maps.joined(
                entry, self._maps.read(entry, key, site.home, found_sections), self._drawn
            ),
            targets=Targets(self._db, self._store, key, home_url, self._failed),
            files=Attachments(self._db, self._store, AttachmentStore(self._db), key),
            nonsense=self._sightings.nonsense(key),
            suspicions=SiteSuspicions(self._suspicions, self._store, key, home_url, entry.unit),
        )

    def _drawn(self, entry: SiteEntry) -> DisclosureMap:
        """What another site of the unit discloses, by itself."""
        given = normalise(entry.url) or entry.url
        key = host_of(given)
        site = self._sightings.site(entry, key, home_address(self._db, given), self._today)
        return self._maps.read(entry, key, site.home, self._sections(key, site, {}, entry.unit)).disclosure

    def _judged(self, material: SiteMaterial, supplied: Iterable[Supply]) -> Iterator[Observation]:
        """What checks of everything but pages and files see; of an unseen site only itself is judged."""
        for supply in supplied:
            if not material.is_seen and supply.kind is not Site:
                continue
            checks = tuple(self._reading(supply.kind))
            for subject in supply.subjects() if checks else ():  # made once, however many checks read it
                for check in checks:
                    yield from judge(check, subject, self._rules, today=self._today)

    def _reading(self, subject: type) -> Iterator[Check]:
        return (c for c in self._checks.values() if subject in c.subjects)

    def _sections(self, key: str, site: Site, names: dict[str, str], unit: str) -> tuple[Section, ...]:
        pages = self._store.pages(key, shapes=SECTION_SHAPES)
        found = sections(
            pages, home=site.home, today=self._today, rules=self._rules, again=self._page, names=names
        )
        return tuple(replace(section, unit=unit) for section in found)

    def _page(self, url: str) -> Page | None:
        return self._store.page(address_hash(url))

    def _not_checked(self, material: SiteMaterial) -> Iterator[Observation]:
        """What could not be seen never counts as passed: one line per check that it concerns."""
        site = material.site
        if not material.is_seen:
            why = site.home_unseen or "首页无法访问"
            for check in self._checks.values():
                # checks of the site itself say that they saw nothing; what a unit owes lies on no site
                if Site not in check.subjects and not check.looks_back:
                    facts = {"count": 0, "why": why}
                    yield _unchecked(check, material.home_url, (), f"未能检查:{why}", facts)
            return
        unseen = self._sightings.unseen_pages(site.site)
        wordless = {**unseen, **self._sightings.drawn_by_script(site.site)}
        for check in self._reading(Page):
            # What a bare shell's markup says of its tags was judged; its words were not there to be judged.
            if pages := wordless if check.group in READ_WORDS else unseen:
                yield _unseen(check, pages)
        if unread := material.files.unread():
            yield from (_unseen(check, unread, "附件") for check in self._reading(Attachment))

    def _complete(self, observation: Observation, material: SiteMaterial) -> Observation:
        is_home = observation.url == normalise(material.entry.url)
        bare = observation.url.partition("#")[0]  # a list of a catalogue is a part of its one page
        home = material.home_url if is_home else None
        target = None if observation.check in PROVEN_BY_PAGE else observation.facts.get("target")
        for proof in filter(None, (target, home, observation.url, bare)):
            evidence, seen_at = self._evidence(observation, str(proof))
            if seen_at is not None:
                break
        return replace(
            observation,
            site=material.key,
            unit=material.entry.unit,
            evidence=evidence,
            rule_version=self._rules.version,
            seen_at=seen_at or self._sightings.last_moment(material.key),
        )

    def _evidence(self, observation: Observation, proof: str) -> tuple[Evidence, datetime | None]:
        """What proves it: of a page shown to others alone, the answer that they were given."""
        identity = observation.facts.get("view")
        if identity:
            return self._sightings.view_evidence(address_hash(observation.url), str(identity))
        return self._sightings.evidence(address_hash(proof))


def _renamed(observation: Observation, home_url: str, given: str) -> Observation:
    """The observation with the home page called by the roster's address."""
    if home_url == given or home_url not in (observation.url, *observation.pages):
        return observation
    pages = tuple(given if page == home_url else page for page in observation.pages)
    return replace(observation, url=given if observation.url == home_url else observation.url, pages=pages)


def demanded_checks(rules: Rulebook) -> Mapping[str, Check]:
    """The checks of sites that the rulebook's indicator system demands, by id."""
    return {
        id_: check
        for id_, check in load_checks().items()
        if rules.demand_of(id_) is not None and not check.is_of_accounts
    }


def _unseen(check: Check, pages: Mapping[str, str], what: str = "页面") -> Observation:
    urls = sorted(pages)
    reasons = sorted(set(pages.values()))
    why = f"{len(urls)}个{what}未能查看({'、'.join(reasons[:4])})"
    named = tuple(urls[1:MOST_PAGES_NAMED])
    return _unchecked(check, urls[0], named, f"未能检查:{why}", {"count": len(urls), "why": why})


def _unchecked(
    check: Check, url: str, pages: tuple[str, ...], message: str, facts: Mapping[str, object]
) -> Observation:
    return Observation(
        check=check.id,
        answer="not_checked",
        url=url,
        pages=pages,
        message=message,
        facts=facts,
        lane=check.lane,
    )
