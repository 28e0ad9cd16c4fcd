"""What the child that checks accounts is told and answers; the server loads no reader of posts."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Order:
    """What is told: the folder of lanes, the folder for results, the day, and how to fetch."""

    folder: str
    out: str
    today: date
    rulebook: str = ""
    rate: float = 1.0
    contact: str = ""
    allow_private: bool = False
    reads_pictures: bool = False


@dataclass(frozen=True, slots=True)
class AccountTold:
    """One account as the check saw it, by its key."""

    key: str
    lanes: tuple[str, ...] = ()
    posts: int = 0
    newest: date | None = None
    days_since: int | None = None
    longest_gap: int = 0
    broken_days: int = 0
    problems: int = 0
    unsure: int = 0
    unseen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What is answered on standard output."""

    accounts: int = 0
    posts: int = 0
    lanes: tuple[tuple[str, int, int], ...] = ()  # name, accounts, posts
    remarks: tuple[str, ...] = ()
    rows: tuple[AccountTold, ...] = ()
    error: str = ""
