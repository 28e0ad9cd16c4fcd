"""Reads the words in posts' pictures, one picture after the other, once everything else has been fetched."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from kaoping.archive import Archive
from kaoping.errors import UsageError
from kaoping.gather import Fetcher, Guard, Pace, Role, host_of, normalise, split_port
from kaoping.pages.newmedia import Post

from .account_lanes import NetworkPlan, follow
from .nursery import Nursery
from .picture_reading import LARGEST_BYTES, PictureOutcome, PictureTask, can_read_pictures
from .readers import ChildPool

DEADLINE_S = 300.0  # at the lowest priority a busy machine lets it wait
FEW_WORDS = 300  # characters: a post with more text says in words what its pictures show
MOST_OF_A_POST = 6
MOST_PICTURES = 3_000


class PicturePool(ChildPool):
    """One child that reads pictures; a picture that ends it, or takes too long, is not tried again."""

    def __init__(self, nursery: Nursery) -> None:
        super().__init__(
            nursery,
            "kaoping.rounds.picture_child",
            (str(max(1, os.cpu_count() or 1)),),
            size=1,
            deadline_s=DEADLINE_S,
            recycle_after=300,
        )
        self._outcomes = msgspec.msgpack.Decoder(PictureOutcome)

    async def read(self, body: bytes, about: str) -> PictureOutcome:
        """Read one picture. Never raises for what it does to the child."""
        answer = await self.exchange(
            self._encoder.encode(PictureTask(body[: LARGEST_BYTES + 1])), about=about
        )
        if answer is None:
            return PictureOutcome(unread=f"识读超过{DEADLINE_S:g}秒或耗尽内存,已中止")
        return self._outcomes.decode(answer)


@dataclass(slots=True)
class PicturesRead:
    """The posts with what their pictures say, how many were read, and in Chinese why others were not."""

    posts: tuple[Post, ...]
    count: int = 0
    remarks: tuple[str, ...] = ()


def refuse_without_library() -> None:
    """Raises `UsageError` where the extra is not installed."""
    if not can_read_pictures():
        raise UsageError("没有安装图片识读组件。请执行 pip install 'kaoping[ocr]',或去掉 --ocr。")


async def read_pictures(
    posts: Sequence[Post], plan: NetworkPlan, archive: Archive, nursery: Nursery
) -> PicturesRead:
    """
    Read the pictures of posts that say little in words: fetched as any address, archived, read in a child.

    At most six of a post and 3,000 in all, in the order of the posts (the newest first).
    """
    wanted = list(_wanted(posts))
    told: dict[int, list[str]] = {}
    remarks: list[str] = []
    guard = Guard(allow={*_hosts(wanted), *plan.allowed}, allow_private=plan.allow_private)
    count = 0
    async with Fetcher(guard, contact=plan.contact) as fetcher, PicturePool(nursery) as pool:
        pace = Pace(rate=plan.rate)
        for number, url in wanted[:MOST_PICTURES]:
            capture, _, why = await follow(url, fetcher, pace, archive, role=Role.ATTACHMENT)
            if why or not capture.is_ok:
                remarks.append(f"图片 {url}:{why or f'对方返回 HTTP {capture.status}'}")
                continue
            outcome = await pool.read(capture.body, url)
            count += 1
            if outcome.unread:
                remarks.append(f"图片 {url}:{outcome.unread}")
            elif outcome.text:
                told.setdefault(number, []).append(outcome.text)
    if len(wanted) > MOST_PICTURES:
        remarks.append(f"图片共{len(wanted)}张,只识读了最近推文的{MOST_PICTURES}张")
    read = (
        replace(post, picture_text="\n".join(told[n])) if n in told else post for n, post in enumerate(posts)
    )
    return PicturesRead(tuple(read), count, tuple(remarks))


def _wanted(posts: Sequence[Post]) -> Iterator[tuple[int, str]]:
    for number, post in enumerate(posts):
        if post.deleted or len(post.text) >= FEW_WORDS:
            continue
        for address in post.pictures[:MOST_OF_A_POST]:
            if url := normalise(address if "://" in address else f"https:{address}"):
                yield number, url


def _hosts(wanted: Sequence[tuple[int, str]]) -> set[tuple[str, int]]:
    return {split_port(host_of(url), url.partition(":")[0]) for _, url in wanted}
