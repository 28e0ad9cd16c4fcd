"""What the main process asks of the children that read attachments, and what they answer, as MessagePack."""

from dataclasses import dataclass

import msgspec

from kaoping.gather import Capture
from kaoping.pages.attachments import Attachment


@dataclass(frozen=True, slots=True)
class FileTask:
    """One fetched file to read. `keeps_words` asks for the whole record; a run stores it without words."""

    capture: Capture
    keeps_words: bool = False


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """One file, read. `record` is the `Attachment` as MessagePack; `observations` likewise, or empty."""

    record: bytes = b""
    url: str = ""
    format: str = ""
    state: str = ""
    observations: bytes = b""
    observation_count: int = 0


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
