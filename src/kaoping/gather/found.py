"""An address that was found on a page: what `discover` answers with."""

from dataclasses import dataclass
from typing import Literal

Target = Literal["page", "image", "attachment", "frame", "data", "media"]


@dataclass(frozen=True, slots=True)
class Found:
    """
    A normalised address. `priority`: smaller is sooner (0 for a home page; lists before articles). `is_outer`
    is the finder's opinion; whether an address belongs to the site is decided by the site's hosts.
    """

    url: str
    target: Target = "page"
    priority: int = 50
    is_outer: bool = False
