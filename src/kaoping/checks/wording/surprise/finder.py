"""
Wrong characters of a text in two lanes: `scored` for findings that a person confirms, `hint` for a
proofreader.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from .grams import Encoded, encode, joined
from .idioms import IdiomIndex, NearMiss, near_misses_of_each
from .pairs import judged_pairs, suspect_pairs
from .singles import LEAST, judged_singles, single_suspects
from .statistics import FIRST, Floats, Ids, Statistics, pack

Lane = Literal["scored", "hint"]
# above this share of suspects a text of more than SHORT signs is of a kind that the statistics cannot judge
STRANGE = 0.6
SHORT = 200
# characters judged at a time; longer text goes in pieces, so that memory stays small
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Bars:
    """
    Least log odds for each lane, for one character and for two. `sure` is from where a character that is
    rare in official text is scored all the same.
    """

    single: float
    double: float
    hint_single: float
    hint_double: float
    sure: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """
    `text[start : start + len(wrong)]` should perhaps be `right`; the log odds of the two lengths differ in
    scale.
    """

    start: int
    wrong: str
    right: str
    odds: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text, or a part of a very long one: `text` begins at `first` of text `number`."""

    number: int
    first: int
    text: str
    encoded: Encoded


@dataclass(frozen=True, slots=True)
class Suspicion:
    """
    `text[start : start + len(wrong)]` is perhaps `right`. `rule` is ``sound`` or ``shape`` (how the two are
    alike), ``homophone`` (a word for another) or ``idiom``, where `odds` is None: idioms are found by rule.
    """

    start: int
    wrong: str
    right: str
    lane: Lane
    rule: str
    odds: float | None


def find(text: str, statistics: Statistics, idioms: IdiomIndex, bars: Bars) -> list[Suspicion]:
    """
    Suspicions in the order of the text, at most one for each character.

    Text is one page or paragraph in Unicode (NFC); cost grows with its length, memory does not. Silence in
    book titles and quotations, and for names that a page explains, is the caller's.
    """
    return find_each((text,), statistics, idioms, bars)[0]


def find_each(
    texts: Sequence[str], statistics: Statistics, idioms: IdiomIndex, bars: Bars
) -> list[list[Suspicion]]:
    """What `find` gives for every text; a page's title and text cost little more than one of them."""
    each: list[list[Doubt]] = [[] for _ in texts]
    for number, doubt in doubts(texts, statistics, bars):
        each[number].append(doubt)
    misses = near_misses_of_each(texts, idioms, statistics)
    return [
        _chosen(text, missed, doubted, statistics, bars)
        for text, missed, doubted in zip(texts, misses, each, strict=True)
    ]


def _chosen(
    text: str, missed: Sequence[NearMiss], doubted: Sequence[Doubt], statistics: Statistics, bars: Bars
) -> list[Suspicion]:
    """Idioms first, then the likelier doubts: of those that overlap one is told."""
    found = [Suspicion(m.start, m.wrong, m.right, "scored", "idiom", None) for m in missed]
    taken = {place for s in found for place in range(s.start, s.start + len(s.wrong))}
    for doubt in sorted(doubted, key=lambda d: -d.odds):
        span = set(range(doubt.start, doubt.start + len(doubt.wrong)))
        if span & taken:
            continue
        taken |= span
        lane, rule = _lane_of(text, doubt, statistics, bars), rule_of(doubt, statistics)
        found.append(Suspicion(doubt.start, doubt.wrong, doubt.right, lane, rule, doubt.odds))
    return sorted(found, key=lambda s: s.start)


def doubts(texts: Sequence[str], statistics: Statistics, bars: Bars) -> Iterator[tuple[int, Doubt]]:
    """All doubts above the bars of the hint lane, each with the number of its text."""
    together: list[_Piece] = []
    for number, text in enumerate(texts):
        for first in range(0, len(text), LONGEST):
            part = text[first : first + LONGEST]
            piece = _Piece(number, first, part, encode(part, statistics))
            # the shortest are looked at by a rule of their own, and long ones gain nothing by company
            if len(text) <= LONGEST and len(piece.encoded.ids) >= LEAST:
                together.append(piece)
            else:
                yield from _doubts([piece], statistics, bars)
    if together:
        yield from _doubts(together, statistics, bars)


