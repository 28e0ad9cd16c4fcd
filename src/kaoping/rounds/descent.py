"""What a process that forks, and one that was forked, must know of each other."""

import array
import ctypes
import os
import signal
import socket
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


def message_on(control: socket.socket, *, most_files: int) -> tuple[bytes, list[int]]:
    """
    The next message: a 4-byte big-endian length and that many bytes; and the files (at most so many) that
    came with its first bytes, as numbers that are now this process's to close.

    Raises:
        EOFError: The other end is closed.
    """
    handed = array.array("i")
    head, ancillary, _, _ = control.recvmsg(4, socket.CMSG_SPACE(handed.itemsize * most_files))
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            handed.frombytes(data[: len(data) - len(data) % handed.itemsize])
    head += _exactly(control, 4 - len(head))
    return _exactly(control, int.from_bytes(head, "big")), list(handed)


def _exactly(control: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        piece = control.recv(count - len(found))
        if not piece:
            raise EOFError
        found += piece
    return found
