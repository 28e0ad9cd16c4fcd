"""The shipped statistics: alphabet, counts, likeness of characters, decision trees, idioms."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .bloomier import Counts, Keys

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

# Classes of signs: all punctuation, runs of digits, runs of letters, a character outside the alphabet; then
# characters.
OTHER, DIGIT, LATIN, UNKNOWN, FIRST = 0, 1, 2, 3, 4
BITS = np.uint64(12)
KIND_SHIFT = np.uint64(60)
_ID_BITS = 12
_KINDS = tuple(np.uint64(kind << 60) for kind in range(16))
# a dictionary word of n characters is kept under the kind n + WORDS, an n-gram under the kind n
WORDS = 4
# toneless readings are numbers below this
READINGS = 512
_RUNS = (
    ("0", "9", DIGIT), ("\uff10", "\uff19", DIGIT), ("a", "z", LATIN), ("A", "Z", LATIN),
    ("\uff41", "\uff5a", LATIN), ("\uff21", "\uff3a", LATIN),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Likeness:
    """
    For a written character x (code point - 0x4E00) the ids it may stand for: `proposed[start[x]:start[x +
    1]]`.

    `kind`: 0 same sound, 1 near sound, 2 like shape, 3 same sound and like shape, 4 near sound and like
    shape.
    """

    start: npt.NDArray[np.int32]
    proposed: npt.NDArray[np.int16]
    kind: npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Sounds:
    """
    Frequent pairs of characters by sound, without tones: those of the readings r, s stand from
    `start[512 * r + s]` to the next start. `readings` are two of every id, -1 where there is none.
    """

    readings: npt.NDArray[np.int16]
    start: npt.NDArray[np.int64]
    first: npt.NDArray[np.int16]
    second: npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Trees:
    """
    Boosted regression trees as flat arrays: node i goes on to `child[2 * i]` where the row's `feature[i]`
    is at most `threshold[i]`, else to `child[2 * i + 1]`; a leaf leads to itself. After `depth` steps all
    are leaves.
    """

    roots: npt.NDArray[np.int64]
    feature: npt.NDArray[np.int64]
    threshold: Floats
    child: npt.NDArray[np.int64]
    value: Floats
    depth: int
    base: float


@dataclass(frozen=True, slots=True)
class Statistics:
    """
    Everything the detector reads; made by `tools/statistics`.

    `classes` is the sign class or id of every code point below 0x10000, `frequency` the log2 of the count +
    1 of every id, `function` tells ids that combine freely (也, 还, 之, numerals), `near_readings` three
    readings of every code point from 0x4E00 with near sounds made one, `rare` characters of dictionary
    words outside the alphabet, `neighbours` one bit for every counted pair of ids (bit a * 4096 + b,
    little-endian).
    """

    classes: npt.NDArray[np.uint16]
    alphabet: str
    frequency: Floats
    function: npt.NDArray[np.bool_]
    counts: Counts
    neighbours: npt.NDArray[np.uint8]
    likeness: Likeness
    sounds: Sounds
    trees: Trees
    pair_trees: Trees
    near_readings: npt.NDArray[np.int16]
    idioms: frozenset[str]
    rare: frozenset[str]

    def is_pair(self, first: Ids, second: Ids) -> npt.NDArray[np.bool_]:
        """Was the pair of ids ever counted? A small table: it spares most look-ups in the large one."""
        place = (first << 12) | second
        bits = self.neighbours.take(place >> 3) >> (place & 7).astype(np.uint8)
        return (bits & 1).astype(np.bool_)


def pack(columns: Sequence[Ids], kind: int) -> Keys:
    """Keys of n-grams given as n columns of ids."""
    key = columns[0]
    for column in columns[1:]:
        key = (key << _ID_BITS) | column
    return key.view(np.uint64) | _KINDS[kind]


@lru_cache(maxsize=2)
def load(folder: Path) -> Statistics:
    """Read the data files; 5 MB in memory, the counts are mapped and shared between processes."""
    meta = json.loads((folder / "alphabet.json").read_text("utf-8"))
    alphabet = meta["alphabet"]
    with np.load(folder / "tables.npz") as held:
        tables = {name: held[name] for name in held.files}
    return Statistics(
        classes=_classes(alphabet),
        alphabet=alphabet,
        frequency=tables["frequency"],
        function=np.array([False] * FIRST + [c in meta["function"] for c in alphabet]),
        counts=Counts(_mapped(folder / "counts.bin", np.uint16)),
        neighbours=_mapped(folder / "neighbours.bin", np.uint8),
        likeness=Likeness(tables["like_start"], tables["like_proposed"], tables["like_kind"]),
        sounds=_sounds(tables),
        trees=_trees(tables, "tree"),
        pair_trees=_trees(tables, "pair"),
        near_readings=tables["near_readings"],
        idioms=frozenset((folder / "idioms.txt").read_text("utf-8").split()),
        rare=frozenset(meta["rare"]),
    )


def _mapped(path: Path, kind: type[np.generic]) -> Any:
    # a plain array over the map: the subclass would cost time on every look-up
    return np.asarray(np.memmap(path, kind, "r"))


def _classes(alphabet: str) -> npt.NDArray[np.uint16]:
    table = np.zeros(0x10000, np.uint16)
    table[0x3400:0x4DC0] = table[0x4E00:0xA000] = UNKNOWN
    for first, last, sign in _RUNS:
        table[ord(first) : ord(last) + 1] = sign
    for place, character in enumerate(alphabet):
        table[ord(character)] = FIRST + place
    return table


def _sounds(tables: Mapping[str, Any]) -> Sounds:
    start = np.searchsorted(tables["sound_key"], np.arange(READINGS * READINGS + 1))
    return Sounds(tables["readings"], start, tables["sound_first"], tables["sound_second"])


def _trees(tables: Mapping[str, Any], name: str) -> Trees:
    """Trees as they are stored: a leaf has feature -1."""
    feature = tables[f"{name}_feature"].astype(np.int64)
    own = np.arange(len(feature))
    leaf = feature < 0
    child = np.empty(2 * len(feature), np.int64)
    child[0::2] = np.where(leaf, own, tables[f"{name}_left"])
    child[1::2] = np.where(leaf, own, tables[f"{name}_right"])
    roots = tables[f"{name}_roots"].astype(np.int64)
    return Trees(
        roots=roots,
        feature=np.maximum(feature, 0),
        threshold=tables[f"{name}_threshold"],
        child=child,
        value=tables[f"{name}_value"],
        depth=_depth(roots, child, leaf),
        base=float(tables[f"{name}_base"]),
    )


def _depth(roots: Ids, child: Ids, leaf: npt.NDArray[np.bool_]) -> int:
    level, depth = roots, 0
    while not leaf[level].all():
        level = np.unique(np.concatenate([child[2 * level], child[2 * level + 1]]))
        depth += 1
    return depth
