"""Room for pages that are fetched and not yet read."""

import asyncio

from kaoping.gather.backlog import Backlog


async def settle():
    for _ in range(3):
        await asyncio.sleep(0)


def test_who_waited_first_is_let_in_first():
    async def order():
        backlog, entered = Backlog(most=1), []
        await backlog.enter(1)

        async def one(name):
            await backlog.enter(1)
            entered.append(name)

        tasks = [asyncio.create_task(one(name)) for name in "abc"]
        for _ in range(3):
            await settle()
            backlog.leave(1)
        await asyncio.gather(*tasks)
        return entered

    assert asyncio.run(order()) == ["a", "b", "c"]


def test_one_that_gave_up_waiting_holds_no_room():
    async def entered():
        backlog = Backlog(most=1)
        await backlog.enter(1)
        gone, stays = (asyncio.create_task(backlog.enter(1)) for _ in range(2))
        await settle()
        gone.cancel()
        await settle()
        backlog.leave(1)
        await settle()
        return stays.done()

    assert asyncio.run(entered())


def test_a_body_larger_than_all_room_is_let_in_alone():
    async def entered():
        backlog = Backlog(most_bytes=10)
        await backlog.enter(5)
        large = asyncio.create_task(backlog.enter(50))
        await settle()
        before = large.done()
        backlog.leave(5)
        await settle()
        return before, large.done()

    assert asyncio.run(entered()) == (False, True)
