"""Runs the command line, inside this process for its words and in one of its own for whole runs."""

import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

FIXED = ("--rate", "0", "--allow-private", "--render", "never", "--quiet", "--today", "2026-09-15")
OUTPUTS = (
    "report.html", "report.xlsx", "observations.jsonl", "coverage.csv", "pages.parquet", "gather.log",
    "run.json", "state.sqlite",
)  # fmt: skip


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "kaoping", *map(str, words)]


def check(home: object, out: Path, *more: object) -> subprocess.CompletedProcess[str]:
    words = command("check", home, "--out", out, *FIXED, *more)
    return subprocess.run(words, capture_output=True, text=True, timeout=300, check=False)


def interrupted(home: str, out: Path, *, after_captures: int) -> tuple[int, str]:
    """Press Ctrl-C once the archive holds so many captures; the exit code and what was said."""
    process = subprocess.Popen(
        command("check", home, "--out", out, *FIXED),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    while captures(out) < after_captures:
        assert process.poll() is None, "the run ended before it could be interrupted"
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    return process.returncode, errors


def captures(out: Path) -> int:
    state = out / "state.sqlite"
    if not state.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{state}?mode=ro", uri=True)) as connection:
            return connection.execute("SELECT count(*) FROM captures").fetchone()[0]
    except sqlite3.OperationalError:
        return 0  # the table is being made


def facts(out: Path) -> list[dict]:
    """Observations without what differs between two gatherings: the instants, and where a capture lies."""
    rows = [json.loads(line) for line in (out / "observations.jsonl").read_text("utf-8").splitlines()]
    return [{**row, "seen_at": "", "evidence": row["evidence"]["digest"]} for row in rows]
