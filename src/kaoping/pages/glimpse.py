"""A stored page, opened only as far as maps of a whole site need."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .interaction import InteractionSeen
from .page import Kind, Link, Page, Shape

_NO_INTERACTION = InteractionSeen()


@dataclass(frozen=True, slots=True)
class Glimpse:
    """The fields of `Page` of these names; a stored page is decoded straight into it, without its links."""

    url: str = ""
    status: int = 200
    shape: Shape = "other"
    kind: Kind = ""
    title: str = ""
    published: date | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    breadcrumb: tuple[Link, ...] = ()
    section: str = ""
    section_url: str = ""
    text_length: int = 0
    visible_length: int = 0
    images: tuple[str, ...] = ()
    attachments: tuple[Link, ...] = ()
    empty_words: str = ""
    says_not_found: str = ""
    needs_rendering: str = ""
    townships_named: tuple[str, ...] = ()
    interaction: InteractionSeen = _NO_INTERACTION


def glimpse(page: Page) -> Glimpse:
    """The page as its stored form would be opened."""
    return Glimpse(**{name: getattr(page, name) for name in Glimpse.__dataclass_fields__})
