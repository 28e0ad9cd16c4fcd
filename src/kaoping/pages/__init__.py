"""
Understands captures: documents, sections, dates, pairs; one reading per file, shared by checks.

What reads and pairs is loaded when it is first asked for: those that only know pages by their records, as the
web application does, need none of it, and are many.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .attachments.attachment import Attachment, Part
from .page import DateSeen, Footer, Kind, Link, ListItem, Page, Shape
from .subjects import LinkTarget, PolicyPair, Section, SectionKind, Sight, Site

if TYPE_CHECKING:
    from .attachments.reader import read_attachment
    from .discover import found
    from .navigation import Entry, Look, entries
    from .pairs import policy_pairs
    from .reader import Reader
    from .saved import NO_ADDRESS_NOTE, UNKNOWN_ADDRESS, is_markup
    from .shells import Shells
    from .sites import dated_by_targets, site_reading
    from .storage import stored
    from .telling import told, told_file
    from .words import Rules

__all__ = [
    "NO_ADDRESS_NOTE",
    "UNKNOWN_ADDRESS",
    "Attachment",
    "DateSeen",
    "Entry",
    "Footer",
    "Kind",
    "Link",
    "LinkTarget",
    "ListItem",
    "Look",
    "Page",
    "Part",
    "PolicyPair",
    "Reader",
    "Rules",
    "Section",
    "SectionKind",
    "Shape",
    "Shells",
    "Sight",
    "Site",
    "entries",
    "found",
    "is_markup",
    "policy_pairs",
    "read_attachment",
    "dated_by_targets",
    "site_reading",
    "stored",
    "told",
    "told_file",
]


_LATE = {
    "read_attachment": "attachments.reader",
    "found": "discover",
    "Entry": "navigation",
    "Look": "navigation",
    "entries": "navigation",
    "policy_pairs": "pairs",
    "Reader": "reader",
    "NO_ADDRESS_NOTE": "saved",
    "UNKNOWN_ADDRESS": "saved",
    "is_markup": "saved",
    "Shells": "shells",
    "dated_by_targets": "sites",
    "site_reading": "sites",
    "stored": "storage",
    "told": "telling",
    "told_file": "telling",
    "Rules": "words",
}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
