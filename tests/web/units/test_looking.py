"""A report is looked at by the machine at once: fetched again, checked again, in a child process."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from tests.web import builders
from tests.web.one_page_city import PAGE, serving, with_link
from tests.web.unit_objects import finding, task

from kaoping.web.units import looking
from kaoping.web.units.actions import tasks
from kaoping.web.units.models import RectificationTask


@pytest.fixture
def city():
    with serving() as made:
        yield made


@pytest.fixture
def claimed(city, rectifying, unit, settings):
    """Reported as put right: a dead link on the home page."""
    settings.ALLOW_PRIVATE = True
    rectifying.settings = {"rate": 0}
    rectifying.save()
    site = builders.site(unit, url=city.url, host=city.url.split("/")[2])
    dead = f"{city.url}gone.html"
    witness = {
        "voice": "check", "name": "upkeep.dead_link", "seen_at": "2026-08-01T00:00:00Z",
        "digest": "sha256:before",
    }  # fmt: skip
    suspect = finding(
        rectifying, unit, site=site, url=city.url, object=dead, facts={"target": dead}, quote="旧链接",
        check_id="upkeep.dead_link", message="死链", witnesses=[witness],
    )  # fmt: skip
    return task(
        suspect, state="reported", look="queued", reported_at=datetime(2026, 9, 1, tzinfo=UTC),
        before_digest="sha256:before",
    )  # fmt: skip


@pytest.mark.django_db
class TestLookAtNext:
    def test_what_is_still_there_is_a_false_claim(self, city, claimed):
        with_link(city)

        assert looking.look_at_next()

        claimed.refresh_from_db()
        assert (claimed.state, claimed.look, claimed.looks) == ("false", "", 1), claimed.message
        assert claimed.before_digest == "sha256:before"
        assert claimed.after_digest.startswith("sha256:")
        assert claimed.message

    def test_what_is_gone_is_verified(self, city, claimed):
        city.page = PAGE.format(links="")

        looking.look_at_next()

        claimed.refresh_from_db()
        assert claimed.state == "verified", claimed.message
        assert claimed.steps.last().kind == "verified"

    def test_a_site_that_does_not_answer_cannot_be_told(self, city, claimed):
        city.server.shutdown()
        city.server.server_close()

        looking.look_at_next()

        claimed.refresh_from_db()
        assert claimed.state == "cannot tell"


@pytest.mark.django_db
class TestWithoutTheMachine:
    def test_what_only_a_person_found_goes_to_a_person(self, rectifying, unit):
        owed = task(finding(rectifying, unit), state="reported", look="queued", reported_at=timezone.now())

        looking.look_at_next()

        owed.refresh_from_db()
        assert owed.state == "cannot tell"
        assert "人工复核" in owed.message

    def test_nothing_waits_nothing_is_done(self, db):
        assert looking.look_at_next() is False

    def test_a_look_that_died_is_taken_over(self, rectifying, unit):
        now = timezone.now()
        fields = {"state": "reported", "look": "running", "reported_at": now, "looks": 1}
        dead = task(finding(rectifying, unit), look_lease=now - timedelta(seconds=1), **fields)
        live = task(finding(rectifying, unit), look_lease=now + timedelta(minutes=5), **fields)

        looking.look_at_next()

        assert looking.look_at_next() is False
        states = dict(RectificationTask.objects.values_list("pk", "state"))
        assert (states[dead.pk], states[live.pk]) == ("cannot tell", "reported")

    def test_what_was_withdrawn_meanwhile_is_not_settled(self, rectifying, unit):
        owed = task(finding(rectifying, unit), state="claimed", look="", looks=1)

        done = tasks.settle(owed, outcome="verified", message="", digest="", looks=1, now=timezone.now())

        owed.refresh_from_db()
        assert done is None
        assert owed.state == "claimed"
