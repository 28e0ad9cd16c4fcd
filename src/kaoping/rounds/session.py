"""Gathers sites into a folder: fetching, archiving, reading and storing, all resumable."""

import asyncio
import gc
import itertools
import json
import signal
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from datetime import datetime, time
from pathlib import Path

from kaoping.archive import Archive, Replay
from kaoping.errors import OutputError, UsageError
from kaoping.gather import (
    Budget,
    Capture,
    Crawl,
    Event,
    Fetcher,
    Found,
    Frontier,
    Guard,
    Orders,
    Pace,
    Role,
    Start,
    address_hash,
    host_of,
    normalise,
    split_port,
)
from kaoping.pages import Shells
from kaoping.pages.hosts import trusted_hosts
from kaoping.roster import SiteEntry
from kaoping.rulebook import Rulebook

from .attachment_readers import AttachmentPool
from .attachment_store import AttachmentStore
from .attachment_tasks import FileTask
from .commits import Commits
from .context import context_of
from .embryo import Embryo
from .home import home_address
from .memory import give_back
from .narrow import adopt
from .nursery import Nursery
from .outer_heads import read_outer_heads
from .outer_pages import read_outer_pages, seen_once
from .previous import Previous
from .progress import Progress
from .readers import ReaderPool
from .rendering import Renderer
from .run_file import ARCHIVE_FOLDER, STATE_FILE, RunPlan
from .sightings import Sightings, add_remark
from .store import PageStore, open_state, set_fact
from .targets import Targets
from .tasks import Outcome, Task
from .view_store import view_store
from .views import OtherEyes

TICK_S = 0.5
TICKS_A_CLEANING = 6
MOST_SECOND_LOOKS = 200


@dataclass(frozen=True, slots=True)
class GatherEnd:
    """How gathering ended: `why` is empty where everything was gathered."""

    why: tuple[str, ...] = ()


