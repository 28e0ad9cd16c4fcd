"""Runs `kaoping check` in a process of its own, and kills it at chosen moments."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

VOLATILE = ("seen_at", "evidence")


def command(home: str, out: Path, *more: str) -> list[str]:
    return [
        sys.executable, "-m", "kaoping", "check", home, "--out", str(out), "--rate", "0", "--allow-private",
        "--render", "never", "--quiet", "--today", "2026-09-15", *more,
    ]  # fmt: skip


def run_whole(home: str, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(home, out, *more), capture_output=True, text=True, timeout=300, check=False)


def run_killed(home: str, out: Path, *, kills: int, chance: random.Random, longest_s: float) -> int:
    """Kill the run `kills` times at random moments, each time going on; then let it end. Answers the hits."""
    hits = 0
    for number in range(kills):
        more = ("--resume",) if number else ()
        process = subprocess.Popen(
            command(home, out, *more), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(timeout=chance.uniform(0.5, longest_s))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            hits += 1
    ended = run_whole(home, out, "--resume")
    assert ended.returncode in (0, 1), ended.stderr
    return hits


def facts(out: Path) -> list[dict[str, object]]:
    """Observations without what differs between two gatherings: the instants, and where a capture lies."""
    rows = [json.loads(line) for line in (out / "observations.jsonl").read_text("utf-8").splitlines()]
    for row in rows:
        digest = row["evidence"]["digest"]
        for name in VOLATILE:
            del row[name]
        row["digest"] = digest
    return rows


def wait_for(path: Path, timeout_s: float = 30) -> None:
    end = time.monotonic() + timeout_s
    while not path.exists():
        assert time.monotonic() < end, f"{path} did not appear"
        time.sleep(0.02)
