"""
The database server restarts while sites are gathered and laid down: the worker lives on, nothing is lost.

Each restart ends all connections at once and lets nobody in for some seconds.
"""

import os
import random
import time
from datetime import date

import pytest
from tests.web import database_server
from tests.web.gathering.city_round import Office, told

from kaoping_toytown import build_city, serve

pytestmark = pytest.mark.slow
RESTARTS = int(os.environ.get("KAOPING_KILLS", "4"))
MOST_S = 600


@pytest.fixture(scope="module")
def offices(tmp_path_factory):
    """Two offices with the same round: one whose server restarts again and again, one left alone."""
    if why := database_server.why_none():
        pytest.skip(why)
    broken, alone = (f"kaoping_{kind}_{os.getpid()}" for kind in ("restarted", "steady"))
    with (
        serve(build_city(seed=3, today=date(2026, 9, 15), sites=3, pages=12)) as city,
        database_server.database(broken) as first,
        database_server.database(alone) as second,
    ):
        urls = [city.base_url(site) for site in city.city.sites]
        restarted = Office(tmp_path_factory.mktemp("restarted"), database=first)
        steady = Office(tmp_path_factory.mktemp("steady"), database=second)
        restarted.plan(urls)
        steady.plan(urls)
        met, looks = worked_through_restarts(restarted, broken)
        worked(steady, looks)
        yield restarted, steady, met


def worked_through_restarts(office, name):
    """Let one worker work; how many restarts met it, and how often all sites were looked at again."""
    worker, chance, met, looks = office.worker(), random.Random(9), 0, 0
    try:
        for _ in range(RESTARTS):
            if office.is_over():
                office.look_again()
                looks += 1
            until_at_work(name)
            time.sleep(chance.uniform(0, 2))
            met += database_server.taken_away(name, chance.uniform(0.2, 4)) > 0
        until_over(office, worker)
    finally:
        worker.terminate()
        worker.wait()
    return met, looks


def until_at_work(name):
    """Wait until somebody is connected to the database of this name."""
    ends_at = time.monotonic() + MOST_S
    while not database_server.connected(name) and time.monotonic() < ends_at:
        time.sleep(0.1)


def worked(office, looks):
    """The same work, with nothing in its way."""
    worker = office.worker()
    try:
        until_over(office, worker)
        for _ in range(looks):
            office.look_again()
            until_over(office, worker)
    finally:
        worker.terminate()
        worker.wait()


def until_over(office, worker):
    """Wait for the end of all jobs; the worker must live to see it."""
    ends_at = time.monotonic() + MOST_S
    while not office.is_over():
        assert worker.poll() is None, office.log()[-2000:]
        assert time.monotonic() < ends_at, office.log()[-2000:]
        time.sleep(0.3)


class TestRestartedServer:
    def test_the_restarts_met_the_worker_at_work(self, offices):
        _, _, met = offices

        assert met >= RESTARTS // 2

    def test_the_same_worker_ends_every_site_whole(self, offices):
        restarted, steady, _ = offices

        assert set(restarted.states()) == set(steady.states()) == {"done"}

    def test_the_round_equals_one_whose_server_never_restarted(self, offices):
        restarted, steady, _ = offices

        assert told(restarted) == told(steady)

    def test_each_visit_is_told_of_in_the_trail_once_and_the_chain_is_whole(self, offices):
        restarted, _, _ = offices
        subjects = restarted.rows("SELECT subject FROM audit_entry WHERE action='gathering.visited'")
        verify = "import django; django.setup(); from kaoping.web.audit.queries import verify; v = verify();"
        verify += " assert v.is_whole and v.entries, v"

        restarted.python("-c", verify)

        assert len(subjects) == len(set(subjects)) == len(restarted.states())
