"""
Kills every kind of work with SIGKILL at random points; holds its end against that of work that nothing broke.

    python tools/endure [--kills 50] [--engine-kills N] [--only gathering,judging,importing,releasing,sealing]
                        [--engines embedded,dask] [--postgres postgresql://user@host:port] [--log FILE]

Gathering and judging run on both engines, importing, releasing and sealing on both databases, and on
PostgreSQL once more with a server that restarts in their midst instead of kills, on SQLite with a disk that
is full (as root alone, who may mount one in memory). Prints one table;
ends with 1 where anything was lost or is there twice.
"""

import argparse
import os
import platform
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import offices
import psutil
import spread
from clusters import cluster
from disks import may_mount
from outcome import Outcome, table

DESKS = ("importing", "releasing", "sealing")
SPREAD = ("gathering", "judging")


def main() -> int:
    """All that was asked for."""
    given = _arguments()
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="kaoping-endure-") as folder:
        for one in _all(given, Path(folder)):
            outcomes.append(one)
            print(table([one]).splitlines()[-1], flush=True)
            if given.log:
                given.log.write_text(_report(outcomes), "utf-8")
    print(f"\n{_report(outcomes)}")
    return 1 if any(one.differs or not one.hits for one in outcomes) else 0


def _report(outcomes: list[Outcome]) -> str:
    load = os.getloadavg()[0]
    machine = (
        f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}"
    )
    return f"{machine}\n\n{table(outcomes)}\n"


def _all(given: argparse.Namespace, folder: Path):
    servers = ["sqlite", *([given.postgres] if given.postgres else [])]
    for kind in (kind for kind in DESKS if kind in given.only):
        for number, server in enumerate(servers):
            yield offices.endured(kind, server, given.kills, folder / f"{kind}-{number}")
        if may_mount():
            full = folder / f"{kind}-full"
            yield offices.endured(kind, "sqlite", given.kills, full, strike="fill")
        if given.postgres:
            cut = folder / f"{kind}-restarts"
            yield offices.endured(kind, given.postgres, given.kills, cut, strike="restart")
    if not set(SPREAD) & set(given.only):
        return
    with ExitStack() as stack:
        roster = stack.enter_context(spread.city(folder, sites=2, pages=40))
        engines = [("embedded", "this machine", None)] if "embedded" in given.engines else []
        if "dask" in given.engines:
            engines.append((stack.enter_context(cluster()), "dask, two workers", psutil.Process()))
        for number, (engine, where, root) in enumerate(engines):
            home = folder / f"gathering-{number}"
            run = home / "alone"
            yield spread.gathering(
                engine, where, roster, given.engine_kills if "gathering" in given.only else 0, home, root
            )
            if "judging" in given.only:
                yield spread.judging(
                    engine, where, run, given.engine_kills, folder / f"judging-{number}", root
                )


def _arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--kills", type=int, default=50)
    asked.add_argument(
        "--engine-kills", type=int, default=None, help="of gathering and judging; default: as many"
    )
    asked.add_argument("--only", default=",".join((*DESKS, *SPREAD)))
    asked.add_argument("--engines", default="embedded,dask", help="of gathering and judging")
    asked.add_argument("--postgres", default=os.environ.get("KAOPING_TEST_POSTGRES", ""))
    asked.add_argument("--log", type=Path)
    given = asked.parse_args()
    given.only, given.engines = given.only.split(","), given.engines.split(",")
    given.engine_kills = given.kills if given.engine_kills is None else given.engine_kills
    return given


if __name__ == "__main__":
    sys.exit(main())
