"""Addresses that a reader may click on, and long text cut where it is to be read at a glance."""

import re

from kaoping.roster import shown

__all__ = ["LINKABLE", "LONGEST_LINK", "link_of", "shortened", "shown"]

LINKABLE = re.compile(r"https?://[^\s\"'<>\\^`{|}\x00-\x20\x7f]+", re.IGNORECASE)
LONGEST_LINK = 2079  # what spreadsheets take; browsers take more


def link_of(address: str) -> str | None:
    """The address if a reader may click on it: http or https, nothing invisible, not overlong; else None."""
    if len(address) > LONGEST_LINK or not address.isprintable():
        return None
    return address if LINKABLE.fullmatch(address) else None


def shortened(text: str, longest: int) -> str:
    """At most `longest` characters, with the number of those left out said at the end."""
    if len(text) <= longest:
        return text
    return f"{text[:longest]}…(共 {len(text):,} 字,此处截断)"
