"""Running a command and watching what it costs."""

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """Wall seconds, CPU seconds of the process and its children, peak memory of the process itself in MB."""

    seconds: float
    cpu_s: float
    peak_mb: float
    code: int
    output: str


def run_watched(command: list[str], *, timeout_s: float, environment: dict[str, str] | None = None) -> Cost:
    """Run to the end, or to the time-out (then the process is ended and its output so far is kept)."""
    # as installed: some workplaces forbid byte code to be kept, and then every process compiles all modules
    environment = dict(os.environ if environment is None else environment)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = os.times()
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    )
    peak = _Peak(process.pid)
    peak.start()
    try:
        output, _ = process.communicate(timeout=timeout_s)
    except subprocess.TimeoutExpired:
        process.terminate()
        output, _ = process.communicate()
    seconds = time.perf_counter() - began
    peak.stop()
    after = os.times()
    cpu_s = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(seconds, cpu_s, peak.mb, process.returncode, output)


class _Peak(threading.Thread):
    """Reads the kernel's high-water mark of a process's memory until it ends."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._path = Path(f"/proc/{pid}/status")
        self._done = threading.Event()
        self.mb = 0.0

    def run(self) -> None:
        while not self._done.wait(0.2):
            try:
                text = self._path.read_text()
            except OSError:
                return
            for line in text.splitlines():
                if line.startswith("VmHWM:"):
                    self.mb = max(self.mb, int(line.split()[1]) / 1024)

    def stop(self) -> None:
        self._done.set()
        self.join()
