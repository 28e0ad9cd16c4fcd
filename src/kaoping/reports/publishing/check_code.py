"""The check code (核对码) of a printed sheet: a digest over its figures in their order."""

import hashlib
from collections.abc import Iterable
from decimal import Decimal

CODE_LENGTH = 16


def check_code(figures: Iterable[tuple[str | Decimal | None, ...]]) -> str:
    """
    A short digest of rows of words and points; how many decimals are written makes no difference.

    It finds a change that keeps every sum (points moved from one row to another, rows exchanged). It is no
    seal: whoever knows this function can make another.
    """
    lines = ("\t".join(_plain(one) for one in row) for row in figures)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "backslashreplace")).hexdigest()[:CODE_LENGTH]


def _plain(value: str | Decimal | None) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    return "" if value is None else " ".join(value.split())
