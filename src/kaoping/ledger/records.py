"""What a unit still owes: the life of each finding after the score, and what a look back saw."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from kaoping.findings import Finding

Status = Literal[
    "open",
    "handed over",
    "claimed fixed",
    "verified",
    "false claim",
    "relapsed",
    "exempt",
    "cannot be tested",
]
LookbackClass = Literal["fixed", "relapsed", "false claim", "not claimed", "cannot be tested"]

LOOKBACK_WORDS: Mapping[LookbackClass, str] = {
    "fixed": "已整改",
    "relapsed": "整改后复发",
    "false claim": "报称整改但仍存在",
    "not claimed": "未报整改且仍存在",
    "cannot be tested": "无法复核",
}
STATUS_WORDS: Mapping[Status, str] = {
    "open": "待交办",
    "handed over": "已交办",
    "claimed fixed": "报称已整改",
    "verified": "已销号",
    "false claim": "虚报整改",
    "relapsed": "整改后复发",
    "exempt": "豁免",
    "cannot be tested": "无法复核",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a finding; `kind` is a key of `TRANSITIONS` beside the status before it."""

    finding: str
    kind: str
    at: datetime
    by: str
    reason: str = ""
    until: date | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """
    An earlier finding as it opens the next round (未销号问题). `due` is the last day; `counted` says in
    Chinese how its working days were counted. `round` is the title of the round in which it was found. Those
    that were verified as put right come along, with `was_closed`: else nobody could say that one is back.
    """

    finding: Finding
    round: str
    status: Status
    due: date | None
    counted: str = ""
    claimed_at: datetime | None = None
    was_closed: bool = False
    exempt_until: date | None = None

    @property
    def id(self) -> str:
        """The fact's own id."""
        return self.finding.id

    @property
    def is_open(self) -> bool:
        """Whether the unit still owes something."""
        return self.status not in ("verified", "exempt")

    @property
    def check(self) -> str:
        """Id of the check that saw it, or ``""`` where only people did."""
        return next((w.name for w in self.finding.suspect.witnesses if w.voice == "check"), "")

    @property
    def before_digest(self) -> str:
        """Digest of the evidence on which it was found, or ``""``."""
        return next((w.digest for w in self.finding.suspect.witnesses if w.digest), "")


@dataclass(frozen=True, slots=True)
class LookedBack:
    """
    One earlier finding looked at again: its class, the evidence before and after, and what was seen.

    `message` is one Chinese sentence. `after_archive` and `after_offset` say where the answer lies in the
    look back's archive; `after_url` is where the fault stands now, or what was asked for.
    """

    item: OpenItem
    outcome: LookbackClass
    seen_at: datetime | None
    before_digest: str
    after_digest: str
    message: str
    after_url: str = ""
    after_archive: str = ""
    after_offset: int = 0
    after_quote: str = ""
