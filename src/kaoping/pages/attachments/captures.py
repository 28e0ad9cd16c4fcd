"""A fetched file read into an `Attachment`, and what of it is kept."""

import hashlib
from dataclasses import replace

from kaoping.gather.capture import Capture

from ..personal import masked
from .attachment import Attachment
from .formats import claimed_extension, format_of
from .naming import file_name
from .reader import read_attachment

_CUT = "文件过大或下载超时,只取到前一部分"
_READ_IN_PART = frozenset({"text"})  # of other formats a part cannot be opened


def attachment_of(capture: Capture) -> Attachment:
    """The file of a capture with a body; see `read_attachment` for what it costs."""
    name = file_name(capture.url, capture.header("content-disposition"))
    if not claimed_extension(name):
        by_address = file_name(capture.url)
        name = by_address if claimed_extension(by_address) else name
    if capture.is_truncated and format_of(capture.body) not in _READ_IN_PART:
        return unopened(capture, name, f"{_CUT},未读取")
    found = replace(read_attachment(capture.body, name), url=capture.url, site=capture.site, name=name)
    if capture.is_truncated:
        found = replace(found, state="capped", notes=(*found.notes, _CUT))
    return found


def unopened(capture: Capture, name: str, why: str) -> Attachment:
    """A file of which nothing was read, with the Chinese reason."""
    return Attachment(
        url=capture.url,
        site=capture.site,
        name=name,
        extension=claimed_extension(name),
        format=format_of(capture.body),
        state="capped" if capture.is_truncated else "error",
        notes=(why,),
        digest=f"sha256:{hashlib.sha256(capture.body).hexdigest()}",
        size_bytes=len(capture.body),
    )


def stored_attachment(attachment: Attachment) -> Attachment:
    """
    The file without its words, for people's numbers may stand in them: they are read again from the archive.
    Numbers as long as a person's or a card's are masked in the names of members too.
    """
    parts = (replace(part, name=masked(part.name), text="", rows=()) for part in attachment.parts)
    return replace(
        attachment,
        name=masked(attachment.name),
        author=masked(attachment.author),
        parts=tuple(parts),
        notes=tuple(map(masked, attachment.notes)),
    )
