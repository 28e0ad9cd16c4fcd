"""A process that was forked from a `stem`, as its parent's parent holds it."""

import socket
import struct
import subprocess
import time
from contextlib import suppress
from select import POLLIN, poll
from typing import IO, Protocol

CODE = struct.Struct(">i")
KILL = b"k"
KILLED = -9


class Offshoot:
    """
    Held like `subprocess.Popen`. Whoever forked it tells over `line` how it ended, and kills it when asked to
    over the same, and when this end is closed; a stem that is gone took it along.
    """

    def __init__(self, pid: int, line: socket.socket, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self.pid = pid
        self.stdin: IO[bytes] | None = stdin
        self.stdout: IO[bytes] | None = stdout
        self.returncode: int | None = None
        self._line = line

    def poll(self) -> int | None:
        """Its exit code, a negative signal's number, or None while it runs."""
        return self._code(0)

    def wait(self, timeout: float | None = None) -> int:
        """As `poll`, once it is over. Raises `subprocess.TimeoutExpired`."""
        code = self._code(timeout)
        if code is None:
            raise subprocess.TimeoutExpired("offshoot", timeout or 0.0)
        return code

    def kill(self) -> None:
        """End it at once."""
        if self.returncode is None:
            with suppress(OSError):  # a stem that is gone took it along
                self._line.sendall(KILL)

    def communicate(
        self, input: bytes | None = None, timeout: float | None = None
    ) -> tuple[bytes, bytes | None]:
        """
        Hand over all input, which it reads whole before it answers; then all output. What it says on its
        error stream goes where ours goes: the second is always None.

        Raises:
            subprocess.TimeoutExpired: It still runs after so many seconds.
        """
        assert self.stdin is not None
        assert self.stdout is not None
        ends_at = None if timeout is None else time.monotonic() + timeout
        with suppress(BrokenPipeError), self.stdin:
            self.stdin.write(input or b"")
        told = bytearray()
        while True:
            left = None if ends_at is None else max(0.0, ends_at - time.monotonic())
            if not _is_readable(self.stdout, left):
                raise subprocess.TimeoutExpired("offshoot", timeout or 0.0)
            piece = self.stdout.read1(1 << 16)  # type: ignore[attr-defined]
            if not piece:
                break
            told += piece
        self.wait(None if ends_at is None else max(0.0, ends_at - time.monotonic()))
        return bytes(told), None

    def _code(self, timeout: float | None) -> int | None:
        if self.returncode is None and _is_readable(self._line, timeout):
            try:
                told = self._line.recv(CODE.size)
            except OSError:
                told = b""
            self.returncode = CODE.unpack(told)[0] if len(told) == CODE.size else KILLED
            self._line.close()
        return self.returncode


class _Numbered(Protocol):
    def fileno(self) -> int: ...


def _is_readable(stream: _Numbered, timeout_s: float | None) -> bool:
    """Whether there is something to read, or its end, within so many seconds (None: for ever)."""
    looking = poll()
    looking.register(stream.fileno(), POLLIN)
    return bool(looking.poll(None if timeout_s is None else timeout_s * 1000))
