"""Areas drawn by a published seed: anyone can draw them again."""

from collections.abc import Iterable
from hashlib import sha256

from kaoping.errors import ScoringError


def drawn_sample(seed: str, population: Iterable[str], size: int) -> tuple[str, ...]:
    """
    Draw `size` names, the same for the same seed whatever the order of the names.

    Each name's lot is the SHA-256 of ``seed:name`` in UTF-8, in hexadecimal; the names with the smallest lots
    are drawn, the smallest first. ``printf '%s' 'seed:name' | sha256sum`` gives a lot by hand. A name given
    twice has one lot.

    Raises:
        ScoringError: No seed, or more are to be drawn than there are.
    """
    names = sorted(set(population))
    if not seed:
        raise ScoringError("抽样没有种子:请在轮次文件里写明公布的种子(seed)。")
    if not 0 <= size <= len(names):
        raise ScoringError(f"要从{len(names)}个里抽{size}个:请改正抽样数量。")
    return tuple(sorted(names, key=lambda name: (lot(seed, name), name))[:size])


def lot(seed: str, name: str) -> str:
    """A name's lot in hexadecimal, to be printed beside it."""
    return sha256(f"{seed}:{name}".encode()).hexdigest()
