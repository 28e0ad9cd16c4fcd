"""
What spreading costs: the same stored archives judged anew by one worker on one core, by two on two cores, and
on a dask cluster of two workers, by turns. Run it on a machine that does nothing else.

    python bench/engines_load.py [--sites 4] [--pages 2000] [--rounds 1]

Two cores rarely do twice the work of one: they share memory and clock. What they allow is measured between
the turns by a loop that only counts. Prints the efficiency of two workers beside it (limit: 0.9 of what two
cores allow), how much longer the cluster takes than two processes (limit: 10 % on jobs of one minute) and how
long a job is; the last line is JSON for `bench/run.py`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median

from measuring import run_watched

from kaoping_toytown import build_city, serve

sys.path.append(str(Path(__file__).resolve().parent.parent / "tools" / "endure"))

from clusters import cluster

TODAY = date(2026, 9, 15)
COUNTING = "for _ in range(60_000_000): pass"
ONE_CORE = {0}


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sites", type=int, default=4)
    asked.add_argument("--pages", type=int, default=2000)
    asked.add_argument("--rounds", type=int, default=1)
    given = asked.parse_args()
    turns: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory(prefix="kaoping-engines-") as name:
        folder = Path(name)
        runs = _gathered(folder, given.sites, given.pages)
        for number in range(given.rounds):
            turns.append(_turn(runs, folder / str(number)))
            print(turns[-1], flush=True)
    told = {key: median(turn[key] for turn in turns) for key in turns[0]}
    told["job_s"] = told["one_s"] / given.sites
    told["efficiency"] = told["one_s"] / told["two_s"] / 2
    told["allowed"] = told["counting_one_s"] / told["counting_two_s"]
    told["overhead"] = told["cluster_s"] / told["two_s"] - 1
    print(f"{given.sites} jobs of about {told['job_s']:.0f} s each (one core); load {os.getloadavg()[0]:.1f}")
    print(
        f"one worker {told['one_s']:.1f} s, two {told['two_s']:.1f} s: efficiency {told['efficiency']:.2f},"
        f" two cores allow {told['allowed']:.2f} (limit {0.9 * told['allowed']:.2f})"
    )
    print(f"dask, two workers {told['cluster_s']:.1f} s: {100 * told['overhead']:.1f} % more (limit 10 %)")
    print(json.dumps({key: round(value, 3) for key, value in told.items()}))


def _turn(runs: list[str], folder: Path) -> dict[str, float]:
    with _on_cores(ONE_CORE):
        counting_one = _counted(1)
        one = _judged(runs, folder / "one", "--engine", "embedded", "--at-once", "1")
    counting_two = _counted(2)
    two = _judged(runs, folder / "two", "--engine", "embedded", "--at-once", "2")
    with cluster(2) as address:
        _judged(
            runs[:1], folder / "warm", "--engine", address
        )  # workers have begun, and loaded what they need
        spread = _judged(runs, folder / "cluster", "--engine", address)
    return {
        "one_s": one, "two_s": two, "cluster_s": spread,
        "counting_one_s": counting_one, "counting_two_s": counting_two,
    }  # fmt: skip


@contextmanager
def _on_cores(cores: set[int]) -> Iterator[None]:
    """Children run on these cores alone."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _counted(at_once: int) -> float:
    began = time.perf_counter()
    counting = [subprocess.Popen([sys.executable, "-c", COUNTING]) for _ in range(at_once)]
    for one in counting:
        one.wait()
    return time.perf_counter() - began


def _gathered(folder: Path, sites: int, pages: int) -> list[str]:
    runs = []
    with serve(build_city(seed=7, today=TODAY, sites=sites, pages=pages)) as city:
        for number, site in enumerate(city.sites):
            out = str(folder / f"run-{number}")
            _run("check", site.home_url, "--out", out, "--rate", "0", "--allow-private", "--render", "never",
                 "--today", TODAY.isoformat(), "--max-pages", "100000")  # fmt: skip
            runs.append(out)
    return runs


def _judged(runs: list[str], out: Path, *engine: str) -> float:
    began = time.perf_counter()
    _run("replay", *runs, "--out", str(out), *engine)
    return time.perf_counter() - began


def _run(*words: str) -> None:
    cost = run_watched([sys.executable, "-m", "kaoping", *words, "--quiet"], timeout_s=14_400)
    if cost.code not in (0, 1, 3):
        sys.exit(cost.output)


if __name__ == "__main__":
    main()
