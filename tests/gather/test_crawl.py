import asyncio
import re
import sqlite3
import time
from collections import defaultdict
from datetime import date
from html import unescape

import pytest
from aiohttp import web
from local_servers import guard_for, hostile_json, rss_mb, serving

from kaoping.gather import (
    Budget,
    Crawl,
    Failure,
    Fetcher,
    Found,
    Frontier,
    Orders,
    Pace,
    Role,
    Start,
    host_of,
    join,
    run,
)

TODAY = date(2026, 11, 23)
HREF = re.compile(rb'(?:href|src)="([^"]*)"')


class Gathering:
    """One run over local sites: what it kept, what it told."""

    def __init__(self, *bases, database=None, links_a_page=2_000, stop=None, reread=None, **orders):
        self.bases, self.stop = bases, stop
        self.frontier = Frontier(database or sqlite3.connect(":memory:"))
        self.kept, self.events, self.read = [], [], []
        self.links_a_page, self.reread = links_a_page, reread
        self.budget = orders.pop("budget", Budget(deadline_s=1.0, target_deadline_s=1.0))
        self.pace = orders.pop("pace", Pace(rate=0))
        self.allowed = orders.pop("allowed", bases)
        self.orders = orders

    async def discover(self, capture):
        self.read.append(capture.url)
        found = []
        for raw in HREF.findall(capture.body)[: self.links_a_page]:
            url = join(capture.url, unescape(raw.decode("utf-8", "replace")))
            if url:
                kind = "image" if url.endswith((".png", ".jpg")) else "page"
                kind = "attachment" if "/file/" in url or url.endswith(".pdf") else kind
                found.append(Found(url, kind, 10 if "/list" in url else 50))
        return tuple(found)

    async def run(self):
        async with Fetcher(guard_for(*self.allowed)) as fetcher:
            orders = Orders(
                self.frontier,
                fetcher,
                self.pace,
                self.budget,
                keep=self.kept.append,
                discover=self.discover,
                on_event=self.events.append,
                reread=self.reread,
                **self.orders,
            )
            self.crawl = Crawl([Start(b + "/") for b in self.bases], orders, today=TODAY, stop=self.stop)
            await self.crawl.run()
        return self

    def captures(self, ending: str):
        return [c for c in self.kept if c.url.endswith(ending)]

    def remarks(self):
        return " ".join(e.text for e in self.events if e.kind == "remark")

    def reasons(self, base):
        return {n.reason: n.count for n in self.frontier.not_visited(host_of(base + "/"))}


def page(*links: str, text: str = "") -> web.Response:
    body = text + "".join(f'<a href="{u}">x</a>' for u in links)
    return web.Response(text=body, content_type="text/html")


def site_of(pages, asked=None):
    """A handler: paths to link lists, responses or functions of the request; all else is 404."""

    async def handler(request):
        if asked is not None:
            asked.append((request.method, request.path_qs))
        answer = pages.get(request.path_qs, pages.get(request.path))
        if callable(answer):
            answer = answer(request)
            if asyncio.iscoroutine(answer):
                answer = await answer
        if answer is None:
            return web.Response(status=404)
        return page(*answer, text=request.path) if isinstance(answer, list | tuple) else answer

    return handler


def gather_site(pages, asked=None, **options):
    async def one():
        async with serving(site_of(pages, asked)) as base:
            return await Gathering(base, **options).run()

    return run(one())


def test_a_site_is_gathered_whole_and_told():
    done = gather_site(
        {"/": ["/list", "/a"], "/list": ["/b", "/c", "/"], "/a": [], "/b": ["/d.png"], "/c": []}
    )

    pages = {c.url.split("/", 3)[3] for c in done.kept if c.role is Role.PAGE}
    assert pages == {"", "list", "a", "b", "c"}
    assert {c.role for c in done.kept} == {Role.PAGE, Role.ROBOTS, Role.SITEMAP, Role.NONSENSE, Role.TARGET}
    assert [e.kind for e in done.events if e.kind.startswith("site")] == ["site_opened", "site_finished"]
    assert done.frontier.counts(host_of(done.bases[0] + "/"))["queued"] == 0


def test_the_impossible_address_is_the_same_in_every_run():
    def nonsense(done):
        return next(c.url.split("/", 3)[3] for c in done.kept if c.role is Role.NONSENSE)

    async def twice():
        async with serving(site_of({"/": []})) as base:
            return nonsense(await Gathering(base).run()), nonsense(await Gathering(base).run())

    first, second = run(twice())

    assert first == second


