"""
The process from which reading children are forked: ``python -m kaoping.rounds.nursery_child FD [early]``.

Rules, tables and parsers are loaded once, however many children there are, and a child that takes the place
of a dead one is there at once. FD is our end of a socket to the parent. A message on it is a 4-byte
big-endian length and that many bytes; first come rulebook, day and settings, pickled, then JSON. One that is
begun ``early`` loads what judging pages needs before any of it is there.

    {"do": "fork", "module": …, "options": […]}   with a socket handed over: the child's tasks and answers;
                                                  answered with the child's process id, 0 where it failed
    {"do": "end", "pid": …}                       kill that child; answered once it is gone

An answer is 4 bytes. It runs one thread and nothing else, so that a fork is safe. It ends when the parent's
end of the socket closes, and its children end with it.
"""

import contextlib
import gc
import importlib
import json
import os
import pickle
import signal
import socket
import sys
import traceback
from datetime import date
from typing import Any

from kaoping.rulebook import Rulebook

from .descent import die_with, leave_stopping_to_parent, message_on
from .embryo import EARLY
from .reader_child import Kind, answer_tasks


class _Nursery:
    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._judges: dict[tuple[str, ...], tuple[Kind[Any, Any], Any]] = {}
        self._rules: Rulebook
        self._today: date
        self._rules, self._today, settings = pickle.loads(message_on(control, most_files=0)[0])
        os.environ.update(settings)

    def serve(self) -> None:
        """Do what is asked until the parent is gone."""
        while True:
            try:
                body, handed = message_on(self._control, most_files=1)
            except EOFError:
                return
            asked = json.loads(body)
            pid = self._end(asked["pid"]) if asked["do"] == "end" else self._fork(asked, handed)
            self._control.sendall(pid.to_bytes(4, "big"))

    def _end(self, pid: int) -> int:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)  # not reaped before this moment: the number is still that child's
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)
        return pid

    def _fork(self, asked: dict[str, Any], handed: list[int]) -> int:
        (end,), own = handed, os.getpid()
        try:
            kind, judge = self._judge(asked["module"], asked["options"])
            pid = os.fork()
        except OSError:
            os.close(end)
            return 0
        if pid:
            os.close(end)
            return pid
        code = 1
        try:
            self._control.close()
            die_with(own)
            judge = judge or kind.judge_of(self._rules, self._today, *asked["options"])
            answer_tasks(kind, judge, socket.socket(fileno=end))
            code = 0
        except (BrokenPipeError, ConnectionResetError):
            pass  # the run has ended, and nobody waits for the answer
        except BaseException:  # noqa: BLE001 — the child's end is told, whatever it was
            traceback.print_exc()
        finally:
            os._exit(code)  # nothing of the nursery's is a child's to tidy up

    def _judge(self, module: str, options: list[str]) -> tuple[Kind[Any, Any], Any]:
        key = (module, *options)
        if key not in self._judges:
            kind: Kind[Any, Any] = importlib.import_module(module).KIND
            made = None if kind.made_in_child else kind.judge_of(self._rules, self._today, *options)
            self._judges[key] = kind, made
            # what was loaded lives as long as the nursery: its children's collectors leave it alone
            gc.collect()
            gc.freeze()
        return self._judges[key]


def nurse(control: socket.socket) -> None:
    """Fork children as told over `control`, until the parent is gone."""
    leave_stopping_to_parent()
    # the parent may be gone before it has handed anything over, or before it was answered
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        _Nursery(control).serve()


def main() -> None:
    """The nursery as a program of its own."""
    leave_stopping_to_parent()
    if sys.argv[2:] == [EARLY]:
        importlib.import_module("kaoping.rounds.reading").load_checks()
    nurse(socket.socket(fileno=int(sys.argv[1])))


if __name__ == "__main__":
    main()
