"""A schedule makes its jobs when its time has come, once, spread and outside the quiet hours."""

from datetime import timedelta

import pytest
from tests.web import builders

from kaoping.web.gathering.models import Job
from kaoping.web.gathering.schedules import start_scheduled
from kaoping.web.planning.models import Schedule

pytestmark = pytest.mark.django_db


@pytest.fixture
def schedule(unit, other_unit, now):
    round_ = builders.round_("planned")
    for one in (unit, other_unit):
        builders.member(round_, one)
        builders.site(one)
    return Schedule.objects.create(round=round_, starts_at=now, spread_minutes=20, quiet_hours="08:30-18:00")


class TestStartScheduled:
    def test_before_its_time_nothing_begins(self, schedule, now):
        assert start_scheduled(now=now - timedelta(minutes=1)) == 0
        assert not Job.objects.exists()

    def test_the_sites_follow_each_other_and_keep_the_quiet_hours(self, schedule, now):
        start_scheduled(now=now)

        jobs = Job.objects.order_by("pk")
        assert [job.not_before - now for job in jobs] == [timedelta(0), timedelta(minutes=20)]
        assert {job.limits["quiet_hours"] for job in jobs} == {"08:30-18:00"}
        schedule.round.refresh_from_db()
        assert schedule.round.state == "gathering"

    def test_it_begins_once(self, schedule, now):
        start_scheduled(now=now)
        start_scheduled(now=now)

        assert Job.objects.count() == 2

    def test_another_schedule_is_another_look_labelled_as_such(self, schedule, now):
        start_scheduled(now=now)
        Schedule.objects.create(round=schedule.round, starts_at=now, spread_minutes=0)

        start_scheduled(now=now)

        assert sorted(Job.objects.values_list("sighting", "is_again")) == [(1, False)] * 2 + [(2, True)] * 2

    def test_a_round_that_is_released_is_left_alone(self, schedule, now):
        schedule.round.state = "released"
        schedule.round.save()

        assert start_scheduled(now=now) == 0
        assert not Job.objects.exists()
