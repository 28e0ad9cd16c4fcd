"""Put the fitted trees into shipped/tables.npz, beside the counted tables."""

import pickle

import numpy as np


def flat(paths: list[str], name: str) -> dict[str, np.ndarray]:
    """The mean of several models as one row of trees, taken in turn from each, so that the first trees are all models' first."""
    models = [pickle.load(open(path, "rb")) for path in paths]
    roots, parts, size = [], {k: [] for k in ("feature", "threshold", "left", "right", "value")}, 0
    for (tree,) in (p for turn in zip(*(m._predictors for m in models)) for p in turn):
        nodes = tree.nodes
        leaf = nodes["is_leaf"].astype(bool)
        roots.append(size)
        parts["feature"].append(np.where(leaf, -1, nodes["feature_idx"]).astype(np.int16))
        parts["threshold"].append(np.where(leaf, 0, nodes["num_threshold"]).astype(np.float32))
        parts["left"].append((nodes["left"].astype(int) + size).astype(np.int32))
        parts["right"].append((nodes["right"].astype(int) + size).astype(np.int32))
        parts["value"].append(np.where(leaf, nodes["value"] / len(models), 0).astype(np.float32))
        size += len(nodes)
    out = {f"{name}_{k}": np.concatenate(v) for k, v in parts.items()}
    return out | {
        f"{name}_roots": np.array(roots, np.int32),
        f"{name}_base": np.float64(np.mean([m._baseline_prediction[0, 0] for m in models])),
    }


held = dict(np.load("corpus/statistics_shipped.npz"))
np.savez_compressed(
    "shipped/tables.npz",
    **held,
    **flat([f"corpus/hgb_single{k}.pkl" for k in (5,)], "tree"),
    **flat(["corpus/hgb_pair5.pkl"], "pair"),
)