def test_what_fails_is_seen_twice_and_what_may_pass_three_times():
    count = defaultdict(int)

    def flaky(request):
        count["flaky"] += 1
        return web.Response(status=503) if count["flaky"] < 3 else page()

    done = gather_site(
        {"/": ["/dead", "/busy", "/flaky"], "/busy": lambda r: web.Response(status=500), "/flaky": flaky}
    )

    assert [c.status for c in done.captures("/dead")] == [404, 404]
    assert [c.status for c in done.captures("/busy")] == [500, 500, 500]
    assert [c.status for c in done.captures("/flaky")] == [503, 503, 200]


def test_robots_are_obeyed_and_the_reason_is_given():
    robots = web.Response(text="User-agent: *\nDisallow: /private/\nSitemap: /map.xml\n")
    asked = []

    done = gather_site({"/": ["/private/x", "/open"], "/open": [], "/robots.txt": robots}, asked)

    assert done.captures("/private/x") == []
    assert ("GET", "/map.xml") in asked
    assert done.reasons(done.bases[0]) == {"robots 禁止": 1}


def test_a_sitemap_adds_pages_and_an_index_that_names_itself_ends():
    def index(request):
        own = f"http://{request.host}/sitemap.xml"
        return web.Response(text=f"<sitemapindex><loc>{own}</loc><loc>/s2.xml</loc></sitemapindex>")

    asked = []
    pages = {"/": [], "/sitemap.xml": index, "/hidden": []}
    pages["/s2.xml"] = web.Response(text="<urlset><url><loc>/hidden</loc></url></urlset>")

    done = gather_site(pages, asked)

    assert done.captures("/hidden")[0].role is Role.PAGE
    assert [p for _, p in asked].count("/sitemap.xml") == 1


def test_images_are_asked_for_by_head_and_by_get_where_head_will_not_do():
    def odd(request):
        return web.Response(status=405 if request.method == "HEAD" else 200, body=b"x" * 100_000)

    asked = []

    done = gather_site({"/": ["/a.png", "/b.png"], "/a.png": web.Response(body=b"x"), "/b.png": odd}, asked)

    assert [m for m, p in asked if p == "/a.png"] == ["HEAD"]
    assert [m for m, p in asked if p == "/b.png"] == ["HEAD", "GET"]
    seen = [(c.method, c.status, len(c.body)) for c in done.captures("/b.png")]
    assert seen == [("HEAD", 405, 0), ("GET", 200, 64 << 10)]


def test_a_file_that_is_said_to_be_a_page_is_looked_into():
    asked = []

    gather_site({"/": ["/a.pdf"], "/a.pdf": lambda r: page(text="登录")}, asked)

    assert [m for m, p in asked if p == "/a.pdf"] == ["HEAD", "GET"]


def redirect(to):
    return lambda request: web.Response(status=302, headers={"Location": to})


def test_redirects_are_kept_hop_by_hop_and_circles_are_closed():
    asked = []
    pages = {"/": ["/r1", "/self", "/a"], "/r1": redirect("/r2"), "/r2": redirect("/end"), "/end": []}
    pages |= {"/self": redirect("/self"), "/a": redirect("/b"), "/b": redirect("/a")}

    done = gather_site(pages, asked)

    assert [c.status for c in done.captures("/r1") + done.captures("/r2") + done.captures("/end")] == [
        302,
        302,
        200,
    ]
    assert done.captures("/self")[0].failure is Failure.REDIRECT_LOOP
    assert done.captures("/a")[0].failure is None
    assert done.captures("/b")[0].failure is Failure.REDIRECT_LOOP
    assert len(asked) == len(set(asked))


def test_a_dead_address_behind_a_redirect_is_seen_twice():
    async def one():
        async with (
            serving(site_of({})) as other,
            serving(site_of({"/": ["/r"], "/r": redirect(other + "/x")})) as base,
        ):
            return await Gathering(base, allowed=(base, other)).run()

    done = run(one())

    assert [(c.method, c.status) for c in done.captures("/x")] == [("HEAD", 404), ("GET", 404), ("GET", 404)]


