"""The losses that a printed line names, and whether they come to what the line lost."""

import re
from collections.abc import Iterator
from decimal import Decimal

from ..publishing.score_words import CAP

_LOSS = re.compile(r"^'?【(?P<rule>[^】]+)】扣(?P<points>\d+(?:\.\d+)?)分")
_CAP = re.compile(rf"^'?{CAP}本项最多扣(?P<points>\d+(?:\.\d+)?)分")
_PRODUCT = re.compile(r"(\d+(?:\.\d+)?)分×(\d+)[处项]=(\d+(?:\.\d+)?)分")


def losses_in(reason: str) -> tuple[tuple[str, Decimal], ...]:
    """Rule and points of every loss that the words name."""
    found = (_LOSS.match(line.strip()) for line in reason.split("\n"))
    return tuple((m["rule"], Decimal(m["points"])) for m in found if m)


def cap_in(reason: str) -> Decimal | None:
    """The cap of the line, where one is named."""
    found = (_CAP.match(line.strip()) for line in reason.split("\n"))
    return next((Decimal(m["points"]) for m in found if m), None)


def wrong_products(reason: str) -> Iterator[tuple[str, Decimal]]:
    """Multiplications that are printed with a wrong result: the words, and what is right."""
    for match in _PRODUCT.finditer(reason):
        right = Decimal(match[1]) * int(match[2])
        if right != Decimal(match[3]):
            yield match[0], right
