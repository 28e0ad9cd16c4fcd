"""Who gets which job: one worker each, one visit a host, and what is left behind is taken over."""

from datetime import timedelta

import pytest
from tests.web import builders

from kaoping.web.gathering.leases import let_go, renew, settle_left, take

pytestmark = pytest.mark.django_db


class TestTake:
    def test_a_job_is_one_workers(self, job, now):
        assert take("a", now=now) == job
        assert take("b", now=now) is None

    def test_a_job_whose_worker_is_gone_is_taken_over(self, job, now):
        take("a", now=now)

        assert take("b", now=now + timedelta(hours=1)) == job
        assert renew(job, "a", now=now) is None
        assert let_go(job, "a", state="done", now=now) is False

    def test_one_that_may_not_begin_yet_waits(self, job, now):
        job.not_before = now + timedelta(minutes=5)
        job.save()

        assert take("a", now=now) is None
        assert take("a", now=now + timedelta(minutes=6)) == job

    def test_a_host_is_visited_by_one_at_a_time(self, job, now):
        other = builders.job(builders.round_("gathering"), job.site.unit, site=job.site)
        take("a", now=now)

        assert take("b", now=now) is None

        let_go(job, "a", state="done", now=now)
        assert take("b", now=now) == other


class TestSettleLeft:
    @pytest.mark.parametrize(("wanted", "state"), [("pause", "paused"), ("cancel", "cancelled")])
    def test_what_was_to_end_ends_though_its_worker_is_gone(self, job, now, wanted, state):
        take("a", now=now)
        job.refresh_from_db()
        job.wanted = wanted
        job.save()

        settle_left(now=now + timedelta(hours=1))

        job.refresh_from_db()
        assert (job.state, job.wanted) == (state, "")
