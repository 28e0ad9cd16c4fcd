"""How names of sections are compared with names of items (`reading/disclosure.yaml`), compiled."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .words import Rules, patterns, squeeze


@dataclass(frozen=True, slots=True)
class DisclosureWords:
    """Patterns, weights and limits; `scores` by the way of agreeing, each 0 … 1."""

    leading: re.Pattern[str]
    trailing: re.Pattern[str]
    brackets: re.Pattern[str]
    joints: re.Pattern[str]
    conjunctions: re.Pattern[str]
    separators: re.Pattern[str]
    scores: Mapping[str, float]
    accept: float
    ask: float
    tier: float
    titles_share: float
    shortest_within: int
    placed_under: re.Pattern[str]
    foreign_steps: re.Pattern[str]
    foreign_roots: re.Pattern[str]
    newest: int
    news_share: float
    least_known: int
    news_titles: re.Pattern[str]
    policy_titles: re.Pattern[str]
    news_refused: frozenset[str]
    policy_kinds: frozenset[str]
    page_characters: int
    page_beyond_frame: int
    layout_most_lacking: int
    layout_least: int
    policy_section_kinds: frozenset[str]
    own_explanation: str
    container_children: int
    township_names: re.Pattern[str]
    township_tails: re.Pattern[str]
    not_townships: re.Pattern[str]
    township_roots: re.Pattern[str]
    least_named: int
    township_titles: int
    township_own_least: int
    copied_length_share: float
    copied_least_length: int

    def plain(self, name: str) -> str:
        """The name as it is compared: one form of characters, no blanks, no remarks in brackets."""
        bare = self.brackets.sub("", squeeze(unicodedata.normalize("NFKC", name)))
        return self.separators.sub("", bare)[:60]

    def stripped(self, name: str) -> str:
        """The plain name without what sites put before and behind; never shorter than two characters."""
        name = self.plain(name)
        for pattern in (self.leading, self.trailing):
            shorter = pattern.sub("", name)
            name = shorter if len(shorter) >= 2 else name
        return self.conjunctions.sub("", name) if len(name) > 3 else name

    def parts(self, name: str) -> tuple[str, ...]:
        """Names that one joins (预算/决算, 食品等监督检查), whole and stripped; none for a simple one."""
        squeezed = self.brackets.sub("", squeeze(unicodedata.normalize("NFKC", name)))[:60]
        found = [part for part in self.joints.split(squeezed) if len(part) >= 2]
        both = (form for part in found for form in (part, self.stripped(part)))
        return tuple(dict.fromkeys(both)) if len(found) > 1 else ()


def disclosure_words(rules: Rules) -> DisclosureWords:
    """Compile the rulebook's data. Raises KeyError where a value is missing."""
    data: Mapping[str, Any] = rules.reading("disclosure")
    township = data["township"]
    return DisclosureWords(
        leading=patterns(data["leading"]),
        trailing=patterns(data["trailing"]),
        brackets=re.compile(data["brackets"]),
        joints=re.compile(data["joints"]),
        conjunctions=re.compile(data["conjunctions"]),
        separators=re.compile(data["separators"]),
        scores={name: float(value) for name, value in data["scores"].items()},
        accept=float(data["accept"]),
        ask=float(data["ask"]),
        tier=float(data["tier"]),
        titles_share=float(data["titles_share"]),
        shortest_within=int(data["shortest_within"]),
        placed_under=patterns(data["placed_under"]),
        foreign_steps=patterns(data["foreign_steps"]),
        foreign_roots=patterns(data["foreign_roots"]),
        newest=int(data["newest"]),
        news_share=float(data["news_share"]),
        least_known=int(data["least_known"]),
        news_titles=patterns(data["news_titles"]),
        policy_titles=patterns(data["policy_titles"]),
        news_refused=frozenset(data["news_refused"]),
        policy_kinds=frozenset(data["policy_kinds"]),
        page_characters=int(data["page_characters"]),
        page_beyond_frame=int(data["page_beyond_frame"]),
        layout_most_lacking=int(data["layout"]["most_lacking"]),
        layout_least=int(data["layout"]["least"]),
        policy_section_kinds=frozenset(data["policy_section_kinds"]),
        own_explanation=str(data["own_explanation"]),
        container_children=int(data["container_children"]),
        township_names=re.compile(township["names"]),
        township_tails=re.compile(township["tails"]),
        not_townships=re.compile(township["not_names"]),
        township_roots=re.compile(township["roots"]),
        least_named=int(township["least_named"]),
        township_titles=int(township["titles"]),
        township_own_least=int(township["own_least"]),
        copied_length_share=float(township["copied_length_share"]),
        copied_least_length=int(township["copied_least_length"]),
    )
