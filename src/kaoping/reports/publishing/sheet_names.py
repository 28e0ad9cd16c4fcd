"""Names of worksheets: at most 31 characters, none of those that a spreadsheet refuses, never two alike."""

import re

from ..symbols import shown

LONGEST = 31
_UNFIT = re.compile(r"[\[\]:*?/\\'＇]")
NAMELESS = "未命名"


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A worksheet's name for these words; it is put into `taken` (folded), a number keeps it apart."""
    name = _units_cut(_UNFIT.sub("_", shown(wanted)).strip() or NAMELESS, LONGEST)
    number, free = 1, name
    while free.casefold() in taken or free.casefold() == "history":
        number += 1
        free = f"{_units_cut(name, LONGEST - len(str(number)) - 2)}({number})"
    taken.add(free.casefold())
    return free


def _units_cut(text: str, most: int) -> str:
    """Excel counts in UTF-16 units."""
    while len(text.encode("utf-16-le")) // 2 > most:
        text = text[:-1]
    return text
