"""
Measures the office's pages under load: a city's database (35 units, 1,000,000 observations, 200,000
suspects), `kaoping serve` really started over it, every list page, search and dashboard, a list of 100,000
rows brought in twice, and twenty people at work at once. Prints one table; the exit code is 1 where a limit
is not held.

    python tools/load [--database URL] [--cache FOLDER] [--share 1.0] [--times 20] [--seconds 120]

Without a database it is SQLite. The seeded database is kept in the cache folder (on PostgreSQL as a database
of the URL's name with ``_seeded``), and every run works on a copy of it.
"""

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

import importing
import lists
import people
from databases import Postgres, Sqlite
from server import Server
from table import Row, printed

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    given = _arguments()
    kind = Postgres if given.database else Sqlite
    with tempfile.TemporaryDirectory(prefix="kaoping-load-") as folder:
        database = kind(given.database, Path(given.cache).resolve(), given.share)
        told = database.seeded(log)
        with database.copied(Path(folder)) as address, Server(Path(folder), address) as server:
            rows: list[Row] = []
            if "lists" in given.only:
                rows += lists.measured(server.port, told, times=given.times, cpu=server.cpu_s)
                log(printed(rows))
            if "import" in given.only:
                rows += importing.measured(server.port, told, count=given.rows, cpu=server.cpu_s, log=log)
            if "people" in given.only:
                more, errors = people.measured(server.port, told, seconds=given.seconds, pause=given.pause)
                rows += more
                log("\n".join(errors[:40]))
            words = server.log_of("locked", "deadlock", "Traceback", "could not serialize")
            rows += [Row(f"“{word}” in the server's log", count, 0, "") for word, count in words.items()]
    load = os.getloadavg()[0]
    print(f"\n{database.words}, {platform.machine()}, {os.cpu_count()} cores, load {load:.1f} at the end\n")
    print(printed(rows))
    return 0 if all(row.is_held for row in rows) else 1


def _arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument(
        "--database", default="", help="postgresql://user@host:port/name; it is made and dropped"
    )
    asked.add_argument("--cache", default=str(ROOT / "load-out"))
    asked.add_argument("--share", type=float, default=1.0, help="0.01: a hundredth of the rows")
    asked.add_argument("--rows", type=int, default=importing.ROWS, help="of the list that is brought in")
    asked.add_argument("--times", type=int, default=20, help="calls of each page")
    asked.add_argument("--seconds", type=float, default=120, help="that the twenty people work")
    asked.add_argument("--pause", type=float, default=1.0, help="seconds between a person's clicks")
    asked.add_argument("--only", nargs="+", default=["lists", "import", "people"])
    return asked.parse_args()


def log(words: str) -> None:
    """How far it is, on standard error."""
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
