"""A full disk ends a run with one clear message and the right exit code; what was stored before stands."""

import resource
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from runs import rows

UPGRADE = Path(__file__).resolve().parents[1] / "web" / "upgrade"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A small stored run."""
    folder = tmp_path_factory.mktemp("stored")
    with tarfile.open(next(UPGRADE.glob("*.run.tar.xz"))) as packed:
        packed.extractall(folder, filter="data")
    return folder / "run"


def replay(run, out, *, largest_file=resource.RLIM_INFINITY):
    return subprocess.run(
        [sys.executable, "-m", "kaoping", "replay", str(run), "--out", str(out), "--quiet"],
        capture_output=True, text=True, timeout=300, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file)),
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("largest_file", [300, 100_000])
def test_no_room_is_said_in_one_line_and_a_second_attempt_succeeds(run, tmp_path, largest_file):
    before = rows(run, "SELECT count(*) FROM pages")

    full = replay(run, tmp_path / "full", largest_file=largest_file)
    again = replay(run, tmp_path / "again")

    assert full.returncode == 2, full.stderr
    assert "空间" in full.stderr
    assert "Traceback" not in full.stderr
    assert again.returncode in (0, 1, 3), again.stderr
    assert (
        rows(run, "SELECT count(*) FROM pages")
        == before
        == rows(tmp_path / "again", "SELECT count(*) FROM pages")
    )
