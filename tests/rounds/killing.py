"""Runs `kaoping check` in a process of its own, and kills it at chosen moments."""

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from runs import TODAY, observations


def command(home: str, out: Path, *more: str) -> list[str]:
    return [
        sys.executable, "-m", "kaoping", "check", home, "--out", str(out), "--rate", "0", "--allow-private",
        "--render", "never", "--quiet", "--today", TODAY, *more,
    ]  # fmt: skip


def run_whole(home: str, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(home, out, *more), capture_output=True, text=True, timeout=300, check=False)


def run_killed(home: str, out: Path, *, kills: int, chance: random.Random) -> int:
    """
    Kill the run `kills` times, each time going on, then let it end.

    Every other kill comes a few captures after the process got under way, the rest at any moment of its
    start. Answers how many kills hit a living process.
    """
    hits = 0
    for number in range(kills):
        process = subprocess.Popen(
            command(home, out, *(("--resume",) if number else ())),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if number % 2:
            time.sleep(chance.uniform(0.05, 1.2))
        else:
            _wait_for(process, out, captures(out) + chance.randint(1, 12))
            time.sleep(chance.uniform(0, 0.03))
        hits += process.poll() is None
        process.kill()
        process.wait()
    ended = run_whole(home, out, "--resume")
    assert ended.returncode in (0, 1), ended.stderr
    return hits


def _wait_for(process: subprocess.Popen[bytes], out: Path, wanted: int) -> None:
    while process.poll() is None and captures(out) < wanted:
        time.sleep(0.005)


def captures(out: Path) -> int:
    """How many captures the state file holds, seen from outside."""
    state = out / "state.sqlite"
    if not state.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{state}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM captures").fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # the tables are being made


def facts(out: Path) -> list[dict[str, object]]:
    """Observations without what differs between two gatherings: the instants, and where a capture lies."""
    return [{**row, "seen_at": "", "evidence": row["evidence"]["digest"]} for row in observations(out)]
