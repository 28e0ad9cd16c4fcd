"""
Runs of digits as people write them: spaced, full-width, with invisible characters, broken over lines.

A run is cut into pieces at what a reader sees as a gap; characters that nobody sees are no gap.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from unicodedata import digit

# zero-width signs, direction marks, soft hyphen: nobody sees them
_UNSEEN = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\u180e"
_GAP = rf"[\s{_UNSEEN}\-\uff0d\u2010-\u2015]"
_X = "XxＸｘ"
SHORTEST = 11
_RUN = re.compile(rf"\d(?:{_GAP}{{0,6}}+[\d{_X}]){{{SHORTEST - 1},}}+")
_PIECE = re.compile(rf"[\d{_X}{_UNSEEN}]+")
_ANY_X = frozenset(_X)
_LETTER = re.compile(r"[A-Za-z0-9_]")
_LONGEST_PIECE = 120  # what is longer is no number of a person, however it is glued
_MOST_PIECES = 20


@dataclass(frozen=True, slots=True)
class Piece:
    """Digits without a visible gap, the last of each number perhaps an X; `at[i]` is where digit i stands."""

    digits: str
    at: tuple[int, ...]
    is_free: bool = True  # no letter or decimal point touches it


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring pieces taken as one number: `text[start:end]`."""

    digits: str
    start: int
    end: int
    first: int  # indexes of the pieces: [first, last)
    last: int


def has_long_run(text: str) -> bool:
    """Whether the text holds as many digits in a row as the shortest number that is looked for."""
    return _RUN.search(text) is not None


def runs(text: str) -> Iterator[tuple[Piece, ...]]:
    """Every run of at least 11 digits, as its pieces. Linear in the text."""
    for found in _RUN.finditer(text):
        pieces = []
        for part in _PIECE.finditer(text, found.start(), found.end()):
            at = tuple(i for i in range(part.start(), part.end()) if text[i].isdecimal() or text[i] in _ANY_X)
            if at:
                digits = "".join("X" if text[i] in _ANY_X else str(digit(text[i])) for i in at)
                pieces.append(Piece(digits, at, _is_free(text, at[0], at[-1] + 1)))
        yield tuple(pieces)


def _is_free(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if _LETTER.match(before) or _LETTER.match(after):
        return False
    if before == "." and text[start - 2 : start - 1].isdecimal():
        return False
    return not (after == "." and text[end + 1 : end + 2].isdecimal())


def windows(pieces: tuple[Piece, ...], first: int, lengths: Collection[int]) -> Iterator[Window]:
    """Pieces from `first` on joined to one of these lengths, the longest first; only free, short pieces."""
    found: list[Window] = []
    digits, longest = "", max(lengths)
    for last in range(first, min(len(pieces), first + _MOST_PIECES)):
        piece = pieces[last]
        if not piece.is_free or len(piece.digits) > _LONGEST_PIECE:
            break
        digits += piece.digits
        if len(digits) > longest and last > first:
            break
        if len(digits) in lengths:
            found.append(Window(digits, pieces[first].at[0], piece.at[-1] + 1, first, last + 1))
    return reversed(found)
