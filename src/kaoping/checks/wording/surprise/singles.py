"""
One character written for its look- or sound-alike.

A place is looked at when neither the three characters around it nor any four over it were ever counted. For
each of its alikes that was counted there, the n-gram counts of both readings go to boosted trees, which
give log odds.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from .grams import Encoded, at_once, grams, grams_and_words, is_character, possible
from .statistics import DIGIT, LATIN, OTHER, UNKNOWN, Floats, Ids, Statistics, pack
from .trees import score

KINDS = 5
NEAR = 120
WIDE = 400
FINALISTS = 3
LEAST = 3  # signs of a text; of a shorter one every character is looked at
# least weighted support of a proposal; true errors found have 15 or more
SUPPORT = 8.0
_WEIGHT = np.array([0.5] * 2 + [1.0] * 3 + [1.5] * 4 + [2.0] * 5, np.float32)
_PENALTY = np.array([0, 3, 2, 0, 0], np.float32)


@dataclass(frozen=True, slots=True)
class Rivals:
    """
    Places with a proposal each: row i proposes id `proposed[i]` of likeness `kind[i]` for place `at[i]`.

    `lead` is how far the support of the proposal is above that of the next best one for the place (at most
    30).
    """

    at: Ids
    windows: Ids
    written: Ids
    proposed: Ids
    kind: Ids
    lead: Floats

    def some(self, which: npt.NDArray[np.generic]) -> "Rivals":
        """The rows of a mask or of indices."""
        return Rivals(
            self.at[which],
            self.windows[which],
            self.written[which],
            self.proposed[which],
            self.kind[which],
            self.lead[which],
        )


_EMPTY = np.zeros(0, np.int64)
_NONE = Rivals(_EMPTY, _EMPTY.reshape(0, 9), _EMPTY, _EMPTY, _EMPTY, np.zeros(0, np.float32))


def single_suspects(encoded: Encoded, triple: Floats, statistics: Statistics) -> Ids:
    """
    Places where the three characters around and all fours over the place were never counted.

    Args:
        encoded: The text.
        triple: For every place the count of the three characters around it.
        statistics: The counts.
    """
    ids = encoded.ids
    if len(ids) < LEAST:
        return np.flatnonzero(is_character(ids))
    at = np.flatnonzero((triple == 0) & is_character(ids) & _plain(encoded.points))
    if not len(at):
        return at
    padded = np.concatenate([np.zeros(3, np.int64), ids, np.zeros(3, np.int64)])
    around = padded[at[:, None] + np.arange(7)]
    fours = [pack([around[:, q + p] for p in range(4)], 4) for q in range(4)]
    silent: Ids = at[at_once(fours, statistics).max(axis=1) == 0]
    return silent


def _plain(points: Ids) -> npt.NDArray[np.bool_]:
    return (points >= 0x4E00) & (points < 0xA000)


def judged_singles(encoded: Encoded, suspects: Ids, statistics: Statistics) -> tuple[Rivals, Floats]:
    """The best proposal for every suspect place that has one, and its log odds."""
    if not len(suspects):
        return _NONE, np.zeros(0, np.float32)
    rivals = _best(_rivals(encoded, suspects, statistics), statistics)
    if not len(rivals.at):
        return rivals, np.zeros(0, np.float32)
    return rivals, score(features(encoded, rivals, statistics), statistics.trees)


def _rivals(encoded: Encoded, at: Ids, statistics: Statistics) -> Rivals:
    """Every look- and sound-alike that was counted in a triple with its neighbours."""
    like = statistics.likeness
    written = encoded.points[at] - 0x4E00
    many = (like.start[written + 1] - like.start[written]).astype(np.int64)
    row = np.repeat(np.arange(len(at)), many)
    first = np.repeat(like.start[written].astype(np.int64) - (np.cumsum(many) - many), many)
    entry = first + np.arange(len(row))
    proposed, windows = like.proposed[entry].astype(np.int64), encoded.windows(at)
    good, strength = _supported(windows, row, proposed, statistics)
    if not len(good):
        return _NONE
    row, proposed, entry = row[good], proposed[good], entry[good]
    rows = windows[row]
    sides = [pack([rows[:, 3], proposed], 2), pack([proposed, rows[:, 5]], 2)]
    strength = strength + at_once(sides, statistics).sum(axis=1)
    kept = _leading(row, strength, FINALISTS)
    row = row[kept]
    kinds = like.kind[entry[kept]].astype(np.int64)
    lead = np.zeros(len(row), np.float32)
    return Rivals(at[row], windows[row], encoded.ids[at[row]], proposed[kept], kinds, lead)


def _supported(windows: Ids, row: Ids, proposed: Ids, statistics: Statistics) -> tuple[Ids, Floats]:
    """
    Proposals counted between both neighbours, or after the two before and before the two after; twice their
    counts.
    """
    likely = np.flatnonzero(statistics.is_pair(windows[:, 3][row], proposed))
    likely = likely[statistics.is_pair(proposed[likely], windows[:, 5][row[likely]])]
    if not len(likely):
        return likely, np.zeros(0, np.float32)
    around, centre = windows[row[likely]], proposed[likely]
    keys = [
        pack([around[:, 3], centre, around[:, 5]], 3),
        pack([around[:, 2], around[:, 3], centre], 3),
        pack([centre, around[:, 5], around[:, 6]], 3),
    ]
    counted = at_once(keys, statistics)
    good = (counted[:, 0] > 0) | ((counted[:, 1] > 0) & (counted[:, 2] > 0))
    return likely[good], 2 * counted[good].sum(axis=1)


def _leading(row: Ids, strength: Floats, many: int) -> Ids:
    """Indices of the `many` strongest of every row (rows in order, strongest first)."""
    order = np.lexsort((-strength, row))
    ordered = row[order]
    new = np.ones(len(order), bool)
    new[1:] = ordered[1:] != ordered[:-1]
    number = np.arange(len(order))
    return order[number - np.maximum.accumulate(np.where(new, number, 0)) < many]


def _best(rivals: Rivals, statistics: Statistics) -> Rivals:
    """The one proposal for every place that the n-grams over it support most."""
    if not len(rivals.at):
        return rivals
    counted = grams(rivals.windows, rivals.proposed, statistics)
    support = counted @ _WEIGHT - _PENALTY[rivals.kind]
    rivals, support = rivals.some(support >= SUPPORT), support[support >= SUPPORT]
    order = _leading(rivals.at, support, FINALISTS)
    rivals, support = rivals.some(order), support[order]
    first = np.ones(len(support), bool)
    first[1:] = rivals.at[1:] != rivals.at[:-1]
    following = np.append(support[1:], 0) * ~np.append(first[1:], True)
    lead = np.minimum(support - following, 30).astype(np.float32)
    return replace(rivals, lead=lead).some(first)


def features(encoded: Encoded, rivals: Rivals, statistics: Statistics) -> Floats:
    """
    What the trees are told: counts of both readings, what could be counted, likeness, frequency, words, use
    near by.
    """
    windows, written, proposed = rivals.windows, rivals.written, rivals.proposed
    unknown = (written == UNKNOWN)[:, None].astype(np.float32)
    own, own_words = grams_and_words(windows, written, statistics)
    other, other_words = grams_and_words(windows, proposed, statistics)
    frequency = statistics.frequency[written] * (1 - unknown[:, 0])
    beside = windows[:, [3, 5]]
    turns = [statistics.function[written], statistics.function[proposed], rivals.lead]
    parts = [
        own * (1 - unknown),
        other,
        possible(windows),
        np.eye(KINDS, dtype=np.float32)[rivals.kind],
        np.stack([frequency, statistics.frequency[proposed]], axis=1),
        own_words,
        other_words,
        _nearby(encoded, rivals),
        unknown,
        np.stack(turns, axis=1),
        beside == DIGIT,
        beside == LATIN,
        beside == OTHER,
        statistics.function[beside],
    ]
    return np.concatenate(parts, axis=1, dtype=np.float32)


def _nearby(encoded: Encoded, rivals: Rivals) -> Floats:
    """
    How often (to 3) the written and the proposed character stand near, and the written pairs in a wider
    range.
    """
    ids = encoded.ids
    pairs = ids[:-1] * 4096 + ids[1:]
    out = np.zeros((len(rivals.at), 4), np.float32)
    columns = (rivals.at.tolist(), rivals.written.tolist(), rivals.proposed.tolist())
    rows = zip(*columns, encoded.text_of(rivals.at), strict=True)
    for row, (at, written, proposed, text) in enumerate(rows):
        start, end = encoded.starts[text], encoded.ends[text]
        near = ids[max(start, at - NEAR) : min(end, at + NEAR)]
        wide = pairs[max(start, at - WIDE) : min(end - 1, at + WIDE)]
        out[row, 0] = np.count_nonzero(near == written) - 1 if written != UNKNOWN else 0
        out[row, 1] = np.count_nonzero(near == proposed)
        out[row, 2] = np.count_nonzero(wide == pairs[at - 1]) - 1 if at > start and ids[at - 1] else 0
        out[row, 3] = np.count_nonzero(wide == pairs[at]) - 1 if at < end - 1 and ids[at + 1] else 0
    return np.minimum(out, 3)
