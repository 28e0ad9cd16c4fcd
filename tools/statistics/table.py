"""Builds the static table of counts that `kaoping.checks.wording.surprise.bloomier` reads."""

import numpy as np
import numpy.typing as npt

from kaoping.checks.wording.surprise.bloomier import Cells, Keys, Values, places

SPACE = 1.24


def build(keys: Keys, values: Values) -> Cells:
    """Put distinct keys with values 1-15 into a new table. Raises ValueError when peeling gets stuck (too little space)."""
    third = int(len(keys) * SPACE / 3) + 64
    a, b, c, mark = places(keys, third)
    corners = np.stack([a, b, c], axis=1)
    order: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] = []
    left = np.arange(len(keys))
    while len(left):
        alone, free = _peel(corners[left], 3 * third)
        if not len(free):
            raise ValueError("the table is too small to be built")
        order.append((left[alone], free))
        left = left[~alone]
    cells = np.zeros(3 * third, np.uint16)
    want = (mark | values).astype(np.uint16)
    for edges, free in reversed(order):
        x = corners[edges]
        cells[free] = 0
        cells[free] = want[edges] ^ cells[x[:, 0]] ^ cells[x[:, 1]] ^ cells[x[:, 2]]
    return cells


def _peel(corners: npt.NDArray[np.int64], size: int) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    """Which keys are alone in one of their cells, and that cell."""
    alone = np.bincount(corners.ravel(), minlength=size)[corners] == 1
    some = alone.any(axis=1)
    return some, corners[some, alone[some].argmax(axis=1)]
