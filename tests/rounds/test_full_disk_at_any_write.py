"""
A disk that is full at any write of gathering, judging, backup, importing, releasing, sealing.

The disk is one in memory, with room for one more page each time; only root may mount one. Each time one line
says what is full and what to do, nothing half-written is taken for whole, and going on gives the same result.
`make endure` takes many more steps.
"""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from killing import command, facts, run_whole
from test_full_disk import run  # noqa: F401  a small stored run

from kaoping_toytown import build_city, serve

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools" / "endure"))

from desks import KINDS
from disks import leave, may_mount, small_disk, used_kb
from offices import endured

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not may_mount(), reason="only root may mount a disk in memory"),
]
STEPS = int(os.environ.get("KAOPING_DISK_STEPS", "4"))
SAME_BYTES = ("observations.jsonl", "coverage.csv")


@pytest.fixture
def disk(tmp_path):
    with small_disk(tmp_path / "disk") as folder:
        yield folder


@pytest.fixture(scope="module")
def home():
    with serve(build_city(seed=3, today=date(2026, 9, 15), sites=1, pages=6)) as city:
        yield city.base_url(city.city.sites[0])


def steps(whole_kb):
    """Rooms in KiB at which a write fails, from none at all to a page less than is needed."""
    return [4 + (whole_kb - 8) * step // STEPS for step in range(STEPS)]


def says_so(done):
    """Whether a command ended with one Chinese line on what is full and what to do."""
    words = done.stderr.strip()
    return done.returncode == 2 and "空间" in words and "Traceback" not in words and "\n" not in words


def kaoping(*words):
    command = (sys.executable, "-m", "kaoping", *map(str, words))
    return subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)


class TestGathering:
    def test_it_goes_on_from_any_write_to_the_same_end(self, disk, home, tmp_path):
        alone = tmp_path / "alone"
        run_whole(home, alone)
        whole_kb = sum(-(-one.stat().st_size // 4096) * 4 for one in alone.rglob("*") if one.is_file())

        for room in steps(whole_kb):
            out = disk / f"at-{room}"
            leave(disk, room)
            full = subprocess.run(command(home, out), capture_output=True, text=True, check=False)
            leave(disk, None)
            again = run_whole(home, out, "--resume") if (out / "run.json").exists() else run_whole(home, out)

            assert says_so(full), (room, full.returncode, full.stderr)
            assert again.returncode in (0, 1), (room, again.stderr)
            assert facts(out) == facts(alone), room


class TestJudging:
    def test_a_second_attempt_gives_the_same_bytes(self, disk, run, tmp_path):  # noqa: F811
        alone = tmp_path / "alone"
        kaoping("replay", run, "--out", alone, "--quiet")
        whole_kb = sum(-(-one.stat().st_size // 4096) * 4 for one in alone.rglob("*") if one.is_file())

        for room in steps(whole_kb):
            leave(disk, room)
            full = kaoping("replay", run, "--out", disk / f"full-{room}", "--quiet")
            leave(disk, None)
            again = kaoping("replay", run, "--out", disk / f"again-{room}", "--quiet")

            assert says_so(full), (room, full.returncode, full.stderr)
            assert again.returncode in (0, 1, 3), (room, again.stderr)
            for name in SAME_BYTES:
                assert (disk / f"again-{room}" / name).read_bytes() == (alone / name).read_bytes(), room


class TestBackup:
    def test_no_half_backup_is_left_and_the_next_one_verifies(self, disk, tmp_path):
        data, first = tmp_path / "data", disk / "first.kaoping-backup.tar"
        kept = {key: value for key, value in os.environ.items() if not key.startswith("KAOPING_")}
        django = {**kept, "KAOPING_DATA": str(data), "DJANGO_SETTINGS_MODULE": "kaoping.web.settings"}
        data.mkdir()
        (data / "uploads").mkdir()
        (data / "uploads" / "list.csv").write_bytes(bytes(300_000))
        migrate = (sys.executable, "-m", "django", "migrate", "-v0")
        subprocess.run(migrate, env=django, check=True)
        kaoping("backup", first, "--data", data)
        whole_kb = used_kb(disk)

        for room in steps(whole_kb):
            before = sorted(disk.iterdir())
            leave(disk, room)
            full = kaoping("backup", disk / f"full-{room}.kaoping-backup.tar", "--data", data)
            left = sorted(disk.iterdir())
            leave(disk, None)
            again = kaoping("backup", disk / f"again-{room}.kaoping-backup.tar", "--data", data)
            proof = kaoping("restore", "--verify", disk / f"again-{room}.kaoping-backup.tar")

            assert says_so(full), (room, full.returncode, full.stderr)
            assert left == before, room
            assert (again.returncode, proof.returncode) == (0, 0), (again.stderr, proof.stderr)


class TestDesks:
    @pytest.mark.parametrize("kind", KINDS)
    def test_importing_releasing_and_sealing_go_on_from_any_write(self, kind, tmp_path):
        outcome = endured(kind, "sqlite", STEPS, tmp_path, strike="fill")

        assert outcome.hits >= STEPS // 2, "the disk was never full"
        assert outcome.differs == ()
