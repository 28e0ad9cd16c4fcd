"""What units still owe from an earlier round, as the checks of `followup` see it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Seen = Literal["there", "gone", "unseen", ""]


@dataclass(frozen=True, slots=True)
class OwedFinding:
    """
    One earlier finding. `seen` is what a look back saw of it, ``""`` before any look; `why` says in Chinese
    why it could not be seen. `url` is where the fault stands now, or stood. `told` is what was found then;
    `now` what is there now. `claimed` is the day on which the unit reported it as put right;
    `was_closed` says that it had once been verified as put right.
    """

    unit: str = ""
    site: str = ""
    finding: str = ""
    url: str = ""
    pages: tuple[str, ...] = ()
    told: str = ""
    now: str = ""
    quote: str = ""
    round: str = ""
    due: date | None = None
    claimed: date | None = None
    was_closed: bool = False
    seen: Seen = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class ReportDuty:
    """
    The report on rectification that a unit owes. `due` is the last day, ``None`` where none was set;
    `counted` how it was counted. `received` is the day on which it came.
    """

    unit: str = ""
    site: str = ""
    url: str = ""
    round: str = ""
    due: date | None = None
    counted: str = ""
    received: date | None = None


@dataclass(frozen=True, slots=True)
class UnitTask:
    """A task handed to a unit (交办任务). `claim_by` is the last day to take it on, `claimed` when it was."""

    unit: str = ""
    site: str = ""
    url: str = ""
    task: str = ""
    claim_by: date | None = None
    claimed: date | None = None
