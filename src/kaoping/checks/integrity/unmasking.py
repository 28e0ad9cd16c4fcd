"""Takes the mask off planted words: zero-width and combining characters, ornaments, look-alikes."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

# all that the quick way can handle: it keeps one character per character
_ODD = re.compile(
    "[^\t\n\r\x20-\x7e\u00a0\u00b7\u2013-\u2026\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e\uffe5]"
)
_FULL_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20, 0x00A0: 0x20}
_ORNAMENT = frozenset({"So", "Sk", "Sm", "Co"})
_UNSEEN = frozenset({"Cf", "Mn", "Me"})

_SHORT = 300  # characters: of a shorter text each is looked up, in a longer one each sign is searched for


@dataclass(frozen=True, slots=True)
class Unmasked:
    """
    A text with masks off, in lower case. `places[i]` is the offset in `raw` of character `i` (with one more
    for the end), empty where offsets are the same. `odd` holds the offsets in `raw` of masks taken off.
    """

    text: str
    raw: str
    places: tuple[int, ...] = ()
    odd: frozenset[int] = frozenset()

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the raw text a piece of the unmasked text stands."""
        if not self.places:
            return start, end
        return self.places[start], self.places[end - 1] + 1

    def is_masked(self, start: int, end: int) -> bool:
        """Could a reader, or a plain search, have missed the piece because of a mask inside it?"""
        if not self.odd:
            return False
        first, last = self.raw_span(start, end)
        return any(first <= n < last for n in self.odd)


class Masks:
    """
    The tables by which masks are taken off, compiled once.

    Args:
        alike: Characters that only look like another, by code point; one inside a word is a mask.
        plain: Honest variants (traditional characters), folded without suspicion.
    """

    def __init__(self, alike: Mapping[int, int], plain: Mapping[int, int]) -> None:
        self._table = {**_FULL_WIDTH, **plain, **alike}
        self._folded = {chr(a): chr(b) for a, b in self._table.items()}
        self._foldable = frozenset(self._folded)
        self._is_one_step = self._folded.keys().isdisjoint(self._folded.values())
        self._alike = frozenset(map(chr, alike))

    def taken_off(self, raw: str) -> Unmasked:
        """The text as it stands on the page, unmasked."""
        is_short = len(raw) < _SHORT
        is_masked = not self._alike.isdisjoint(raw) if is_short else any(map(raw.__contains__, self._alike))
        odd = {n for n, c in enumerate(raw) if c in self._alike} if is_masked else set()
        if not _ODD.search(raw):
            return Unmasked(self._fold(raw).lower(), raw, (), frozenset(odd))
        return _pieced(raw, self._table, odd)

    def _fold(self, raw: str) -> str:
        """As `str.translate`, several times as fast on Chinese text, which has few characters to fold."""
        if not self._is_one_step:
            return raw.translate(self._table)
        for character in self._foldable.intersection(raw) if len(raw) < _SHORT else self._folded:
            if character in raw:
                raw = raw.replace(character, self._folded[character])
        return raw


def _pieced(raw: str, table: Mapping[int, int], odd: set[int]) -> Unmasked:
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for match in _ODD.finditer(raw):
        pieces.append(raw[at : match.start()])
        places.extend(range(at, match.start()))
        at = match.end()
        instead = _instead(raw, match.start())
        if instead != match.group():
            odd.add(match.start())
        pieces.append(instead)
        places.extend([match.start()] * len(instead))
    pieces.append(raw[at:])
    places.extend(range(at, len(raw) + 1))
    text = "".join(pieces).translate(table)
    return Unmasked("".join(map(_lower, text)), raw, tuple(places), frozenset(odd))


def _instead(raw: str, at: int) -> str:
    character = raw[at]
    category = unicodedata.category(character)
    if category in _UNSEEN:
        return ""
    if category in _ORNAMENT and 0 < at < len(raw) - 1 and raw[at - 1].isalnum() and raw[at + 1].isalnum():
        return ""
    return unicodedata.normalize("NFKC", character)


def _lower(character: str) -> str:
    lower = character.lower()
    return lower if len(lower) == 1 else character
