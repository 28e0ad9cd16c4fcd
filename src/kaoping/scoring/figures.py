"""Points as figures: rounding half up, and how a figure is written."""

from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
HUNDRED = Decimal(100)


def half_up(value: Decimal, places: int) -> Decimal:
    """`value` rounded to `places` decimals, a five going away from nought: as people round by hand."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


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
