"""A file as the site offers it: who cites it, how its address answered, what came."""

from dataclasses import dataclass

from kaoping.pages.subjects import Sight

from .attachment import Attachment


@dataclass(frozen=True, slots=True)
class CitedAttachment:
    """
    One attachment with all pages that cite it; of outer hosts only those that failed. `file` is
    without its words, and null where none was fetched; `unfetched` then says why, in Chinese. `sights` are in
    time order.
    """

    site: str = ""
    url: str = ""
    text: str = ""  # link text on the first citing page
    cited_by: tuple[str, ...] = ()  # home page first, then by address; at most 100
    cited_count: int = 0
    sights: tuple[Sight, ...] = ()
    file: Attachment | None = None
    unfetched: str = ""
    is_outer: bool = False  # on a host that is not the site's own