class Session:
    """One process's work on one output folder."""

    def __init__(
        self,
        plan: RunPlan,
        folder: Path,
        rules: Rulebook,
        *,
        previous: Previous | None = None,
        progress: Progress,
        on_tick: Callable[[], None],
        embryo: Embryo | None = None,
    ) -> None:
        self._plan, self._narrow = plan, plan.narrow
        self._rules = rules
        self._progress = progress
        self._on_tick = on_tick
        self._embryo = embryo
        self.connection = open_state(folder / STATE_FILE)
        self.archive = Archive(
            folder / ARCHIVE_FOLDER,
            self.connection,
            run_id=plan.run_id,
            about={"operator": plan.contact or "unknown"},
        )
        self._recover()
        self.store = PageStore(self.connection)
        self.files = AttachmentStore(self.connection)
        self._trusted = trusted_hosts(rules)
        self._views = view_store(self.connection, rules)
        self.frontier = Frontier(self.connection)
        self._commits = Commits(self.connection)
        self._previous = previous
        self._seqs: dict[str, int] = {}
        self._shells: defaultdict[str, Shells] = defaultdict(Shells)
        self._remember_shells()
        self._stop = asyncio.Event()

    def _recover(self) -> None:
        """Rows whose bytes were lost in a power cut are dropped; their addresses are fetched again."""
        lost = self.archive.recover().dropped
        hashes = [(row.url_hash, ~row.url_hash) for row in lost]  # the second: as a target outside
        if hashes:
            for table in ("pages", "attachments"):
                self.connection.executemany(f"DELETE FROM {table} WHERE url_hash IN (?,?)", hashes)
            with suppress(sqlite3.OperationalError):  # the frontier's table may not exist yet
                self.connection.executemany(
                    "UPDATE urls SET state=0 WHERE hash IN (?,?) AND state IN (2,3,5)", hashes
                )

    async def run(self) -> GatherEnd:
        """Gather until done, stopped, or out of time or disk."""
        plan, why = self._plan, list[str]()
        # Modules and rules outlive the run: the collector need not walk over them again and again.
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):
                loop.add_signal_handler(name, self._stop.set)
        ticker = asyncio.create_task(self._tick())
        try:
            async with AsyncExitStack() as stack:
                await self._gather(stack)
        except OutputError as error:
            why.append(str(error))
        finally:
            ticker.cancel()
            for name in (signal.SIGINT, signal.SIGTERM):
                with suppress(NotImplementedError):
                    loop.remove_signal_handler(name)
        if self._stop.is_set():
            why.append("已按要求停止,可加 --resume 继续")
        elif self.connection.execute("SELECT 1 FROM urls WHERE reason='时间用尽' LIMIT 1").fetchone():
            why.append(f"{plan.max_minutes:g}分钟用尽,部分页面未访问")
        return GatherEnd(tuple(why))

    async def _gather(self, stack: AsyncExitStack) -> None:
        plan = self._plan
        narrow = self._narrow
        homes = [home for home in (normalise(s.url) for s in plan.sites) if home]
        starts = [narrow.start(home) if narrow else Start(home) for home in homes]
        own = {split_port(host_of(s.home), s.home.partition(":")[0]) for s in starts}
        guard = Guard(allow=own.union(plan.allowed), allow_private=plan.allow_private)
        fetcher = await stack.enter_async_context(Fetcher(guard, contact=plan.contact))
        nursery = await stack.enter_async_context(Nursery(self._rules, plan.today, self._embryo))
        self._pool = await stack.enter_async_context(ReaderPool(nursery))
        self._file_pool = await stack.enter_async_context(AttachmentPool(nursery))
        pace = Pace(rate=plan.rate, quiet=quiet_hours(plan.quiet_hours))
        self._renderer = await stack.enter_async_context(Renderer(plan.render, fetcher, pace))
        orders = Orders(
            frontier=self.frontier,
            fetcher=fetcher,
            pace=pace,
            budget=Budget(
                max_pages=plan.max_pages + (narrow.most_pages() if narrow else 0),
                max_attachments=plan.max_attachments,
                max_minutes=plan.max_minutes,
                max_depth=plan.max_depth,
            ),
            keep=self._keep,
            discover=self._discover,
            on_event=self._on_event,
            validators=self._previous.validators if self._previous else _no_validators,
            reread=self._reread,
            get_targets=frozenset({"page"}),
        )
        self._progress.phase = "抓取与判断"
        self._crawl = Crawl(starts, orders, today=plan.today, stop=self._stop)
        await self._crawl.run()
        if narrow:
            adopt(self.connection, (home_address(self.connection, start.home) for start in starts))
        self._progress.phase = "核对"
        await learn_nonsense(self.connection, self.archive, self._pool, plan.sites)
        await self._look_again(fetcher, pace)
        await self._look_outside_again(fetcher, pace)
        await read_outer_heads(self.connection, self.archive, self._pool, self._trusted)
        if plan.views:
            await self._look_with_other_eyes(fetcher, pace)
        if self._renderer.why_not:
            set_fact(self.connection, "no_browser", self._renderer.why_not)
        self._commits.now()

    async def _look_again(self, fetcher: Fetcher, pace: Pace) -> None:
        """Pages that say "not found" with a 200 are looked at once more before anyone is accused."""
        sightings = Sightings(self.connection, self.store)
        for home in filter(None, (normalise(s.url) for s in self._plan.sites)):
            key = host_of(home)
            targets = Targets(self.connection, self.store, key, home_address(self.connection, home))
            for url in targets.seen_once(sightings.nonsense(key))[:MOST_SECOND_LOOKS]:
                if self._stop.is_set():
                    return
                async with pace.turn(host_of(url)):
                    capture = await fetcher.fetch(url, site=key)
                self._keep(capture)
                if capture.is_ok:
                    await self._discover(capture)

    async def _look_with_other_eyes(self, fetcher: Fetcher, pace: Pace) -> None:
        settings = self._rules.reading("identities")
        eyes = OtherEyes(
            self.connection, self.archive, self._pool, fetcher, pace, self._views, settings,
            is_stopping=self._stop.is_set,
        )  # fmt: skip
        homes = {
            host_of(h): home_address(self.connection, h) for s in self._plan.sites if (h := normalise(s.url))
        }
        only = self._narrow.views(homes) if self._narrow else None
        await eyes.look(homes, max_minutes=self._plan.max_minutes, only=only)
        set_fact(self.connection, "view_requests", str(eyes.requests))

    async def _look_outside_again(self, fetcher: Fetcher, pace: Pace) -> None:
        """The same for outer pages, of which only the first bytes are fetched."""
        await read_outer_pages(self.connection, self.archive, self._pool)
        for site, url in list(seen_once(self.connection))[:MOST_SECOND_LOOKS]:
            if self._stop.is_set():
                return
            async with pace.turn(host_of(url)):
                self._keep(await fetcher.fetch(url, site=site, role=Role.TARGET))
        await read_outer_pages(self.connection, self.archive, self._pool)

    def close(self) -> None:
        """Commit, put the archive's bytes on disk, close."""
        self._commits.close()
        self.archive.close()

    # -- what gather calls ---------------------------------------------------------------------------------

    def _keep(self, capture: Capture) -> None:
        if capture.status == 304 and self._previous is not None:
            self._keep_unchanged(capture)
        stored = self.archive.append(capture)
        if capture.role in (Role.PAGE, Role.ATTACHMENT) and capture.status != 304:
            self._seqs[capture.url] = stored.seq
        self._commits.soon()

    def _keep_unchanged(self, capture: Capture) -> None:
        """The body that "not modified" stands for comes along, so that this archive can be replayed alone."""
        assert self._previous is not None
        earlier = self._previous.capture(capture.url)
        if earlier is not None:
            seq = self.archive.append(replace(earlier, site=capture.site)).seq
            self._seqs[capture.url] = seq
            self.connection.execute("INSERT INTO brought VALUES (?)", (seq,))

    async def _discover(self, capture: Capture) -> tuple[Found, ...]:
        if capture.role is Role.ATTACHMENT:
            await self._read_file(capture)
            return ()
        if capture.status == 304:
            earlier = self._previous.capture(capture.url) if self._previous else None
            if earlier is None:
                return ()
            capture = replace(earlier, site=capture.site)
        url_hash = address_hash(capture.url)
        seq = self._seqs.pop(capture.url, 0)
        context = context_of(self.connection, url_hash)
        outcome = await self._pool.read(
            Task(capture, context.cited_by, context.section_url, context.is_frame)
        )
        self._store(url_hash, capture, seq, outcome)
        asked = self._asked_by_scripts(capture.site, url_hash, outcome)
        narrow, found = self._narrow, outcome.found
        leads = (narrow.kept(capture.site, outcome.shape, found) if narrow else found) + asked
        if self._renderer.wants(capture, outcome) and not asked:
            leads += await self._draw(capture, context.cited_by)
        return leads

    async def _read_file(self, capture: Capture) -> None:
        seq = self._seqs.pop(capture.url, 0)
        outcome = await self._file_pool.read(FileTask(capture))
        self.files.put(address_hash(capture.url), capture.site, seq, capture.url, outcome)
        self._progress.problems += outcome.observation_count
        self._commits.soon()

    def _asked_by_scripts(self, site: str, url_hash: int, outcome: Outcome) -> tuple[Found, ...]:
        """What a page's scripts would ask for: known once both the page and its script files were read."""
        if not outcome.needs_rendering and outcome.shape != "data":
            return ()
        page = self.store.page(url_hash)
        return self._shells[site].add(page) if page else ()

    def _remember_shells(self) -> None:
        """After a stop: pages and scripts that were read to the end; the others are read again anyway."""
        for site, url_hash in self.connection.execute(
            "SELECT p.site, p.url_hash FROM pages p JOIN urls u ON u.hash=p.url_hash"
            " WHERE u.state=3 AND (p.needs_rendering<>'' OR p.shape='data')"
        ).fetchall():
            page = self.store.page(url_hash)
            if page is not None:
                self._shells[site].add(page)

    def _store(self, url_hash: int, capture: Capture, seq: int, outcome: Outcome) -> None:
        self.store.put(url_hash, capture.site, seq, capture.url, outcome)
        self._progress.problems += outcome.observation_count
        self._crawl.report_reading(
            capture.url, fingerprint=outcome.fingerprint, is_article=outcome.shape == "article"
        )
        self._commits.soon()

    async def _draw(self, capture: Capture, cited_by: str) -> tuple[Found, ...]:
        """Draw the page in a browser and read what it drew in place of the bare markup."""
        drawing = await self._renderer.draw(capture)
        for extra in drawing.fetched:
            self.archive.append(replace(extra, role=Role.TARGET))
        if not drawing.capture.is_ok:
            self._commits.soon()
            return ()
        leads: tuple[Found, ...] = ()
        for drawn in (replace(drawing.capture, url=capture.url), *drawing.frames):
            seq = self.archive.append(drawn).seq
            outcome = await self._pool.read(Task(drawn, cited_by))
            self._store(address_hash(drawn.url), drawn, seq, outcome)
            leads += outcome.found
        return leads

    def _reread(self, url_hash: int) -> Capture | None:
        row = self.connection.execute(
            "SELECT seq FROM captures WHERE url_hash=? AND role IN ('page','attachment')"
            " AND failure='' AND status BETWEEN 200 AND 299 ORDER BY seq DESC LIMIT 1",
            (url_hash,),
        ).fetchone()
        if row is None:
            return None
        capture = self.archive.read(row[0])
        self._seqs[capture.url] = row[0]
        return capture

    def _on_event(self, event: Event) -> None:
        if event.kind == "captured":
            self._progress.saw_fetch(event.site)
        elif event.kind == "remark":
            add_remark(self.connection, event.site, event.text)

    async def _tick(self) -> None:
        for tick in itertools.count(1):
            await asyncio.sleep(TICK_S)
            if tick % TICKS_A_CLEANING == 0:
                give_back(self.connection)
            for name, site in self._progress.sites.items():
                counts = self.frontier.counts(name)
                site.found = sum(n for state, n in counts.items() if state != "skipped")
                site.fetched = counts["fetched"] + counts["done"] + counts["failed"]
            self._on_tick()


