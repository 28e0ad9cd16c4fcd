"""The seeded database, made once and copied for each run."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SEEDING = Path(__file__).with_name("seeding.py")
Log = Callable[[str], None]


def _seed(folder: Path, address: str, share: float) -> None:
    environment = {**os.environ, "KAOPING_DATA": str(folder), "KAOPING_DATABASE": address}
    command = [sys.executable, str(SEEDING), str(folder / "manifest.json"), str(share)]
    subprocess.run(command, env=environment, check=True)


class Sqlite:
    """A file in the cache folder."""

    words = "SQLite"

    def __init__(self, address: str, cache: Path, share: float) -> None:
        self._folder, self._share = cache / f"sqlite-{share:g}", share

    def seeded(self, log: Log) -> dict[str, Any]:
        """The manifest; the database is filled first where it is not yet."""
        manifest = self._folder / "manifest.json"
        if not manifest.exists():
            log(f"filling {self._folder} (some minutes)")
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True)
            _seed(self._folder, f"sqlite:///{self._folder / 'kaoping.sqlite'}", self._share)
        return dict(json.loads(manifest.read_text("utf-8")))

    @contextmanager
    def copied(self, folder: Path) -> Iterator[str]:
        """The address of a copy that may be written to."""
        for file in self._folder.glob("kaoping.sqlite*"):
            shutil.copy(file, folder / file.name)
        yield f"sqlite:///{folder / 'kaoping.sqlite'}"


class Postgres:
    """A database beside the one named, as a template."""

    words = "PostgreSQL"

    def __init__(self, address: str, cache: Path, share: float) -> None:
        parts = urlsplit(address)
        self._server = parts._replace(path="/postgres").geturl()
        self._name, self._share = parts.path.lstrip("/"), share
        if not self._name.replace("_", "").isalnum():
            raise SystemExit("a database's name holds letters, digits and _ alone")
        self._template = f"{self._name}_seeded"
        self._address = address
        self._template_address = parts._replace(path=f"/{self._template}").geturl()
        self._folder = cache / f"postgresql-{self._name}-{share:g}"

    def seeded(self, log: Log) -> dict[str, Any]:
        """As `Sqlite.seeded`."""
        manifest = self._folder / "manifest.json"
        if not manifest.exists():
            log(f"filling the database {self._template} (some minutes)")
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True)
            self._run(f"DROP DATABASE IF EXISTS {self._template}", f"CREATE DATABASE {self._template}")
            _seed(self._folder, self._template_address, self._share)
        return dict(json.loads(manifest.read_text("utf-8")))

    @contextmanager
    def copied(self, folder: Path) -> Iterator[str]:
        """As `Sqlite.copied`; the copy is dropped in the end."""
        self._run(
            f"DROP DATABASE IF EXISTS {self._name}",
            f"CREATE DATABASE {self._name} TEMPLATE {self._template}",
        )
        try:
            yield self._address
        finally:
            self._run(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")

    def _run(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self._server, autocommit=True) as link:
            for one in statements:
                link.execute(one)  # type: ignore[call-overload]
