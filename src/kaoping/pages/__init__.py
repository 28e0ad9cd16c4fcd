"""
Understands captures: documents, sections, dates, pairs; one reading per file, shared by checks.

Pairing is loaded when it is first asked for: the processes that read captures need it not, and are many.
"""

from typing import TYPE_CHECKING, Any

from .attachments.attachment import Attachment, Part
from .discover import found
from .navigation import Entry, Look, entries
from .page import DateSeen, Footer, Kind, Link, ListItem, Page, Shape
from .reader import Reader
from .saved import NO_ADDRESS_NOTE, UNKNOWN_ADDRESS, is_markup, saved
from .sections import sections
from .shells import Shells
from .sites import dated_by_targets, site_reading
from .storage import stored
from .subjects import LinkTarget, PolicyPair, Section, SectionKind, Sight, Site
from .telling import told, told_file
from .words import Rules

if TYPE_CHECKING:
    from .attachments.reader import read_attachment
    from .pairs import policy_pairs

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
    "saved",
    "read_attachment",
    "sections",
    "dated_by_targets",
    "site_reading",
    "stored",
    "told",
    "told_file",
]


def __getattr__(name: str) -> Any:
    if name == "read_attachment":
        from .attachments.reader import read_attachment

        return read_attachment
    if name != "policy_pairs":
        raise AttributeError(name)
    from .pairs import policy_pairs

    return policy_pairs
