"""What a child process does with one feed or article, and with posts that are to be judged by their words."""

from dataclasses import replace
from datetime import date

import msgspec

from kaoping.checks import judge, load_checks
from kaoping.checks.observation import Evidence, Observation
from kaoping.pages import Reader
from kaoping.pages.newmedia import Post
from kaoping.pages.newmedia.articles import read_article
from kaoping.pages.newmedia.feeds import NotAFeed, read_feed
from kaoping.pages.personal import encoded_masked
from kaoping.rulebook import Rulebook

from .lane_tasks import LaneOutcome, LaneTask
from .secret import installation_secret


class LaneReader:
    """Reads and judges under one rulebook. One per child process."""

    def __init__(self, rules: Rulebook, today: date) -> None:
        self._rules, self._today = rules, today
        self._reader = Reader(rules)
        self._secret = installation_secret()
        self._checks = [c for c in load_checks().values() if Post in c.subjects and rules.demand_of(c.id)]
        self._encoder = msgspec.msgpack.Encoder()

    def outcome(self, task: LaneTask) -> LaneOutcome:
        """The answer to one task."""
        match task.work:
            case "feed":
                return self._feed(task)
            case "article":
                read = read_article(task.capture, self._reader, lane=task.lane)
                return LaneOutcome((read.post,), unseen=read.unseen)
        seen = [one for post in task.posts for one in self._judged(post)]
        return LaneOutcome(observations=encoded_masked(seen, self._encoder) if seen else b"")

    def _feed(self, task: LaneTask) -> LaneOutcome:
        capture = task.capture
        try:
            feed = read_feed(capture.body, capture.url, seen_at=capture.fetched_at)
        except NotAFeed as why:
            return LaneOutcome(unseen=str(why))
        return LaneOutcome(feed.posts, title=feed.title, remark=feed.remark)

    def _judged(self, post: Post) -> list[Observation]:
        evidence = Evidence(post.digest, post.archive, post.offset)
        return [
            replace(seen, evidence=evidence, seen_at=post.seen_at)
            for check in self._checks
            for seen in judge(check, post, self._rules, today=self._today, secret=self._secret)
        ]
