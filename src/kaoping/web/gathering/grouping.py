"""Which suspects are one fault of a template: what is put right in one place, and ruled on at one go."""

import re
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

# facts that name what a template repeats on every page
_OF_TEMPLATE = ("target", "wrong", "rule", "kind", "finding", "hosts", "host", "item_id", "word")
_ADDRESS = re.compile(r"https?://\S+")
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|「[^」]*」")
_NUMBER = re.compile(r"\d+(?:[.,:-]\d+)*")


def group_key(*, rule: str, check: str, site: str, facts: Mapping[str, Any], message: str) -> str:
    """
    The same for faults of one rule on one site that tell the same of a template, or else are worded alike
    but for numbers, addresses and quoted words.
    """
    told = [f"{name}={_short(facts[name])}" for name in _OF_TEMPLATE if facts.get(name)]
    words = told or [pattern_of(message)]
    return blake2b(
        "\0".join((rule, check, site, *words)).encode(errors="replace"), digest_size=16
    ).hexdigest()


def pattern_of(message: str) -> str:
    """The sentence without what differs from page to page."""
    plain = _QUOTED.sub("“”", _ADDRESS.sub("@", message))
    return _NUMBER.sub("#", plain)[:300]


def _short(value: Any) -> str:
    """An address counts by host and folder: what a template repeats leads from many pages to one place."""
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    parts = urlsplit(text) if (text := str(value)).startswith(("http://", "https://")) else None
    if parts is None:
        return text
    return f"{parts.netloc}{_NUMBER.sub('#', parts.path.rpartition('/')[0])}"
