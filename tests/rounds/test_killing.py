"""A `kill -9` at any point loses nothing and repeats nothing."""

import random
import sqlite3
from collections import Counter
from datetime import date

import pytest
from killing import facts, run_killed, run_whole

from kaoping_toytown import build_city, serve


@pytest.fixture(scope="module")
def served():
    with serve(build_city(seed=3, today=date(2026, 9, 15), sites=1, pages=150)) as city:
        yield city


@pytest.fixture(scope="module")
def home(served):
    return served.base_url(served.city.sites[0])


def captures(out):
    with sqlite3.connect(out / "state.sqlite") as state:
        return list(
            state.execute("SELECT url, role, status, digest FROM captures WHERE role='page' AND failure=''")
        )


@pytest.mark.slow
def test_a_run_killed_twenty_times_equals_an_unbroken_one(home, tmp_path):
    unbroken, broken = tmp_path / "unbroken", tmp_path / "broken"
    assert run_whole(home, unbroken).returncode in (0, 1)

    hits = run_killed(home, broken, kills=20, chance=random.Random(5), longest_s=2.5)

    assert hits >= 5, "the kills came too late to prove anything"
    assert facts(broken) == facts(unbroken)
    assert sorted(captures(broken)) == sorted(captures(unbroken))


def test_what_is_in_the_archive_is_not_fetched_again(home, tmp_path):
    out = tmp_path / "out"

    run_killed(home, out, kills=2, chance=random.Random(11), longest_s=2.0)

    fetched = Counter(url for url, _, status, _ in captures(out) if status == 200)
    assert [url for url, times in fetched.items() if times > 1] == []


def test_going_on_with_a_finished_run_asks_for_no_page(home, tmp_path):
    out = tmp_path / "out"
    run_whole(home, out)
    before = captures(out)

    again = run_whole(home, out, "--resume")

    assert again.returncode in (0, 1)
    assert captures(out) == before
