"""Reads a stored archive again, capture by capture, as the run itself did: no network, flat memory."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

from kaoping.archive import IndexRow, Replay, open_archive
from kaoping.gather import Frontier, Role, host_of
from kaoping.gather.frontier import entry_for
from kaoping.pages.hosts import trusted_hosts
from kaoping.rulebook import Rulebook

from .attachment_readers import AttachmentPool
from .attachment_store import AttachmentStore
from .attachment_tasks import FileTask
from .change import PageChange
from .context import context_of
from .cut_short import settle_rebuilt
from .embryo import Embryo
from .nursery import Nursery
from .outer_heads import read_outer_heads
from .outer_pages import read_outer_pages
from .progress import Progress
from .readers import ReaderPool
from .run_file import RunPlan
from .session import learn_nonsense
from .store import PageStore
from .tasks import Outcome, Task
from .view_store import ViewStore, is_view, view_store


class _Replaying:
    def __init__(
        self, connection: sqlite3.Connection, archive: Replay, pool: ReaderPool, progress: Progress
    ) -> None:
        self._db = connection
        self._archive = archive
        self._pool = pool
        self._progress = progress
        self._store = PageStore(connection)
        self._files = AttachmentStore(connection)
        self._frontier = Frontier(connection)
        # Where only the WARC files were kept, what pages led to is found again from the pages.
        # Then they are read one by one, for each must find what led to it.
        self.is_rebuilding = connection.execute("SELECT 1 FROM urls LIMIT 1").fetchone() is None

        self.at_once = 1 if self.is_rebuilding else 2 * pool.size

    async def page(self, row: IndexRow) -> None:
        capture = self._archive.read(row)
        context = context_of(self._db, row.url_hash)
        outcome = await self._pool.read(
            Task(capture, context.cited_by, context.section_url, context.is_frame)
        )
        self._store.put(row.url_hash, row.site, row.seq, row.url, outcome)
        self._progress.saw_fetch(row.site)
        self._progress.problems += outcome.observation_count
        if self.is_rebuilding:
            self._rebuild(row, outcome)

    def may_keep(self, row: IndexRow, change: PageChange) -> bool:
        """Whether what is stored of this capture is what reading it again would give."""
        if is_view(row):
            return self._holds("views", "seq", row.seq)
        if row.role == Role.ATTACHMENT:
            return self._holds("attachments", "url_hash", row.url_hash)
        letters = self._store.letters(row.url_hash)
        return bool(letters) and not change.words.may_stand(letters, context_of(self._db, row.url_hash))

    def _holds(self, table: str, column: str, value: int) -> bool:
        query = f"SELECT 1 FROM {table} WHERE {column}=?"
        return self._db.execute(query, (value,)).fetchone() is not None

    async def view(self, row: IndexRow, views: ViewStore) -> None:
        views.put(row, await self._pool.read(Task(self._archive.read(row))))

    async def file(self, row: IndexRow, pool: AttachmentPool) -> None:
        outcome = await pool.read(FileTask(self._archive.read(row)))
        self._files.put(row.url_hash, row.site, row.seq, row.url, outcome)
        self._progress.problems += outcome.observation_count

    def _rebuild(self, row: IndexRow, outcome: Outcome) -> None:
        known = [entry_for(row.url, row.site)]
        known += [
            entry_for(
                f.url, row.site, is_outer=host_of(f.url) != row.site, target=f.target, parent=row.url_hash
            )
            for f in outcome.found
        ]
        self._frontier.add(known)


async def replay_archive(
    connection: sqlite3.Connection,
    folder: Path,
    plan: RunPlan,
    rules: Rulebook,
    *,
    change: PageChange,
    progress: Progress,
    on_tick: Callable[[], None],
    embryo: Embryo | None = None,
) -> None:
    """
    Fill the state's tables anew from the archive in `folder`, in one transaction.

    Args:
        change: What may be said otherwise of a page than is stored; pages that it cannot touch are kept.
        embryo: Becomes the nursery of the children that read, where one was begun early.
    """
    progress.phase = "重新判断"
    with open_archive(folder, connection, run_id=plan.run_id) as archive:
        archive.copy_index(connection)
        views = view_store(connection, rules)
        connection.execute("BEGIN")
        if change.why:
            PageStore(connection).clear()
            AttachmentStore(connection).clear()
            views.clear()
        connection.execute("DELETE FROM outer_pages")
        async with (
            Nursery(rules, plan.today, embryo) as nursery,
            ReaderPool(nursery) as pool,
            AttachmentPool(nursery) as file_pool,
        ):
            work = _Replaying(connection, archive, pool, progress)
            keeps = not change.why and not work.is_rebuilding
            under_way: set[asyncio.Task[None]] = set()
            for row in archive.rows():
                if not _is_whole(row):
                    continue
                if keeps and work.may_keep(row, change):
                    progress.kept += 1
                    continue
                progress.read_again += 1
                if is_view(row):
                    under_way.add(asyncio.create_task(work.view(row, views)))
                elif row.role == Role.ATTACHMENT:
                    under_way.add(asyncio.create_task(work.file(row, file_pool)))
                else:
                    progress.site(row.site).found += 1
                    under_way.add(asyncio.create_task(work.page(row)))
                if len(under_way) >= work.at_once:
                    done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                    for task in done:
                        task.result()
                    on_tick()
            for task in under_way:
                await task
            if work.is_rebuilding:
                settle_rebuilt(connection, plan.cut_short)
            await learn_nonsense(connection, archive, pool, plan.sites)
            await read_outer_pages(connection, archive, pool)
            await read_outer_heads(connection, archive, pool, trusted_hosts(rules))
        connection.execute("COMMIT")


def _is_whole(row: IndexRow) -> bool:
    is_read = row.role in (Role.PAGE, Role.RENDERED, Role.ATTACHMENT) or is_view(row)
    if not is_read or row.failure or row.location:
        return False
    return row.status is not None and row.status < 300
