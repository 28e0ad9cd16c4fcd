"""Opens what lanes bring: feeds and articles are fetched and archived as any page, saved files are read."""

import asyncio
import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

import msgspec

from kaoping.archive import Archive, Stored
from kaoping.errors import OutputError
from kaoping.gather import FAILURE_WORDS, Capture, Fetcher, Guard, Pace, Role, host_of, split_port
from kaoping.pages import Attachment
from kaoping.pages.newmedia import Post, lane_of
from kaoping.pages.newmedia.articles import post_of_file
from kaoping.pages.newmedia.directory import Ambiguous

from .account_folder import AccountFolder, Source
from .attachment_readers import AttachmentPool
from .attachment_tasks import FileTask
from .given_files import Unreadable, bytes_of
from .lane_tasks import LaneOutcome, LanePool, LaneTask
from .loose_pages import is_file
from .nursery import Nursery
from .telling import FAR_MORNING

MOST_HOPS = 10
LARGEST_BYTES = 10 << 20
AT_ONCE = 16
SAVED = ("saved", "submission")  # lanes that bring articles as files


@dataclass(frozen=True, slots=True)
class NetworkPlan:
    """How lanes are fetched."""

    rate: float = 1.0
    contact: str = ""
    allow_private: bool = False
    allowed: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Brought:
    """One source opened: its last capture and where that is archived, or why there is none."""

    source: Source
    capture: Capture
    stored: Stored | None = None
    why: str = ""


