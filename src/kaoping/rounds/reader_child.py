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
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from kaoping.rulebook import Rulebook

from .tasks import Outcome, Task, Work

if TYPE_CHECKING:
    from .loose_pages import PageTeller
    from .reading import PageJudge

MEMORY_LIMIT_BYTES = 2 << 30


def _limit_memory() -> None:
    # A hostile page must kill this process, not the machine.
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))


def _worker(rules: Rulebook, today: date, work: Work) -> "PageJudge | PageTeller":
    # Only what this work needs is loaded: a child that tells one page must not wait for the checks.
    if work == "judge":
        from .reading import PageJudge

        return PageJudge(rules, today)
    from .loose_pages import PageTeller

    return PageTeller(rules)


def main() -> None:
    """Answer tasks until standard input ends."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)  # stopping is the parent's to decide: it closes our input
    _limit_memory()
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not enter the answers
    rules, today, work = pickle.loads(requests.read(int.from_bytes(requests.read(4), "big")))
    judge = _worker(rules, today, work)
    # Rules and automata live as long as the child: the collector need not look at them again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    answers.write(bytes(4))  # ready: from here on a deadline counts
    answers.flush()
    decoder, encoder = msgspec.msgpack.Decoder(Task), msgspec.msgpack.Encoder()
    while len(head := requests.read(4)) == 4:
        body = requests.read(int.from_bytes(head, "big"))
        try:
            outcome = judge.outcome(decoder.decode(body))
        except Exception as error:  # noqa: BLE001 — the boundary: one bad page must not end the reader
            traceback.print_exc()
            outcome = Outcome(unreadable=f"读取页面时程序出错:{type(error).__name__}")
        reply = encoder.encode(outcome)
        answers.write(len(reply).to_bytes(4, "big") + reply)
        answers.flush()


if __name__ == "__main__":
    main()
