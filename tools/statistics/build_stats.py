"""
Make the data files in `shipped/` from the collected corpus: alphabet, counts, likeness, words, idioms.

Deterministic: the same corpus files give the same bytes. The decision trees are fitted by `fit.py` afterwards.
    python build_stats.py CORPUS_FOLDER OUT_FOLDER
"""

import hashlib
import json
import pickle
import sys
from pathlib import Path

import numpy as np

from table import build

from kaoping.checks.wording.surprise.bloomier import Counts
from kaoping.checks.wording.surprise.statistics import FIRST, UNKNOWN, WORDS, _classes, pack

COUNTED = ("train.txt", "tune_law.txt") if len(sys.argv) < 4 else ("train_a.txt",)
LEAST = {2: 1, 3: 1, 4: 1, 5: 2}
RARE_PROPOSAL = 20
PAIR_VALUE = 5
VARIANTS, OLD_FORMS = ("勠力同心", "因势制宜"), ("戮力同心",)
FUNCTION = (
    "也还是的与及或已才在以之对为从到等给共都像由让则但且又再仅各其因于此该有无不我他她它你们一二三四五六七八九十两几百千万亿约多起"
    "上下中向同称据应受了和"
)


def ids_of(text: str, alphabet: str) -> np.ndarray:
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    ids = np.where(points < 0x10000, _classes(alphabet)[points & 0xFFFF], 0).astype(np.int64)
    kept = np.ones(len(ids), bool)
    kept[1:] = (ids[1:] != ids[:-1]) | (ids[1:] >= UNKNOWN)
    return ids[kept]


