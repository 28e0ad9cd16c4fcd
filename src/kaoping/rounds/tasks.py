"""
What the main process asks of its reading children, and what they answer.

The records cross the pipe as MessagePack. No parser is imported here: the main process needs none.
"""

from dataclasses import dataclass
from typing import Literal

from kaoping.gather import Capture, Found

# what a child does with captures: judge them for a run, or tell one that belongs to no run
Work = Literal["judge", "tell"]
# what a page looks like to other eyes is compared by this alone: views are not judged by other checks
VIEW_CHECKS = frozenset({"integrity.tampered"})


@dataclass(frozen=True, slots=True)
class Task:
    """One capture to read, with the page that led to it and the list page that a data address belongs to."""

    capture: Capture
    cited_by: str = ""
    section_url: str = ""
    is_frame: bool = False  # known only as a frame of other pages


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    One capture, read. `page` is the stored form of the page as MessagePack, so that the main process need
    not build it again; `link_hashes` are signed 64-bit address hashes in native order.
    """

    page: bytes = b""
    shape: str = ""
    kind: str = ""
    url: str = ""
    section_url: str = ""
    fingerprint: int = 0
    says_not_found: str = ""
    needs_rendering: str = ""
    found: tuple[Found, ...] = ()
    link_hashes: bytes = b""
    observations: bytes = b""
    observation_count: int = 0
    unreadable: str = ""  # Chinese reason, or ""
    words: str = ""  # of an outer page: the head of its visible text
    letters: bytes = b""  # of a page that was judged: which pairs of characters its words hold
    told: bytes = b""  # by a child that tells pages: the page as one JSON object
