"""Formulations that consist of fixed items: complete, and in their order."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from .slips import Slip

_JOINT = r"[、,，和及与]{1,2}"
_NEAR = 30
_LEAST = 3


def list_slips(text: str, words: Mapping[str, Any]) -> Iterator[Slip]:
    """Runs of a list's items, beside its name, that lack one or stand in another order."""
    for entry in words["lists"]:
        name, items = entry["name"], tuple(entry["items"])
        if name not in text:
            continue
        for found in _runs(items).finditer(text):
            if name in text[max(0, found.start() - _NEAR) : found.end() + _NEAR]:
                yield from _slips(found, name, items)


def _slips(found: re.Match[str], name: str, items: Sequence[str]) -> Iterator[Slip]:
    told = [item for item in re.split(_JOINT, found.group()) if item]
    if tuple(told) == tuple(items) or len(told) != len(set(told)) or len(told) < max(_LEAST, len(items) - 1):
        return
    missing = [item for item in items if item not in told]
    right = "、".join(items)
    reason = f"“{name}”缺少“{'、'.join(missing)}”" if missing else f"“{name}”各项次序应为“{right}”"
    kind = "规范表述"
    yield Slip(
        *found.span(), found.group(), right, right if not missing else None, "list", kind, "person", reason
    )


@lru_cache(maxsize=32)
def _runs(items: tuple[str, ...]) -> re.Pattern[str]:
    one = "|".join(map(re.escape, items))
    return re.compile(f"(?:{one})(?:{_JOINT}(?:{one}))+")
