"""
The kind of child that reads attachments.

As `reader_child`, but for files that anyone may have made: half a gigabyte of address space, and no file can
be written (threat T3).
"""

import contextlib

from .attachment_reading import FileJudge
from .attachment_tasks import FileOutcome, FileTask
from .reader_child import Kind

MEMORY_LIMIT_BYTES = 512 << 20


def forbid_writing() -> None:
    """No file may be written from here on, nor a core dumped."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


KIND = Kind(
    FileJudge,
    FileTask,
    lambda error: FileOutcome(state="error"),
    memory_limit_bytes=MEMORY_LIMIT_BYTES,
    prepare=forbid_writing,
)