async def learn_nonsense(
    connection: sqlite3.Connection, archive: Replay, pool: ReaderPool, sites: Iterable[SiteEntry]
) -> None:
    """Learn from the stored answers how each site says "not found", and write it down as a fact."""
    for entry in sites:
        home = normalise(entry.url)
        if home is None:
            continue
        key = host_of(home)
        row = connection.execute(
            "SELECT seq FROM captures WHERE site=? AND role='nonsense' AND failure=''"
            " ORDER BY seq DESC LIMIT 1",
            (key,),
        ).fetchone()
        if row is None:
            continue
        answer = archive.read(row[0])
        told: dict[str, object] = {}
        if answer.is_ok:
            outcome = await pool.read(Task(answer))
            told = {"remark": "对不存在的地址返回200而不是404"}
            if not outcome.unreadable and outcome.fingerprint and not outcome.needs_rendering:
                told["fingerprint"] = outcome.fingerprint
        set_fact(connection, f"nonsense:{key}", json.dumps(told, ensure_ascii=False))


def _no_validators(url: str) -> Iterable[tuple[str, str]]:
    return ()


def quiet_hours(text: str) -> tuple[time, time] | None:
    """First and last moment of ``HH:MM-HH:MM``, None for ``""``. Raises `UsageError`."""
    if not text:
        return None
    try:
        first, last = (datetime.strptime(part.strip(), "%H:%M").time() for part in text.split("-"))  # noqa: DTZ007
    except ValueError:
        raise UsageError(f"--quiet-hours {text} 不对,请写成 08:30-18:00 的样子。") from None
    return first, last
