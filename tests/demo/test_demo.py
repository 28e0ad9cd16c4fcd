"""`make demo`: its parts quickly, the whole of it over a small city where there is time (`make endure`)."""

import os
import socket
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

DEMO = Path(__file__).resolve().parents[2] / "tools" / "demo"
SMALL = ("--counties", "1", "--departments", "2")


@pytest.fixture
def demo(monkeypatch):
    """The demo's modules, found as `python tools/demo` finds them."""
    monkeypatch.syspath_prepend(str(DEMO))
    monkeypatch.setenv("PYTHONPATH", os.environ.get("PYTHONPATH", ""))
    monkeypatch.setenv("TOYTOWN_CLOCK", "")


def run(*words):
    """The demo as somebody begins it: with nothing of what these tests have set."""
    ours = ("KAOPING_", "DJANGO_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    command = (sys.executable, str(DEMO), *words)
    return subprocess.run(command, env=kept, capture_output=True, text=True, check=False)


class TestClock:
    def test_this_process_and_those_it_begins_live_on_the_same_day(self, demo):
        from almanac import OPENED, Clock

        clock = Clock()
        clock.move_to(OPENED, 9)
        try:
            told = subprocess.run(
                (sys.executable, "-c", "import datetime; print(datetime.datetime.now(datetime.UTC).date())"),
                capture_output=True,
                text=True,
                check=True,
            )

            assert date.today() == OPENED  # noqa: DTZ011
            assert told.stdout.strip() == OPENED.isoformat()
        finally:
            clock.stop()

    def test_a_process_forked_from_one_that_was_begun_days_before_lives_on_the_same_day(self, demo):
        from almanac import OPENED, SPRING, Clock

        clock = Clock()
        forking = "import datetime, os; input(); os.fork() and os.wait() or print(datetime.date.today())"
        try:
            clock.move_to(SPRING.looked, 9)
            process = subprocess.Popen(
                (sys.executable, "-c", forking), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            clock.move_to(OPENED, 9)

            assert process.communicate("go\n")[0].strip() == OPENED.isoformat()
        finally:
            clock.stop()

    def test_the_days_of_a_round_follow_one_another(self, demo):
        from almanac import AUTUMN, OPENED, SPRING, SPRING_SEALED

        from kaoping.rulebook import load_rulebook

        for days in (SPRING, AUTUMN):
            line = [days.looked, days.inspected, days.reviewed, days.drafted, days.answered, days.ruled]
            line += [days.agreed, days.notice]

            assert line == sorted(set(line))
            assert all(load_rulebook(None).workdays.is_workday(day) for day in line)
        assert SPRING.notice < SPRING_SEALED < AUTUMN.looked
        assert (OPENED - AUTUMN.notice).days == 1


class TestPort:
    def test_a_taken_port_gives_way_to_the_next_free_pair(self, demo):
        from opening import refuse_taken

        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]

            assert refuse_taken(port) > port


class TestFolder:
    def test_a_folder_that_no_demo_made_is_left_alone(self, tmp_path):
        (tmp_path / "mine.txt").write_text("mine")

        told = run("--no-serve", *SMALL, "--out", str(tmp_path))

        assert told.returncode == 1
        assert "没有动它" in told.stderr
        assert (tmp_path / "mine.txt").read_text() == "mine"


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("KAOPING_WALK"), reason="takes minutes: make endure")
def test_a_half_year_is_done_over_a_small_city(tmp_path):
    out = tmp_path / "demo"

    told = run("--no-serve", *SMALL, "--out", str(out))

    assert told.returncode == 0, told.stdout[-2000:] + told.stderr[-2000:]
    assert "[26/26]" in told.stdout
    assert (out / "result" / "report.html").stat().st_size > 10_000
    assert len(list((out / "office" / "rounds" / "sealed").glob("*.tar"))) == 1
