"""A 64-bit simhash of the visible words: near pages differ in few bits."""

import re
from functools import lru_cache
from itertools import islice

from xxhash import xxh3_64_intdigest

_SAMPLE_CAP = 128
_FEW = 24
_GRAM = 4
# grams are sampled by the character they begin with, so that words inserted elsewhere change none of them
_SAMPLED = re.compile("[" + "".join(chr(c) for c in range(0x4E00, 0x9FA6, 16)) + "AGMSYbhntz05]")
_PREFIX = 6000  # characters that nearly always hold all samples
# each bit of a byte at each of 8 places moved into a lane of its own, 8 bits wide (at most 128 are counted),
# so that the bits of all hashes are counted by integer addition
_LANES = [
    [sum(((byte >> bit) & 1) << (8 * (8 * place + bit)) for bit in range(8)) for byte in range(256)]
    for place in range(8)
]


def fingerprint(text: str) -> int:
    """
    The simhash over at most 128 sampled 4-grams of the text without blanks; 0 for less than 4 characters.
    Distance = number of differing bits.
    """
    squeezed = "".join(text[:_PREFIX].split())
    starts = _starts(squeezed)
    if len(starts) < _SAMPLE_CAP and len(text) > _PREFIX:
        squeezed = "".join(text.split())
        starts = _starts(squeezed)
    count = len(squeezed) - _GRAM + 1
    if count < 1:
        return 0
    if len(starts) < _FEW:
        starts = list(range(min(count, _SAMPLE_CAP)))
    counts = sum([_lanes(squeezed[start : start + _GRAM]) for start in starts]).to_bytes(64, "little")
    half = len(starts) // 2
    return sum(1 << bit for bit, count in enumerate(counts) if count > half)


@lru_cache(maxsize=8192)  # pages of a site begin with the same menus
def _lanes(gram: str) -> int:
    digest = xxh3_64_intdigest(gram.encode()).to_bytes(8, "little")
    return sum(lanes[byte] for lanes, byte in zip(_LANES, digest, strict=True))


def _starts(text: str) -> list[int]:
    """Where the sampled grams begin that lie whole in the text."""
    found = _SAMPLED.finditer(text, 0, max(len(text) - _GRAM + 1, 0))
    return [m.start() for m in islice(found, _SAMPLE_CAP)]
