"""Desks in data folders of their own: one killed again and again, one left alone; the same in the end."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from disks import small_disk
from outcome import Outcome

HERE = Path(__file__).resolve().parent


def endured(kind: str, database: str, kills: int, folder: Path, *, strike: str = "kill") -> Outcome:
    """
    Strike one kind of desk work so often.

    Args:
        database: ``sqlite``, or a server's address (``postgresql://user@host:port``).
        strike: ``kill``, ``restart`` of the server, or ``fill`` the disk; the last on SQLite, with a data
            folder that is a disk in memory of its own.
    """
    items = max(6, kills // 3)
    broken = _told(kind, database, kills, items, folder / "broken", strike)
    alone = _told(kind, database, 0, items, folder / "alone", strike)
    differs = [name for name, what in alone["told"].items() if broken["told"][name] != what]
    where = "SQLite" if database == "sqlite" else "PostgreSQL"
    where += {"kill": "", "restart": ", server restarts", "fill": ", disk full"}[strike]
    return Outcome(kind, where, kills, broken["hits"], broken["seconds"], tuple(differs))


def _told(kind: str, database: str, kills: int, items: int, folder: Path, strike: str) -> dict:
    with small_disk(folder) if strike == "fill" else nullcontext(folder.mkdir(parents=True)):
        return _worked(kind, database, kills, items, folder, strike)


def _worked(kind: str, database: str, kills: int, items: int, folder: Path, strike: str) -> dict:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("KAOPING_")}
    with _database(database, folder) as address:
        done = subprocess.run(
            (sys.executable, str(HERE / "desks.py"), kind, str(kills), str(items), strike),
            env={
                **kept,
                "DJANGO_SETTINGS_MODULE": "kaoping.web.settings",
                "KAOPING_DATA": str(folder),
                "KAOPING_DATABASE": address,
                "KAOPING_SECRET_KEY": "a key for tests alone",
                "KAOPING_SECRET": "a secret for tests alone",
                "KAOPING_LOG_LEVEL": "CRITICAL",
            },
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{kind}: {done.stderr[-3000:]}")
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def _database(server: str, folder: Path) -> Iterator[str]:
    if server == "sqlite":
        yield f"sqlite:///{folder / 'kaoping.sqlite'}"
        return
    import psycopg

    name = f"kaoping_endure_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{server}/{name}"
    finally:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
