"""Fixtures of gathering's tests."""

import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing

import pytest
from local_servers import SHARED


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        yield connection


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


@pytest.fixture(scope="session")
def hostile() -> Iterator[str]:
    """The address of a running server of hostile inputs."""
    script = SHARED / "hostile" / "hostile_server.py"
    if not script.exists():
        pytest.skip("the server of hostile inputs is not on this machine")
    port = _free_pair()
    server = subprocess.Popen([sys.executable, str(script), "--port", str(port)], stdout=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urllib.request.urlopen(base + "/__reset", timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield base
    server.terminate()
    server.wait()
