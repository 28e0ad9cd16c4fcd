"""
A province in one unattended run: many sites of the invented city, a unit each, as jobs of an engine.

    python bench/province_load.py [--sites 300] [--pages 1000] [--at-once 0] [--engine embedded|tcp://…]

Prints pages a second, CPU ms a page and the memory of all processes over the run: its largest in the second
and in the last quarter, which must be about the same. Ends with 1 where a site has no recorded outcome.
"""

import argparse
import csv
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import date
from pathlib import Path

import psutil
from measuring import run_watched

from kaoping_toytown import build_city, serve

TODAY = date(2026, 9, 15)
LOOKS_EVERY_S = 2.0
HEAD = ("单位名称", "单位类别", "网站名称", "首页网址", "网站标识码")


class Memory(threading.Thread):
    """Resident MB of this process's descendants, now and then."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.is_over = False
        self.seen: list[float] = []

    def run(self) -> None:
        while not self.is_over:
            used = 0
            for one in psutil.Process().children(recursive=True):
                try:
                    used += one.memory_info().rss
                except psutil.Error:
                    continue
            self.seen.append(used / (1 << 20))
            time.sleep(LOOKS_EVERY_S)

    def quarter(self, number: int) -> float:
        """The most that was seen in one quarter of the run, counted from 1."""
        size = max(1, len(self.seen) // 4)
        return max(self.seen[(number - 1) * size : number * size] or [0.0])


def main() -> int:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sites", type=int, default=300)
    asked.add_argument("--pages", type=int, default=1000)
    asked.add_argument("--at-once", type=int, default=0)
    asked.add_argument("--engine", default="embedded")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="kaoping-province-") as name:
        folder, memory = Path(name), Memory()
        with serve(build_city(seed=9, today=TODAY, sites=given.sites, pages=given.pages)) as city:
            rows = (
                (f"望川省第{n}局", "市直单位", f"第{n}局网站", one.home_url, "")
                for n, one in enumerate(city.sites)
            )
            with (folder / "sites.csv").open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows([HEAD, *rows])
            memory.start()
            cost = run_watched(_command(folder, given), timeout_s=86_400)
            memory.is_over = True
        if cost.code not in (0, 1, 3):
            sys.exit(cost.output)
        return _told(folder / "out", given, cost, memory)


def _command(folder: Path, given: argparse.Namespace) -> list[str]:
    at_once = ["--at-once", str(given.at_once)] if given.engine == "embedded" else []
    return [
        sys.executable, "-m", "kaoping", "check", str(folder / "sites.csv"), "--out", str(folder / "out"),
        "--rate", "0", "--allow-private", "--render", "never", "--quiet", "--today", TODAY.isoformat(),
        "--max-pages", "100000", "--engine", given.engine, *at_once,
    ]  # fmt: skip


def _told(out: Path, given: argparse.Namespace, cost, memory: Memory) -> int:
    with (out / "sites.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    pages = sum(int(row["看到页数"] or 0) for row in rows)
    states = Counter(row["结果"] for row in rows)
    ended = sum(count for state, count in states.items() if state in ("完成", "不完整"))
    print(f"sites {given.sites}, pages {pages}, {cost.seconds:.0f} s, load {psutil.getloadavg()[0]:.1f}")
    print(f"{pages / cost.seconds:.1f} pages/s, {1000 * cost.cpu_s / max(1, pages):.1f} ms of CPU a page")
    second, last = memory.quarter(2), memory.quarter(4)
    print(f"all processes: {second:.0f} MB in the second quarter, {last:.0f} in the last")
    words = ", ".join(f"{state} {count}" for state, count in states.items())
    print(f"ended with an outcome: {ended} of {given.sites} ({words})")
    return 0 if ended == given.sites else 1


if __name__ == "__main__":
    sys.exit(main())
