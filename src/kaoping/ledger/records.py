"""What a unit still owes: the life of each finding after the score, and what a look back saw."""

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

LOOKBACK_WORDS = {
    "fixed": "已整改",
    "relapsed": "整改后复发",
    "false claim": "报称整改但仍存在",
    "not claimed": "未报整改且仍存在",
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
    A finding still to be put right (未销号问题), as it opens the next round. `due` is the last day; `counted`
    says in Chinese how its working days were counted. `round` is the title of the round in which it was
    found.
    """

    finding: Finding
    round: str
    status: Status
    due: date | None
    counted: str = ""
    claimed_at: datetime | None = None
    was_closed: bool = False
    exempt_until: date | None = None


@dataclass(frozen=True, slots=True)
class LookedBack:
    """One open item looked at again: its class, the evidence before and after, and what was seen."""

    item: OpenItem
    outcome: LookbackClass
    seen_at: datetime | None
    before_digest: str
    after_digest: str
    message: str
