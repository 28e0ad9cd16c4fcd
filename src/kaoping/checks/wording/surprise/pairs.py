"""
Two characters typed as another word of the same sound (政权期货, for 证券期货).

A pair is looked at when neither triple that it makes with a neighbour was ever counted. Frequent pairs of
the same sound that were counted with a neighbour are its rivals; counts of both readings go to boosted trees.
"""

from dataclasses import dataclass

import numpy as np

from .bloomier import Keys
from .grams import Encoded, at_once, kind_of, runs
from .statistics import DIGIT, FIRST, OTHER, READINGS, WORDS, Floats, Ids, Statistics, pack
from .trees import score

REACH = 3
WIDE = 400
# (order, first column of a window of eight): the ten n-grams of order 2 to 5 that lie over the pair in its
# middle, then four that end or begin inside it
_SPANS = tuple((2 + size, REACH - before) for size in range(4) for before in range(size + 1))
_EDGES = ((2, 2), (2, 4), (3, 1), (3, 4))


@dataclass(frozen=True, slots=True)
class PairRivals:
    """Row i proposes the ids `first[i]`, `second[i]` for places `at[i]` and `at[i] + 1`."""

    at: Ids
    first: Ids
    second: Ids


def suspect_pairs(encoded: Encoded, triple: Floats) -> Ids:
    """
    Places i whose pair i, i + 1 makes no counted triple; `triple` counts the three signs around every place.
    """
    ids = encoded.ids
    if len(ids) < 2:
        return np.zeros(0, np.int64)
    fine = (triple[:-1] == 0) & (triple[1:] == 0) & (ids[:-1] >= FIRST) & (ids[1:] >= FIRST)
    return np.flatnonzero(fine)


def judged_pairs(encoded: Encoded, at: Ids, statistics: Statistics) -> tuple[PairRivals, Floats]:
    """The best rival of every suspect pair that has one, and its log odds."""
    if not len(at):
        return PairRivals(at, at, at), np.zeros(0, np.float32)
    rivals = pair_rivals(encoded, at, statistics)
    if not len(rivals.at):
        return rivals, np.zeros(0, np.float32)
    return rivals, score(pair_features(encoded, rivals, statistics), statistics.pair_trees)


def pair_rivals(encoded: Encoded, at: Ids, statistics: Statistics) -> PairRivals:
    """
    Frequent pairs of the same sound, both characters other, counted with a neighbour; the strongest a place.
    """
    place, first, second = _same_sound(encoded.ids, at, statistics)
    padded = _padded(encoded.ids)
    before, after = padded[place + REACH - 1], padded[place + REACH + 2]
    joins = statistics.is_pair(before, first) | statistics.is_pair(second, after)
    place, first, second, before, after = (a[joins] for a in (place, first, second, before, after))
    if not len(place):
        return PairRivals(place, first, second)
    spans = [
        pack([before, first, second], 3),
        pack([first, second, after], 3),
        pack([before, first, second, after], 4),
    ]
    left, right, both = at_once(spans, statistics).T
    strength = left + right + 2 * both
    order = np.lexsort((-strength, place))
    order = order[((both > 0) | ((left > 0) & (right > 0)))[order]]
    new = np.ones(len(order), bool)
    new[1:] = place[order][1:] != place[order][:-1]
    best = order[new]
    return PairRivals(place[best], first[best], second[best])


def _same_sound(ids: Ids, at: Ids, statistics: Statistics) -> tuple[Ids, Ids, Ids]:
    """Every frequent pair of the same sound as the pair at each place, with both its characters other."""
    sounds = statistics.sounds
    places, entries = [], []
    for i in (0, 1):
        for j in (0, 1):
            a = sounds.readings[ids[at], i].astype(np.int64)
            b = sounds.readings[ids[at + 1], j].astype(np.int64)
            known = np.flatnonzero((a >= 0) & (b >= 0))
            key = a[known] * READINGS + b[known]
            low = sounds.start[key]
            many = sounds.start[key + 1] - low
            row = np.repeat(np.arange(len(known)), many)
            places.append(at[known[row]])
            entries.append(np.repeat(low - (np.cumsum(many) - many), many) + np.arange(len(row)))
    place, entry = np.concatenate(places), np.concatenate(entries)
    first, second = sounds.first[entry].astype(np.int64), sounds.second[entry].astype(np.int64)
    other = (first != ids[place]) & (second != ids[place + 1])
    return place[other], first[other], second[other]


def _padded(ids: Ids) -> Ids:
    edge = np.zeros(REACH, np.int64)
    return np.concatenate([edge, ids, edge])


def _readings_keys(window: Ids, first: Ids, second: Ids) -> Keys:
    """
    Keys of the ten n-grams over a pair, of four that end or begin inside it, of the pair as a word: m x 15.
    """
    changed = window.copy()
    changed[:, REACH], changed[:, REACH + 1] = first, second
    made = runs(changed)
    grams = [made[n][:, column] | kind_of(n) for n, column in (*_SPANS, *_EDGES)]
    return np.stack([*grams, made[2][:, REACH] | kind_of(2 + WORDS)], axis=1)


def pair_features(encoded: Encoded, rivals: PairRivals, statistics: Statistics) -> Floats:
    """What the trees are told of a pair: counts and frequency of both readings, the signs beside, repeats."""
    ids, at, padded = encoded.ids, rivals.at, _padded(encoded.ids)
    window = padded[at[:, None] + np.arange(2 * REACH + 2)[None, :]]
    four = (ids[at], ids[at + 1], rivals.first, rivals.second)
    columns: list[Floats] = []
    for first, second in (four[:2], four[2:]):
        counted = statistics.counts.of(_readings_keys(window, first, second)).astype(np.float32)
        columns += [*counted[:, :-1].T, statistics.frequency[first], statistics.frequency[second]]
        columns.append(np.minimum(counted[:, -1], 1))
    beside = [window[:, q] for q in (1, 2, 5, 6)]
    columns += [(side == OTHER).astype(np.float32) for side in beside]
    columns += [(side == DIGIT).astype(np.float32) for side in beside[1:3]]
    columns += [statistics.function[side].astype(np.float32) for side in (*four, beside[1], beside[2])]
    pairs = ids[:-1] * 4096 + ids[1:]
    again = [
        np.count_nonzero(
            pairs[max(encoded.starts[text], p - WIDE) : min(encoded.ends[text] - 1, p + WIDE)] == pairs[p]
        )
        for p, text in zip(at.tolist(), encoded.text_of(at), strict=True)
    ]
    columns.append(np.minimum(np.array(again, np.float32), 4))
    return np.stack(columns, axis=1).astype(np.float32)
