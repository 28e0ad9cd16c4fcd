"""A 64-bit simhash of the visible words: near pages differ in few bits."""

import re
from itertools import islice

from xxhash import xxh3_64_intdigest

_SAMPLE_CAP = 128
_FEW = 24
_GRAM = 4
# grams are sampled by the character they begin with, so that words inserted elsewhere change none of them
_SAMPLED = re.compile("[" + "".join(chr(c) for c in range(0x4E00, 0x9FA6, 16)) + "AGMSYbhntz05]")
# bit i of a byte moved into its own 16-bit lane, so that hashes are summed by integer addition
_LANES = [sum(((byte >> bit) & 1) << (16 * bit) for bit in range(8)) for byte in range(256)]


def fingerprint(text: str) -> int:
    """
    The simhash over at most 128 sampled 4-grams of the text without blanks; 0 for less than 4 characters.
    Distance = number of differing bits.
    """
    text = "".join(text.split())
    count = len(text) - _GRAM + 1
    if count < 1:
        return 0
    starts = [m.start() for m in islice(_SAMPLED.finditer(text, 0, count), _SAMPLE_CAP)]
    if len(starts) < _FEW:
        starts = list(range(min(count, _SAMPLE_CAP)))
    lanes = [0] * 8
    for start in starts:
        digest = xxh3_64_intdigest(text[start : start + _GRAM].encode()).to_bytes(8, "little")
        for place, byte in enumerate(digest):
            lanes[place] += _LANES[byte]
    return sum(
        1 << (8 * place + bit)
        for place, lane in enumerate(lanes)
        for bit in range(8)
        if ((lane >> (16 * bit)) & 0xFFFF) * 2 > len(starts)
    )
