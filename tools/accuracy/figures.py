"""Counts as table cells: shares with Wilson intervals, F1 of character pairs, medians."""

import math
import re
from collections import Counter
from collections.abc import Iterable

NOT_MEASURED = "未测"
NONE = "—"


def wilson(right: int, whole: int) -> tuple[float, float]:
    """The 95 % Wilson interval of a share; (0, 1) of nothing."""
    if not whole:
        return 0.0, 1.0
    z, share = 1.96, right / whole
    middle = share + z * z / (2 * whole)
    spread = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    scale = 1 + z * z / whole
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def share(right: int, whole: int) -> str:
    """``0.972 (0.86–1.00)``."""
    if not whole:
        return NONE
    low, high = wilson(right, whole)
    return f"{right / whole:.3f}({low:.2f}–{high:.2f})"


def counted(results: Iterable[object]) -> tuple[int, int]:
    """How many are true, of how many."""
    found = [bool(r) for r in results]
    return sum(found), len(found)


def row(what: str, results: Iterable[object], *peers: str) -> str:
    """A Markdown row: what, size, right, share with its interval, peers."""
    right, whole = counted(results)
    return "| " + " | ".join([what, str(whole), str(right), share(right, whole), *peers]) + " |"


def bare(text: str | None) -> str:
    """Text without white space."""
    return re.sub(r"\s+", "", text or "")


def bigram_f1(found: str, truth: str) -> float:
    """F1 of the multisets of neighbouring characters of two texts without white space."""
    one, two = _pairs(bare(found)), _pairs(bare(truth))
    both = sum((one & two).values())
    whole = sum(one.values()) + sum(two.values())
    return 2 * both / whole if whole else 1.0


def _pairs(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(len(text) - 1))


def mean(values: Iterable[float]) -> str:
    """The mean to three places."""
    found = list(values)
    return f"{sum(found) / len(found):.3f}" if found else NONE
