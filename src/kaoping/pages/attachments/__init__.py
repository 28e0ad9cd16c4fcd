"""Understands the files that pages offer: office documents, PDF, OFD, archives; one reader per format."""

from .attachment import Attachment, Part, State
from .reader import read_attachment

__all__ = ["Attachment", "Part", "State", "read_attachment"]
