"""
The kind of child that reads words in pictures.

As `reader_child`; it runs at the lowest priority, so that it never slows gathering, may write no file, and is
ended when a picture takes too long. Needs the extra ``kaoping[ocr]``.
"""

import contextlib
import os
from datetime import date

from kaoping.rulebook import Rulebook

from .attachment_child import forbid_writing
from .picture_reading import PictureOutcome, PictureReader, PictureTask
from .reader_child import Kind

MEMORY_LIMIT_BYTES = 4 << 30


def _step_back() -> None:
    with contextlib.suppress(OSError, AttributeError):
        os.nice(19)
    forbid_writing()


def _reader(_rules: Rulebook, _today: date, threads: str) -> PictureReader:
    return PictureReader(int(threads))


KIND = Kind(
    _reader,
    PictureTask,
    lambda error: PictureOutcome(unread=f"识读时程序出错({type(error).__name__})"),
    memory_limit_bytes=MEMORY_LIMIT_BYTES,
    prepare=_step_back,
    made_in_child=True,
)
