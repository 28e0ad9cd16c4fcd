"""The report's part on interaction: channels, figures quoted, and every reply that was measured."""

from collections.abc import Sequence
from dataclasses import dataclass

from kaoping.pages.interaction import Channel, ChannelKind, InteractionReading, Statistics
from kaoping.pages.replies import Replies, Reply, ReplyState

MOST_REPLIES = 60
MOST_CHANNELS = 30
MOST_FIGURES = 8
CHANNEL_WORDS: dict[ChannelKind, str] = {
    "petition": "信访",
    "discipline": "纪检举报",
    "find_errors": "网站找错",
    "hotline": "热线",
    "chatbot": "智能问答",
    "survey": "征集调查",
    "interview": "访谈",
    "consultation": "咨询",
    "letterbox": "信箱",
    "message": "留言建言",
}
REPLY_WORDS: dict[ReplyState, str] = {
    "late": "超期答复",
    "long_open": "超期未答复",
    "open": "待答复",
    "in_time": "按期",
    "unknown": "无法计算",
}
_ORDER: tuple[ReplyState, ...] = ("long_open", "late", "unknown", "open", "in_time")


@dataclass(frozen=True, slots=True)
class InteractionPart:
    """
    What the report shows of one site's interaction. `median_workdays` is of answers whose days could be
    counted, `share_in_time` (0 … 1) of these and of messages that wait too long; None without any.
    """

    channels: tuple[Channel, ...] = ()
    channel_count: int = 0
    statistics: tuple[Statistics, ...] = ()
    replies: tuple[Reply, ...] = ()
    reply_count: int = 0
    answered_count: int = 0
    median_workdays: float | None = None
    share_in_time: float | None = None
    oldest_open: Reply | None = None
    guide_count: int = 0
    short_guides: int = 0
    unseen: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.channels or self.statistics or self.replies or self.guide_count)

    @property
    def asking(self) -> int:
        """Channels that count for consultation and advice."""
        return sum(channel.counts for channel in self.channels)

    @property
    def counts(self) -> tuple[tuple[ReplyState, str, int], ...]:
        """Replies by state, the gravest first, without zeros."""
        counted = ((s, REPLY_WORDS[s], sum(r.state == s for r in self.replies)) for s in _ORDER)
        return tuple(entry for entry in counted if entry[2])


def interaction_part(
    reading: InteractionReading, replies: Replies, missing_classes: int = 4
) -> InteractionPart:
    """Put the part together; lists are cut at what a reader can take in, the gravest first."""
    answered = replies.answered
    due = len(answered) + len(replies.of("long_open"))
    return InteractionPart(
        channels=tuple(sorted(reading.channels, key=_channel_place))[:MOST_CHANNELS],
        channel_count=len(reading.channels),
        statistics=_distinct(reading.statistics)[:MOST_FIGURES],
        replies=tuple(sorted(replies.measured, key=lambda r: _ORDER.index(r.state)))[:MOST_REPLIES],
        reply_count=len(replies.measured),
        answered_count=len(answered),
        median_workdays=replies.median_workdays,
        share_in_time=replies.in_time / due if due else None,
        oldest_open=replies.oldest_open,
        guide_count=reading.guide_count,
        short_guides=sum(len(guide.missing) >= missing_classes for guide in reading.guides),
        unseen=reading.unseen,
    )


def _channel_place(channel: Channel) -> tuple[bool, str, str]:
    return not channel.counts, channel.kind, channel.url


def _distinct(statistics: Sequence[Statistics]) -> tuple[Statistics, ...]:
    """Each quotation once: a board prints it on every page of its list."""
    found: dict[str, Statistics] = {}
    for block in statistics:
        found.setdefault(block.quote, block)
    return tuple(found.values())
