"""Runs the command as its users do, in a process of its own, and reads what it wrote."""

import csv
import json
import sqlite3
import subprocess
from pathlib import Path

from tests.warm import run_warm

TODAY = "2026-09-15"


def kaoping(*words: object, timeout_s: float = 300) -> subprocess.CompletedProcess[str]:
    return run_warm(*words, timeout_s=timeout_s)


def check(*words: object, out: Path, timeout_s: float = 300) -> subprocess.CompletedProcess[str]:
    """`kaoping check` on this machine: no politeness, no browser, a fixed day."""
    fixed = ("--rate", 0, "--allow-private", "--render", "never", "--quiet", "--today", TODAY)
    return kaoping("check", *words, "--out", out, *fixed, timeout_s=timeout_s)


def observations(out: Path) -> list[dict]:
    return [json.loads(line) for line in (out / "observations.jsonl").read_text("utf-8").splitlines()]


def problems(out: Path) -> list[dict]:
    return [o for o in observations(out) if o["answer"] == "problem"]


def rows(out: Path, query: str, *values: object) -> list[tuple]:
    """What the run's state file answers."""
    with sqlite3.connect(f"file:{out / 'state.sqlite'}?mode=ro", uri=True) as state:
        return list(state.execute(query, values))


def host(base: str) -> str:
    """The site's key for a served address."""
    return base.split("/")[2]


def write_roster(path: Path, sites: dict[str, str]) -> Path:
    """A sites file: unit name to address."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(("单位名称", "单位类别", "网站名称", "首页网址", "网站标识码"))
        table.writerows((unit, "市直单位", f"{unit}网站", url, "") for unit, url in sites.items())
    return path
