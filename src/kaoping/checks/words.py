"""Finds a lexicon's words in a text, and leaves out those that stand where they are right."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kaoping.rulebook import Entry, Forms, Lexicon, Normalised, PackedEntries, Rulebook, normalised, plain


@dataclass(frozen=True, slots=True)
class Hit:
    """
    One word of a lexicon in a text: ``text[start:end]`` is `entry.wrong`, perhaps in other forms of its
    characters (full width, capitals) and with invisible ones between them.
    """

    entry: Entry
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """An entry's neighbours and carriers in normal form; each carrier with a place of the word in it."""

    not_after: tuple[str, ...]
    not_before: tuple[str, ...]
    carriers: tuple[tuple[str, int], ...]


class WordFinder:
    """
    An automaton over a lexicon's entries. Building takes milliseconds: keep it, see `word_finder`.

    Args:
        entries: The words; of a long lexicon its `PackedEntries`.
        classes: Only entries of these classes; all where there are none.
        off: Words that count as right.
    """

    def __init__(
        self, entries: Iterable[Entry], *, classes: Iterable[str] = (), off: Iterable[str] = ()
    ) -> None:
        self._forms = entries if isinstance(entries, PackedEntries) else Forms(entries)
        self._classes = frozenset(classes)
        self._off = frozenset(map(plain, off))
        self._surroundings: dict[int, _Surroundings] = {}

    def find(self, text: str, *, on: date | None = None) -> tuple[Hit, ...]:
        """
        The words that stand in the text and are wrong there, in order.

        Of overlapping ones the first is told, of those that begin together the longest.

        Args:
            text: Any text; it is compared in its normal form, offsets are in its characters as they stand.
            on: The day whose rules hold; None takes only entries without bounds of time as well.
        """
        compared = normalised(text)
        met = self._forms.automaton().find_overlapping(compared.text)
        if not met:
            return ()
        found = [(a, b, entry) for a, b, form in met for entry in self._wrong(form, compared, a, b, on)]
        return tuple(Hit(entry, *compared.raw_span(start, end)) for start, end, entry in _longest(found))

    def _wrong(
        self, form: int, compared: Normalised, start: int, end: int, on: date | None
    ) -> Iterator[Entry]:
        """The first entry of this form that is wrong here."""
        text = compared.text
        if self._off and text[start:end] in self._off:
            return
        for number, entry in self._forms.numbered(form):
            if self._classes and entry.class_ not in self._classes:
                continue
            if _is_valid(entry, on) and not self._is_excused(number, entry, text, start, end):
                yield entry
                return

    def _is_excused(self, number: int, entry: Entry, text: str, start: int, end: int) -> bool:
        if not (entry.not_after or entry.not_before or entry.carriers):
            return False
        if (around := self._surroundings.get(number)) is None:
            around = self._surroundings[number] = _surroundings(entry)
        return (
            text.endswith(around.not_after, 0, start)
            or text.startswith(around.not_before, end)
            or any(text.startswith(word, start - at) for word, at in around.carriers if at <= start)
        )


def _surroundings(entry: Entry) -> _Surroundings:
    return _Surroundings(
        not_after=tuple(filter(None, map(plain, entry.not_after))),
        not_before=tuple(filter(None, map(plain, entry.not_before))),
        carriers=tuple(_placed(plain(entry.wrong), map(plain, entry.carriers))),
    )


def _placed(wrong: str, carriers: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Each carrier with each offset at which the word lies in it."""
    for carrier in carriers:
        at = carrier.find(wrong)
        while at >= 0:
            yield carrier, at
            at = carrier.find(wrong, at + 1)


def _is_valid(entry: Entry, on: date | None) -> bool:
    if on is None:
        return entry.valid_from is None and entry.valid_to is None
    return (entry.valid_from is None or entry.valid_from <= on) and (
        entry.valid_to is None or on <= entry.valid_to
    )


def _longest(found: list[tuple[int, int, Entry]]) -> Iterator[tuple[int, int, Entry]]:
    found.sort(key=lambda f: (f[0], -f[1]))
    reached = -1
    for start, end, entry in found:
        if start >= reached:
            yield start, end, entry
            reached = end


# one automaton per lexicon and process: a rulebook's version names its bytes, so an entry is never stale
_FINDERS: dict[tuple[str, str, tuple[str, ...]], WordFinder] = {}
_LISTED: dict[str, tuple[tuple[Lexicon, WordFinder], ...]] = {}


def word_finder(rules: Rulebook, lexicon: str, *classes: str) -> WordFinder:
    """
    The finder of a lexicon (of these classes alone, where any are named), built once per process.

    Raises:
        RulebookError: There is no lexicon of this name.
    """
    key = (rules.version, lexicon, classes)
    if key not in _FINDERS:
        found = rules.lexicon(lexicon)
        _FINDERS[key] = WordFinder(found.entries, classes=classes, off=found.off if not found.extends else ())
    return _FINDERS[key]


def listed_finders(rules: Rulebook) -> tuple[tuple[Lexicon, WordFinder], ...]:
    """Every lexicon that an office imported, with its finder, built once per process."""
    if rules.version not in _LISTED:
        _LISTED[rules.version] = tuple((one, word_finder(rules, one.name)) for one in rules.listed)
    return _LISTED[rules.version]
