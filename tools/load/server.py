"""`kaoping serve`, really started."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

STARTS_WITHIN_S = 120


class Server:
    """A server over a data folder and a database, from entering to leaving."""

    def __init__(self, folder: Path, database: str) -> None:
        self.port = _free_port()
        self._log = folder / "server.log"
        self._environment = {**os.environ, "KAOPING_DATABASE": database}
        self._command = [sys.executable, "-m", "kaoping", "serve", "--port", str(self.port),
                         "--data", str(folder / "data")]  # fmt: skip

    def __enter__(self) -> Self:
        with self._log.open("w") as out:
            self._process = subprocess.Popen(
                self._command, stdout=out, stderr=out, env=self._environment, cwd=self._log.parent
            )
        until = time.monotonic() + STARTS_WITHIN_S
        while not self._answers():
            if time.monotonic() > until or self._process.poll() is not None:
                raise SystemExit(f"the server did not come up:\n{self._log.read_text('utf-8')[-2000:]}")
            time.sleep(0.2)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(60)

    def cpu_s(self) -> float:
        """Seconds of CPU of the server and its children, those that ended included."""
        own = psutil.Process(self._process.pid)
        total = 0.0
        for one in (own, *own.children(recursive=True)):
            try:
                times = one.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += times.user + times.system + times.children_user + times.children_system
        return total

    def log_of(self, *words: str) -> dict[str, int]:
        """How often each word stands in what the server wrote."""
        text = self._log.read_text("utf-8", "replace")
        return {word: text.count(word) for word in words}

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=0.5):
                return True
        except OSError:
            return False


def _free_port() -> int:
    """A port that is free now, with a free one after it for the copies of archived pages."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
