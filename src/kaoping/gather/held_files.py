"""
Which of a site's files are fetched whole, where there are more than may be.

Files wait until nothing more can be found: then the choice rests on what is known, not on what came first,
and is the same however often the run was stopped.
"""

import re
from collections.abc import Iterable

_DAY = re.compile(r"20[0-4]\d[-/_.]?(?:0[1-9]|1[0-2])(?:[-/_.]?(?:0[1-9]|[12]\d|3[01]))?")
_YEAR = re.compile(r"(?<!\d)20[0-4]\d(?!\d)")


def newest_first(files: Iterable[tuple[int, str]]) -> list[int]:
    """
    Keys of files (key, address) in the order of their choice: by the latest date in the address, undated ones
    last; of one date by address.
    """
    by_address = sorted(files, key=lambda one: one[1])
    return [key for key, _ in sorted(by_address, key=lambda one: _date_in(one[1]), reverse=True)]


def _date_in(url: str) -> str:
    """The latest date in the path as eight digits, of a year alone the first four; "" where none is."""
    path = url.split("/", 3)[-1]
    found = ["".join(filter(str.isdigit, day)) for day in _DAY.findall(path)] + _YEAR.findall(path)
    return max((day.ljust(8, "0") for day in found), default="")
