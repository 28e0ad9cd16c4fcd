"""Draws the disclosure map: finds each item's places, judges what stands there, asks where it is not sure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kaoping.roster import MappingEntry
from kaoping.rulebook import Catalogue, CatalogueNode, Exemption, exemption_for

from .disclosure import DisclosureItem, DisclosureMap, ItemState, PlaceSeen
from .disclosurewords import DisclosureWords
from .matching import Candidate, Match, Matcher, own_places
from .parts import parts_seen
from .places import KnownItem, Place, SiteView, places
from .placestates import PlaceJudge, best_of

KnownArticle = Callable[[Sequence[str]], Mapping[str, tuple[str, date | None]]]
_SHOWN_CANDIDATES = 3
_MOST_PLACES = 12
_MOST_POLICY_PLACES = 60


@dataclass(frozen=True, slots=True)
class UnitOfMap:
    """Whose map is drawn, and what its office has said of it."""

    unit: str = ""
    unit_kind: str = ""
    townships: tuple[str, ...] = ()
    mapping: tuple[MappingEntry, ...] = ()
    exemptions: tuple[Exemption, ...] = ()


def disclosure_map(
    view: SiteView,
    owner: UnitOfMap,
    catalogues: Iterable[Catalogue],
    *,
    articles: KnownArticle,
    today: date,
    words: DisclosureWords,
) -> DisclosureMap:
    """
    The site against the catalogues.

    Args:
        view: The site; sections of townships and departments in it answer nothing of the unit's own.
        owner: The unit; `owner.mapping` holds decisions for any sites, those of this one count.
        catalogues: In the order in which their items shall stand.
        articles: Kind and publication day of the pages among these addresses that were read.
        today: Contents older than an item's months by this day are only old.
        words: Weights and limits; a place below `accept` is never taken, from `ask` on it is asked about.
    """
    known = own_places(places(view), words, unit=owner.unit, townships=owner.townships)
    saved = {entry.item: entry for entry in owner.mapping if entry.site == view.site}
    judge = PlaceJudge(known, articles, today, words, view.frame_length)
    found: list[DisclosureItem] = []
    for catalogue in catalogues:
        nodes = [node for node in catalogue.nodes if node.applies_to(owner.unit_kind)]
        drawing = _Drawing(view, owner, catalogue, known, Matcher(known, nodes, words), saved,
                           judge, today, words)  # fmt: skip
        items = [drawing.item(node) for node in nodes]
        found += items if view.incomplete else by_layout(items, words)
    found = [_container_filled(item, found, words) for item in found]
    return DisclosureMap(
        view.site, owner.unit, owner.unit_kind, view.home_url, tuple(found),
        policy_places=_policy_places(known, found, judge, words),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One catalogue on one site."""

    view: SiteView
    owner: UnitOfMap
    catalogue: Catalogue
    known: Sequence[Place]
    matcher: Matcher
    saved: Mapping[str, MappingEntry]
    judge: PlaceJudge
    today: date
    words: DisclosureWords

    def item(self, node: CatalogueNode) -> DisclosureItem:
        blank = self._blank(node)
        exemption = exemption_for(self.owner.exemptions, self.owner.unit, node.id, self.today)
        if exemption is not None and exemption.is_expired(self.today):
            blank = replace(blank, exemption_expired=exemption.until)
        elif exemption is not None and not exemption.applies:
            return replace(blank, state="not_applicable", why=exemption.reason)
        elif exemption is not None:
            blank = replace(blank, is_conditional=False)
        entry = self.saved.get(node.id)
        if entry is not None:
            return self._decided(node, blank, entry)
        matches = self.matcher.matches(node)
        blank = replace(blank, candidates=tuple(m.candidate for m in matches[:_SHOWN_CANDIDATES]))
        best = matches[0].candidate.score if matches else 0.0
        if best >= self.words.accept:
            least = max(self.words.accept, best - self.words.tier)
            taken = {m.place.url + m.place.form: m for m in reversed(matches) if m.candidate.score >= least}
            return self._answered(node, blank, list(reversed(taken.values()))[:_MOST_PLACES])
        documents = (self.view.documents or {}).get(node.id, ())
        if documents:
            return self._documented(blank, documents)
        return self._unanswered(blank, best)

    def _blank(self, node: CatalogueNode) -> DisclosureItem:
        return DisclosureItem(
            id=node.id,
            item=node.name,
            catalogue=self.catalogue.name,
            group=node.group,
            content=node.content,
            basis=node.basis,
            mark=node.mark,
            months=node.months,
            workdays=node.workdays,
            is_conditional=node.is_conditional_for(self.owner.unit_kind),
            condition=node.condition,
        )

    def _decided(self, node: CatalogueNode, blank: DisclosureItem, entry: MappingEntry) -> DisclosureItem:
        """What the office's own decision leads to."""
        by = f"对应表{f'({entry.decided_by} {entry.on})' if entry.decided_by or entry.on else ''}"
        if not entry.url:
            return replace(blank, state="missing", why=f"{by}:没有对应栏目", reasons=(by,))
        place = next((p for p in self.known if p.url == entry.url and p.form != "group"), None)
        if place is None:
            place = next((p for p in places(self.view) if p.url == entry.url and p.form != "group"), None)
        if place is None:
            place = Place(node.name, entry.url, (node.name,), "unseen", why="对应表所列地址没有取得")
        candidate = Candidate(place.name, place.url, self.words.scores["saved"], (by,))
        return self._answered(node, replace(blank, candidates=(candidate,)), [Match(place, candidate)])

    def _answered(self, node: CatalogueNode, blank: DisclosureItem, taken: Sequence[Match]) -> DisclosureItem:
        seen = tuple(self.judge.seen(match.place, node) for match in taken)
        best = best_of(seen)
        reasons = next(m.candidate.reasons for m, s in zip(taken, seen, strict=True) if s is best)
        documents = (self.view.documents or {}).get(node.id, ())
        filled = replace(
            blank,
            state=best.state,
            why=best.why,
            url=best.url,
            name=best.name,
            newest=max((s.newest for s in seen if s.newest), default=None),
            count=sum(s.count for s in seen),
            items=best.items,
            places=seen,
            documents=documents,
            parts=parts_seen(node, self.catalogue, [m.place for m in taken], seen, self.judge),
            reasons=reasons,
        )
        if best.state in ("empty", "unsure") and documents:
            return self._documented(filled, documents)
        return filled

    def _documented(self, blank: DisclosureItem, documents: Sequence[KnownItem]) -> DisclosureItem:
        """Answered by documents that stand elsewhere."""
        first = documents[0]
        days = [d.published for d in documents if d.published and d.published <= self.today]
        newest = max(days, default=None)
        state: ItemState = "present"
        if blank.months is not None and newest is not None and self.judge.is_old(newest, blank.months):
            state = "only_old"
        return replace(
            blank,
            state=state,
            why="",
            url=first.url,
            name=first.title,
            newest=newest,
            count=len(documents),
            items=tuple(documents),
            documents=tuple(documents),
            reasons=("有标题与该事项相符的文件",),
        )

    def _unanswered(self, blank: DisclosureItem, best: float) -> DisclosureItem:
        if best >= self.words.ask:
            return replace(blank, state="ask", why="有相似栏目,但不能确定,请在 mapping-questions.csv 中选定")
        said = (self.view.explanations or {}).get(blank.id)
        if said is not None:
            why = f"本单位说明没有此类信息:{said.title}"
            return replace(blank, state="not_applicable", why=why, url=said.url, documents=(said,))
        if self.view.incomplete:
            return replace(blank, state="unsure", why=self.view.incomplete)
        if blank.is_conditional:
            return replace(blank, state="unsure", why=f"没有对应栏目;是否适用没有登记({blank.condition})")
        return blank


