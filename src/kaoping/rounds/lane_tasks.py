"""What the main process asks of the children that read and judge posts, and what they answer."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from kaoping.checks.observation import Observation
from kaoping.gather import Capture
from kaoping.pages.newmedia import Post

from .nursery import Nursery
from .readers import ChildPool

DEADLINE_S = 30.0
POSTS_AT_ONCE = 25
_NOTHING = Capture()


@dataclass(frozen=True, slots=True)
class LaneTask:
    """A feed or article to read, or posts to judge by their words."""

    work: Literal["feed", "article", "judge"]
    capture: Capture = _NOTHING
    lane: str = "article"
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True)
class LaneOutcome:
    """What was read: posts without account; `unseen` says in Chinese why there are none."""

    posts: tuple[Post, ...] = ()
    title: str = ""
    unseen: str = ""
    remark: str = ""
    observations: bytes = b""  # MessagePack, numbers of persons masked


class LanePool(ChildPool):
    """Children that read feeds and articles and judge posts; one that dies or hangs is replaced."""

    def __init__(self, nursery: Nursery, *, size: int | None = None) -> None:
        super().__init__(
            nursery,
            "kaoping.rounds.lane_child",
            size=size or max(1, os.cpu_count() or 1),
            deadline_s=DEADLINE_S,
            recycle_after=5_000,
        )
        self._outcomes = msgspec.msgpack.Decoder(LaneOutcome)
        self._observations = msgspec.msgpack.Decoder(list[Observation])

    async def read(self, task: LaneTask) -> LaneOutcome:
        """Read one feed or article. Never raises for what it does to the child."""
        answer = await self.exchange(self._encoder.encode(task), about=task.capture.url)
        if answer is None:
            return LaneOutcome(unseen=f"解析超过{DEADLINE_S:g}秒或耗尽内存,已中止")
        return self._outcomes.decode(answer)

    async def judge(self, posts: Sequence[Post]) -> tuple[list[Observation], tuple[Post, ...]]:
        """What checks of posts say, in the order of the posts; and those posts that ended their child."""
        chunks = [tuple(posts[i : i + POSTS_AT_ONCE]) for i in range(0, len(posts), POSTS_AT_ONCE)]
        seen: list[Observation] = []
        lost: list[Post] = []
        for told, gone in await asyncio.gather(*map(self._judged, chunks)):
            seen += told
            lost += gone
        return seen, tuple(lost)

    async def _judged(self, posts: tuple[Post, ...]) -> tuple[list[Observation], tuple[Post, ...]]:
        answer = await self.exchange(
            self._encoder.encode(LaneTask("judge", posts=posts)), about=posts[0].address
        )
        outcome = self._outcomes.decode(answer) if answer is not None else None
        if outcome is not None and not outcome.unseen:
            return self._observations.decode(outcome.observations) if outcome.observations else [], ()
        if len(posts) == 1:
            return [], posts
        # one of them is at fault: the others are judged all the same
        half = len(posts) // 2
        first, second = await self._judged(posts[:half]), await self._judged(posts[half:])
        return first[0] + second[0], first[1] + second[1]
