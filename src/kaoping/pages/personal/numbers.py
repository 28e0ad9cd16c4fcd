"""
Identity numbers, bank cards and mobile numbers in a text, by form and check digit alone.

Sources: GB 11643-1999 (identity numbers: division code, birth date, sequence, check digit after ISO 7064
MOD 11-2), GB/T 2260 (first two digits: provinces), GB 32100-2015 (unified social credit codes, which are no
personal numbers), ISO/IEC 7812-1 (Luhn; 62 is China UnionPay).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .runs import Piece, Window, has_long_run, runs, windows

Kind = Literal["identity", "old_identity", "card", "mobile", "weak"]
PROVINCES = frozenset(
    str(code)
    for codes in ((11, 16), (21, 24), (31, 38), (41, 47), (50, 55), (61, 66), (71, 72), (81, 84), (91, 92))
    for code in range(*codes)
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_MASKS = "*＊×✕xX#＃○●█"
_WEAK = re.compile(rf"(?<![0-9A-Za-z])([0-9]{{14,16}})[{_MASKS}]{{2,4}}[0-9Xx]?(?![0-9A-Za-z{_MASKS}])")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LENGTHS = (11, 15, 16, 17, 18, 19)  # of mobiles, old identity numbers, identity numbers and cards
_MOST_GLUED = 8
_MOST_GROUPS = 6  # in which a number without a check digit of its own is written


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a person: `text[start:end]` is how it is written, `digits` itself: never keep it."""

    kind: Kind
    digits: str
    start: int
    end: int


def find(text: str, *, until: date = date(2100, 12, 31), needs_check: bool = True) -> tuple[Number, ...]:
    """
    The numbers in a text, in order, none within another.

    Args:
        text: A cell, a line or a whole text.
        until: The last possible birthday.
        needs_check: Whether identity numbers must hold their check digit; a mistyped one still tells much.

    Returns:
        Identity numbers of 18 digits by their check digit. Of old identity numbers (15), cards and mobiles
        only the form is known: whether they are a person's is for the words beside them to say. `weak` is an
        identity number of which only the end is hidden: region and birthday can be read.
    """
    if not has_long_run(text):
        return ()
    found = [number for pieces in runs(text) for number in _in_run(pieces, until, needs_check)]
    found.extend(_weak(text, until))
    return tuple(sorted(found, key=lambda n: n.start))


def _in_run(pieces: tuple[Piece, ...], until: date, needs_check: bool) -> Iterator[Number]:
    first = 0
    while first < len(pieces):
        glued = _glued(pieces[first], until)
        if glued:
            yield from glued
            first += 1
            continue
        taken = first
        for window in windows(pieces, first, _LENGTHS):
            kind = _kind(window, pieces, until, needs_check)
            if kind:
                yield Number(kind, window.digits, window.start, window.end)
                taken = window.last
                break
        first = max(taken, first + 1)


def _kind(window: Window, pieces: tuple[Piece, ...], until: date, needs_check: bool) -> Kind | None:
    digits = window.digits
    match len(digits):
        case 18 if is_identity(digits, until):
            return "identity"
        case 18 if not needs_check and _looks_like_identity(digits, until):
            return "identity"
        case _ if window.last - window.first > _MOST_GROUPS:
            return None
        case 15 if is_old_identity(digits):
            return "old_identity"
        case 11 if _MOBILE.fullmatch(digits) and len(pieces[window.first].digits) in (3, 4, 7, 11):
            return "mobile"
        case 16 | 17 | 18 | 19 if is_card(digits):
            return "card"
    return None


def _glued(piece: Piece, until: date) -> list[Number]:
    """Numbers without any gap between them: all of the piece must be made of whole numbers."""
    if not piece.is_free or not 22 <= len(piece.digits) <= 18 * _MOST_GLUED:
        return []
    found: list[Number] = []
    position = 0
    while position < len(piece.digits):
        step = next((n for n in (18, 11) if _is_whole(piece.digits[position : position + n], n, until)), 0)
        if not step:
            return []
        kind: Kind = "identity" if step == 18 else "mobile"
        start, end = piece.at[position], piece.at[position + step - 1] + 1
        found.append(Number(kind, piece.digits[position : position + step], start, end))
        position += step
    return found if any(n.kind == "identity" for n in found) else []


def _is_whole(digits: str, length: int, until: date) -> bool:
    return is_identity(digits, until) if length == 18 else _MOBILE.fullmatch(digits) is not None


def _weak(text: str, until: date) -> Iterator[Number]:
    for found in _WEAK.finditer(text):
        digits = found[1]
        if len(found[0]) == 18 and digits[:2] in PROVINCES and _is_birthday(digits[6:14], until):
            yield Number("weak", digits, found.start(), found.end())


def is_identity(digits: str, until: date) -> bool:
    """Whether 18 characters are an identity number: province, a birthday up to `until`, check digit."""
    if len(digits) != 18 or not digits[:17].isdecimal() or digits[:2] not in PROVINCES:
        return False
    total = sum(int(d) * w for d, w in zip(digits[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == digits[17] and _is_birthday(digits[6:14], until)


def _looks_like_identity(digits: str, until: date) -> bool:
    is_shaped = digits[:17].isdecimal() and digits[:2] in PROVINCES
    return is_shaped and _is_birthday(digits[6:14], until)


def is_old_identity(digits: str) -> bool:
    """Whether 15 digits have the form of identity numbers as given out until 1999, without check digit."""
    return digits.isdecimal() and digits[:2] in PROVINCES and _is_birthday(f"19{digits[6:12]}", date.max)


def is_card(digits: str) -> bool:
    """Whether 16 to 19 digits begin as a card of China UnionPay and hold Luhn's check."""
    if not digits.isdecimal() or not digits.startswith("62"):
        return False
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_credit_code(digits: str) -> bool:
    """Whether 18 characters hold the check of a unified social credit code (GB 32100-2015)."""
    values = [_CREDIT_LETTERS.find(c) for c in digits]
    if len(values) != 18 or min(values) < 0:
        return False
    total = sum(v * pow(3, place, 31) for place, v in enumerate(values[:17]))
    return (31 - total % 31) % 31 == values[17]


def _is_birthday(text: str, until: date) -> bool:
    try:
        return date(1900, 1, 1) <= date(int(text[:4]), int(text[4:6]), int(text[6:8])) <= until
    except ValueError:
        return False
