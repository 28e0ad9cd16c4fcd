"""A job as an order that any worker can do, from wherever another left it, and how it ended."""

import hmac
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from kaoping.roster import MappingEntry

from ..run_file import RunPlan, Since, write_whole
from ..secret import installation_secret
from .version import build

END_FILE = "end.json"
RESULT_FILE = "result.msgpack"
STOP_FILE = "stop"
_SAME_KEY = b"kaoping: the same key of numbers of persons"


@dataclass(frozen=True, slots=True)
class Order:
    """
    One job. Paths are absolute and mean the same to every worker.

    Args:
        key: Its name among the jobs, and its folder's.
        root: The folder of all jobs.
        plan: Of a gathering; None for a replay.
        source: Of a replay: the run's folder, or its address in a store.
        hosts: Leased while the job runs: no two running jobs share one.
        build: Of the code that gave the order; workers of another refuse it.
        only_changed: Of a replay: read only pages that the change of rules since then can touch.
        store: Address below which the job's files are kept once it is over, or ``""``.
        secret_mark: By which a worker knows whether it has the same key of numbers of persons.
    """

    key: str
    root: str
    plan: RunPlan | None = None
    source: str = ""
    today: date | None = None
    rulebook: str = ""
    mapping: tuple[MappingEntry, ...] = ()
    previous: str = ""
    hosts: tuple[str, ...] = ()
    build: str = ""
    secret_mark: str = ""
    store: str = ""
    only_changed: Since | None = None

    @property
    def folder(self) -> Path:
        """Where the job's run lies."""
        return Path(self.root) / "jobs" / self.key


@dataclass(frozen=True, slots=True)
class JobEnd:
    """
    How a job ended. `state`: ``done``; ``incomplete``: over, but not all was seen; ``stopped``: asked to;
    ``refused``: something must be mended first; ``other_version``; ``lost``: its workers died time and again.
    The last four leave the job to be taken up again. `answers` counts problems by severity.
    Of a replay that was to read only what a change can touch: how many captures were kept and read, and why
    all were read where they were.
    """

    key: str
    state: str
    why: tuple[str, ...] = ()
    pages_seen: int = 0
    answers: tuple[tuple[str, int], ...] = ()
    kept: int = 0
    read_again: int = 0
    read_all_because: str = ""
    worker: str = ""


STOPPED = "已按要求停止,可加 --resume 继续"
OVER = ("done", "incomplete")


def secret_mark() -> str:
    """Tells whether two processes have the same key, and nothing of the key."""
    return hmac.digest(installation_secret(), _SAME_KEY, "sha256").hex()[:16]


def stamped(order: Order) -> Order:
    """The order with the build and the key's mark of this process."""
    return replace(order, build=build(), secret_mark=secret_mark())


def read_end(folder: Path) -> JobEnd | None:
    """How the job in this folder ended; None where it is not over."""
    try:
        return msgspec.json.decode((folder / END_FILE).read_bytes(), type=JobEnd)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def write_end(folder: Path, end: JobEnd) -> None:
    """Set down that the job is over: the last thing that is written of it. Raises `OutputError`."""
    write_whole(folder / END_FILE, msgspec.json.encode(end))
