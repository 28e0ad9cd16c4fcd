"""Interaction and service as pages show them: messages and replies, statistics, channels, guides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

State = Literal["", "answered", "unanswered", "in_progress"]
ChannelKind = Literal[
    "petition",
    "discipline",
    "find_errors",
    "hotline",
    "chatbot",
    "survey",
    "interview",
    "consultation",
    "letterbox",
    "message",
]
# channels by which a citizen can ask or advise; petition and discipline channels are for other ends
ASKING: frozenset[str] = frozenset({"consultation", "letterbox", "message"})


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A row of a message list, as far as it tells; `state` is ``""`` where it says nothing of an answer."""

    url: str = ""
    title: str = ""
    asked: date | None = None
    answered: date | None = None
    state: State = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """
    Figures that stand together: the words they were read from, and each figure by what it counts. `until`
    is the latest day that is told for them.
    """

    quote: str = ""
    numbers: Mapping[str, float] = field(default_factory=dict)
    until: date | None = None


@dataclass(frozen=True, slots=True)
class InteractionSeen:
    """
    What one page shows of interaction or service; all silent on other pages.

    `is_message`: the page is one citizen's message. `reply_length` counts characters of the reply. `elements`
    are the classes of elements of a service guide that were found, in the rulebook's order.
    """

    is_message: bool = False
    asked: date | None = None
    answered: date | None = None
    state: State = ""
    reply_length: int = 0
    rows: tuple[MessageRow, ...] = ()
    statistics: tuple[Counted, ...] = ()
    has_form: bool = False  # a box for longer text, and a way to send it
    elements: tuple[str, ...] = ()
    leads_out: bool = False  # a guide whose page links to the guide on another host
    unread_statistics: str = ""  # why figures that seem to be there could not be read


@dataclass(frozen=True, slots=True)
class Message:
    """One published message with its reply, from its own page or, where that was not seen, from a row."""

    url: str = ""
    title: str = ""
    asked: date | None = None
    answered: date | None = None
    state: State = ""
    reply_length: int = 0
    is_own_page: bool = False
    is_excluded: bool = False  # of a board that is not for consultation: petitions, reports, surveys …

    @property
    def is_answered(self) -> bool:
        """Whether an answer was seen; a message of which nothing tells counts as not known, see `state`."""
        return self.state == "answered"


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach the unit. `works` is None where nobody looked."""

    name: str = ""
    url: str = ""
    kind: ChannelKind = "message"
    works: bool | None = None
    has_form: bool = False
    is_outer: bool = False
    is_published_only: bool = False  # shows letters or figures; nothing can be written there

    @property
    def counts(self) -> bool:
        """Whether it is a channel for consultation and advice."""
        return self.kind in ASKING and not self.is_published_only


@dataclass(frozen=True, slots=True)
class Statistics:
    """A block of figures on messages received and answered, and the page that prints it."""

    url: str = ""
    quote: str = ""
    numbers: Mapping[str, float] = field(default_factory=dict)
    until: date | None = None  # the latest day told for them


@dataclass(frozen=True, slots=True)
class ServiceGuide:
    """
    A service guide: classes of elements present and absent, in the rulebook's order. `is_link`: it only leads
    to another site's guide; `doubt` says why what it holds may not have been seen.
    """

    url: str = ""
    title: str = ""
    published: date | None = None
    elements: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    has_attachment: bool = False
    is_link: bool = False
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class InteractionReading:
    """
    All of one site's interaction and service.

    `messages` newest first, `boards` the lists that show them; `unseen` says why pages of interaction could
    not be read, ``""`` where all were; `unread_statistics` why figures that seem to be there were not.
    `platform_url` is another host on which interaction is kept as a whole.
    """

    site: str = ""
    unit: str = ""
    unit_kind: str = ""
    home_url: str = ""
    channels: tuple[Channel, ...] = ()
    boards: tuple[str, ...] = ()
    messages: tuple[Message, ...] = ()
    message_count: int = 0
    statistics: tuple[Statistics, ...] = ()
    guides: tuple[ServiceGuide, ...] = ()
    guide_count: int = 0
    unseen: str = ""
    unread_statistics: str = ""
    platform_url: str = ""
