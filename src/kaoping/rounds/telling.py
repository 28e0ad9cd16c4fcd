"""Reads saved files and single addresses that belong to no run, in the order given, a few at a time."""

import asyncio
import os
from collections import deque
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from kaoping.gather import FAILURE_WORDS, Capture, host_of, normalise, split_port
from kaoping.pages import Attachment, told_file
from kaoping.rulebook import Rulebook

from .attachment_readers import AttachmentPool
from .attachment_tasks import FileTask
from .given_files import FILE_CAP, Unreadable, bytes_of
from .loose_pages import is_file
from .nursery import Nursery
from .readers import ReaderPool
from .tasks import Outcome, Task

if TYPE_CHECKING:
    from kaoping.gather import Fetcher, Pace

    from .rendering import Renderer

PAGE_CAP = 10 << 20  # as of pages from the network
MOST_HOPS = 10
FAR_MORNING = time(2)  # 10:00 in China


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of the command line: a file, ``-`` for standard input, or an address; `url` is a file's own."""

    name: str
    url: str = ""

    @property
    def is_address(self) -> bool:
        """Whether it is to be fetched."""
        return self.name.lower().startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True)
class Answer:
    """One word answered: `told` is a JSON object, or `error` says in Chinese why there is none."""

    asked: Asked
    told: bytes = b""
    error: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Pools:
    """The children that read web pages, and those that open files."""

    pages: ReaderPool
    files: AttachmentPool

    async def read(self, capture: Capture, name: str) -> Outcome:
        """Read in a child; what it is decides in which. `name` is the file's, or the address."""
        if not is_file(name, capture.header("content-type"), capture.body):
            cut = len(capture.body) > PAGE_CAP
            return await self.pages.read(
                Task(replace(capture, body=capture.body[:PAGE_CAP], is_truncated=True) if cut else capture)
            )
        url = capture.url or f"file:///{quote(Path(name).name)}"
        told = await self.files.read(FileTask(replace(capture, url=url), keeps_words=True))
        file = msgspec.msgpack.decode(told.record, type=Attachment)
        if not capture.url:
            file = replace(file, url="", name=Path(name).name)
        return Outcome(url=file.url, shape="other", told=msgspec.json.encode(told_file(file)))


@dataclass(slots=True)
class _Network:
    fetcher: "Fetcher"
    pace: "Pace"
    renderer: "Renderer"

    async def fetch(self, address: str) -> Capture:
        """The capture that the address leads to."""
        url = normalise(address)
        if url is None:
            raise Unreadable("不是有效的网址")
        for _ in range(MOST_HOPS):
            async with self.pace.turn(host_of(url)):
                capture = await self.fetcher.fetch(url, site=host_of(url))
            if capture.location is None:
                break
            url = capture.location
        else:
            raise Unreadable("跳转过多")
        if capture.failure is not None:
            raise Unreadable(f"无法访问:{FAILURE_WORDS[capture.failure]}")
        if not capture.is_ok:
            raise Unreadable(f"对方返回 HTTP {capture.status}")
        if not capture.body:
            raise Unreadable("对方返回的内容是空的")
        return capture


async def tell(
    asked: Sequence[Asked], rules: Rulebook, today: date, *, render: str = "auto", allow_private: bool = False
) -> AsyncIterator[Answer]:
    """
    One answer a word, in the given order; a word that cannot be read holds up none of the others.

    Args:
        today: The day on which files count as seen: later dates on them are not believed.
        render: When a browser draws an address: ``auto``, ``always`` or ``never``. Files are never drawn.
        allow_private: Whether the given addresses may be private ones (exactly their hosts and ports).
    """
    size = max(1, min(os.cpu_count() or 1, len(asked)))
    async with AsyncExitStack() as stack:
        nursery = await stack.enter_async_context(Nursery(rules, today))
        pages = await stack.enter_async_context(ReaderPool(nursery, size=size, work="tell"))
        files = await stack.enter_async_context(AttachmentPool(nursery, size=size))
        pools = _Pools(pages, files)
        network = await _network(stack, asked, render, allow_private)
        waiting: deque[asyncio.Task[Answer]] = deque()
        try:
            for word in asked:
                waiting.append(asyncio.create_task(_answer(word, pools, network, today)))
                if len(waiting) > 2 * size:
                    yield await waiting.popleft()
            while waiting:
                yield await waiting.popleft()
        finally:
            for task in waiting:
                task.cancel()


async def _network(
    stack: AsyncExitStack, asked: Iterable[Asked], render: str, allow_private: bool
) -> _Network | None:
    """What sends requests, loaded only where an address was given."""
    homes = [home for word in asked if word.is_address and (home := normalise(word.name))]
    if not homes:
        return None
    from kaoping.gather import Fetcher, Guard, Pace

    from .rendering import Renderer

    own = {split_port(host_of(home), home.partition(":")[0]) for home in homes}
    fetcher = await stack.enter_async_context(Fetcher(Guard(allow=own, allow_private=allow_private)))
    pace = Pace()
    return _Network(fetcher, pace, await stack.enter_async_context(Renderer(render, fetcher, pace)))


async def _answer(asked: Asked, pools: _Pools, network: _Network | None, today: date) -> Answer:
    try:
        outcome = await _outcome(asked, pools, network, today)
    except Unreadable as why:
        return Answer(asked, error=str(why), url=asked.name if asked.is_address else asked.url)
    return Answer(asked, outcome.told, outcome.unreadable, outcome.url)


async def _outcome(asked: Asked, pools: _Pools, network: _Network | None, today: date) -> Outcome:
    if not asked.is_address:
        return await pools.read(saved_capture(asked, today), asked.name)
    if network is None:
        raise Unreadable("不是有效的网址")
    capture = await network.fetch(asked.name)
    outcome = await pools.read(capture, capture.url)
    if not outcome.unreadable and network.renderer.wants(capture, outcome):
        drawn = (await network.renderer.draw(capture)).capture
        if drawn.is_ok:
            outcome = await pools.read(replace(drawn, url=capture.url), capture.url)
    return outcome


def saved_capture(asked: Asked, today: date) -> Capture:
    """
    A file's bytes as if they had been fetched on this day; beyond 50 MiB (a web page: 10) they are cut.

    Raises:
        Unreadable: Chinese, why the file gives none.
    """
    body = bytes_of(asked.name, wanted="网页文件")
    if not body.strip(b"\0\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise Unreadable("文件是空的")
    return Capture(
        site=host_of(asked.url) if asked.url else "",
        url=asked.url,
        status=200,
        body=body[:FILE_CAP],
        is_truncated=len(body) > FILE_CAP,
        fetched_at=datetime.combine(today, FAR_MORNING, UTC),
    )
