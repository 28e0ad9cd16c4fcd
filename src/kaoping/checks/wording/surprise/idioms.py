"""Idioms of four characters with one character replaced by a sound- or look-alike (循私舞弊 for 徇私舞弊)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .bloomier import Keys
from .grams import code_points, encode
from .statistics import FIRST, UNKNOWN, WORDS, Ids, Statistics, pack

LENGTH = 4
LOW, HIGH = 0x4E00, 0xA000
_SIEVE = 1 << 20
_GAP = "\n" * LENGTH  # no idiom reaches over it


@dataclass(frozen=True, slots=True)
class IdiomIndex:
    """Every idiom under its four masks (three characters and the place of the open one), sorted.

    `points` are the code points of the idioms, m x 4; `sieve` tells quickly that a mask is none.
    """

    masks: Keys
    idiom: Ids
    sieve: npt.NDArray[np.bool_]
    points: Ids


@dataclass(frozen=True, slots=True)
class NearMiss:
    """`text[start : start + 4]` is `right` but for the character at `place`."""

    start: int
    place: int
    wrong: str
    right: str


def _mask_keys(columns: list[Ids], place: int) -> Keys:
    first, second, third = (column for q, column in enumerate(columns) if q != place)
    key = (((((place << 16) | first) << 16) | second) << 16) | third
    return key.view(np.uint64)


def _slots(keys: Keys) -> Ids:
    return ((keys * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(44)).view(np.int64)


def index(idioms: frozenset[str]) -> IdiomIndex:
    """Index of idioms of exactly four characters; others are left out."""
    listed = sorted(i for i in idioms if len(i) == LENGTH)
    points = np.array([[ord(c) for c in i] for i in listed], np.int64).reshape(-1, LENGTH)
    columns = [points[:, q] for q in range(LENGTH)]
    masks = np.concatenate([_mask_keys(columns, place) for place in range(LENGTH)])
    order = np.argsort(masks, kind="stable")
    sieve = np.zeros(_SIEVE, bool)
    sieve[_slots(masks)] = True
    return IdiomIndex(masks[order], np.tile(np.arange(len(listed)), LENGTH)[order], sieve, points)


def near_misses(text: str, idioms: IdiomIndex, statistics: Statistics) -> list[NearMiss]:
    """The near misses of a text, one a place, in its order."""
    found: list[NearMiss] = []
    for start, place, low, high in _met(text, idioms):
        found += _misses(text, start, place, idioms.points[idioms.idiom[low:high]], statistics)
    return sorted({miss.start: miss for miss in found}.values(), key=lambda miss: miss.start)


def near_misses_of_each(
    texts: Sequence[str], idioms: IdiomIndex, statistics: Statistics
) -> list[list[NearMiss]]:
    """What `near_misses` gives for every text; where none holds a mask of an idiom, all in one look."""
    if len(texts) > 1 and not _met(_GAP.join(texts), idioms):
        return [[] for _ in texts]
    return [near_misses(text, idioms, statistics) for text in texts]


def _met(text: str, idioms: IdiomIndex) -> list[tuple[int, int, int, int]]:
    """Masks of idioms in a text, by their place in the idiom: start, place, first and end in the index."""
    points = code_points(text)
    if len(points) < LENGTH:
        return []
    columns = [points[q : len(points) - LENGTH + 1 + q] for q in range(LENGTH)]
    keys = np.stack([_mask_keys(columns, place) for place in range(LENGTH)])
    places, starts = np.nonzero(idioms.sieve.take(_slots(keys)))
    if not len(places):
        return []
    keys = keys[places, starts]
    low = np.searchsorted(idioms.masks, keys)
    hit = np.flatnonzero(idioms.masks.take(low, mode="clip") == keys)
    high = np.searchsorted(idioms.masks, keys[hit], side="right")
    rows = zip(starts[hit].tolist(), places[hit].tolist(), low[hit].tolist(), high.tolist(), strict=True)
    return list(rows)


def _misses(text: str, start: int, place: int, listed: Ids, statistics: Statistics) -> list[NearMiss]:
    """
    The idioms that the four characters miss by a likely slip, unless the characters are right as they are.
    """
    wrong = text[start : start + LENGTH]
    if not len(listed) or wrong in statistics.idioms:
        return []
    right = ["".join(map(chr, idiom)) for idiom in listed.tolist()]
    likely = [
        r
        for r in right
        if r != wrong and is_alike(wrong[place], r[place], statistics) and not _free(r, place, statistics)
    ]
    if not likely or _is_term(text, start, place) or _explained(text, start + place, start, statistics):
        return []
    return [NearMiss(start, place, wrong, likely[0])]


def _is_term(text: str, start: int, place: int) -> bool:
    """Does the odd character stand with the same neighbour elsewhere too, as 巴方 beside 巴方支持?"""
    pairs = [text[start + q : start + q + 2] for q in (place - 1, place) if 0 <= q < LENGTH - 1]
    whole = text[start : start + LENGTH]
    return any(text.count(pair) > text.count(whole) for pair in pairs)


def is_alike(written: str, meant: str, statistics: Statistics) -> bool:
    """Same or near sound (zh/z, n/ng, l/n, h/f), or in the list of look-alikes."""
    a, b = ord(written) - LOW, ord(meant) - LOW
    if not (0 <= a < HIGH - LOW and 0 <= b < HIGH - LOW):
        return False
    sounds = statistics.near_readings
    if any(r >= 0 and r in sounds[b] for r in sounds[a]):
        return True
    like = statistics.likeness
    wanted = int(statistics.classes[ord(meant)])
    return wanted >= FIRST and wanted in like.proposed[like.start[a] : like.start[a + 1]]


def _free(idiom: str, place: int, statistics: Statistics) -> bool:
    """
    Are the three other characters a phrase of their own (方支持, of 八方支持): four times as often as the
    idiom.
    """
    if place not in (0, LENGTH - 1):
        return False
    ids = np.array([statistics.classes[ord(c)] for c in idiom], np.int64)
    rest = ids[1:] if place == 0 else ids[:-1]
    if min(ids) < FIRST:
        return False
    columns = [rest[q : q + 1] for q in range(3)]
    if int(statistics.counts.of(pack(columns, 3 + WORDS))[0]) > 0:
        return True  # 也想不到: three of them are a word of their own
    alone = int(statistics.counts.of(pack([rest[q : q + 1] for q in range(3)], 3))[0])
    return alone > 1 + int(statistics.counts.of(pack([ids[q : q + 1] for q in range(LENGTH)], LENGTH))[0])


def _explained(text: str, at: int, start: int, statistics: Statistics) -> bool:
    """Is the odd character part of a dictionary word, or its surroundings counted in official text?"""
    first = max(0, at - 3)
    encoded = encode(text[first : at + 4], statistics)
    places = np.flatnonzero(encoded.offsets == at - first)
    if not len(places):
        return True
    ids, place = encoded.ids, int(places[0])
    if ids[place] == UNKNOWN:
        return False
    inside = range(place - (at - start), place - (at - start) + LENGTH)
    return any(
        _known(ids[begin : begin + n], n, statistics, begin in inside and begin + n - 1 in inside)
        for n in (2, 3, 4)
        for begin in range(max(0, place - n + 1), min(place, len(ids) - n) + 1)
    )


def _known(ids: Ids, n: int, statistics: Statistics, inside: bool) -> bool:
    """
    A dictionary word, or counted more than once; counts of the slip itself (`inside`) do not make it right.
    """
    columns = [ids[q : q + 1] for q in range(n)]
    if int(statistics.counts.of(pack(columns, n + WORDS))[0]) > 0:
        return True
    return n > 2 and not inside and min(ids) >= FIRST and int(statistics.counts.of(pack(columns, n))[0]) > 1