def by_layout(found: Sequence[DisclosureItem], words: DisclosureWords) -> list[DisclosureItem]:
    """
    Conditional items that the unit's own catalogue shows to apply: it has a place for every other item of the
    same article. Its layout is then that article, and what lacks is missing rather than inapplicable.
    """
    lacking: dict[str, list[str]] = {}
    placed: dict[str, int] = {}
    for item in found:
        if item.is_conditional and item.places:
            placed[item.group] = placed.get(item.group, 0) + 1
        elif item.is_conditional and item.state == "unsure" and not item.documents:
            lacking.setdefault(item.group, []).append(item.id)
    told = {
        id_: placed[group]
        for group, ids in lacking.items()
        if len(ids) <= words.layout_most_lacking and placed.get(group, 0) >= words.layout_least
        for id_ in ids
    }
    return [_lacking(item, told[item.id]) if item.id in told else item for item in found]


def _lacking(item: DisclosureItem, others: int) -> DisclosureItem:
    why = f"{item.group}的其他{others}类都已设栏,只缺此类"
    return replace(item, state="missing", why=why, by_layout=True)


def _policy_places(
    known: Sequence[Place], found: Sequence[DisclosureItem], judge: PlaceJudge, words: DisclosureWords
) -> tuple[PlaceSeen, ...]:
    """Sections named after policy that no item claims."""
    claimed = {place.url for item in found for place in item.places}
    free = (p for p in known if p.section is not None and p.url not in claimed and not p.section.is_archive)
    chosen = [
        p for p in free if p.section and p.section.kind in words.policy_section_kinds and p.section.items
    ]
    return tuple(judge.policy_place(place) for place in chosen[:_MOST_POLICY_PLACES])


def _container_filled(
    item: DisclosureItem, found: Sequence[DisclosureItem], words: DisclosureWords
) -> DisclosureItem:
    """A container that was not found by name is there where enough of what belongs into it is."""
    if item.id != "P3" or item.state not in ("missing", "ask", "unsure", "empty"):
        return item
    within = [i for i in found if i.group in ("第二十条", "第二十一条") and i.state == "present" and i.places]
    if len(within) < words.container_children:
        return item
    seen = PlaceSeen(within[0].name, within[0].url, "present", count=sum(i.count for i in within))
    reason = f"没有同名栏目,但有{len(within)}个事项的栏目"
    return replace(
        item, state="present", why="", url=seen.url, name=seen.name, count=seen.count, places=(seen,),
        reasons=(reason,),
    )  # fmt: skip
