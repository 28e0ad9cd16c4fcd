"""A pool of child processes that read pages: a C parser cannot be timed out, a child can be killed."""

import asyncio
import logging
import os
import pickle
import sys
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Self

import msgspec

from kaoping.rulebook import Rulebook

from .tasks import Outcome, Task, Work

log = logging.getLogger(__name__)

DEADLINE_S = 10.0
START_DEADLINE_S = 60.0
# one child is one core's work; numerical libraries would also take address space for every thread
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def readers_at_once() -> int:
    """How many pages a run reads at once: ``KAOPING_READERS`` where that is a number, else one a core."""
    given = os.environ.get("KAOPING_READERS", "")
    is_number = given.isascii() and given.isdigit() and int(given) > 0
    return int(given) if is_number else max(2, os.cpu_count() or 2)


@dataclass(slots=True, eq=False)
class _Child:
    process: asyncio.subprocess.Process
    answered: int = 0


def frame(payload: bytes) -> bytes:
    """A frame of the pipe: four bytes of length, big-endian, and the payload."""
    return len(payload).to_bytes(4, "big") + payload


class ChildPool:
    """
    Child processes of one module, each doing one task at a time and replaced when it dies, outlives its
    deadline, or has answered `recycle_after` tasks (parsers fragment memory).

    Args:
        module: What ``python -m`` runs; it speaks the frames of `reader_child`.
        handed: What a child is given before its first task; pickled.
    """

    def __init__(
        self, module: str, handed: object, *, size: int, deadline_s: float, recycle_after: int
    ) -> None:
        self._module = module
        self._handed = frame(pickle.dumps(handed))
        self._size = size
        self._deadline_s = deadline_s
        self._recycle_after = recycle_after
        self._idle: asyncio.LifoQueue[_Child | None] = asyncio.LifoQueue()
        self._children: set[_Child] = set()
        self._starting: list[asyncio.Task[None]] = []
        self._encoder = msgspec.msgpack.Encoder()

    @property
    def size(self) -> int:
        """How many captures are read at once."""
        return self._size

    async def __aenter__(self) -> Self:
        self._starting = [asyncio.create_task(self._start_idle()) for _ in range(self._size)]
        return self

    async def _start_idle(self) -> None:
        """Children load the rulebook while the first pages are still on their way."""
        try:
            self._idle.put_nowait(await self._start())
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            self._idle.put_nowait(None)  # tried again by whoever needs it

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._starting:
            task.cancel()
        for child in list(self._children):
            await self._end(child)

    async def exchange(self, payload: bytes, *, about: str) -> bytes | None:
        """A child's answer to one task, or None where the task killed it: it is not tried again."""
        child = await self._idle.get()
        try:
            child = child or await self._start()
            answer = await self._ask(child, payload)
        except BaseException:
            if child is not None:
                await self._end(child)
            self._idle.put_nowait(None)
            raise
        if answer is None:
            await self._end(child)
            self._idle.put_nowait(None)
            log.warning("reader killed by %s", about)
            return None
        child.answered += 1
        if child.answered >= self._recycle_after:
            await self._end(child)
            self._idle.put_nowait(None)
        else:
            self._idle.put_nowait(child)
        return answer

    async def _start(self) -> _Child:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            self._module,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=1 << 22,
            env={**os.environ, **_ONE_THREAD},
        )
        child = _Child(process)
        self._children.add(child)
        assert process.stdin is not None
        assert process.stdout is not None
        async with asyncio.timeout(START_DEADLINE_S):
            process.stdin.write(self._handed)
            await process.stdin.drain()
            await process.stdout.readexactly(
                4
            )  # loading the rulebook and the automata is not the page's time
        return child

    async def _ask(self, child: _Child, payload: bytes) -> bytes | None:
        """The child's answer, or None where it died or took too long."""
        streams = child.process
        assert streams.stdin is not None
        assert streams.stdout is not None
        try:
            async with asyncio.timeout(self._deadline_s):
                # written apart: a large file is not copied once more
                streams.stdin.write(len(payload).to_bytes(4, "big"))
                streams.stdin.write(payload)
                await streams.stdin.drain()
                head = await streams.stdout.readexactly(4)
                return await streams.stdout.readexactly(int.from_bytes(head, "big"))
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError):
            return None

    async def _end(self, child: _Child) -> None:
        self._children.discard(child)
        if child.process.returncode is None:
            child.process.kill()
        await child.process.wait()


class ReaderPool(ChildPool):
    """
    ``async with ReaderPool(...) as pool: outcome = await pool.read(task)``.

    A task that killed its child is not tried again: its outcome says why. With `work` "tell" the children run
    no checks: their outcomes hold the page told as JSON.
    """

    def __init__(
        self,
        rules: Rulebook,
        today: date,
        *,
        size: int | None = None,
        deadline_s: float = DEADLINE_S,
        recycle_after: int = 20_000,
        work: Work = "judge",
    ) -> None:
        # The rulebook is handed over as it was loaded and validated, so a child need not do it again.
        super().__init__(
            "kaoping.rounds.reader_child",
            (rules, today, work),
            size=size or readers_at_once(),
            deadline_s=deadline_s,
            recycle_after=recycle_after,
        )
        self._decoder = msgspec.msgpack.Decoder(Outcome)

    async def read(self, task: Task) -> Outcome:
        """Read one capture in a child. Never raises for what the page does to the child."""
        answer = await self.exchange(self._encoder.encode(task), about=task.capture.url)
        if answer is not None:
            return self._decoder.decode(answer)
        return Outcome(url=task.capture.url, unreadable=f"解析超过{self._deadline_s:g}秒或耗尽内存,已中止")
