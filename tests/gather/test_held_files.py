"""Which files of a site are fetched whole where there are more than may be: never what came first."""

import asyncio
import sqlite3

import pytest
from aiohttp import web
from local_servers import serving
from test_crawl import Gathering, site_of

from kaoping.gather import Budget, Role, run
from kaoping.gather.held_files import newest_first

# lists lead to older files first; the newest is gone, and one address leads on to another
PAGES = {
    "/": ["/list/1", "/file/2019/a.pdf", "/far"],
    "/list/1": ["/list/2", "/file/202601/t20260105_b.pdf", "/file/old.pdf"],
    "/list/2": ["/file/202608/t20260801_c.pdf", "/file/202609/t20260901_gone.pdf"],
    "/far": ["/file/202607/t20260715_d.pdf", "/file/2026-08-20/moved.pdf"],
}
FILES = (
    "/file/2019/a.pdf", "/file/old.pdf", "/file/moved/e.pdf", "/file/202601/t20260105_b.pdf",
    "/file/202607/t20260715_d.pdf", "/file/202608/t20260801_c.pdf",
)  # fmt: skip


def served(asked):
    def file(request):
        return web.Response(body=b"%PDF-1.4 x")

    def moved(request):
        return web.Response(status=302, headers={"Location": "/file/moved/e.pdf"})

    return site_of({**PAGES, **dict.fromkeys(FILES, file), "/file/2026-08-20/moved.pdf": moved}, asked)


def budget(files):
    return Budget(max_attachments=files, deadline_s=1.0, target_deadline_s=1.0)


def whole(kept):
    """The files that came whole, by name."""
    return sorted(c.url.rpartition("/")[2] for c in kept if c.role is Role.ATTACHMENT and c.body and c.is_ok)


def asked_only(kept):
    return sorted(
        c.url.rpartition("/")[2] for c in kept if c.role is Role.TARGET and "/file/" in c.url and c.is_ok
    )


class TestNewestFirst:
    @pytest.mark.parametrize(
        ("newer", "older"),
        [
            ("/202609/P020260915361234.pdf", "/202608/t20260831_1.pdf"),
            ("/2026/9/x.pdf", "/2025/12/x.pdf"),
            ("/2026-09-15/x.pdf", "/2026-09/x.pdf"),
            ("/files/2019.pdf", "/files/x.pdf"),
            ("/a/x.pdf", "/b/x.pdf"),
        ],
    )
    def test_the_latest_date_in_the_address_counts_and_then_the_address(self, newer, older):
        files = [(1, f"http://a.cn{older}"), (2, f"http://a.cn{newer}")]

        assert newest_first(files) == newest_first(files[::-1]) == [2, 1]


class TestChoice:
    def test_it_is_by_date_and_whoever_does_not_come_gives_his_place_to_the_next(self):
        asked = []

        async def one():
            async with serving(served(asked)) as base:
                return await Gathering(base, budget=budget(3)).run()

        done = run(one())

        # of the newest one is gone, the next has moved; then 1 August and 15 July
        assert whole(done.kept) == ["e.pdf", "t20260715_d.pdf", "t20260801_c.pdf"]
        assert asked_only(done.kept) == ["a.pdf", "old.pdf", "t20260105_b.pdf"]
        paths = [path for _, path in asked]
        first_file = min(n for n, path in enumerate(paths) if path.startswith("/file/"))
        assert all(paths.index(page) < first_file for page in PAGES)
        assert done.frontier.counts(done.bases[0].split("/")[2])["held"] == 0

    def test_without_leave_for_whole_files_nothing_waits(self):
        async def one():
            async with serving(served([])) as base:
                return await Gathering(base, budget=budget(0)).run()

        done = run(one())

        assert whole(done.kept) == []
        assert len(asked_only(done.kept)) == 6

    def test_a_run_that_is_stopped_again_and_again_chooses_the_same(self):
        async def stopped(base, database, captures):
            stop, kept = asyncio.Event(), []
            while True:
                frontier_of = []
                one = Gathering(
                    base, database=database, budget=budget(3), stop=stop, reread=again(frontier_of, kept)
                )
                frontier_of.append(one.frontier)
                seen = len(kept)
                one.kept = Kept(kept, stop, captures)
                await one.run()
                if not stop.is_set():
                    return whole(kept)
                assert len(kept) > seen
                stop.clear()

        async def all_of_them():
            async with serving(served([])) as base:
                return [
                    await stopped(base, sqlite3.connect(":memory:"), captures) for captures in (2, 3, 5, 8)
                ]

        assert {tuple(one) for one in run(all_of_them())} == {("e.pdf", "t20260715_d.pdf", "t20260801_c.pdf")}


def again(frontier_of, kept):
    """A function that gives a kept capture by its key."""
    return lambda key: next((c for c in kept if frontier_of[0].url_of(key) == c.url), None)


class Kept(list):
    """What all runs kept; after every so many captures of one run it is stopped."""

    def __init__(self, whole, stop, captures):
        super().__init__()
        self.whole, self.stop, self.captures = whole, stop, captures

    def append(self, capture):
        super().append(capture)
        self.whole.append(capture)
        if len(self) >= self.captures:
            self.stop.set()
