"""Starts and ends reading children, forked from one process that has loaded the rules for all of them."""

import asyncio
import json
import os
import pickle
import socket
from asyncio import StreamReader, StreamWriter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Self

from kaoping.rulebook import Rulebook

from .embryo import Embryo

START_DEADLINE_S = 60.0
STREAM_LIMIT = 1 << 22


@dataclass(slots=True, eq=False)
class Child:
    """A reading child: its two streams and its process id."""

    pid: int
    reader: StreamReader
    writer: StreamWriter
    answered: int = 0


class Nursery:
    """
    ``async with Nursery(rules, today) as nursery: child = await nursery.start(module, options)``.

    The process is the `embryo` where one was begun before, else begun at once; it loads the rules while the
    first pages are on their way. One that died is begun anew with the next child that is asked for.
    """

    def __init__(self, rules: Rulebook, today: date, embryo: Embryo | None = None) -> None:
        # settings too: a passing key may have been made after the process was begun
        settings = {name: value for name, value in os.environ.items() if name.startswith("KAOPING_")}
        self._handed = pickle.dumps((rules, today, settings))
        self._process: Embryo | None = None
        self._early_process = embryo
        self._turn = asyncio.Lock()
        self._early: asyncio.Task[None]

    async def __aenter__(self) -> Self:
        self._early = asyncio.create_task(self._begin_early())
        return self

    async def _begin_early(self) -> None:
        async with self._turn:
            if self._process is None:
                with suppress(OSError):  # whoever needs a child tries again, and is told
                    await asyncio.to_thread(self._begin)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._early
        await asyncio.to_thread(self._close)

    async def start(self, module: str, options: tuple[str, ...]) -> Child:
        """
        A child of a kind, ready for its first task.

        Args:
            module: Where its `KIND` stands, see `reader_child.Kind`.
            options: What its judge is made with beside rules and day.

        Raises:
            OSError: It cannot be started.
        """
        own, its = socket.socketpair()
        try:
            asked = {"do": "fork", "module": module, "options": list(options)}
            pid = await self._ask(asked, its)
            reader, writer = await asyncio.open_connection(sock=own, limit=STREAM_LIMIT)
        except BaseException:
            own.close()
            raise
        finally:
            its.close()
        return Child(pid, reader, writer)

    async def end(self, child: Child) -> None:
        """Kill a child and wait until it is gone."""
        child.writer.close()
        with suppress(OSError):  # a nursery that is gone took its children with it
            await self._ask({"do": "end", "pid": child.pid})

    async def _ask(self, asked: Mapping[str, object], handed: socket.socket | None = None) -> int:
        async with self._turn:
            asking = asyncio.ensure_future(
                asyncio.to_thread(self._exchange, json.dumps(asked).encode(), handed)
            )
            try:
                pid = await asyncio.shield(asking)
            except asyncio.CancelledError:
                await asyncio.wait([asking])  # an answer left on the socket would be taken for the next one's
                raise
        if not pid:
            raise OSError("the nursery could not fork")
        return pid

    def _exchange(self, body: bytes, handed: socket.socket | None) -> int:
        if self._process is None or self._process.process.poll() is not None:
            if handed is None:
                raise OSError("the nursery is gone")
            self._close()
            self._begin()
        assert self._process is not None
        try:
            return _answer(self._process.control, body, handed)
        except OSError:
            self._close()  # an answer that came late would be taken for the next one's
            raise

    def _begin(self) -> None:
        self._process, self._early_process = self._early_process or Embryo(), None
        self._process.is_taken = True
        control = self._process.control
        control.settimeout(START_DEADLINE_S)
        control.sendall(len(self._handed).to_bytes(4, "big"))
        control.sendall(self._handed)

    def _close(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None


def _answer(control: socket.socket, body: bytes, handed: socket.socket | None) -> int:
    head = len(body).to_bytes(4, "big")
    if handed is None:
        control.sendall(head)
    else:
        socket.send_fds(control, [head], [handed.fileno()])
    control.sendall(body)
    answer = b""
    while len(answer) < 4:
        piece = control.recv(4 - len(answer))
        if not piece:
            raise OSError("the nursery died")
        answer += piece
    return int.from_bytes(answer, "big")
