"""
What a reading child does: answer one task after the other until its parent's end of the socket closes.

Frames both ways are a 4-byte big-endian length and that many bytes of MessagePack. A child is forked by
`nursery_child`. It may be killed at any moment: it holds nothing that is not in the archive.
"""

import contextlib
import gc
import socket
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

import msgspec

from kaoping.pages.personal import masked
from kaoping.rulebook import Rulebook

from .tasks import Outcome, Task, Work

MEMORY_LIMIT_BYTES = 2 << 30
COLLECTING = (50_000, 20, 50)  # when the garbage collector looks at what pages leave
T = TypeVar("T", contravariant=True)
A = TypeVar("A", covariant=True)


def _limit_memory(size_bytes: int) -> None:
    # A hostile page must kill this process, not the machine.
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size_bytes, size_bytes))


class Judge(Protocol[T, A]):
    """Answers one task after the other."""

    def outcome(self, task: T) -> A:
        """The answer to one task."""
        ...


@dataclass(frozen=True, slots=True)
class Kind(Generic[T, A]):
    """
    A kind of child. `judge_of` is given rulebook, day and the kind's own options; `failed` is the answer
    where the judge raised; `prepare` is called last before the first task. A judge whose libraries start
    threads is `made_in_child`: threads do not survive a fork.
    """

    judge_of: Callable[..., Judge[T, A]]
    task_type: type[T]
    failed: Callable[[Exception], A]
    memory_limit_bytes: int
    prepare: Callable[[], None] = lambda: None
    made_in_child: bool = False


def answer_tasks(kind: Kind[T, A], judge: Judge[T, A], line: socket.socket) -> None:
    """Answer what comes over `line` until it ends."""
    _limit_memory(kind.memory_limit_bytes)
    gc.set_threshold(*COLLECTING)
    kind.prepare()
    requests, answers = line.makefile("rb"), line.makefile("wb")
    decoder, encoder = msgspec.msgpack.Decoder(kind.task_type), msgspec.msgpack.Encoder()
    while len(head := requests.read(4)) == 4:
        body = requests.read(int.from_bytes(head, "big"))
        try:
            outcome = judge.outcome(decoder.decode(body))
        except Exception as error:  # noqa: BLE001 — the boundary: one bad page must not end the reader
            _print_crash()
            outcome = kind.failed(error)
        reply = encoder.encode(outcome)
        answers.write(len(reply).to_bytes(4, "big") + reply)
        answers.flush()


def _print_crash() -> None:
    # a message may quote what was read, and the log must not keep a person's number
    print(masked(traceback.format_exc()), file=sys.stderr, flush=True)


class PagesReader:
    """
    Answers several captures at once; a crash over one of them is that one's outcome alone. `read_ahead` is
    told of all of them first, where there are more than one.
    """

    def __init__(
        self, judge: Judge[Task, Outcome], read_ahead: Callable[[list[Task]], None] = lambda _: None
    ) -> None:
        self._judge, self._read_ahead = judge, read_ahead

    def outcome(self, tasks: list[Task]) -> list[Outcome]:
        """An outcome for every task, in their order."""
        if len(tasks) > 1:
            self._read_ahead(tasks)
        return [self._one(task) for task in tasks]

    def _one(self, task: Task) -> Outcome:
        try:
            return self._judge.outcome(task)
        except Exception as error:  # noqa: BLE001 — as in `answer_tasks`
            _print_crash()
            return _failed(error)


def _failed(error: Exception) -> Outcome:
    return Outcome(unreadable=f"读取页面时程序出错:{type(error).__name__}")


def _worker(rules: Rulebook, today: date, work: Work) -> PagesReader:
    # Only what this work needs is loaded: a child that tells one page must not wait for the checks.
    if work == "judge":
        from .reading import PageJudge

        judge = PageJudge(rules, today)
        return PagesReader(judge, judge.read_ahead)
    from .loose_pages import PageTeller

    return PagesReader(PageTeller(rules))


KIND = Kind(_worker, list[Task], lambda error: [_failed(error)], memory_limit_bytes=MEMORY_LIMIT_BYTES)