def _doubts(pieces: Sequence[_Piece], statistics: Statistics, bars: Bars) -> Iterator[tuple[int, Doubt]]:
    encoded = joined([piece.encoded for piece in pieces])
    triple = _triples(encoded, statistics)
    suspects, pairs_at = single_suspects(encoded, triple, statistics), suspect_pairs(encoded, triple)
    strange = _strange(encoded, suspects)
    if strange:
        suspects, pairs_at = (_outside(encoded, at, strange) for at in (suspects, pairs_at))
    rivals, odds = judged_singles(encoded, suspects, statistics)
    for row in np.flatnonzero(odds >= bars.hint_single).tolist():
        piece = pieces[encoded.text_of(rivals.at[row : row + 1])[0]]
        start = int(encoded.offsets[rivals.at[row]])
        right = statistics.alphabet[int(rivals.proposed[row]) - FIRST]
        yield piece.number, Doubt(piece.first + start, piece.text[start], right, float(odds[row]))
    pairs, pair_odds = judged_pairs(encoded, pairs_at, statistics)
    for row in np.flatnonzero(pair_odds >= bars.hint_double).tolist():
        piece = pieces[encoded.text_of(pairs.at[row : row + 1])[0]]
        start, stop = (int(n) for n in encoded.offsets[[pairs.at[row], pairs.at[row] + 1]])
        right = "".join(statistics.alphabet[int(n) - FIRST] for n in (pairs.first[row], pairs.second[row]))
        wrong = piece.text[start : stop + 1]
        yield piece.number, Doubt(piece.first + start, wrong, right, float(pair_odds[row]))


def _strange(encoded: Encoded, suspects: Ids) -> set[int]:
    """The texts of a kind that the statistics cannot judge."""
    found = set()
    for number, (start, end) in enumerate(zip(encoded.starts, encoded.ends, strict=True)):
        length = end - start
        if length > SHORT and np.count_nonzero((suspects >= start) & (suspects < end)) > STRANGE * length:
            found.add(number)
    return found


def _outside(encoded: Encoded, at: Ids, texts: set[int]) -> Ids:
    return at[[owner not in texts for owner in encoded.text_of(at)]]


def _triples(encoded: Encoded, statistics: Statistics) -> Floats:
    """The count of the three signs around every place."""
    ids = encoded.ids
    padded = np.concatenate([np.zeros(1, np.int64), ids, np.zeros(1, np.int64)])
    return statistics.counts.of(pack([padded[:-2], padded[1:-1], padded[2:]], 3)).astype(np.float32)


def _lane_of(text: str, doubt: Doubt, statistics: Statistics, bars: Bars) -> Lane:
    """
    Scored only away from figures, and not for characters that combine freely or are rare in official text.
    """
    enough = doubt.odds >= (bars.double if len(doubt.wrong) > 1 else bars.single)
    if enough and not _beside_figure(text, doubt) and not _loose(doubt, statistics, bars.sure):
        return "scored"
    return "hint"


def _beside_figure(text: str, doubt: Doubt) -> bool:
    end = doubt.start + len(doubt.wrong)
    sides = text[max(0, doubt.start - 1) : doubt.start] + text[end : end + 1]
    return any(c.isdecimal() or c in "%％." for c in sides)


def _loose(doubt: Doubt, statistics: Statistics, sure: float) -> bool:
    if doubt.odds < sure and not statistics.rare.isdisjoint(doubt.wrong):
        return True
    signs = [int(statistics.classes[ord(c)]) for c in doubt.wrong]
    if len(signs) == 1:
        signs.append(int(statistics.classes[ord(doubt.right)]))
    return any(bool(statistics.function[sign]) for sign in signs)


def rule_of(doubt: Doubt, statistics: Statistics) -> str:
    """How the written and the meant are alike."""
    if len(doubt.wrong) > 1:
        return "homophone"
    written, like = ord(doubt.wrong) - 0x4E00, statistics.likeness
    row = slice(like.start[written], like.start[written + 1])
    kinds = like.kind[row][like.proposed[row] == int(statistics.classes[ord(doubt.right)])]
    return "shape" if len(kinds) and int(kinds[0]) == 2 else "sound"
