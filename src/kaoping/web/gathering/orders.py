"""What a worker tells the process that visits one site, and what that leaves behind. Knows no Django."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from kaoping.rounds.run_file import RunPlan, write_whole

OUTCOME = "outcome.json"
STOP = b"stop\n"
EXIT_DONE, EXIT_REFUSED, EXIT_STOPPED = 0, 2, 4


@dataclass(frozen=True, slots=True)
class Order:
    """A site to gather and check into `folder`. `lap` tells goings-on with an ended job apart."""

    plan: RunPlan
    folder: str
    lap: int = 1


@dataclass(frozen=True, slots=True)
class Tick:
    """How far the visit has come: addresses found, fetched and left, fetched a second, seconds left."""

    phase: str = ""
    found: int = 0
    fetched: int = 0
    left: int = 0
    rate: float = 0.0
    problems: int = 0
    left_s: float | None = None
    error: str = ""  # what the user can mend, in Chinese: the visit ended with it


@dataclass(frozen=True, slots=True)
class Unseen:
    """Addresses that share one fate: ``failed`` (asked for in vain) or ``left`` (not asked for)."""

    fate: str
    reason: str
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    How a visit ended. `is_whole`: everything that belongs to the site was asked for; `why` says what cut it
    short. `drift` is what differs from the register.
    """

    lap: int
    is_complete: bool
    is_whole: bool
    why: tuple[str, ...] = ()
    pages_found: int = 0
    pages_seen: int = 0
    observations: int = 0
    unseen: tuple[Unseen, ...] = ()
    remarks: tuple[str, ...] = ()
    drift: tuple[str, ...] = ()


def write_outcome(folder: Path, outcome: Outcome) -> None:
    """Write it whole or not at all: with it the visit is over."""
    write_whole(folder / OUTCOME, msgspec.json.format(msgspec.json.encode(outcome), indent=1))


def read_outcome(folder: Path, lap: int) -> Outcome | None:
    """The outcome of this lap; None where the visit is not over."""
    try:
        found = msgspec.json.decode((folder / OUTCOME).read_bytes(), type=Outcome)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None
    return found if found.lap >= lap else None
