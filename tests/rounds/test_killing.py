"""A `kill -9` at any point loses nothing and repeats nothing."""

import random
from collections import Counter
from datetime import date

import pytest
from killing import facts, run_killed, run_whole
from runs import rows

from kaoping_toytown import build_city, serve

pytestmark = pytest.mark.slow
KILLS = 20


@pytest.fixture(scope="module")
def home():
    with serve(build_city(seed=3, today=date(2026, 9, 15), sites=1, pages=150)) as city:
        yield city.base_url(city.city.sites[0])


@pytest.fixture(scope="module")
def unbroken(home, tmp_path_factory):
    out = tmp_path_factory.mktemp("unbroken") / "out"
    assert run_whole(home, out).returncode in (0, 1)
    return out


@pytest.fixture(scope="module")
def broken(home, tmp_path_factory):
    """Where a run lies that was killed twenty times, and how many kills hit it alive."""
    out = tmp_path_factory.mktemp("broken") / "out"
    return out, run_killed(home, out, kills=KILLS, chance=random.Random(5))


def pages(out):
    """What came back for each page; a page that failed once is asked again whatever happens."""
    return rows(out, "SELECT url, status, digest FROM captures WHERE role='page' AND failure=''")


def test_a_run_killed_twenty_times_equals_an_unbroken_one(unbroken, broken):
    out, hits = broken

    assert hits >= KILLS // 2, "the kills came too late to prove anything"
    assert facts(out) == facts(unbroken)
    assert set(pages(out)) == set(pages(unbroken))


def test_what_is_in_the_archive_is_not_fetched_again(broken):
    out, _ = broken

    fetched = Counter(url for url, status, _ in pages(out) if status == 200)

    assert [url for url, times in fetched.items() if times > 1] == []


def test_every_address_of_the_frontier_is_settled(broken, unbroken):
    out, _ = broken
    query = "SELECT url, state, reason FROM urls ORDER BY url"

    assert rows(out, query) == rows(unbroken, query)


def test_going_on_with_a_finished_run_asks_for_no_page(home, broken):
    out, _ = broken
    before = pages(out)

    again = run_whole(home, out, "--resume")

    assert again.returncode in (0, 1)
    assert pages(out) == before
