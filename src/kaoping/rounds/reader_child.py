"""
The child process that reads pages: ``python -m kaoping.rounds.reader_child``.

Frames on both pipes are a 4-byte big-endian length and that many bytes: first come the pickled rulebook, day
and kind of work, from our own parent, then MessagePack. It ends when its standard input ends. An empty frame
says that it is ready. It may be killed at any moment: it holds nothing that is not in the archive.
"""

import contextlib
import gc
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from kaoping.pages.personal import masked
from kaoping.rulebook import Rulebook

from .tasks import Outcome, Task, Work

if TYPE_CHECKING:
    from .loose_pages import PageTeller
    from .reading import PageJudge

MEMORY_LIMIT_BYTES = 2 << 30
COLLECTING = (50_000, 20, 50)  # when the garbage collector looks at what pages leave
T = TypeVar("T", contravariant=True)
A = TypeVar("A", covariant=True)


def _limit_memory(size_bytes: int) -> None:
    # A hostile page must kill this process, not the machine.
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size_bytes, size_bytes))


def _worker(rules: Rulebook, today: date, work: Work) -> "PageJudge | PageTeller":
    # Only what this work needs is loaded: a child that tells one page must not wait for the checks.
    if work == "judge":
        from .reading import PageJudge

        return PageJudge(rules, today)
    from .loose_pages import PageTeller

    return PageTeller(rules)


class Judge(Protocol[T, A]):
    """Answers one task after the other."""

    def outcome(self, task: T) -> A:
        """The answer to one task."""
        ...


def serve(
    judge_of: Callable[..., Judge[T, A]],
    task_type: type[T],
    failed: Callable[[Exception], A],
    *,
    memory_limit_bytes: int,
    prepare: Callable[[], None] = lambda: None,
) -> None:
    """
    Answer tasks until standard input ends.

    Args:
        judge_of: Makes the judge from what the parent hands over.
        failed: The answer where the judge raised.
        prepare: Called last before the first task.
    """
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)  # stopping is the parent's to decide: it closes our input
    _limit_memory(memory_limit_bytes)
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not enter the answers
    handed = pickle.loads(requests.read(int.from_bytes(requests.read(4), "big")))
    judge = judge_of(*handed)
    # Rules and automata live as long as the child: the collector need not look at them again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTING)
    prepare()
    answers.write(bytes(4))  # ready: from here on a deadline counts
    answers.flush()
    decoder, encoder = msgspec.msgpack.Decoder(task_type), msgspec.msgpack.Encoder()
    while len(head := requests.read(4)) == 4:
        body = requests.read(int.from_bytes(head, "big"))
        try:
            outcome = judge.outcome(decoder.decode(body))
        except Exception as error:  # noqa: BLE001 — the boundary: one bad page must not end the reader
            # a message may quote what was read, and the log must not keep a person's number
            print(masked(traceback.format_exc()), file=sys.stderr)
            outcome = failed(error)
        reply = encoder.encode(outcome)
        answers.write(len(reply).to_bytes(4, "big") + reply)
        answers.flush()


def main() -> None:
    """Read pages until standard input ends."""
    serve(
        _worker,
        Task,
        lambda error: Outcome(unreadable=f"读取页面时程序出错:{type(error).__name__}"),
        memory_limit_bytes=MEMORY_LIMIT_BYTES,
    )


if __name__ == "__main__":
    main()
