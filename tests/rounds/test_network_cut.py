"""Our own network goes away before or in the middle of a run: nothing is laid to anyone for it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from runs import observations, rows

SCRIPT = Path(__file__).with_name("cut_network.py")
OF_SILENCE = {"upkeep.unreachable", "upkeep.dead_link", "upkeep.attachment_dead", "upkeep.home_stale"}


def may_unshare():
    """Whether this process may give a child a network of its own."""
    return (
        hasattr(os, "geteuid") and os.geteuid() == 0 and bool(shutil.which("unshare") and shutil.which("ip"))
    )


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not may_unshare(), reason="only root may make a network of its own"),
]


def checked(out, after):
    command = ("unshare", "-n", sys.executable, str(SCRIPT), str(out), str(after))
    return subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)


def test_before_it_begins_no_site_is_accused_of_anything(tmp_path):
    done = checked(tmp_path / "out", 0)

    seen = observations(tmp_path / "out")
    assert done.returncode == 3, done.stderr
    assert {one["answer"] for one in seen} == {"not_checked"}
    assert "本机网络中断" in done.stderr
    assert "Traceback" not in done.stderr


def test_in_its_midst_only_what_was_really_seen_is_told(tmp_path):
    done = checked(tmp_path / "out", 60)

    told = [one for one in observations(tmp_path / "out") if one["answer"] == "problem"]
    seen = {url for (url,) in rows(tmp_path / "out", "SELECT url FROM captures WHERE status=200")}
    assert done.returncode == 3, done.stderr
    assert [one["check"] for one in told if one["check"] in OF_SILENCE] == []
    assert [one["url"] for one in told if one["url"] not in seen] == []
    reasons = {why for (why,) in rows(tmp_path / "out", "SELECT reason FROM urls WHERE state IN (4,5)")}
    # on a slow machine the minute is over while the first silent requests still wait
    assert reasons & {"本机网络中断", "时间用尽"}
    assert reasons <= {"本机网络中断", "时间用尽", "返回 404"}
