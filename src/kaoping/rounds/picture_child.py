"""
The child process that reads words in pictures: ``python -m kaoping.rounds.picture_child``.

As `reader_child`; it runs at the lowest priority, so that it never slows gathering, may write no file, and is
ended when a picture takes too long. Needs the extra ``kaoping[ocr]``.
"""

import contextlib
import os

from .attachment_child import forbid_writing
from .picture_reading import PictureOutcome, PictureReader, PictureTask
from .reader_child import serve

MEMORY_LIMIT_BYTES = 4 << 30


def _step_back() -> None:
    with contextlib.suppress(OSError, AttributeError):
        os.nice(19)
    forbid_writing()


def main() -> None:
    """Answer tasks until standard input ends."""
    serve(
        PictureReader,
        PictureTask,
        lambda error: PictureOutcome(unread=f"识读时程序出错({type(error).__name__})"),
        memory_limit_bytes=MEMORY_LIMIT_BYTES,
        prepare=_step_back,
    )


if __name__ == "__main__":
    main()
