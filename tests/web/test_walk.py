"""The whole round in a real Chromium, by every role, with and without JavaScript: `make endure`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.web.in_browser import CHROMIUM, NO_CHROMIUM

WALK = Path(__file__).resolve().parents[2] / "tools" / "walk"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
    pytest.mark.skipif(not os.environ.get("KAOPING_WALK"), reason="takes minutes: make endure"),
]


@pytest.mark.parametrize("more", [(), ("--without-script",)], ids=["with script", "without script"])
def test_a_newcomer_walks_a_whole_round_as_every_role(more, tmp_path):
    command = (sys.executable, str(WALK), "--out", str(tmp_path / "walk"), "--port", "8030", *more)

    told = subprocess.run(command, capture_output=True, text=True, check=False)

    assert told.returncode == 0, told.stdout[-3000:] + told.stderr[-3000:]
