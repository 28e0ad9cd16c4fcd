"""Pausing all of a round, and going on."""

import pytest
from django.urls import reverse
from tests.web import builders


@pytest.fixture
def jobs(unit):
    round_ = builders.round_("gathering")
    return [builders.job(round_, unit, state=state) for state in ("queued", "running", "done")]


def states(jobs):
    for job in jobs:
        job.refresh_from_db()
    return [(job.state, job.wanted) for job in jobs]


class TestPauseRound:
    def test_what_waits_is_paused_and_what_runs_is_asked_to(self, signed_in, office_admin, jobs):
        response = signed_in(office_admin).post(
            reverse("gathering:pause_round", args=[jobs[0].round.public_id])
        )

        assert response.status_code == 302
        assert states(jobs) == [("paused", ""), ("running", "pause"), ("done", "")]

    def test_an_inspector_may_not(self, signed_in, inspector, jobs):
        address = reverse("gathering:pause_round", args=[jobs[0].round.public_id])

        assert signed_in(inspector).post(address).status_code == 403


class TestGoOnRound:
    def test_all_goes_on(self, signed_in, office_admin, jobs):
        client, round_ = signed_in(office_admin), jobs[0].round
        client.post(reverse("gathering:pause_round", args=[round_.public_id]))

        client.post(reverse("gathering:go_on_round", args=[round_.public_id]))

        assert states(jobs) == [("queued", ""), ("running", ""), ("done", "")]
