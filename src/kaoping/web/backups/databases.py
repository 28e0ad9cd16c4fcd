"""The office's database as one file, and back: by SQLite's online backup, or PostgreSQL's own programs."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from kaoping.errors import OutputError, UsageError

from .manifest import DATABASE_POSTGRES, DATABASE_SQLITE

BUSY_S = 60.0


def engine() -> str:
    """``sqlite`` or ``postgresql``, as the settings say."""
    from django.db import connection

    return str(connection.vendor)


def member_name() -> str:
    """The database's name in a backup."""
    return DATABASE_POSTGRES if engine() == "postgresql" else DATABASE_SQLITE


def sqlite_file() -> Path | None:
    """Where the office's SQLite database lies; None where it is another kind."""
    return Path(str(_settings()["NAME"])) if engine() == "sqlite" else None


def migrations() -> tuple[str, ...]:
    """The migrations that were applied to the database, in order."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return tuple(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def known_migrations() -> frozenset[str]:
    """Those that this version of the product has."""
    from django.db.migrations.loader import MigrationLoader

    return frozenset(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations)


def dump(target: Path) -> None:
    """
    Write the database as it stands at one moment; others may write meanwhile.

    Raises:
        OutputError: It cannot be read or written, or `pg_dump` is missing or refuses.
    """
    if (file := sqlite_file()) is not None:
        copy_sqlite(file, target)
        return
    command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
    _postgres(command, "备份")


def copy_sqlite(source: Path, target: Path) -> None:
    """
    Copy one SQLite file as it stands at one moment, by the online backup interface.

    Raises:
        OutputError: It is damaged, or there is no room.
    """
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=BUSY_S)) as origin,
            closing(sqlite3.connect(target)) as copy,
        ):
            origin.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    except sqlite3.Error as error:
        raise OutputError(f"无法备份数据库 {source}:{error}。请检查磁盘空间和数据库是否完好。") from error


def refuse_used_database() -> None:
    """Raises `UsageError` where the database that is to be filled has something in it."""
    from django.db import connection

    file = sqlite_file()
    if file is not None:
        if file.exists():
            raise UsageError(f"数据库 {file} 已存在。恢复不会覆盖已有的数据,请换一个位置。")
        return
    if connection.introspection.table_names():
        name = _settings()["NAME"]
        raise UsageError(f"数据库 {name} 里已有数据表。恢复不会覆盖已有的数据,请新建一个空的数据库。")


def load(source: Path) -> None:
    """Fill an empty PostgreSQL database, whole or not at all. Raises `OutputError`."""
    command = ["pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    _postgres([*command, f"--dbname={_settings()['NAME']}", str(source)], "恢复", names_database=True)


def refuse_damaged_sqlite(file: Path) -> None:
    """Raises `OutputError` where SQLite itself finds the file damaged."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            told = connection.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        told = str(error)
    if told != "ok":
        raise OutputError(f"备份中的数据库 {file.name} 已损坏:{told}")


def _settings() -> Mapping[str, Any]:
    from django.db import connection

    return connection.settings_dict


def _postgres(command: Sequence[str], what: str, *, names_database: bool = False) -> None:
    program = command[0]
    if shutil.which(program) is None:
        raise OutputError(
            f"本机没有 {program},不能{what} PostgreSQL 数据库。请安装 postgresql-client 后重试。"
        )
    own = _settings()
    told = {f"PG{name}": own[name] for name in ("HOST", "PORT", "USER", "PASSWORD")}
    environment = {**os.environ, **{key: str(value) for key, value in told.items() if value}}
    if not names_database:
        environment["PGDATABASE"] = str(own["NAME"])
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["没有说明原因"])[-1]
        raise OutputError(f"{program} 未能{what}数据库:{last}")
