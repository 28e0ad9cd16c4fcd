"""The run: every site's addresses, each host at its pace, until all is visited or the budget is spent."""

import asyncio
import time
from collections.abc import Coroutine, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from xxhash import xxh3_64_hexdigest

from kaoping.gather.addresses import host_of, join
from kaoping.gather.backlog import Backlog
from kaoping.gather.budget import HOST_REFUSES, TIME_UP
from kaoping.gather.capture import Capture, Role
from kaoping.gather.frontier import Entry, entry_for
from kaoping.gather.held_files import newest_first
from kaoping.gather.intake import Intake
from kaoping.gather.orders import Event, Orders
from kaoping.gather.sitemap import MAX_FILES, read_sitemap
from kaoping.gather.standing import PAGE_TARGETS, Progress, Standing, Start, standing_of
from kaoping.gather.visit import Stopped, Visitor

FILES_FROM = 0.6  # of the time: from there on files no longer wait until all pages are known
GRACE_S = 5.0
_SKIPS_IN_A_ROW = 100


class Crawl:
    """
    Gathers sites into the frontier of its orders.

    Args:
        today: The day of the run, for calendars.
        stop: When set, no new request is sent; what is under way gets five seconds. All else stays queued.
    """

    def __init__(
        self, starts: Iterable[Start], orders: Orders, *, today: date, stop: asyncio.Event | None = None
    ) -> None:
        self._orders = orders
        self._frontier, self._pace = orders.frontier, orders.pace
        self._stop = stop or asyncio.Event()
        self._standings: dict[str, Standing] = {}
        self._owners: dict[str, str] = {}
        for start in starts:
            standing = standing_of(start, today)
            self._standings.setdefault(standing.site, standing)
            self._owners.setdefault(host_of(start.home), standing.site)
        self._intake = Intake(orders.frontier, orders.pace, orders.budget)
        self._backlog = Backlog()
        self._lanes: dict[str, asyncio.Event] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._reading: dict[str, Entry] = {}
        self._unread: dict[str, list[Entry]] = {}
        self._checked: set[str] = set()
        self._over = asyncio.Event()
        self._error: BaseException | None = None
        self._visitor = Visitor(
            orders,
            is_stopping=self._is_stopping,
            on_page=self._give_to_reader,
            owner_of=lambda host: self._owners.get(host, ""),
        )

    async def run(self) -> None:
        """
        Gather until nothing is left, `stop` is set, or the time is up.

        Raises:
            Exception: Whatever `keep` or `discover` raised; a site's misbehaviour raises nothing.
        """
        for entry in self._frontier.pending_reading():
            self._unread.setdefault(entry.site, []).append(entry)
        for standing in self._standings.values():
            self._start(self._open(standing))
        own = {host for standing in self._standings.values() for host in standing.hosts}
        self._wake(host for host in self._frontier.hosts_with_work() if host not in own)
        is_time_up = await self._wait()
        await self._end_tasks()
        if self._error is not None:
            raise self._error
        if is_time_up:
            self._frontier.skip_queued(TIME_UP)
        self._report_finished()

    def report_reading(self, url: str, *, fingerprint: int = 0, is_article: bool = False) -> None:
        """
        What reading learnt of a page, told from within `discover`, so that traps are known from articles.

        Args:
            fingerprint: 64-bit, of the visible text; 0 where there is none.
        """
        entry = self._reading.get(url)
        if entry is not None:
            traps = self._standings[entry.site].traps
            traps.saw_text(url, fingerprint, is_article=is_article, run=entry.run)

    def progress(self, site: str) -> Progress:
        """A site's live counters."""
        return self._standings[site].progress

    # -- sites ---------------------------------------------------------------------------------------------

    async def _open(self, standing: Standing) -> None:
        pages, targets, size_bytes = self._frontier.spent(standing.site)
        standing.progress.pages, standing.progress.targets = pages, targets
        standing.progress.size_bytes = size_bytes
        standing.progress.attachments = self._frontier.attachments_taken(standing.site)
        self._orders.on_event(Event("site_opened", standing.site, standing.home))
        host, home = host_of(standing.home), standing.home
        rules = await self._visitor.read_rules(standing, host, home)
        start = entry_for(home, standing.site, priority=0, reason=standing.reason_against(home))
        more = [entry_for(_nonsense(home, standing.site), standing.site, target="nonsense", priority=1)]
        listed = [join(home, s) for s in (*rules.sitemaps, "/sitemap.xml")]
        more += [
            entry_for(url, standing.site, target="sitemap", priority=2)
            for url in dict.fromkeys(listed)
            if url is not None and standing.holds(url) and standing.has_sitemaps
        ]
        more += [replace(e, reason=standing.reason_against(e.url)) for e in standing.wanted]
        self._frontier.add((start,))
        # a site whose home page does not answer is not asked for anything else
        if pages or start.reason:
            self._frontier.add(more)
        else:
            standing.after_home = more
        if start.reason:
            self._visitor.remark(standing, home, "robots.txt 禁止访问首页")
        standing.is_open = True
        for entry in self._unread.pop(standing.site, ()):
            self._start(self._reread(standing, entry))
        self._wake(standing.hosts)
        self._finish_site(standing)

    def _finish_site(self, standing: Standing) -> None:
        if standing.is_open and not self._is_stopping():
            self._let_files_in(standing)
        if standing.is_open and not standing.is_reported and self._frontier.is_finished(standing.site):
            standing.is_reported = True
            self._orders.on_event(Event("site_finished", standing.site, standing.home))

    def _let_files_in(self, standing: Standing, *, at_once: bool = False) -> None:
        """
        Once nothing of the site can be found any more, let in as many of its files as may be fetched whole;
        once these have come, others for those that did not, and at last all the rest, to be asked for only.
        Pages that failed and are tried again later are waited for only where files must be left out.
        """
        is_retrying = self._frontier.waits_for_retries_alone(standing.site)
        held = self._frontier.held(standing.site, at_once=at_once or is_retrying)
        room = self._orders.budget.max_attachments - standing.progress.attachments
        if is_retrying and not at_once and len(held) > room:
            return  # some must be left out: which, is known once the last page has come
        if held:
            keys = newest_first(held)
            self._wake(self._frontier.let_in(standing.site, keys[:room] if room > 0 else keys))

    def _report_finished(self) -> None:
        for standing in self._standings.values():
            self._finish_site(standing)

    # -- lanes: one a host ---------------------------------------------------------------------------------

    def _wake(self, hosts: Iterable[str]) -> None:
        for host in hosts:
            lane = self._lanes.get(host)
            if lane is not None:
                lane.set()
            elif not self._is_stopping() and (
                self._frontier.has_queued(host) or self._frontier.next_due_s(host) is not None
            ):
                self._lanes[host] = asyncio.Event()
                self._start(self._run_lane(host))

    async def _run_lane(self, host: str) -> None:
        """Keep as many visits of a host under way as its pace allows, until nothing of it is left."""
        changed, running = self._lanes[host], set[asyncio.Task[None]]()

        def one_ended(task: asyncio.Task[None]) -> None:
            running.discard(task)
            changed.set()

        try:
            while not self._is_stopping():
                changed.clear()
                has_room = len(running) < self._pace.slots(host)
                entry = self._next(host) if has_room else None
                if entry is not None:
                    task = self._start(self._visit(entry))
                    running.add(task)
                    task.add_done_callback(one_ended)
                    continue
                due = self._frontier.next_due_s(host)
                if due is None and not running and not changed.is_set():
                    return
                await _event_or(changed, due if has_room else None)
        finally:
            del self._lanes[host]

    def _next(self, host: str) -> Entry | None:
        """The next address that is still worth a request."""
        for _ in range(_SKIPS_IN_A_ROW):
            entry = self._frontier.take(host)
            if entry is None:
                return None
            standing = self._standings.get(entry.site)
            against = self._reason_against(entry, standing)
            if not against and standing is not None:
                if entry.tries == 0:
                    is_page = entry.target in PAGE_TARGETS and standing.holds(entry.url)
                    standing.progress.pages += is_page
                    standing.progress.targets += not is_page
                return entry
            self._frontier.skip(entry, against)
            if standing is not None:
                self._finish_site(standing)
        self._lanes[host].set()  # come back after the others had their turn
        return None

    def _reason_against(self, entry: Entry, standing: Standing | None) -> str:
        if standing is None:
            return "不在本次考评范围"
        if self._pace.is_refusing(entry.host):
            return HOST_REFUSES
        if entry.tries > 0 or entry.target in ("nonsense", "sitemap") or entry.depth == 0:
            return ""
        if entry.target not in PAGE_TARGETS or not standing.holds(entry.url):
            return standing.spent("target", self._orders.budget)
        parent = self._frontier.url_of(entry.parent) if "?" in entry.url else ""
        return standing.traps.stopped(entry.url, parent) or standing.spent("page", self._orders.budget)

    async def _visit(self, entry: Entry) -> None:
        standing = self._standings[entry.site]
        hosts = await self._visitor.visit(standing, entry)
        host = entry.host
        if self._pace.has_run_out_of_patience(host) and host not in self._checked:
            self._checked.add(host)
            await self._ask_home(standing, host)
            self._checked.discard(host)
        self._wake(hosts.union(standing.hosts))
        self._finish_site(standing)

    async def _ask_home(self, standing: Standing, host: str) -> None:
        if await self._visitor.still_answers(standing, host):
            self._pace.forgive(host)
            return
        self._pace.refuse(host)
        count = self._frontier.skip_queued(HOST_REFUSES, host=host)
        self._visitor.remark(standing, "", f"{host} 多次拒绝访问,余下 {count} 个地址不再尝试")
        self._report_finished()

    # -- reading -------------------------------------------------------------------------------------------

    async def _give_to_reader(self, standing: Standing, entry: Entry, capture: Capture) -> None:
        await self._backlog.enter(len(capture.body))
        self._start(self._read(standing, entry, capture))

    async def _read(self, standing: Standing, entry: Entry, capture: Capture) -> None:
        try:
            if capture.role is Role.SITEMAP:
                hosts = await self._read_sitemap(standing, entry, capture)
            else:
                self._reading[entry.url] = entry
                found = await self._orders.discover(capture)
                hosts = self._intake.take_in(standing, entry, found)
                if standing.after_home:
                    self._frontier.add(standing.after_home)
                    standing.after_home = []
                    hosts |= standing.hosts.keys()
        finally:
            self._reading.pop(entry.url, None)
            self._backlog.leave(len(capture.body))
        self._frontier.mark_done(entry)
        self._wake(hosts)
        self._finish_site(standing)

    async def _read_sitemap(self, standing: Standing, entry: Entry, capture: Capture) -> set[str]:
        sitemap = await asyncio.to_thread(read_sitemap, capture)
        if sitemap.remark:
            self._visitor.remark(standing, entry.url, sitemap.remark)
        more = [url for url in sitemap.files if standing.holds(url)][: MAX_FILES - standing.sitemap_files]
        standing.sitemap_files += len(more)
        self._frontier.add(entry_for(url, standing.site, target="sitemap", priority=2) for url in more)
        return self._intake.add_listed(standing, entry, sitemap.urls) | {host_of(url) for url in more}

    async def _reread(self, standing: Standing, entry: Entry) -> None:
        """Read what an earlier process fetched; fetch it again where its capture is lost."""
        reread = self._orders.reread
        capture = reread(entry.hash) if reread is not None else None
        if capture is None:
            standing.progress.attachments -= entry.target == "attachment"
            self._frontier.requeue(entry)
            self._wake((entry.host,))
            return
        await self._backlog.enter(len(capture.body))
        await self._read(standing, entry, capture)

    # -- the run's own tasks -------------------------------------------------------------------------------

    def _is_stopping(self) -> bool:
        return self._stop.is_set() or self._over.is_set()

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, Stopped):
            self._error = self._error or error
        if not self._tasks or self._error is not None:
            self._over.set()

    async def _wait(self) -> bool:
        """Wait for the end; whether it came because the time was up."""
        minutes = self._orders.budget.max_minutes
        end = None if minutes is None else time.monotonic() + minutes * 60
        watcher = asyncio.create_task(self._stop.wait())
        over = asyncio.create_task(self._over.wait())
        whole = None if end is None else max(0.0, end - time.monotonic())
        early = whole and whole * FILES_FROM
        done, _ = await asyncio.wait({watcher, over}, timeout=early, return_when=asyncio.FIRST_COMPLETED)
        if not done and end is not None:
            # pages without end must not take the time of all files: those known by now are let in among them
            for standing in self._standings.values():
                self._let_files_in(standing, at_once=True)
            left = max(0.0, end - time.monotonic())
            done, _ = await asyncio.wait({watcher, over}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        watcher.cancel()
        over.cancel()
        return not done

    async def _end_tasks(self) -> None:
        self._over.set()
        for lane in self._lanes.values():
            lane.set()
        end = time.monotonic() + (GRACE_S if self._error is None else 0.0)
        # only what is under way is waited for: a visit that waits for its turn is simply dropped
        while (self._visitor.in_flight or self._reading) and time.monotonic() < end:
            await asyncio.sleep(0.02)
        left = set(self._tasks)
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left, timeout=GRACE_S)
        self._frontier.release_leases()


async def _event_or(event: asyncio.Event, timeout_s: float | None) -> None:
    if event.is_set():
        await asyncio.sleep(0)
        return
    try:
        async with asyncio.timeout(timeout_s):
            await event.wait()
    except TimeoutError:
        pass


def _nonsense(home: str, site: str) -> str:
    """An address that no one made, the same for a site in every run, so that runs compare."""
    parts = home.split("/", 3)
    name = xxh3_64_hexdigest(site.encode())
    return f"{parts[0]}//{parts[2]}/kaoping-{name[:8]}/no-such-page-{name[8:]}.html"
