"""
A static table from 64-bit keys to small counts that does not keep the keys ("Bloomier filter").

Each key owns three cells; their exclusive-or is a 12-bit fingerprint and a 4-bit value. A key that was
never put in answers 0 but for one in 4,096, when it answers some value. 2.5 bytes a key, no probing, whole
arrays at a time.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Cells = npt.NDArray[np.uint16]
Values = npt.NDArray[np.uint8]

_MIX_A, _MIX_B = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_LOW, _HALF, _SHIFT = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(30)
_PRINT, _PRINT_SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(52)


def places(keys: Keys, third: int) -> tuple[npt.NDArray[np.int64], ...]:
    """The three cells of every key, one in each third of the table, and its fingerprint shifted by 4 bits."""
    mixed = (keys ^ (keys >> _SHIFT)) * _MIX_A
    again = (mixed ^ (mixed >> _HALF)) * _MIX_B
    size = np.uint64(third)
    first = ((mixed & _LOW) * size) >> _HALF
    second = (((again >> _HALF) * size) >> _HALF) + size
    last = (((again & _LOW) * size) >> _HALF) + size + size
    mark = ((again * _PRINT) >> _PRINT_SHIFT) << np.uint64(4)
    # none of them reaches 2**63: seen as signed they are what they were, without a copy
    return first.view(np.int64), second.view(np.int64), last.view(np.int64), mark.view(np.int64)


@dataclass(frozen=True, slots=True)
class Counts:
    """`of(keys)`: the stored value (1-15) of every key, 0 for keys that were never put in."""

    cells: Cells

    def of(self, keys: Keys) -> Values:
        """One value a key, in the shape of `keys`."""
        a, b, c, mark = places(keys, len(self.cells) // 3)
        found = self.cells.take(a) ^ self.cells.take(b) ^ self.cells.take(c)
        same = (found & 0xFFF0) == mark
        values: Values = (found & 0xF).astype(np.uint8) * same
        return values
