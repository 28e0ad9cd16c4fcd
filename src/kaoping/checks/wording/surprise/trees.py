"""Score of rows by boosted trees, most of them let go after the first few trees."""

import numpy as np

from .statistics import Floats, Ids, Trees

# (so many trees, log odds): rows that are not above the log odds after the trees so far go no further.
# Measured on news, laws and wrong sentences: of all rows that end above the hint bars these stages lose one
# in a hundred.
STAGES = ((4, -1.3), (36, -1.3), (80, 0.1))


def score(rows: Floats, trees: Trees) -> Floats:
    """Log odds that a place is wrong, one a row; rows given up early keep their early score."""
    total = np.full(len(rows), trees.base, np.float32)
    on, first = np.arange(len(rows)), 0
    for last, lost in (*STAGES, (len(trees.roots), -np.inf)):
        if len(on):
            total[on] += _sum(rows[on], trees, trees.roots[first:last])
            on, first = on[total[on] > lost], last
    return total


def _sum(rows: Floats, trees: Trees, roots: Ids) -> Floats:
    flat, line = rows.ravel(), (np.arange(len(rows)) * rows.shape[1])[:, None]
    node = np.repeat(roots[None, :], len(rows), axis=0)
    for _ in range(trees.depth):
        high = flat.take(line + trees.feature.take(node)) > trees.threshold.take(node)
        node = trees.child.take(2 * node + high)
    total: Floats = trees.value.take(node).sum(axis=1)
    return total