def test_a_door_that_sets_a_cookie_is_passed():
    def door(request):
        if request.cookies.get("seen") == "1":
            return page(text="welcome")
        return web.Response(status=302, headers={"Location": "/in", "Set-Cookie": "seen=1; path=/"})

    done = gather_site({"/": ["/in"], "/in": door})

    assert [c.status for c in done.captures("/in")] == [302, 200]


def test_a_redirect_to_a_shut_address_is_refused_by_the_guard():
    async def one():
        async def inner(request):
            raise AssertionError("reached")

        async with (
            serving(inner) as secret,
            serving(site_of({"/": ["/r"], "/r": redirect(secret + "/x")})) as base,
        ):
            return await Gathering(base).run()

    done = run(one())

    assert done.captures("/x")[0].failure is Failure.FORBIDDEN_ADDRESS
    assert done.captures("/x")[0].role is Role.TARGET


def test_a_home_page_that_leads_away_is_remarked_and_left():
    async def one():
        async with (
            serving(site_of({"/": ["/x"]})) as other,
            serving(site_of({"/": redirect(other + "/")})) as base,
        ):
            return await Gathering(base, allowed=(base, other)).run()

    done = run(one())

    assert "首页跳转到站外" in done.remarks()
    assert done.captures("/x") == []


@pytest.mark.parametrize(
    ("owner_waits_s", "citer_waits_s", "roles"),
    [(0.4, 0.0, {Role.PAGE, Role.TARGET}), (0.0, 0.4, {Role.PAGE})],
)
def test_one_address_may_be_a_target_here_and_a_page_there(owner_waits_s, citer_waits_s, roles):
    """Asked for as a target only where its own site had not met it yet: later its page tells as much."""

    def after(seconds, links):
        async def answer(request):
            await asyncio.sleep(seconds)
            return links

        return answer

    async def one():
        owner = site_of({"/": after(owner_waits_s, ["/p"]), "/p": []})
        async with serving(owner) as b, serving(site_of({"/": after(citer_waits_s, [b + "/p"])})) as a:
            return await Gathering(a, b).run()

    done = run(one())

    assert {c.role for c in done.captures("/p")} == roles


def test_budgets_end_a_site_and_say_so():
    pages = {"/": [f"/n{i}/x" for i in range(50)]} | {f"/n{i}/x": [] for i in range(50)}

    done = gather_site(pages, budget=Budget(max_pages=10))

    assert sum(c.role is Role.PAGE for c in done.kept) == 10
    assert done.reasons(done.bases[0]) == {"预算用尽": 41}


def test_depth_is_bounded_and_a_pager_counts_once():
    pages = {"/": ["/a", "/list?p=1"], "/a": ["/b"], "/b": ["/c"], "/c": ["/d"]}
    pages |= {
        f"/list?p={i}": [f"/list?p={i + 1}", f"/{'xyzw'[i % 4]}{'qrst'[i // 4]}/art"] for i in range(1, 15)
    }

    done = gather_site(pages, budget=Budget(max_depth=2))

    assert done.captures("list?p=14")[0].status == 200
    assert done.captures("/c") == []
    assert done.reasons(done.bases[0])["层级过深"] == 1


def test_a_host_that_shuts_us_out_is_left_alone():
    asked = []

    def wall(request):
        return web.Response(status=403)

    pages = {"/": [f"/n{chr(97 + i)}" for i in range(26)]}
    first = []

    def home(request):
        first.append(1)
        return page(*pages["/links"]) if len(first) == 1 else wall(request)

    pages = {"/links": pages["/"], "/": home} | dict.fromkeys(pages["/"], wall)

    done = gather_site(pages, asked)

    assert "多次拒绝访问" in done.remarks()
    assert done.reasons(done.bases[0])["对方限制访问"] > 5
    assert len(asked) < 26


def test_a_few_shut_pages_do_not_shut_the_site():
    shut, fine = [f"/s{chr(97 + i)}" for i in range(8)], [f"/z{chr(97 + i)}" for i in range(20)]
    pages = {"/": shut + fine} | dict.fromkeys(shut + fine, ())
    pages = {k: (lambda r, v=v: web.Response(status=403)) if k in shut else v for k, v in pages.items()}

    done = gather_site(pages)

    assert all(done.captures(u)[0].status == 200 for u in fine)
    assert any(c.role is Role.PROBE for c in done.kept)


