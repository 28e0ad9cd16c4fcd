"""
What spreading costs: the same stored archives judged anew with one and with two processes at once, and on a
dask cluster of two workers on this machine. Run it on a machine that does nothing else.

    python bench/engines_load.py [--sites 4] [--pages 600]

Prints the efficiency of two processes (limit: 0.9 of what two cores allow) and how much longer the cluster
takes than two processes (limit: 10 % on jobs of one minute), with the length of a job beside it.
"""

import argparse
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from distributed import LocalCluster
from measuring import run_watched

from kaoping_toytown import build_city, serve

TODAY = date(2026, 9, 15)


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sites", type=int, default=4)
    asked.add_argument("--pages", type=int, default=600)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="kaoping-engines-") as name:
        folder = Path(name)
        runs = _gathered(folder, given.sites, given.pages)
        one = _judged(runs, folder / "one", "--engine", "embedded", "--at-once", "1")
        two = _judged(runs, folder / "two", "--engine", "embedded", "--at-once", "2")
        with LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        ) as cluster:
            cluster_s = _judged(runs, folder / "cluster", "--engine", cluster.scheduler_address)
    print(f"{given.sites} jobs of about {one / given.sites:.0f} s each (alone)")
    print(f"one at once {one:.1f} s, two {two:.1f} s: efficiency {one / two / 2:.2f} (limit 0.90)")
    print(f"dask, two workers {cluster_s:.1f} s: {100 * (cluster_s / two - 1):.1f} % more (limit 10 %)")


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
    cost = run_watched([sys.executable, "-m", "kaoping", *words, "--quiet"], timeout_s=7200)
    if cost.code not in (0, 1, 3):
        sys.exit(cost.output)


if __name__ == "__main__":
    main()