class Lanes:
    """Everything that opens the sources of one folder."""

    def __init__(self, found: AccountFolder, nursery: Nursery, today: date, archive: Archive) -> None:
        self._found, self._nursery, self._today = found, nursery, today
        self._archive = archive

    async def open(self, plan: NetworkPlan, pool: LanePool) -> None:
        """Put the posts of all sources into the folder's record; what could not be had becomes a remark."""
        sources = self._found.sources
        far = [one for one in sources if one.path is None]
        near = [one for one in sources if one.path is not None]
        homes = {split_port(host_of(one.where), one.where.partition(":")[0]) for one in far}
        guard = Guard(allow={*homes, *plan.allowed}, allow_private=plan.allow_private)
        slots = asyncio.Semaphore(AT_ONCE)
        async with (
            Fetcher(guard, contact=plan.contact) as fetcher,
            AttachmentPool(self._nursery) as files,
        ):
            pace = Pace(rate=plan.rate)

            async def one(source: Source) -> tuple[_Brought, LaneOutcome]:
                async with slots:
                    brought = (
                        await self._fetched(source, fetcher, pace)
                        if source.path is None
                        else self._opened(source)
                    )
                    return brought, await self._read(brought, pool, files)

            # taken in the order of the sources, whichever came first: the same folder gives the same posts
            for brought, outcome in await asyncio.gather(*map(one, [*far, *near])):
                self._take(brought, outcome)

    async def _fetched(self, source: Source, fetcher: Fetcher, pace: Pace) -> _Brought:
        capture, stored, why = await follow(source.where, fetcher, pace, self._archive)
        return _Brought(source, replace(capture, url=source.where), stored, why)

    def _opened(self, source: Source) -> _Brought:
        assert source.path is not None
        moment = datetime.combine(self._today, FAR_MORNING, UTC)
        try:
            body = bytes_of(str(source.path))
        except Unreadable as why:
            return _Brought(source, Capture(), None, str(why))
        self._found.files.append(source.path)
        capture = Capture(url="", status=200, body=body[:LARGEST_BYTES], fetched_at=moment)
        if source.lane in SAVED and is_file(source.where, "", body):
            capture = replace(capture, body=body)
        digest = f"sha256:{hashlib.sha256(body).hexdigest()}"
        place = f"given/{lane_of(source.lane).folder}/{source.where}"
        return _Brought(source, capture, Stored(0, place, 0, len(body), digest))

    async def _read(self, brought: _Brought, pool: LanePool, files: AttachmentPool) -> LaneOutcome:
        capture, source = brought.capture, brought.source
        if brought.why:
            return LaneOutcome(unseen=brought.why)
        if source.lane in SAVED and is_file(source.where, "", capture.body):
            url = f"file:///{quote(Path(source.where).name)}"
            told = await files.read(FileTask(replace(capture, url=url), keeps_words=True))
            file = msgspec.msgpack.decode(told.record, type=Attachment)
            read = post_of_file(file, source.where, seen_at=capture.fetched_at)
            return LaneOutcome((read.post,), unseen=read.unseen)
        if source.lane == "feed":
            if not capture.is_ok:
                return LaneOutcome(unseen=f"对方返回 HTTP {capture.status}")
            named = replace(capture, url=capture.url or f"file:///{quote(source.where)}")
            return await pool.read(LaneTask("feed", named))
        return await pool.read(LaneTask("article", capture, lane=source.lane))

    def _take(self, brought: _Brought, outcome: LaneOutcome) -> None:
        source, found = brought.source, self._found
        if outcome.unseen:
            found.remarks.append(f"{_lane_words(source)} {source.where}:{outcome.unseen}")
            return
        if outcome.remark:
            found.remarks.append(f"{_lane_words(source)} {source.where}:{outcome.remark}")
        if source.lane == "feed":
            found.tell(source.account, "feed")
        for post in outcome.posts:
            key = source.account or self._owner(post, source)
            if key is None:
                continue
            found.tell(key, source.lane, is_whole=source.lane not in SAVED)
            found.posts.append(self._placed(post, key, brought))

    def _placed(self, post: Post, key: str, brought: _Brought) -> Post:
        stored = brought.stored
        return replace(
            post,
            site=key,
            unit=self._found.directory.by_key[key].unit,
            lane=brought.source.lane,
            where=brought.source.where,
            digest=stored.digest if stored else "",
            archive=stored.file if stored else "",
            offset=stored.offset if stored else 0,
            seen_at=brought.capture.fetched_at,
        )

    def _owner(self, post: Post, source: Source) -> str | None:
        """Whose article it is, by the name and id that the page prints."""
        where = f"{_lane_words(source)} {source.where}"
        platform = "微信公众号" if "mp.weixin.qq.com" in (post.url or source.where) else ""
        try:
            entry = self._found.directory.find(post.author, id=post.author_id, platform=platform)
        except Ambiguous as error:
            self._found.remarks.append(f"{where}:“{post.author}”对应多个账号({error}),没有采用")
            return None
        if entry is None:
            said = f"文章所印账号“{post.author}”不在名单中" if post.author else "看不出是哪个账号的文章"
            self._found.remarks.append(f"{where}:{said},没有采用")
            return None
        return entry.key


async def follow(
    url: str, fetcher: Fetcher, pace: Pace, archive: Archive, *, role: Role = Role.PAGE
) -> tuple[Capture, Stored | None, str]:
    """The capture that an address leads to, archived like each hop, and in Chinese why there is none."""
    site, stored = host_of(url), None
    capture = Capture(url=url)
    for _ in range(MOST_HOPS):
        async with pace.turn(host_of(url)):
            capture = await fetcher.fetch(url, site=site, role=role)
        stored = archive.append(capture)
        if capture.location is None:
            break
        url = capture.location
    else:
        return capture, stored, "跳转过多"
    return capture, stored, FAILURE_WORDS[capture.failure] if capture.failure is not None else ""


def _lane_words(source: Source) -> str:
    return lane_of(source.lane).name


def keep_given(folder: Path, files: Sequence[Path], target: Path) -> None:
    """Copy what was read beside the results: it is the evidence of what it told."""
    try:
        for path in dict.fromkeys(files):
            copy = target / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    except OSError as error:
        raise OutputError(f"无法保存所给资料的副本({error.strerror or error})。请检查磁盘空间。") from error
