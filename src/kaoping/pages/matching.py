"""How well a place answers an item, with the reasons: by name, near name, what it lists, and overlap."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kaoping.rulebook import CatalogueNode

from .disclosurewords import DisclosureWords
from .places import Place

_LEAST_SHOWN = 0.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may answer an item: `score` 0 … 1, and in Chinese what speaks for it."""

    name: str = ""
    url: str = ""
    score: float = 0.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate with its place."""

    place: Place
    candidate: Candidate


class Matcher:
    """The places of one site, ready to be held against the nodes of one catalogue."""

    def __init__(
        self, known: Sequence[Place], nodes: Sequence[CatalogueNode], words: DisclosureWords
    ) -> None:
        self._words = words
        self._known = known
        self._plain = [(words.plain(place.name), words.stripped(place.name)) for place in known]
        self._pairs = [_pairs(stripped) for _, stripped in self._plain]
        self._parts = [words.parts(place.name) for place in known]
        self._owners: dict[str, set[str]] = defaultdict(set)
        for node in nodes:
            for word in (node.name, *node.synonyms):
                self._owners[words.stripped(word)].add(node.id)

    def matches(self, node: CatalogueNode) -> list[Match]:
        """Places by falling score, the shortest address first among equals; faint likeness is left out."""
        names = _Names(node, self._words)
        found = []
        rows = zip(self._known, self._plain, self._pairs, self._parts, strict=True)
        for place, (plain, stripped), pairs, parts in rows:
            score, why = names.score(plain, stripped, pairs)
            if score < self._words.scores["joined"] and (part := names.joined(parts)):
                score, why = self._words.scores["joined"], f"栏目名并列几项,其中有“{part}”"
            if score < self._words.scores["titles"] and (share := self._titled(node, place)):
                score, why = self._words.scores["titles"], f"所列内容{share:.0%}是该事项的文件"
            if score >= _LEAST_SHOWN:
                found.append(self._weighed(node, place, stripped, score, why))
        found = [match for match in found if match.candidate.score >= _LEAST_SHOWN]
        return sorted(found, key=lambda m: (-m.candidate.score, len(m.place.url), m.place.url, m.place.name))

    def _titled(self, node: CatalogueNode, place: Place) -> float:
        """The share of a section's newest titles that name the item's documents, if it is large enough."""
        items = place.section.items if place.section else ()
        if not node.titles or len(items) < 2:
            return 0.0
        pattern = _any_title(node)
        share = sum(1 for item in items if pattern.search(item.title)) / len(items)
        return share if share >= self._words.titles_share else 0.0

    def _weighed(self, node: CatalogueNode, place: Place, stripped: str, score: float, why: str) -> Match:
        words, reasons = self._words, [why]
        owners = self._owners.get(stripped, set())
        if owners and node.id not in owners:
            score *= words.scores["owned"]
            reasons.append("该栏目名是另一事项的名称")
        if place.section is not None and (place.section.is_archive or place.section.kind == "topic"):
            score *= words.scores["topic"]
            reasons.append("专题或归档栏目")
        if score < words.scores["stripped"] and not _is_own_section(place):
            score *= words.scores["loose"]
            reasons.append("单篇文章、站外链接或路径中的一级")
        if any(words.placed_under.search(step) for step in place.path[:-1]):
            score = min(1.0, score + words.scores["placed"])
            reasons.append("位于公开类栏目之下")
        return Match(place, Candidate(place.name, place.url, round(score, 3), tuple(reasons)))


def _is_own_section(place: Place) -> bool:
    """Of single articles, other hosts' pages and steps of trails, names that merely resemble say little."""
    is_article = place.page is not None and place.page.shape == "article"
    return place.form not in ("outer", "group") and not is_article


def _any_title(node: CatalogueNode) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{title})" for title in node.titles))  # re keeps what it compiled


def _pairs(name: str) -> frozenset[str]:
    return frozenset(name[n : n + 2] for n in range(len(name) - 1))


class _Names:
    """One node's names, in every form in which a place's name is held against them."""

    def __init__(self, node: CatalogueNode, words: DisclosureWords) -> None:
        self._words = words
        self._name = words.plain(node.name)
        self._synonyms = {words.plain(w) for w in node.synonyms}
        self._stripped = {words.stripped(w) for w in (node.name, *node.synonyms)}
        self._near = {words.plain(w) for w in node.near} | {words.stripped(w) for w in node.near}
        self._contained = sorted(
            (w for w in self._stripped | self._synonyms | {self._name} if len(w) >= words.shortest_within),
            key=lambda w: (-len(w), w),
        )
        self._pairs = [_pairs(w) for w in sorted(self._stripped)]

    def score(self, plain: str, stripped: str, pairs: frozenset[str]) -> tuple[float, str]:
        scores = self._words.scores
        if not plain:
            return 0.0, ""
        if plain == self._name:
            return scores["name"], "栏目名与事项名相同"
        if plain in self._synonyms:
            return scores["synonym"], f"“{plain}”是该事项的常用名"
        if stripped in self._stripped:
            return scores["stripped"], f"“{stripped}”与该事项的名称相同"
        if plain in self._near or stripped in self._near:
            return scores["near"], f"“{plain}”与该事项相近"
        if word := next((w for w in self._contained if w in plain), ""):
            is_most = 2 * len(word) >= len(stripped)
            return scores["within" if is_most else "part"], f"栏目名含“{word}”"
        is_long = len(stripped) >= max(self._words.shortest_within, len(self._name) / 2)
        if is_long and stripped in self._name:
            return scores["inside"], f"事项名含“{stripped}”"
        best = max((_dice(pairs, own) for own in self._pairs), default=0.0)
        return scores["overlap"] * best, f"名称重合{best:.0%}"

    def joined(self, parts: Sequence[str]) -> str:
        """The part of a name of several that is the item's own name, or ``""``."""
        own, least = self._stripped | self._synonyms | {self._name}, self._words.shortest_within
        return next((p for p in parts if p in own and len(p) >= least), "")


def _dice(first: frozenset[str], second: frozenset[str]) -> float:
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def own_places(
    known: Iterable[Place], words: DisclosureWords, *, unit: str, townships: Iterable[str] = ()
) -> list[Place]:
    """Places that are the unit's own: not in the subtree of a township or of a department of its."""
    names = {words.plain(name) for name in townships}
    return [place for place in known if not _is_foreign(place, words, words.plain(unit), names)]


def _is_foreign(place: Place, words: DisclosureWords, unit: str, townships: set[str]) -> bool:
    steps = [words.plain(step) for step in place.path]
    if any(words.foreign_roots.search(step) for step in steps):
        return True
    if any(name in step for name in townships for step in steps):
        return True
    return any(words.foreign_steps.search(step) and step not in unit for step in steps)


def with_score(match: Match, score: float, *reasons: str) -> Match:
    """The match, decided otherwise than by likeness."""
    return replace(match, candidate=replace(match.candidate, score=score, reasons=reasons))
