"""What people want of one visit: pause, go on, cancel, again."""

import pytest
from django.urls import reverse
from tests.web import builders

from kaoping.web.audit.models import Entry
from kaoping.web.gathering.models import Job

STATES = ("queued", "running", "paused", "done", "incomplete", "failed", "cancelled")
# state after the wish, and what the worker is asked for
EXPECTED = {
    "pause": {"queued": ("paused", ""), "running": ("running", "pause")},
    "cancel": {"queued": ("cancelled", ""), "running": ("running", "cancel"), "paused": ("cancelled", "")},
    "go_on": dict.fromkeys(("paused", "incomplete", "failed", "cancelled"), ("queued", "")),
}


def ask(client, job, wish):
    return client.post(reverse(f"gathering:{wish}", args=[job.public_id]), follow=True)


class TestWishes:
    @pytest.mark.parametrize("wish", EXPECTED)
    @pytest.mark.parametrize("state", STATES)
    def test_each_state_takes_the_wish_or_refuses_it(self, signed_in, office_admin, unit, wish, state):
        job = builders.job(builders.round_("gathering"), unit, state=state)

        response = ask(signed_in(office_admin), job, wish)

        job.refresh_from_db()
        assert (job.state, job.wanted) == EXPECTED[wish].get(state, (state, ""))
        is_refused = state not in EXPECTED[wish]
        assert ("notice bad" in response.content.decode()) == is_refused
        assert Entry.objects.filter(action=f"gathering.{wish}").exists() != is_refused

    def test_going_on_with_an_incomplete_visit_is_a_new_lap(self, signed_in, office_admin, unit):
        job = builders.job(builders.round_("gathering"), unit, state="incomplete")

        ask(signed_in(office_admin), job, "go_on")

        job.refresh_from_db()
        assert job.lap == 2

    @pytest.mark.parametrize("wish", [*EXPECTED, "again"])
    def test_an_inspector_may_not(self, signed_in, inspector, unit, wish):
        job = builders.job(builders.round_("gathering"), unit)

        assert ask(signed_in(inspector), job, wish).status_code == 403


class TestAgain:
    def test_another_look_is_labelled_and_keeps_the_limits(self, signed_in, office_admin, unit):
        job = builders.job(builders.round_("gathering"), unit, state="done", limits={"rate": 0.5})

        ask(signed_in(office_admin), job, "again")

        again = Job.objects.get(sighting=2)
        assert (again.site, again.is_again, again.limits) == (job.site, True, {"rate": 0.5})

    def test_asked_for_twice_there_is_one(self, signed_in, office_admin, unit):
        job = builders.job(builders.round_("gathering"), unit, state="done")
        client = signed_in(office_admin)
        ask(client, job, "again")

        response = ask(client, job, "again")

        assert "还有一次采集没有结束" in response.content.decode()
        assert Job.objects.count() == 2

    def test_after_release_it_is_refused(self, signed_in, office_admin, unit):
        job = builders.job(builders.round_("released"), unit, state="done")

        response = ask(signed_in(office_admin), job, "again")

        assert "不能再采集" in response.content.decode()
