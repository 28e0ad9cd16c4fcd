"""Finds a lexicon's words in a text, and leaves out those that stand where they are right."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import ahocorasick_rs

from kaoping.rulebook import Entry, Rulebook


@dataclass(frozen=True, slots=True)
class Hit:
    """One word of a lexicon in a text: `text[start:end]` is `entry.wrong`."""

    entry: Entry
    start: int
    end: int


class WordFinder:
    """An automaton over a lexicon's entries. Building takes milliseconds: keep it, see `word_finder`."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._automaton = ahocorasick_rs.AhoCorasick([e.wrong for e in self._entries])
        self._carriers = tuple(tuple(_placed(e)) for e in self._entries)

    def find(self, text: str, *, on: date | None = None) -> tuple[Hit, ...]:
        """
        The words that stand in the text and are wrong there, in order; of overlapping ones the longest.

        Args:
            text: Any text; offsets are in its characters.
            on: The day whose rules hold; None takes only entries without bounds of time as well.
        """
        if not self._entries:
            return ()
        raw = self._automaton.find_matches_as_indexes(text, overlapping=True)
        hits = [Hit(self._entries[n], a, b) for n, a, b in raw if self._is_wrong(n, text, a, b, on)]
        return tuple(_longest(hits))

    def _is_wrong(self, number: int, text: str, start: int, end: int, on: date | None) -> bool:
        entry = self._entries[number]
        if entry.not_after and text.endswith(entry.not_after, 0, start):
            return False
        if entry.not_before and text.startswith(entry.not_before, end):
            return False
        if any(text.startswith(word, start - at) for word, at in self._carriers[number] if at <= start):
            return False
        return _is_valid(entry, on)


def _placed(entry: Entry) -> Iterator[tuple[str, int]]:
    """Each carrier with each offset at which the word lies in it."""
    for carrier in entry.carriers:
        at = carrier.find(entry.wrong)
        while at >= 0:
            yield carrier, at
            at = carrier.find(entry.wrong, at + 1)


def _is_valid(entry: Entry, on: date | None) -> bool:
    if on is None:
        return entry.valid_from is None and entry.valid_to is None
    return (entry.valid_from is None or entry.valid_from <= on) and (
        entry.valid_to is None or on <= entry.valid_to
    )


def _longest(hits: list[Hit]) -> Iterator[Hit]:
    hits.sort(key=lambda h: (h.start, -h.end))
    reached = -1
    for hit in hits:
        if hit.start >= reached:
            yield hit
            reached = hit.end


# one automaton per lexicon and process: a rulebook's version names its bytes, so an entry is never stale
_FINDERS: dict[tuple[str, str, tuple[str, ...]], WordFinder] = {}


def word_finder(rules: Rulebook, lexicon: str, *classes: str) -> WordFinder:
    """
    The finder of a lexicon (of these classes alone, where any are named), built once per process.

    Raises:
        RulebookError: There is no lexicon of this name.
    """
    key = (rules.version, lexicon, classes)
    if key not in _FINDERS:
        entries = rules.lexicon(lexicon).entries
        _FINDERS[key] = WordFinder(e for e in entries if not classes or e.class_ in classes)
    return _FINDERS[key]
