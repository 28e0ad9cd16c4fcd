"""Pages are read in children that can be ended."""

import asyncio
import os
import signal
from contextlib import asynccontextmanager
from datetime import date

import psutil

from kaoping.gather import Capture
from kaoping.rounds.attachment_readers import AttachmentPool
from kaoping.rounds.attachment_tasks import FileTask
from kaoping.rounds.embryo import Embryo
from kaoping.rounds.nursery import Nursery
from kaoping.rounds.readers import ReaderPool
from kaoping.rounds.tasks import Task
from kaoping.rulebook import load_rulebook

TITLE = "关于防汛值班的通知"
PAGE = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>正文。</p></body></html>"


def task(body=PAGE):
    head = (("Content-Type", "text/html; charset=utf-8"),)
    return Task(
        Capture(site="a.example", url="http://a.example/1.html", status=200, headers=head, body=body.encode())
    )


@asynccontextmanager
async def pool(**options):
    async with (
        Nursery(load_rulebook(), date(2026, 9, 15)) as nursery,
        ReaderPool(nursery, size=1, **options) as readers,
    ):
        yield readers


def test_a_page_is_read():
    async def read():
        async with pool() as readers:
            return await readers.read(task())

    outcome = asyncio.run(read())

    assert outcome.unreadable == ""
    assert TITLE.encode() in outcome.page


def test_a_page_that_takes_too_long_is_given_up_and_the_next_is_read():
    async def read():
        async with pool(deadline_s=0.000_1) as readers:
            slow = await readers.read(task(PAGE * 2000))
            readers._deadline_s = 10
            return slow, await readers.read(task())

    slow, fine = asyncio.run(read())

    assert "已中止" in slow.unreadable
    assert fine.unreadable == ""


def test_a_child_that_dies_takes_no_other_page_with_it():
    async def read():
        async with pool() as readers:
            await readers.read(task())
            (child,) = readers._children
            os.kill(child.pid, signal.SIGKILL)
            dead = await readers.read(task())
            return dead, await readers.read(task())

    dead, fine = asyncio.run(read())

    assert dead.unreadable != ""
    assert fine.unreadable == ""


def test_pages_that_wait_in_line_are_read_as_they_would_be_alone():
    texts = (
        "今年共收到来信100件,办结98件。",
        "关于进一步加强防汛工作的通只。",
        "循私舞弊的,依法处理。" * 40,
        "",
    )
    waiting = [task(PAGE.replace("正文。", text)) for text in texts] * 3

    async def read():
        async with pool() as readers:
            together = await asyncio.gather(*map(readers.read, waiting))
            return together, [await readers.read(one) for one in waiting]

    together, alone = asyncio.run(read())

    assert together == alone
    assert any(outcome.observations for outcome in together)


def test_of_pages_that_are_handed_over_together_only_the_one_that_kills_is_given_up():
    attributes = " ".join(f"a{n}" for n in range(300_000))
    waiting = [task(), task(f"<{attributes}>" * 200), task(), task()]

    async def read():
        async with pool(deadline_s=3) as readers:
            readers._deadline_s = 3
            return await asyncio.gather(*map(readers.read, waiting))

    assert [outcome.unreadable == "" for outcome in asyncio.run(read())] == [True, False, True, True]


def test_a_tag_with_a_hundred_thousand_attributes_is_read_in_time():
    attributes = " ".join(f'a{n}="1"' for n in range(100_000))

    async def read():
        async with pool() as readers:
            return await readers.read(task(PAGE.replace("<p>", f"<p {attributes}>")))

    assert asyncio.run(read()).unreadable == ""


def test_no_child_outlives_the_pool():
    async def read():
        async with pool() as readers:
            await readers.read(task())
            return [child.pid for child in readers._children]

    (pid,) = asyncio.run(read())
    assert not psutil.pid_exists(pid)


def test_no_child_outlives_the_nursery():
    async def read():
        async with pool() as readers:
            await readers.read(task())
            (child,) = readers._children
            readers._nursery._process.process.kill()
            for _ in range(100):
                if not psutil.pid_exists(child.pid):
                    return True
                await asyncio.sleep(0.05)

    assert asyncio.run(read())


def test_a_nursery_that_died_is_begun_anew():
    async def read():
        async with pool(recycle_after=1) as readers:
            first = await readers.read(task())
            readers._nursery._process.process.kill()
            readers._nursery._process.process.wait()
            return first, await readers.read(task())

    assert [outcome.unreadable for outcome in asyncio.run(read())] == ["", ""]


def test_a_process_that_was_begun_before_the_rules_were_loaded_is_taken_over():
    async def read():
        with Embryo(is_early=True) as embryo:
            async with (
                Nursery(load_rulebook(), date(2026, 9, 15), embryo) as nursery,
                ReaderPool(nursery, size=1) as pages,
            ):
                outcome = await pages.read(task())
                (child,) = pages._children
                return outcome, embryo.process.pid, psutil.Process(child.pid).ppid()

    outcome, begun, parent = asyncio.run(read())

    assert outcome.unreadable == ""
    assert parent == begun
    assert not psutil.pid_exists(begun)


def test_a_process_that_nobody_takes_over_ends():
    with Embryo(is_early=True) as embryo:
        pid = embryo.process.pid

    assert not psutil.pid_exists(pid)


def test_children_of_two_kinds_come_from_one_process():
    async def read():
        async with (
            Nursery(load_rulebook(), date(2026, 9, 15)) as nursery,
            ReaderPool(nursery, size=1) as pages,
            AttachmentPool(nursery, size=1) as files,
        ):
            page = await pages.read(task())
            capture = Capture(url="http://a.example/a.txt", status=200, body="一个文件".encode())
            file = await files.read(FileTask(capture))
            return page, file, {psutil.Process(c.pid).ppid() for c in pages._children | files._children}

    page, file, parents = asyncio.run(read())

    assert page.unreadable == ""
    assert file.record
    assert len(parents) == 1
