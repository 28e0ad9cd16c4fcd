"""Where a capture lies, and the digest that stands for its body."""

import hashlib
from dataclasses import dataclass

from ..gather.capture import Capture


@dataclass(frozen=True, slots=True)
class Stored:
    """`length` bytes of gzip at `offset` of `file`, a name below the archive's folder; see `body_digest`."""

    seq: int
    file: str
    offset: int
    length: int
    digest: str


def body_digest(capture: Capture) -> str:
    """``sha256:<hex>`` of the body as stored; ``""`` where there was no response at all."""
    if capture.status is None and not capture.body:
        return ""
    return "sha256:" + hashlib.sha256(capture.body).hexdigest()
