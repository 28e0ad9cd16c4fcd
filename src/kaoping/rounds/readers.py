"""A pool of child processes that read pages: a C parser cannot be timed out, a child can be killed."""

import asyncio
import logging
import os
from types import TracebackType
from typing import Self

import msgspec

from .nursery import Child, Nursery
from .tasks import Outcome, Task, Work

log = logging.getLogger(__name__)

DEADLINE_S = 10.0


def readers_at_once() -> int:
    """How many pages a run reads at once: ``KAOPING_READERS`` where that is a number, else one a core."""
    given = os.environ.get("KAOPING_READERS", "")
    is_number = given.isascii() and given.isdigit() and int(given) > 0
    return int(given) if is_number else max(2, os.cpu_count() or 2)


class ChildPool:
    """
    Child processes of one kind, each doing one task at a time and replaced when it dies, outlives its
    deadline, or has answered `recycle_after` tasks (parsers fragment memory).

    Args:
        nursery: What starts and ends them; it is entered before the pool.
        module: Where their kind stands, see `reader_child.Kind`.
        options: What their judge is made with beside rules and day.
    """

    def __init__(
        self,
        nursery: Nursery,
        module: str,
        options: tuple[str, ...] = (),
        *,
        size: int,
        deadline_s: float,
        recycle_after: int,
    ) -> None:
        self._nursery = nursery
        self._module = module
        self._options = options
        self._size = size
        self._deadline_s = deadline_s
        self._recycle_after = recycle_after
        self._idle: asyncio.LifoQueue[Child | None] = asyncio.LifoQueue()
        self._children: set[Child] = set()
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

    async def _start(self) -> Child:
        child = await self._nursery.start(self._module, self._options)
        self._children.add(child)
        return child

    async def _ask(self, child: Child, payload: bytes) -> bytes | None:
        """The child's answer, or None where it died or took too long."""
        try:
            async with asyncio.timeout(self._deadline_s):
                # written apart: a large file is not copied once more
                child.writer.write(len(payload).to_bytes(4, "big"))
                child.writer.write(payload)
                await child.writer.drain()
                head = await child.reader.readexactly(4)
                return await child.reader.readexactly(int.from_bytes(head, "big"))
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError):
            return None

    async def _end(self, child: Child) -> None:
        self._children.discard(child)
        await self._nursery.end(child)


class ReaderPool(ChildPool):
    """
    ``async with ReaderPool(nursery) as pool: outcome = await pool.read(task)``.

    A task that killed its child is not tried again: its outcome says why. With `work` "tell" the children run
    no checks: their outcomes hold the page told as JSON.
    """

    def __init__(
        self,
        nursery: Nursery,
        *,
        size: int | None = None,
        deadline_s: float = DEADLINE_S,
        recycle_after: int = 20_000,
        work: Work = "judge",
    ) -> None:
        super().__init__(
            nursery,
            "kaoping.rounds.reader_child",
            (work,),
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
