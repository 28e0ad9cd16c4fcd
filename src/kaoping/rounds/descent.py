"""What a process that forks, and one that was forked, must know of each other."""

import ctypes
import os
import signal
import sys
import threading
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_TASKS = Path("/proc/self/task")


def is_alone() -> bool:
    """Whether this process has one thread, so that a fork of it is whole; those of libraries count."""
    if _TASKS.is_dir():
        return sum(1 for _ in _TASKS.iterdir()) == 1
    return threading.active_count() == 1


def die_with(parent: int) -> None:
    """End this process with the one that forked it, whose number `parent` is, however that ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was quicker
        os._exit(1)


def leave_stopping_to_parent() -> None:
    """Ctrl-C and SIGTERM end nothing here: whoever asked for this process decides."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
