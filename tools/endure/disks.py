"""A small disk in memory whose size can be changed while it is in use; mounting needs root, on Linux."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LARGE_KB = 512 << 10
PAGE_KB = 4


def may_mount() -> bool:
    """Whether this process may mount a disk in memory."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and Path("/proc/mounts").exists()


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk in memory at `folder`, with room enough until `leave` says otherwise."""
    folder.mkdir(parents=True, exist_ok=True)
    _mounts("mount", "-t", "tmpfs", "-o", f"size={LARGE_KB}k", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        _mounts("umount", "-l", str(folder))


def leave(folder: Path, free_kb: int | None) -> None:
    """Leave so much room on the disk besides what is used; None for plenty."""
    size_kb = LARGE_KB
    if free_kb is not None:
        size_kb = max(PAGE_KB, used_kb(folder) + free_kb)
    _mounts("mount", "-o", f"remount,size={size_kb}k", str(folder))


def used_kb(folder: Path) -> int:
    """KiB in use on the disk."""
    told = os.statvfs(folder)
    return (told.f_blocks - told.f_bfree) * told.f_frsize // 1024


def _mounts(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)
