"""What the main process asks of the children that read attachments, and what they answer, as MessagePack."""

from dataclasses import dataclass

import msgspec

from kaoping.gather import Capture
from kaoping.pages.attachments import Attachment
from kaoping.reports.remarks import Remark


@dataclass(frozen=True, slots=True)
class FileTask:
    """
    One fetched file to read. `keeps_words` asks for the whole record; a run stores it without words.
    `reads_markup` takes a web page as a file too, by its visible text. With `remarks` the file is not read
    but, being a .docx, copied with comments at the places named.
    """

    capture: Capture
    keeps_words: bool = False
    reads_markup: bool = False
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """One file, read. `record` is the `Attachment` as MessagePack; `observations` likewise, or empty."""

    record: bytes = b""
    url: str = ""
    format: str = ""
    state: str = ""
    observations: bytes = b""
    observation_count: int = 0
    copy: bytes = b""  # the file with comments, where they were asked for


def outcome_of(file: Attachment, *, observations: bytes = b"", count: int = 0) -> FileOutcome:
    """The outcome that carries this record."""
    return FileOutcome(
        record=msgspec.msgpack.encode(file),
        url=file.url,
        format=file.format,
        state=file.state,
        observations=observations,
        observation_count=count,
    )
