"""`python -m kaoping_toytown` serves until it is told to stop, and stops cleanly."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_serving_ends_cleanly(tmp_path: Path, stop: signal.Signals):
    roster, truth = tmp_path / "sites.csv", tmp_path / "truth.jsonl"
    command = [sys.executable, "-m", "kaoping_toytown", "serve", "--sites", "2"]
    with subprocess.Popen(
        [*command, "--csv", roster, "--truth", truth], stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(5)]
        addresses = re.findall(r"http://\S+", "".join(lines))
        status = urllib.request.urlopen(addresses[0]).status
        process.send_signal(stop)
        rest = process.communicate(timeout=10)[0]

    assert status == 200
    assert process.returncode == 0
    assert "已停止" in rest
    assert addresses[0] in roster.read_text(encoding="utf-8-sig")
    assert truth.stat().st_size > 1000
