"""
Gathering and judging as jobs of an engine: whoever conducts, a job's process or a cluster's worker is killed
at random points. What comes out is what an unbroken run gives, and no page was fetched twice.
"""

import json
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import psutil
from outcome import Outcome

from kaoping_toytown import build_city, serve

TODAY = date(2026, 9, 15)
LONGEST_WAIT_S = 6.0
HEAD = "单位名称,单位类别,网站名称,首页网址,网站标识码\n"


@dataclass
class Spread:
    """One command that is run, killed and gone on with, in one output folder after the other."""

    command: Callable[[Path], list[str]]
    folder: Path
    cluster: psutil.Process | None
    chance: random.Random
    outs: list[Path] = field(default_factory=list)
    hits: int = 0

    def endure(self, kills: int) -> None:
        """Kill so often; then let what is left end."""
        running = self._started(is_new=True)
        for _ in range(kills):
            self._wait(running)
            if running.poll() is not None and running.returncode in (0, 1):
                running = self._started(is_new=True)
                self._wait(running)
            elif running.poll() is not None:  # a job lost its workers three times: the office goes on with it
                running = self._started(is_new=False)
                self._wait(running)
            try:
                target = self._target(running)
                target.kill()
            except psutil.NoSuchProcess:
                continue  # it had ended just before: this one met nobody
            self.hits += 1
            if target.pid == running.pid:
                running.wait()
                running = self._started(is_new=False)
        while running.wait() not in (0, 1):
            running = self._started(is_new=False)

    def _started(self, *, is_new: bool) -> subprocess.Popen[bytes]:
        if is_new:
            self.outs.append(self.folder / f"broken-{len(self.outs)}")
        words = self.command(self.outs[-1])
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [*words, "--resume"] if not is_new else words, stdout=subprocess.DEVNULL, stderr=log
            )

    def _wait(self, running: subprocess.Popen[bytes]) -> None:
        """Until a job is under way, and some time more."""
        ends_at = time.monotonic() + 60
        while running.poll() is None and not self._jobs(running) and time.monotonic() < ends_at:
            time.sleep(0.01)
        ends_at = time.monotonic() + self.chance.uniform(0, LONGEST_WAIT_S)
        while running.poll() is None and time.monotonic() < ends_at:
            time.sleep(0.01)

    def _target(self, running: subprocess.Popen[bytes]) -> psutil.Process:
        """Whoever conducts, or a job's process, or on a cluster the worker that waits for it."""
        jobs = self._jobs(running)
        picks = [psutil.Process(running.pid), *jobs[:1]]
        if self.cluster is not None and jobs:
            picks += [worker for worker in (jobs[0].parent(),) if worker is not None]
        return self.chance.choice(picks)

    def _jobs(self, running: subprocess.Popen[bytes]) -> list[psutil.Process]:
        found = []
        for root in (running.pid, *([self.cluster.pid] if self.cluster else [])):
            try:
                family = psutil.Process(root).children(recursive=True)
                found += [one for one in family if "job_child" in " ".join(one.cmdline())]
            except psutil.Error:
                continue
        return found


@contextmanager
def city(folder: Path, *, sites: int, pages: int) -> Iterator[Path]:
    """A small served city's list of sites."""
    with serve(build_city(seed=3, today=TODAY, sites=sites, pages=pages)) as served:
        rows = (f"望川市第{n}局,市直单位,第{n}局网站,{one.home_url},\n" for n, one in enumerate(served.sites))
        path = folder / "sites.csv"
        path.write_text("\ufeff" + HEAD + "".join(rows), "utf-8")
        yield path


def gathering(
    engine: str, where: str, roster: Path, kills: int, folder: Path, cluster: psutil.Process | None
):
    """Kill gathering so often on an engine."""

    def command(out: Path) -> list[str]:
        return [
            sys.executable, "-m", "kaoping", "check", str(roster), "--out", str(out), "--rate", "0",
            "--allow-private", "--render", "never", "--quiet", "--today", TODAY.isoformat(), "--no-views",
            "--engine", engine, "--max-attachments", "1000",
        ]  # fmt: skip

    return _endured("gathering", where, command, kills, folder, cluster, _facts, _fetched_twice)


def judging(engine: str, where: str, run: Path, kills: int, folder: Path, cluster: psutil.Process | None):
    """Kill judging stored archives anew so often on an engine."""

    def command(out: Path) -> list[str]:
        return [
            sys.executable, "-m", "kaoping", "replay", str(run), "--out", str(out), "--quiet",
            "--engine", engine,
        ]  # fmt: skip

    return _endured("judging", where, command, kills, folder, cluster, _bytes, lambda _: [])


def _endured(work, where, command, kills, folder, cluster, told, twice) -> Outcome:
    folder.mkdir(parents=True)
    alone = folder / "alone"
    done = subprocess.run(command(alone), capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr[-2000:])
    began = time.monotonic()
    spread = Spread(command, folder, cluster, random.Random(5))
    spread.endure(kills)
    wanted = told(alone)
    differs = [out.name for out in spread.outs if told(out) != wanted]
    differs += [f"{out.name}: {url} twice" for out in spread.outs for url in twice(out)]
    return Outcome(work, where, kills, spread.hits, time.monotonic() - began, tuple(differs))


def _facts(out: Path) -> list[dict]:
    """Observations without what differs between two gatherings: instants, and where a capture lies."""
    rows = map(json.loads, (out / "observations.jsonl").read_text("utf-8").splitlines())
    return [{**row, "seen_at": "", "evidence": row["evidence"]["digest"]} for row in rows]


def _bytes(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in ("observations.jsonl", "coverage.csv", "sites.csv")}


def _fetched_twice(out: Path) -> list[str]:
    found = []
    for state in out.glob("jobs/*/state.sqlite"):
        with closing(sqlite3.connect(f"file:{state}?mode=ro", uri=True)) as connection:
            rows = connection.execute(
                "SELECT url FROM captures WHERE role='page' AND failure='' AND status=200"
            )
            found += [url for url, times in Counter(url for (url,) in rows).items() if times > 1]
    return found
