"""Names of files for any unit: safe on every system, never two alike."""

import re
import unicodedata

LONGEST_BYTES = 180  # systems take 255; suffixes and numbers stand behind
_UNFIT = re.compile(r'[\\/:*?"<>|%#&$!\'`{}\x00-\x1f\x7f\s]+')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
NAMELESS = "未命名单位"


def file_name(unit: str, taken: set[str] | None = None) -> str:
    """
    A file name without suffix for a unit, whatever it is called. `taken` holds the names given out so far
    (folded) and gets this one; where a name is taken a number is added.
    """
    name = "".join(
        "_" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Cn", "Co") else c
        for c in unicodedata.normalize("NFC", unit)
    )
    name = _UNFIT.sub("_", name).strip(" ._-~")
    if not name:
        name = NAMELESS
    if _DEVICES.match(name):
        name = f"_{name}"
    name = name.encode()[:LONGEST_BYTES].decode(errors="ignore").rstrip(" .")
    return name if taken is None else _free(name, taken)


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name}({number})"
    taken.add(free.casefold())
    return free
