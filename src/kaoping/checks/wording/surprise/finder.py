"""
Wrong characters of a text in two lanes: `scored` for findings that a person confirms, `hint` for a
proofreader.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from .grams import Encoded, encode
from .idioms import IdiomIndex, near_misses
from .pairs import judged_pairs, suspect_pairs
from .singles import judged_singles, single_suspects
from .statistics import FIRST, Floats, Statistics, pack

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
    found = [
        Suspicion(m.start, m.wrong, m.right, "scored", "idiom", None)
        for m in near_misses(text, idioms, statistics)
    ]
    taken = {place for s in found for place in range(s.start, s.start + len(s.wrong))}
    for doubt in sorted(doubts(text, statistics, bars), key=lambda d: -d.odds):
        span = set(range(doubt.start, doubt.start + len(doubt.wrong)))
        if span & taken:
            continue
        taken |= span
        lane, rule = _lane_of(text, doubt, statistics, bars), rule_of(doubt, statistics)
        found.append(Suspicion(doubt.start, doubt.wrong, doubt.right, lane, rule, doubt.odds))
    return sorted(found, key=lambda s: s.start)


def doubts(text: str, statistics: Statistics, bars: Bars) -> Iterator[Doubt]:
    """All doubts above the bars of the hint lane."""
    for first in range(0, len(text), LONGEST):
        yield from _doubts(text[first : first + LONGEST], first, statistics, bars)


def _doubts(text: str, shift: int, statistics: Statistics, bars: Bars) -> Iterator[Doubt]:
    encoded = encode(text, statistics)
    triple = _triples(encoded, statistics)
    suspects = single_suspects(encoded, triple, statistics)
    if len(encoded.ids) > SHORT and len(suspects) > STRANGE * len(encoded.ids):
        return
    rivals, odds = judged_singles(encoded, suspects, statistics)
    for row in np.flatnonzero(odds >= bars.hint_single).tolist():
        start = int(encoded.offsets[rivals.at[row]])
        right = statistics.alphabet[int(rivals.proposed[row]) - FIRST]
        yield Doubt(shift + start, text[start], right, float(odds[row]))
    pairs, pair_odds = judged_pairs(encoded, suspect_pairs(encoded, triple), statistics)
    for row in np.flatnonzero(pair_odds >= bars.hint_double).tolist():
        start, stop = (int(n) for n in encoded.offsets[[pairs.at[row], pairs.at[row] + 1]])
        right = "".join(statistics.alphabet[int(n) - FIRST] for n in (pairs.first[row], pairs.second[row]))
        yield Doubt(shift + start, text[start : stop + 1], right, float(pair_odds[row]))


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
