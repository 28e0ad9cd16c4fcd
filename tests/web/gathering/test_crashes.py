"""
A `kill -9` of the worker or of a page's process, at any point, loses nothing and makes nothing twice.

`KAOPING_KILLS` says how many points; the full measure is 50.
"""

import os
import random
import time
from datetime import date

import pytest
from tests.web.gathering.city_round import Office, told, writer

from kaoping_toytown import build_city, serve

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("KAOPING_KILLS", "4"))
MOST_S = 600


@pytest.fixture(scope="module")
def urls():
    with serve(build_city(seed=3, today=date(2026, 9, 15), sites=3, pages=12)) as city:
        yield [city.base_url(site) for site in city.city.sites]


@pytest.fixture(scope="module")
def unbroken(urls, tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("unbroken"))
    office.plan(urls)
    work(office)
    return office


@pytest.fixture(scope="module")
def broken(urls, tmp_path_factory):
    """The same round, whose worker and pages were killed again and again; and how often that hit them."""
    office = Office(tmp_path_factory.mktemp("broken"))
    office.plan(urls)
    hits = killed(office, KILLS, random.Random(7))
    work(office)
    return office, hits


def work(office):
    """Let workers work until all is over."""
    worker = office.worker()
    try:
        ends_at = time.monotonic() + MOST_S
        while not office.is_over():
            assert time.monotonic() < ends_at, office.log()[-2000:]
            time.sleep(0.3)
    finally:
        worker.terminate()
        worker.wait()


def killed(office, kills, chance):
    """
    Kill the worker so often, each time starting another. Every other kill comes just after something was
    stored, the rest at any moment of a worker's start. A page's process that writes is killed beside it.
    """
    hits, page = 0, writer(office)
    for number in range(kills):
        worker = office.worker()
        before = marks(office)
        ends_at = time.monotonic() + 20
        if number % 2 == 0:
            while worker.poll() is None and marks(office) == before and time.monotonic() < ends_at:
                time.sleep(0.002)
            time.sleep(chance.uniform(0, 0.2))
        else:
            time.sleep(chance.uniform(1, 8))
        hits += worker.poll() is None and not office.is_over()
        worker.kill()
        worker.wait()
        if number % 3 == 0:
            assert page.poll() is None, (office.folder / "writer.log").read_text("utf-8")
            page.kill()
            page.wait()
            page = writer(office)
    page.kill()
    page.wait()
    return hits


def marks(office):
    """What grows while the round is laid down."""
    return office.rows(
        "SELECT (SELECT count(*) FROM review_suspect), (SELECT count(*) FROM review_observation),"
        " (SELECT count(*) FROM gathering_coverage), (SELECT sum(length(progress)) FROM gathering_job)"
    )


class TestKilledWorkers:
    def test_the_round_equals_one_that_nothing_broke(self, unbroken, broken):
        office, hits = broken

        assert hits >= min(KILLS // 2, 6), "the kills came too late to prove anything"
        assert any(
            "超过数量" in one.get("facts", {}).get("why", "") for one in told(unbroken)["observations"]
        )
        assert told(office) == told(unbroken)

    def test_every_site_ends_whole(self, broken):
        office, _ = broken

        assert office.states() == ["done"] * 3

    def test_nothing_waited_in_vain_for_the_database(self, broken):
        office, _ = broken

        assert "locked" not in office.log()
        assert "locked" not in (office.folder / "writer.log").read_text("utf-8")

    def test_the_database_and_the_audit_trail_are_whole(self, broken):
        office, _ = broken
        verify = "import django; django.setup(); from kaoping.web.audit.queries import verify; v = verify();"
        verify += " assert v.is_whole and v.entries, v"

        office.python("-c", verify)

        assert office.rows("PRAGMA integrity_check") == [("ok",)]

    def test_a_visit_is_told_of_in_the_trail_once(self, broken):
        office, _ = broken
        subjects = office.rows("SELECT subject FROM audit_entry WHERE action='gathering.visited'")

        assert len(subjects) == len(set(subjects)) == 3


class TestLaidDownAgain:
    def test_a_second_ingest_changes_nothing(self, unbroken):
        before = told(unbroken), unbroken.rows("SELECT id, fact, witnesses, version FROM review_suspect")
        again = """
import django
django.setup()
from pathlib import Path
from kaoping.web.gathering.ingesting import Ingest
from kaoping.web.gathering.models import Job
from kaoping.web.gathering.orders import read_outcome
from kaoping.web.gathering.plans import folder_of
for job in Job.objects.all():
    Job.objects.filter(pk=job.pk).update(state="running", worker="again")
    folder = folder_of(job)
    Ingest(job, folder, read_outcome(folder, 1), worker="again").run()
    Job.objects.filter(pk=job.pk).update(state="done")
"""

        unbroken.python("-c", again)

        after = told(unbroken), unbroken.rows("SELECT id, fact, witnesses, version FROM review_suspect")
        assert after == before