def test_a_stopped_run_goes_on_where_it_was_and_rereads_what_was_fetched(tmp_path):
    names = [f"/n{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(120)]
    asked = []
    pages = {"/": names} | {n: [] for n in names}
    kept = {}

    async def both():
        stop = asyncio.Event()
        database = sqlite3.connect(tmp_path / "f.db")
        async with serving(site_of(pages, asked)) as base:
            first = Gathering(base, database=database, stop=stop)

            async def held_back(capture):
                kept[capture.url] = capture
                if len(kept) > 40:
                    stop.set()
                    await asyncio.sleep(60)
                return await Gathering.discover(first, capture)

            first.discover = held_back
            start = time.monotonic()
            first_stop = asyncio.create_task(first.run())
            await first_stop
            took = time.monotonic() - start
            unread = [e.url for e in first.frontier.pending_reading()]
            second = Gathering(
                base,
                database=database,
                reread=lambda key: next(
                    (c for u, c in kept.items() if second.frontier.url_of(key) == u), None
                ),
            )
            await second.run()
            return took, unread, second

    took, unread, second = run(both())

    assert took < 8
    assert unread
    assert set(unread) <= set(second.read)
    fetched = [p for _, p in asked if p in set(names)]
    assert sorted(fetched) == sorted(set(fetched)) == sorted(names)


def test_what_keep_raises_ends_the_run():
    async def one():
        async with serving(site_of({"/": []})) as base:
            gathering = Gathering(base)

            def full(capture):
                raise OSError("disk full")

            gathering.kept = type("Full", (), {"append": staticmethod(full)})()
            await gathering.run()

    with pytest.raises(OSError, match="disk full"):
        run(one())


def test_time_that_is_up_leaves_reasons():
    async def slow(request):
        await asyncio.sleep(0.5)
        return page()

    names = [f"/n{chr(97 + i)}" for i in range(26)]

    done = gather_site({"/": names} | dict.fromkeys(names, slow), budget=Budget(max_minutes=0.005))

    assert done.reasons(done.bases[0])["时间用尽"] > 5


def test_unchanged_pages_are_still_read():
    def unchanged(request):
        return web.Response(status=304) if "If-None-Match" in request.headers else page("/x")

    done = gather_site({"/": unchanged}, validators=lambda url: (("If-None-Match", '"1"'),))

    assert done.captures("/")[-1].status == 304
    assert done.read


def test_slow_sites_do_not_hold_up_good_ones():
    async def hang(request):
        await asyncio.sleep(30)

    async def finished(n_slow):
        names = [f"/n{chr(97 + i)}" for i in range(15)]
        good = site_of({"/": names} | {n: [] for n in names})
        slow = site_of({"/": hang, "/robots.txt": hang})
        order = []
        async with serving(good) as one, serving(good) as two, serving(slow) as bad:
            extra = [bad.replace("127.0.0.1", f"127.0.0.{i + 2}") for i in range(n_slow)]
            gathering = Gathering(*extra, one, two, budget=Budget(deadline_s=1.5))

            def note(event):
                if event.kind == "site_finished":
                    order.append(event.site)

            gathering.events = type("Notes", (), {"append": staticmethod(note)})()
            await gathering.run()
        return order, {host_of(one + "/"), host_of(two + "/")}

    order, good = run(finished(20))

    # every try of a slow one takes 1.5 s, and it is tried several times: the good ones, begun last, end first
    assert len(order) == 22
    assert set(order[:2]) == good


def test_every_hostile_case_is_recorded_and_traps_are_bounded(hostile):
    cases = hostile_json(hostile, "/expect.json")
    before, start = rss_mb(), time.monotonic()
    hostile_json(hostile, "/__reset")

    async def one():
        return await Gathering(
            hostile, budget=Budget(max_pages=5_000, deadline_s=2.0, target_deadline_s=2.0)
        ).run()

    done = run(one())

    kept = {c.url for c in done.kept}
    log = hostile_json(hostile, "/__log")
    limits = {c["path"]: c["limits"]["requests"] for c in cases if "requests" in c["limits"]}
    assert [c["path"] for c in cases if hostile + c["path"] not in kept] == []
    assert {p: log.get(p, 0) for p, most in limits.items() if log.get(p, 0) > most} == {}
    assert log.get("canary", 0) == 0
    assert [c.status for c in done.captures("/ok/plain")] == [200]
    assert {c.status for c in done.captures("/proto/retry-after")} == {429}
    assert any(reason.startswith("陷阱") for reason in done.reasons(hostile))
    assert rss_mb() - before < 150
    assert time.monotonic() - start < 40
