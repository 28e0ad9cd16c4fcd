"""A server of hostile inputs in a process of its own, and a run over it that is watched from outside."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from real_pages import SHARED
from runs import TODAY

SCRIPT = SHARED / "hostile" / "hostile_server.py"


@dataclass(frozen=True)
class HostileRun:
    out: Path
    base: str
    exit_code: int
    errors: str
    asked: dict[str, int]  # case -> requests, as the server counted them
    cases: list[dict]
    clean_pages: dict[str, bytes]  # path -> what the server gives when nothing else goes on
    peak_mb: float  # of the main process


@contextmanager
def hostile_server() -> Iterator[str]:
    port = _free_pair()
    command = [sys.executable, str(SCRIPT), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                get(base, "/__reset")
                break
            except OSError:
                time.sleep(0.05)
        yield base
    finally:
        server.kill()
        server.wait()


def get(base: str, path: str) -> bytes:
    with urllib.request.urlopen(base + path, timeout=10) as answer:
        return answer.read()


def hostile_run(base: str, out: Path, *, minutes: float) -> HostileRun:
    """Check the server's whole index within a budget of minutes."""
    cases = json.loads(get(base, "/expect.json"))
    clean = {
        c["path"]: get(base, c["path"]) for c in cases if c["expect"] == "clean" and c["group"] == "clean"
    }
    get(base, "/__reset")
    words = ("check", base, "--out", out, "--rate", 0, "--allow-private", "--render", "never", "--quiet")
    budget = ("--today", TODAY, "--max-minutes", minutes)
    code, errors, peak_mb = _watched(words + budget, timeout_s=minutes * 60 + 120)
    asked = json.loads(get(base, "/__log"))
    return HostileRun(out, base, code, errors, asked, cases, clean, peak_mb)


def _watched(words: tuple[object, ...], *, timeout_s: float) -> tuple[int, str, float]:
    command = [sys.executable, "-m", "kaoping", *map(str, words)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    end, peak_mb = time.monotonic() + timeout_s, 0.0
    while process.poll() is None:
        if time.monotonic() > end:
            process.kill()
        peak_mb = max(peak_mb, _peak_mb(process.pid))
        time.sleep(0.2)
    assert process.stderr is not None
    return process.returncode, process.stderr.read(), peak_mb


def _peak_mb(pid: int) -> float:
    """The most memory that a process held so far; 0 where the system does not say."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next(
        (int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0
    )


def _free_pair() -> int:
    """A free port whose next neighbour is free too."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