def grams(ids: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Distinct n-grams without punctuation inside, with values 1-15 (log2 of the count)."""
    columns = [ids[q : len(ids) - n + 1 + q] for q in range(n)]
    bad = np.zeros(len(columns[0]), bool)
    for q, column in enumerate(columns):
        bad |= column == UNKNOWN
        if 0 < q < n - 1:
            bad |= column == 0
    keys, counts = np.unique(pack([c[~bad] for c in columns], n), return_counts=True)
    keys, counts = keys[counts >= LEAST[n]], counts[counts >= LEAST[n]]
    return keys, np.minimum(np.round(np.log2(counts)) + 1, 15).astype(np.uint8)


def words(path: Path, alphabet: str) -> np.ndarray:
    place = {c: FIRST + i for i, c in enumerate(alphabet)}
    keys = []
    for n in (2, 3, 4):
        found = [
            w
            for w in (line.split()[0] for line in path.open(encoding="utf-8"))
            if len(w) == n and all(c in place for c in w)
        ]
        keys.append(np.unique(pack([np.array([place[w[q]] for w in found]) for q in range(n)], n + WORDS)))
    return np.concatenate(keys)


def rare(path: Path, alphabet: str) -> str:
    """Characters of dictionary words outside the alphabet: rare in official text but right, so only hinted at."""
    found = {
        c
        for w, f, _ in (line.split() for line in path.open(encoding="utf-8"))
        if len(w) > 1 and int(f) >= 3
        for c in w
    }
    return "".join(sorted(c for c in found - set(alphabet) if "\u4e00" <= c <= "\u9fff"))


def likeness(path: Path, alphabet: str, counted: np.ndarray) -> dict[str, np.ndarray]:
    place = {c: FIRST + i for i, c in enumerate(alphabet)}
    table = pickle.loads(path.read_bytes())
    start, proposed, kind = [0], [], []
    for point in range(0x4E00, 0xA000):
        for character, k in table.get(chr(point), ()):
            if character in place and counted[place[character]] >= RARE_PROPOSAL:
                proposed.append(place[character])
                kind.append(k)
        start.append(len(proposed))
    return {
        "like_start": np.array(start, np.int32),
        "like_proposed": np.array(proposed, np.int16),
        "like_kind": np.array(kind, np.int8),
    }


def sounds(path: Path, keys: np.ndarray, values: np.ndarray) -> dict[str, np.ndarray]:
    """Frequent pairs of characters in the order of their sound (no tones): key and both ids."""
    readings = np.load(path)
    often = values >= PAIR_VALUE
    first, second = (
        ((keys[often] >> np.uint64(12)) & np.uint64(4095)).astype(np.int64),
        (keys[often] & np.uint64(4095)).astype(np.int64),
    )
    real = (first >= FIRST) & (second >= FIRST)
    first, second = first[real], second[real]
    found = []
    for i in (0, 1):
        for j in (0, 1):
            a, b = readings[first, i].astype(np.int64), readings[second, j].astype(np.int64)
            fine = (a >= 0) & (b >= 0)
            found.append(np.stack([a * 512 + b, first, second])[:, fine])
    table = np.unique(np.concatenate(found, axis=1), axis=1)
    return {
        "readings": readings,
        "sound_key": table[0].astype(np.int32),
        "sound_first": table[1].astype(np.int16),
        "sound_second": table[2].astype(np.int16),
    }


def neighbours(counts: Counts, size: int) -> np.ndarray:
    """One bit for every counted pair of ids."""
    bits = np.zeros((4096, 512), np.uint8)
    for first in range(size):
        pairs = pack([np.full(4096, first), np.arange(4096)], 2)
        seen = counts.of(pairs) > 0
        seen[size:] = False
        bits[first] = np.packbits(seen, bitorder="little")
    return bits.ravel()


def main(corpus: Path, out: Path) -> None:
    out.mkdir(exist_ok=True)
    alphabet = "".join(json.loads((corpus / "charset.json").read_text("utf-8"))[0])
    text = "\n".join((corpus / name).read_text("utf-8") for name in COUNTED)
    ids = ids_of(text, alphabet)
    counted = np.bincount(ids, minlength=FIRST + len(alphabet))
    parts = [grams(ids, n) for n in LEAST]
    known = words(corpus.parent / "pyc/jieba-0.42.1/jieba/dict.txt", alphabet)
    parts.append((known, np.ones(len(known), np.uint8)))
    for (keys, _), name in zip(parts, ("2", "3", "4", "5", "words")):
        print(name, len(keys))
    cells = build(np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts]))
    cells.tofile(out / "counts.bin")
    neighbours(Counts(cells), FIRST + len(alphabet)).tofile(out / "neighbours.bin")
    likes = likeness(corpus / "cands.pkl", alphabet, counted)
    likes["near_readings"] = np.load(corpus / "near.npy")
    likes |= sounds(corpus / "readings.npy", *parts[0])
    np.savez(out / "statistics.npz", frequency=np.log2(counted + 1).astype(np.float32), **likes)
    (out / "alphabet.json").write_text(
        json.dumps(
            {
                "alphabet": alphabet,
                "function": FUNCTION,
                "rare": rare(corpus.parent / "pyc/jieba-0.42.1/jieba/dict.txt", alphabet),
            },
            ensure_ascii=False,
        ),
        "utf-8",
    )
    idioms = [
        line.split()[0]
        for line in (corpus.parent / "THUOCL_chengyu.txt").open(encoding="utf-8")
        if line.strip()
    ]
    idioms = sorted(
        {
            w
            for w in [*idioms, *VARIANTS]
            if w not in OLD_FORMS and len(w) == 4 and all("\u4e00" <= c <= "\u9fff" for c in w)
        }
    )
    (out / "idioms.txt").write_text("\n".join(idioms) + "\n", "utf-8")
    manifest = {
        "counted": {
            n: {
                "characters": len((corpus / n).read_text("utf-8")),
                "sha256": hashlib.sha256((corpus / n).read_bytes()).hexdigest(),
            }
            for n in COUNTED
        },
        "tokens": int(len(ids)),
        "ngrams": {k: int(len(p[0])) for k, p in zip("2345w", parts)},
        "sources": json.loads((corpus.parent / "sources.json").read_text("utf-8")),
    }
    (out / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
