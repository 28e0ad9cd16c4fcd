"""Text as ids, and the counts of all n-grams around a place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .bloomier import Keys
from .statistics import BITS, FIRST, KIND_SHIFT, OTHER, UNKNOWN, WORDS, Floats, Ids, Statistics

REACH = 4
# 14 n-grams of order 2 to 5 lie over a character: (order, place of the character in it)
PLACES = tuple((n, k) for n in range(2, 6) for k in range(n))
_WORD_PLACES = 9  # those of order 2 to 4 come first in PLACES


@dataclass(frozen=True, slots=True)
class Encoded:
    """
    Ids of one text or of several, runs of digits, letters and other signs each made one, with their offsets
    (each in its own text) and code points. Text i stands at `starts[i]` to `ends[i]`; between two texts there
    is a gap that no n-gram spans.
    """

    ids: Ids
    offsets: Ids
    points: Ids
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def text_of(self, at: Ids) -> list[int]:
        """Which of the texts each place belongs to."""
        if len(self.starts) == 1:
            return [0] * len(at)
        owners: list[int] = (np.searchsorted(self.starts, at, side="right") - 1).tolist()
        return owners

    def windows(self, at: Ids) -> Ids:
        """The ids from REACH before to REACH after every place: m x 9."""
        padded = np.concatenate([np.zeros(REACH, np.int64), self.ids, np.zeros(REACH, np.int64)])
        around: Ids = padded[at[:, None] + np.arange(2 * REACH + 1)[None, :]]
        return around


def code_points(text: str) -> Ids:
    """The code point of every character, lone surrogates as they are."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)


def encode(text: str, statistics: Statistics) -> Encoded:
    """The text as ids."""
    points = code_points(text)
    ids = np.where(points < 0x10000, statistics.classes[points & 0xFFFF], OTHER).astype(np.int64)
    kept = np.ones(len(ids), bool)
    kept[1:] = (ids[1:] != ids[:-1]) | (ids[1:] >= UNKNOWN)
    offsets = np.flatnonzero(kept)
    return Encoded(ids[offsets], offsets, points[offsets], (0,), (len(offsets),))


def joined(texts: Sequence[Encoded]) -> Encoded:
    """Several short texts as one, for a look-up costs more by its number than by its length."""
    if len(texts) == 1:
        return texts[0]
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text.ids) + REACH
    gap = np.zeros(REACH, np.int64)
    columns = ([t.ids for t in texts], [t.offsets for t in texts], [t.points for t in texts])
    ids, offsets, points = (np.concatenate([a for c in column for a in (c, gap)][:-1]) for column in columns)
    ends = tuple(start + len(text.ids) for start, text in zip(starts, texts, strict=True))
    return Encoded(ids, offsets, points, tuple(starts), ends)


def runs(window: Ids) -> dict[int, Keys]:
    """
    For every order 2 to 5 the keys, without kind, of all n-grams of a window: m x (width - n + 1).

    They are made from each other, so that a whole window costs four shifts.
    """
    signs = window.view(np.uint64)
    found = {2: (signs[:, :-1] << BITS) | signs[:, 1:]}
    for n in (3, 4, 5):
        found[n] = (found[n - 1][:, :-1] << BITS) | signs[:, n - 1 :]
    return found


def kind_of(n: int) -> np.uint64:
    """The bits by which n-grams of order n, or with n + WORDS words of n characters, are told apart."""
    return np.uint64(n) << KIND_SHIFT


_KINDS = np.array([n << 60 for n, _ in PLACES], np.uint64)
_WORD_KINDS = np.array([(n + WORDS) << 60 for n, _ in PLACES[:_WORD_PLACES]], np.uint64)


def gram_keys(windows: Ids, centre: Ids) -> Keys:
    """Keys, without kind, of the 14 n-grams over the centre when `centre` stands there: m x 14."""
    changed = windows.copy()
    changed[:, REACH] = centre
    made = runs(changed)
    return np.concatenate([made[n][:, REACH - n + 1 : REACH + 1][:, ::-1] for n in range(2, 6)], axis=1)


def grams(windows: Ids, centre: Ids, statistics: Statistics) -> Floats:
    """Counts (log2-like, 0-15) of all 14 n-grams over the centre: m x 14."""
    return statistics.counts.of(gram_keys(windows, centre) | _KINDS).astype(np.float32)


def grams_and_words(windows: Ids, centre: Ids, statistics: Statistics) -> tuple[Floats, Floats]:
    """
    Those counts, and whether the centre is inside a dictionary word of 2, 3, 4 characters: m x 14, m x 3.
    """
    keys = gram_keys(windows, centre)
    both = np.concatenate([keys | _KINDS, keys[:, :_WORD_PLACES] | _WORD_KINDS], axis=1)
    counted = statistics.counts.of(both)
    known = counted[:, len(PLACES) :] > 0
    words = np.stack(
        [known[:, 0:2].any(axis=1), known[:, 2:5].any(axis=1), known[:, 5:9].any(axis=1)], axis=1
    )
    return counted[:, : len(PLACES)].astype(np.float32), words.astype(np.float32)


def at_once(keys: list[Keys], statistics: Statistics) -> Floats:
    """Counts of several columns of keys in one look-up: m x len(keys)."""
    return statistics.counts.of(np.concatenate(keys)).reshape(len(keys), -1).T.astype(np.float32)


def possible(windows: Ids) -> Floats:
    """Which of the 14 n-grams could exist: no punctuation inside it (at its ends it may stand): m x 14."""
    clear = windows != OTHER
    clear[:, REACH] = True
    columns = []
    for n, k in PLACES:
        first = REACH - k
        columns.append(clear[:, first + 1 : first + n - 1].all(axis=1))
    return np.stack(columns, axis=1).astype(np.float32)


def is_character(ids: Ids) -> npt.NDArray[np.bool_]:
    """Which ids are Chinese characters."""
    return np.asarray((ids == UNKNOWN) | (ids >= FIRST))
