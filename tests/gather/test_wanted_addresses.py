"""Sites of which only some addresses are wanted: what is asked for, and when nothing is."""

import asyncio
import sqlite3
from datetime import date

from aiohttp import web
from local_servers import guard_for, serving

from kaoping.gather import Budget, Crawl, Fetcher, Frontier, Orders, Pace, Start, host_of
from kaoping.gather.frontier import entry_for

PAGE, SITEMAP = "<p>页面</p>", "<urlset><url><loc>/listed</loc></url></urlset>"


async def _nothing(capture):
    return ()


async def _gather(base, paths):
    """A run that follows nothing and begins with these paths."""
    frontier = Frontier(sqlite3.connect(":memory:"))
    wanted = tuple(entry_for(base + path, host_of(f"{base}/"), depth=1) for path in paths)
    async with Fetcher(guard_for(base)) as fetcher:
        orders = Orders(
            frontier, fetcher, Pace(rate=0), Budget(deadline_s=1.0), keep=lambda c: None, discover=_nothing
        )
        start = Start(f"{base}/", wanted=wanted, has_sitemaps=False)
        await Crawl([start], orders, today=date(2026, 11, 23)).run()
    return {reason.reason: reason.count for reason in frontier.not_visited(host_of(f"{base}/"))}


def asked_of(answers, *paths):
    """The paths asked for, in alphabetical order, and why others were not."""
    asked = set()

    async def answer(request):
        asked.add(request.path)
        text = answers.get(request.path)
        return web.Response(status=404) if text is None else web.Response(text=text, content_type="text/html")

    async def gathered():
        async with serving(answer) as base:
            return await _gather(base, paths)

    left = asyncio.run(gathered())
    return sorted(path for path in asked if "no-such-page" not in path), left


def test_only_the_wanted_addresses_are_asked_for_and_no_sitemap():
    asked, _ = asked_of(
        {"/": PAGE, "/a": PAGE, "/b": PAGE, "/sitemap.xml": SITEMAP, "/listed": PAGE}, "/a", "/b"
    )

    assert asked == ["/", "/a", "/b", "/robots.txt"]


def test_robots_are_obeyed_for_wanted_addresses_too():
    asked, left = asked_of({"/": PAGE, "/a": PAGE, "/robots.txt": "User-agent: *\nDisallow: /a"}, "/a", "/b")

    assert "/a" not in asked
    assert "/b" in asked
    assert left == {"robots 禁止": 1}


def test_a_site_whose_home_page_does_not_answer_is_asked_for_nothing_else():
    asked, _ = asked_of({"/a": PAGE}, "/a")

    assert asked == ["/", "/robots.txt"]
