"""
The process of a nursery, begun before the rules are known that it will hold.

A command that will read pages begins it first of all: it loads readings and checks on another core while the
command loads its own. Nothing is imported here that takes time.
"""

import os
import socket
import subprocess
import sys
from contextlib import suppress
from types import TracebackType
from typing import Self

# one child is one core's work; numerical libraries would also take address space for every thread
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
EARLY = "early"


class Embryo:
    """
    A nursery's process and our end of the socket to it; see `nursery_child`. As a context it ends the process
    unless a nursery took it over.

    Args:
        is_early: The process loads at once what judging pages needs.

    Raises:
        OSError: It cannot be started.
    """

    def __init__(self, *, is_early: bool = False) -> None:
        self.control, its = socket.socketpair()
        with its:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "kaoping.rounds.nursery_child", str(its.fileno())]
                + [EARLY] * is_early,
                pass_fds=[its.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, **_ONE_THREAD},
            )
        self.is_taken = False

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
