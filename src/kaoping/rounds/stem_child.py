"""
The process from which others are forked: ``python -m kaoping.rounds.stem_child FD IDLE_S``.

FD is its end of a socket to the parent. A message on it is a 4-byte big-endian length and that many bytes of
JSON, ``{"module": …, "env": {…}}``; with its first bytes come four files: the new process's input, output and
error stream, and the line over which its end is told. The answer is 4 bytes: the process's number, 0 where it
could not be forked. Over the line go 4 bytes, the exit code, once it is over; what comes over it, be it the
end, asks to kill the process.

It runs one thread and nothing else, so that a fork is safe, and refuses where that is not so. It ends when
the parent's end of the socket closes, and its children with it; or when for IDLE_S seconds it had no child
and nothing was asked of it.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import traceback
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

from .descent import die_with, is_alone, leave_stopping_to_parent, message_on
from .embryo import ForkedEmbryo
from .offshoot import CODE

_FILES = 4


class _Stem:
    def __init__(self, control: socket.socket, idle_s: float) -> None:
        self._control, self._idle_s = control, idle_s
        self._lines: dict[int, socket.socket] = {}  # by the number of the process that it tells of
        self._woken, self._waking = socket.socketpair()
        for one in (self._woken, self._waking):
            one.setblocking(False)
        signal.set_wakeup_fd(self._waking.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def serve(self) -> None:
        """Fork what is asked for until the parent is gone, or wants nothing any more."""
        while True:
            ready = select.select(
                [self._control, self._woken, *self._lines.values()], [], [],
                None if self._lines else self._idle_s,
            )[0]  # fmt: skip
            if not ready and not self._lines:
                return
            if self._woken in ready:
                with suppress(BlockingIOError):
                    self._woken.recv(4096)
            self._tell_ends()
            for pid, line in list(self._lines.items()):
                if line in ready and pid in self._lines:
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)  # not reaped before it is told: the number is its own
                    with suppress(OSError):
                        line.recv(16)
            if self._control in ready and not self._answered():
                return

    def _tell_ends(self) -> None:
        for pid in list(self._lines):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                with self._lines.pop(pid) as line, suppress(OSError):
                    line.sendall(CODE.pack(os.waitstatus_to_exitcode(status)))

    def _answered(self) -> bool:
        """Do what is asked. False where the parent is gone."""
        try:
            body, handed = message_on(self._control, most_files=_FILES)
            pid = self._fork(json.loads(body), handed)
            self._control.sendall(pid.to_bytes(4, "big"))
        except (EOFError, ConnectionError):
            return False
        return True

    def _fork(self, asked: dict[str, Any], handed: list[int]) -> int:
        *streams, told = handed
        own, pid = os.getpid(), 0
        try:
            load(asked["module"])
            if is_alone():
                pid = os.fork()
                if pid == 0:
                    self._become(asked, streams, told, own)
        except (OSError, ImportError):
            traceback.print_exc()
        if pid:
            self._lines[pid] = socket.socket(fileno=told)
        for one in streams if pid else handed:
            os.close(one)
        return pid

    def _become(self, asked: dict[str, Any], streams: list[int], told: int, parent: int) -> NoReturn:
        """What the new process does, to its end."""
        code = 1
        try:
            die_with(parent)
            os.setsid()
            signal.set_wakeup_fd(-1)
            for name, handler in (
                (signal.SIGCHLD, signal.SIG_DFL),
                (signal.SIGTERM, signal.SIG_DFL),
                (signal.SIGINT, signal.default_int_handler),
            ):
                signal.signal(name, handler)
            for one in (self._control, self._woken, self._waking, *self._lines.values()):
                one.close()
            for number, stream in enumerate(streams):
                os.dup2(stream, number)
                os.close(stream)
            os.close(told)
            os.environ.clear()
            os.environ.update(asked["env"])
            with ForkedEmbryo() as embryo:
                code = importlib.import_module(asked["module"]).main(embryo)
        except BaseException:  # noqa: BLE001 — as an interpreter would tell it
            traceback.print_exc()
        finally:
            with suppress(OSError, ValueError):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)  # nothing of the stem's is its to tidy up


def load(module: str) -> None:
    """Load a module once for all who are forked from here."""
    if module not in sys.modules:
        importlib.import_module(module)
        gc.collect()
        gc.freeze()  # it lives as long as the stem: its children's collectors leave it alone


def load_readings() -> None:
    """Load what reading children need, and whoever judges a site: tables, parsers, the patterns of words."""
    from kaoping.archive import Archive
    from kaoping.gather import Frontier
    from kaoping.roster import SiteEntry

    from .checking import load_for_checks
    from .engines.version import build
    from .judging import SiteJudge
    from .reading import PageJudge
    from .store import PageStore, open_state

    for name in ("attachment_child", "nursery_child"):
        importlib.import_module(f"kaoping.rounds.{name}")
    build()
    rules = load_for_checks(None)
    today = date.today()  # noqa: DTZ011  (any day: what is kept depends on none)
    PageJudge(rules, today)
    unseen = SiteEntry(unit="", unit_kind="", name="", url="http://unseen.invalid/", code="")
    with TemporaryDirectory(prefix="kaoping-stem-") as folder:
        # a site of which nothing was seen is judged once
        connection = open_state(Path(folder) / "state.sqlite")
        archive = Archive(Path(folder) / "archive", connection, run_id="0")
        Frontier(connection)
        SiteJudge(connection, PageStore(connection), rules, today, (unseen,)).judge(unseen)
        archive.close()
        connection.close()


def main() -> None:
    """Fork until the parent is gone."""
    leave_stopping_to_parent()
    load_readings()
    _Stem(socket.socket(fileno=int(sys.argv[1])), float(sys.argv[2])).serve()


if __name__ == "__main__":
    main()
