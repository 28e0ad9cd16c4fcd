"""Processes are forked from one that has loaded everything: each lives, is ended and dies by itself."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from kaoping.rounds.offshoot import Offshoot
from kaoping.rounds.stem import Stem

TELLING = """
import os, sys, time
def main(embryo=None):
    sys.stdout.write(f"{os.getppid()} {os.getsid(0) == os.getpid()} {os.environ.get('SAID')} ")
    sys.stdout.flush()
    sys.stdout.write(sys.stdin.readline())
    sys.stdout.flush()
    sys.stdin.read()
    return 7
if __name__ == "__main__":
    sys.exit(main())
"""
NURSING = """
import asyncio, os, sys
from datetime import date
from kaoping.gather import Capture
from kaoping.rounds.nursery import Nursery
from kaoping.rounds.readers import ReaderPool
from kaoping.rounds.tasks import Task
from kaoping.rulebook import load_rulebook
def main(embryo):
    page = Task(Capture(url="http://a.example/", status=200, body=b"<h1>one</h1>"))
    async def read():
        async with (
            Nursery(load_rulebook(), date(2026, 9, 15), embryo) as nursery,
            ReaderPool(nursery, size=1) as pool,
        ):
            seen = await pool.read(page)
            killed = [child.pid for child in pool._children]
            os.kill(killed[0], 9)
            dead = await pool.read(page)
            after = await pool.read(page)
            return not seen.unreadable, bool(dead.unreadable), not after.unreadable, embryo.is_taken
    print(asyncio.run(read()))
    return 0
"""
HANGING = "import time\ndef main(embryo): time.sleep(600)"
THREADED = (
    TELLING + "\nimport threading\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
)


@pytest.fixture
def stem(tmp_path, monkeypatch):
    modules = {"telling": TELLING, "nursing": NURSING, "threaded": THREADED, "hanging": HANGING}
    for name, text in modules.items():
        (tmp_path / f"{name}.py").write_text(text)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    stem = Stem()
    yield stem
    stem.close()


def told(process):
    return process.stdout.readline().split()


def begun(stem, module="telling"):
    process = stem.begin(module)
    process.stdin.write(b"heard\n")
    process.stdin.flush()
    return process


def is_gone(pid):
    for _ in range(100):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def test_two_are_forked_from_one_each_in_a_session_of_its_own(stem):
    first, second = begun(stem), begun(stem)

    words = [told(first), told(second)]

    assert first.pid != second.pid
    assert [one[1:] for one in words] == [[b"True", b"None", b"heard"]] * 2
    assert words[0][0] == words[1][0] == str(stem._process.pid).encode()


def test_what_it_is_told_and_how_it_ends_is_its_own(stem, monkeypatch):
    process = begun(stem)
    assert process.poll() is None
    monkeypatch.setenv("SAID", "later")
    later = begun(stem)

    words = told(process), told(later)
    process.stdin.close()

    assert [one[2] for one in words] == [b"None", b"later"]
    assert process.wait(10) == process.poll() == 7
    assert later.poll() is None


def test_one_that_is_killed_takes_no_other_with_it(stem):
    first, second = begun(stem), begun(stem)

    first.kill()

    assert first.wait(10) == -signal.SIGKILL
    assert is_gone(first.pid)
    assert told(second)[-1] == b"heard"


def test_one_that_nobody_holds_ends(stem):
    process = begun(stem)
    told(process)
    pid = process.pid

    del process

    assert is_gone(pid)


def test_those_of_a_stem_that_was_killed_end_with_it_and_the_next_is_begun_anew(stem):
    process = begun(stem)
    told(process)

    os.kill(stem._process.pid, signal.SIGKILL)

    assert process.wait(10) == -signal.SIGKILL
    assert is_gone(process.pid)
    assert told(begun(stem))[-1] == b"heard"


def test_all_end_with_the_process_that_began_them(stem, tmp_path):
    holding = (
        "import sys, time; sys.path.insert(0, '.'); from kaoping.rounds.stem import STEM\n"
        "one = STEM.begin('telling'); print(one.pid, STEM._process.pid, flush=True); time.sleep(60)"
    )
    owner = subprocess.Popen((sys.executable, "-c", holding), stdout=subprocess.PIPE)
    pids = [int(word) for word in owner.stdout.readline().split()]

    owner.kill()
    owner.wait()

    assert all(map(is_gone, pids))


def test_a_stem_of_which_nothing_is_asked_ends_and_is_begun_anew(stem, monkeypatch):
    stem = Stem(idle_s=0.2)
    process = begun(stem)
    told(process)
    process.stdin.close()
    process.wait(10)

    assert is_gone(stem._process.pid)
    assert isinstance(begun(stem), Offshoot)
    stem.close()


def test_where_a_thread_runs_nothing_is_forked_but_begun_by_itself(stem):
    process = begun(stem, "threaded")

    parent = int(told(process)[0])
    process.stdin.close()

    assert isinstance(process, subprocess.Popen)
    assert parent == os.getpid()
    assert process.wait(10) == 7


def test_its_nursery_is_forked_with_it_and_outlives_what_kills_a_child(stem):
    process = stem.begin("nursing")

    answer, _ = process.communicate(timeout=60)

    assert answer.strip() == b"(True, True, True, True)"
    assert process.wait() == 0


def test_one_that_takes_too_long_is_ended(stem):
    with pytest.raises(subprocess.TimeoutExpired):
        stem.run("hanging", b"", timeout_s=0.5)


def test_all_of_a_long_order_arrives(stem):
    code, answer = stem.run("telling", b"x" * 300_000 + b"\n", timeout_s=60)

    assert code == 7
    assert answer.split()[-1] == b"x" * 300_000
