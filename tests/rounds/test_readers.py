"""Pages are read in children that can be ended."""

import asyncio
import os
import signal
from datetime import date

from kaoping.gather import Capture
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


def pool(**options):
    return ReaderPool(load_rulebook(), date(2026, 9, 15), size=1, **options)


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
            os.kill(child.process.pid, signal.SIGKILL)
            dead = await readers.read(task())
            return dead, await readers.read(task())

    dead, fine = asyncio.run(read())

    assert dead.unreadable != ""
    assert fine.unreadable == ""


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
            return [child.process for child in readers._children]

    assert all(process.returncode is not None for process in asyncio.run(read()))
