"""
Understands the files that pages offer: office documents, PDF, OFD, archives; one reader per format.

The readers are loaded when they are first asked for: only the children that read files need them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .attachment import Attachment, Part, State
from .cited import CitedAttachment
from .naming import file_name

if TYPE_CHECKING:
    from .captures import attachment_of, stored_attachment, unopened
    from .reader import read_attachment

_LATE = {
    "attachment_of": "captures",
    "read_attachment": "reader",
    "stored_attachment": "captures",
    "unopened": "captures",
}

__all__ = [
    "Attachment",
    "CitedAttachment",
    "Part",
    "State",
    "attachment_of",
    "file_name",
    "read_attachment",
    "stored_attachment",
    "unopened",
]


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
