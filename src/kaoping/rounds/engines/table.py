"""Our own table of expected jobs: engines promise little, so what must end is written down and reconciled."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kaoping.errors import OutputError, UsageError
from kaoping.roster import SiteEntry

from ..run_file import write_whole

TABLE_FILE = "jobs.json"
LOCK_FILE = "engine.lock"


@dataclass(frozen=True, slots=True)
class JobRow:
    """One expected job: its key, the sites it is about, and of a replay the run's folder."""

    key: str
    sites: tuple[SiteEntry, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class JobTable:
    """All jobs of one folder, in order. `kind`: ``check`` or ``replay``; `run_id` is shared by all."""

    kind: str
    run_id: str
    jobs: tuple[JobRow, ...]

    def write(self, folder: Path) -> None:
        """Write it whole or not at all. Raises `OutputError`."""
        write_whole(folder / TABLE_FILE, msgspec.json.format(msgspec.json.encode(self), indent=1))


def read_table(folder: Path) -> JobTable | None:
    """The table of a folder, None where there is none. Raises `OutputError` for a damaged one."""
    path = folder / TABLE_FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=JobTable)
    except FileNotFoundError:
        return None
    except msgspec.MsgspecError as error:
        raise OutputError(f"{path} 已损坏:{error}。") from error


@contextmanager
def alone(folder: Path, engine: str) -> Iterator[None]:
    """Hold the folder for one engine. Raises `UsageError` where another conducts it already."""
    with (folder / LOCK_FILE).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            other = lock.read().strip() or "不明"
            raise UsageError(
                f"{folder} 正由另一个引擎({other})进行,不能同时用两个。请等它结束或先停止它。"
            ) from None
        lock.truncate(0)
        lock.write(engine)
        lock.flush()
        yield
