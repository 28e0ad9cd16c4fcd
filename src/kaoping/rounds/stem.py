"""
Begins processes that have loaded everything already: they are forked from one that was begun before.

A worker that visits many sites pays once, not once a site, for what a visit loads (see docs/decisions/0021).
Every process that is begun so is one of its own: a session, its own nursery, its own end.
"""

import array
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO, Protocol

from .embryo import ONE_THREAD
from .offshoot import Offshoot

START_DEADLINE_S = 60.0
IDLE_S = 120.0


class Process(Protocol):
    """A process that was begun, as `subprocess.Popen` is: bytes go in and come out."""

    pid: int
    stdin: IO[bytes] | None
    stdout: IO[bytes] | None

    def poll(self) -> int | None:
        """Its exit code, None while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, once it is over. Raises `subprocess.TimeoutExpired`."""

    def kill(self) -> None:
        """End it at once; nothing where it has ended."""

    def communicate(
        self, input: bytes | None = None, timeout: float | None = None
    ) -> tuple[bytes, bytes | None]:
        """Hand over all input, read all output. Raises `subprocess.TimeoutExpired`."""


class CannotFork(OSError):
    """The stem lives and does not fork: there is no memory, or a thread runs in it."""


class Stem:
    """
    The process from which others are forked. It is begun with the first that is asked for, begun anew where
    it died, and ends by itself when nothing was asked of it for a while. Its children end with it, it ends
    with this process.

    Args:
        idle_s: After how many seconds without anything to do it ends by itself.
    """

    def __init__(self, *, idle_s: float = IDLE_S) -> None:
        self._idle_s = idle_s
        self._turn = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def begin(self, module: str, environment: Mapping[str, str] | None = None) -> Process:
        """
        A process that runs the module's ``main(embryo)``, in this process's environment or another.

        Where none can be forked (another system, no memory), it is a new interpreter of its own.
        """
        with self._turn, suppress(OSError):
            return self._forked(module, environment or os.environ)
        return subprocess.Popen(
            (sys.executable, "-m", module),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            env=environment,
        )

    def run(self, module: str, given: bytes, *, timeout_s: float) -> tuple[int, bytes]:
        """
        Begin the module's process, hand over its input, wait for its end: exit code and output.

        Raises:
            subprocess.TimeoutExpired: It took longer, and was ended.
        """
        process = self.begin(module)
        try:
            told, _ = process.communicate(given, timeout=timeout_s)
        except BaseException:
            process.kill()
            process.wait()
            raise
        return process.wait(), told

    def close(self) -> None:
        """End it, and with it whatever it still has under way."""
        with self._turn:
            self._close()

    def _forked(self, module: str, environment: Mapping[str, str]) -> Offshoot:
        if self._owner != os.getpid():  # this process was forked itself: what it inherited is its parent's
            self._control = self._process = None
            self._owner = os.getpid()
        if self._control is not None:
            try:
                return self._offshoot(self._control, module, environment)
            except CannotFork:
                raise
            except OSError:
                pass  # it has ended meanwhile, perhaps by itself
        self._close()
        self._control = self._begin()
        try:
            return self._offshoot(self._control, module, environment)
        except CannotFork:
            raise
        except OSError:
            self._close()
            raise

    def _begin(self) -> socket.socket:
        own, its = socket.socketpair()
        own.settimeout(START_DEADLINE_S)
        with its:
            self._process = subprocess.Popen(
                (sys.executable, "-m", "kaoping.rounds.stem_child", str(its.fileno()), str(self._idle_s)),
                pass_fds=[its.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C belongs to whoever asked
                env={**os.environ, **ONE_THREAD},
            )
        return own

    def _close(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._control = self._process = None

    def _offshoot(self, control: socket.socket, module: str, environment: Mapping[str, str]) -> Offshoot:
        own, its = socket.socketpair()
        (input_read, input_write), (output_read, output_write) = os.pipe(), os.pipe()
        try:
            pid = _asked(
                control, {"module": module, "env": dict(environment)},
                (input_read, output_write, 2, its.fileno()),
            )  # fmt: skip
        except BaseException:
            os.close(input_write)
            os.close(output_read)
            own.close()
            raise
        finally:
            os.close(input_read)
            os.close(output_write)
            its.close()
        return Offshoot(pid, own, os.fdopen(input_write, "wb"), os.fdopen(output_read, "rb"))


def _asked(control: socket.socket, asked: Mapping[str, object], handed: Sequence[int]) -> int:
    """The process's number. Raises `OSError` where there is none, or nobody answers."""
    body = json.dumps(asked).encode()
    socket.send_fds(control, [len(body).to_bytes(4, "big")], handed)
    control.sendall(body)
    answer = array.array("B")
    while len(answer) < 4:
        piece = control.recv(4 - len(answer))
        if not piece:
            raise OSError("the stem is gone")
        answer.frombytes(piece)
    pid = int.from_bytes(answer.tobytes(), "big")
    if not pid:
        raise CannotFork("the stem does not fork this")
    return pid


STEM = Stem()  # of this process: what it has loaded serves whoever begins something here
