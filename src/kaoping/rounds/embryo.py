"""
The process of a nursery, begun before the rules are known that it will hold.

A command that will read pages begins it first of all: it loads readings and checks on another core while the
command loads its own. Nothing is imported here that takes time.
"""

import os
import signal
import socket
import subprocess
import sys
import traceback
from contextlib import suppress
from types import TracebackType
from typing import Protocol, Self

from .descent import die_with

# one child is one core's work; numerical libraries would also take address space for every thread
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
EARLY = "early"


class _Process(Protocol):
    pid: int

    def poll(self) -> int | None: ...
    def kill(self) -> None: ...
    def wait(self) -> int: ...


class Embryo:
    """
    A nursery's process and our end of the socket to it; see `nursery_child`. As a context it ends the process
    unless a nursery took it over.

    Args:
        is_early: The process loads at once what judging pages needs.

    Raises:
        OSError: It cannot be started.
    """

    process: _Process

    def __init__(self, *, is_early: bool = False) -> None:
        self.control, its = socket.socketpair()
        self.is_taken = False
        with its:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "kaoping.rounds.nursery_child", str(its.fileno())]
                + [EARLY] * is_early,
                pass_fds=[its.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, **ONE_THREAD},
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.is_taken:
            self.end()

    def end(self) -> None:
        """End the process and wait until it is gone."""
        self.control.close()
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()


class ForkedEmbryo(Embryo):
    """
    The same, forked from this process, which has loaded what readings need and has one thread alone.

    Raises:
        OSError: It cannot be forked.
    """

    def __init__(self) -> None:
        self.control, its = socket.socketpair()
        self.is_taken = False
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            _nurse(self.control, its, parent)
        its.close()
        self.process = _Forked(pid)


def _nurse(parents: socket.socket, control: socket.socket, parent: int) -> None:
    """The forked process, to its end: what its parent says and hears is not its own."""
    try:
        die_with(parent)
        parents.close()
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1):
            os.dup2(nothing, number)
        os.close(nothing)
        os.environ.update(ONE_THREAD)
        from .nursery_child import nurse

        nurse(control)
    except BaseException:  # noqa: BLE001 — as an interpreter would tell it
        traceback.print_exc()
    finally:
        os._exit(0)


class _Forked:
    """A child of this process, held like `subprocess.Popen`."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._code: int | None = None

    def poll(self) -> int | None:
        return self._waited(os.WNOHANG)

    def wait(self) -> int:
        code = self._waited(0)
        assert code is not None
        return code

    def kill(self) -> None:
        if self._code is None:
            os.kill(self.pid, signal.SIGKILL)

    def _waited(self, how: int) -> int | None:
        if self._code is None:
            ended, status = os.waitpid(self.pid, how)
            if ended:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code
