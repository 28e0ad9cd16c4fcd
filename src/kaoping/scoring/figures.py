"""Points as figures: rounding half up, and how a figure is written."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from math import prod

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)


def half_up(value: Decimal, places: int) -> Decimal:
    """`value` rounded to `places` decimals, a five going away from nought: as people round by hand."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def weighted_mean(terms: Iterable[tuple[Decimal, Decimal, Decimal]], full: Decimal, places: int) -> Decimal:
    """
    The mean of points, each on full marks of its own, as points of `full`, rounded half up.

    Args:
        terms: Points, their full marks, their weight; what has no full marks is left out.
        full: The full marks of the mean.
        places: Decimals.
    """
    told = [(points, own, weight) for points, own, weight in terms if own and weight]
    fulls = {own for _, own, _ in told}
    # one division at the end: a third of a point cut off early would turn a half into less than a half
    others = {own: prod((one for one in fulls if one != own), start=ONE) for own in fulls}
    above = sum((points * weight * others[own] for points, own, weight in told), ZERO) * full
    below = sum((weight for _, _, weight in told), ZERO) * prod(fulls, start=ONE)
    return half_up(above / below, places) if below else ZERO


def plain(value: Decimal) -> str:
    """The shortest spelling without an exponent: ``1.5`` for 1.50, ``100`` for 1E+2."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def amount_of(value: object) -> Decimal:
    """A fact's value as an amount that is never below nought; what is no number counts as nought."""
    try:
        amount = Decimal(str(value))
    except ArithmeticError:
        return ZERO
    return amount if amount.is_finite() and amount > 0 else ZERO
