"""`kaoping serve` as a person starts it: up, first link, children restarted, stopped in order."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

PATIENCE_S = 120  # an end for a machine that is busy with other work


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(look):
    """The first true answer; fails where none comes in good time."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError("nothing came")


@pytest.fixture
def served(tmp_path):
    """A running server: its process, its port, and what it has printed so far."""
    port, out = free_port(), tmp_path / "out"
    # the tests' own settings are not the product's
    ours = ("KAOPING_", "DJANGO_")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    with out.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "kaoping", "serve", "--port", str(port), "--data", str(tmp_path / "data")],
            stdout=file, stderr=file, env=environment, cwd=tmp_path,
        )  # fmt: skip
    yield process, port, out
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def children(process):
    return [one for one in psutil.Process(process.pid).children() if "kaoping.web" in " ".join(one.cmdline())]


@pytest.mark.slow
class TestServe:
    def test_it_shows_the_first_link_restarts_what_dies_and_stops_in_order(self, served):
        process, port, out = served

        path = until(lambda: re.search(r"http://127\.0\.0\.1:\d+(/people/first/\S+/)", out.read_text()))[1]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as page:
            assert "设立第一位系统管理员" in page.read().decode()
        worker = until(lambda: [one for one in children(process) if "gathering" in " ".join(one.cmdline())])[
            0
        ]
        before = len(children(process))
        worker.kill()
        until(lambda: "采集进程意外退出" in out.read_text())
        until(lambda: len(children(process)) == before)
        all_of_them = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)

        assert process.wait(30) == 0
        assert not [one for one in all_of_them if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
        assert (out.parent / "data" / "secret-key").stat().st_mode & 0o077 == 0


class TestHelp:
    def test_the_command_line_does_not_load_django(self):
        loaded = subprocess.run(
            [sys.executable, "-c", "import kaoping.cli.app, sys; print('django' in sys.modules)"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip

        assert loaded.stdout.strip() == "False"


class TestSettings:
    def test_importing_them_writes_nothing(self, tmp_path):
        subprocess.run(
            [sys.executable, "-c", "import kaoping.web.settings"],
            env={**os.environ, "KAOPING_DATA": str(tmp_path / "data"), "KAOPING_SECRET_KEY": ""}, check=True,
        )  # fmt: skip

        assert list(Path(tmp_path).iterdir()) == []
