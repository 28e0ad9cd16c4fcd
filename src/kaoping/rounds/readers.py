"""A pool of child processes that read pages: a C parser cannot be timed out, a child can be killed."""

import asyncio
import logging
import os
from collections import deque
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import msgspec

from .nursery import Child, Nursery
from .tasks import Outcome, Task, Work

log = logging.getLogger(__name__)

DEADLINE_S = 10.0
# tasks that a child is handed together: what their words cost is then shared
MOST_AT_ONCE, MOST_BYTES_AT_ONCE = 4, 1 << 20


def readers_at_once() -> int:
    """How many pages a run reads at once: ``KAOPING_READERS`` where that is a number, else one a core."""
    given = os.environ.get("KAOPING_READERS", "")
    is_number = given.isascii() and given.isdigit() and int(given) > 0
    return int(given) if is_number else max(2, os.cpu_count() or 2)


class ChildPool:
    """
    Child processes of one kind, each doing one exchange at a time and replaced when it dies, outlives its
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

    async def exchange(self, payload: bytes, *, about: str, tasks: int = 1) -> bytes | None:
        """A child's answer to so many tasks in one payload, or None where they killed it."""
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
        child.answered += tasks
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


@dataclass(slots=True)
class _Turn:
    """A task that waits for a child, and where its outcome is awaited."""

    task: Task
    outcome: asyncio.Future[Outcome]


class ReaderPool(ChildPool):
    """
    ``async with ReaderPool(nursery) as pool: outcome = await pool.read(task)``.

    Where tasks wait in line a child is handed several at once. Those that killed it together are tried once
    more, each alone; a task that killed its child alone is not tried again: its outcome says why. With `work`
    "tell" the children run no checks: their outcomes hold the page told as JSON.
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
        self._decoder = msgspec.msgpack.Decoder(list[Outcome])
        self._waiting: deque[_Turn] = deque()
        self._answering: set[asyncio.Task[None]] = set()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        answering = list(self._answering)
        for one in answering:
            one.cancel()
        await asyncio.gather(*answering, return_exceptions=True)
        await super().__aexit__(kind, error, trace)

    async def read(self, task: Task) -> Outcome:
        """Read one capture in a child. Never raises for what the page does to the child."""
        turn = _Turn(task, asyncio.get_running_loop().create_future())
        self._waiting.append(turn)
        self._hand_out()
        return await turn.outcome

    def _hand_out(self) -> None:
        while self._waiting and len(self._answering) < self.size:
            answering = asyncio.create_task(self._answer(self._next_turns()))
            self._answering.add(answering)
            answering.add_done_callback(self._one_answered)

    def _one_answered(self, answering: asyncio.Task[None]) -> None:
        self._answering.discard(answering)
        if not answering.cancelled():
            self._hand_out()

    def _next_turns(self) -> list[_Turn]:
        """The first in line, and with it others as long as every child gets its share."""
        most = min(MOST_AT_ONCE, -(-len(self._waiting) // self.size))
        turns: list[_Turn] = []
        size_bytes = 0
        while self._waiting and len(turns) < most:
            size_bytes += len(self._waiting[0].task.capture.body)
            if turns and size_bytes > MOST_BYTES_AT_ONCE:
                break
            turns.append(self._waiting.popleft())
        return turns

    async def _answer(self, turns: list[_Turn]) -> None:
        turns = [turn for turn in turns if not turn.outcome.done()]  # who asked may be gone
        try:
            outcomes = await self._outcomes([turn.task for turn in turns])
        except asyncio.CancelledError:
            for turn in turns:
                turn.outcome.cancel()
            raise
        except Exception as error:  # noqa: BLE001 — it is raised where the outcome is awaited
            for turn in turns:
                if not turn.outcome.done():
                    turn.outcome.set_exception(error)
            return
        for turn, outcome in zip(turns, outcomes, strict=True):
            if not turn.outcome.done():
                turn.outcome.set_result(outcome)

    async def _outcomes(self, tasks: list[Task]) -> list[Outcome]:
        if not tasks:
            return []
        about = " ".join(task.capture.url for task in tasks)
        answer = await self.exchange(self._encoder.encode(tasks), about=about, tasks=len(tasks))
        if answer is not None:
            return self._decoder.decode(answer)
        if len(tasks) > 1:
            return [outcome for task in tasks for outcome in await self._outcomes([task])]
        unread = f"解析超过{self._deadline_s:g}秒或耗尽内存,已中止"
        return [Outcome(url=tasks[0].capture.url, unreadable=unread)]
