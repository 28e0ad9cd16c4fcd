"""Understands captures: documents, sections, dates, pairs; one reading per file, shared by checks."""

from .discover import found
from .page import DateSeen, Footer, Kind, Link, ListItem, Page, Shape
from .pairs import policy_pairs
from .reader import Reader
from .sections import sections
from .shells import Shells
from .sites import site_reading
from .storage import stored
from .subjects import LinkTarget, PolicyPair, Section, SectionKind, Sight, Site
from .words import Rules

__all__ = [
    "DateSeen",
    "Footer",
    "Kind",
    "Link",
    "LinkTarget",
    "ListItem",
    "Page",
    "PolicyPair",
    "Reader",
    "Rules",
    "Section",
    "SectionKind",
    "Shape",
    "Shells",
    "Sight",
    "Site",
    "found",
    "policy_pairs",
    "sections",
    "site_reading",
    "stored",
]
