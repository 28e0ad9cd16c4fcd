"""
The clock is set forward or back by hours: no lease is held for ever, no schedule is missed or done twice.

How long something takes is measured by the monotonic clock; what the wall clock decides is told here.
"""

from datetime import timedelta

import pytest
from tests.web import builders
from tests.web.imports.test_take_list import row

from kaoping.web.dashboard.queries import late_jobs
from kaoping.web.gathering.leases import lease, let_go, renew, settle_left, take
from kaoping.web.gathering.models import Job
from kaoping.web.gathering.schedules import start_scheduled
from kaoping.web.imports.models import Batch, Item
from kaoping.web.pages.terms import is_over
from kaoping.web.planning.models import Schedule

pytestmark = pytest.mark.django_db
BACK, FORWARD = timedelta(hours=-5), timedelta(hours=5)


class TestLeases:
    def test_one_whose_worker_died_before_the_clock_was_set_back_is_taken_over_at_once(self, job, now):
        take("a", now=now)

        assert take("b", now=now + BACK) == job

    def test_a_pause_before_the_next_try_does_not_become_hours(self, job, now):
        Job.objects.update(tries=1, not_before=now + timedelta(seconds=20))

        assert take("b", now=now) is None
        assert take("b", now=now + BACK) == job

    def test_one_planned_for_later_still_waits(self, job, now):
        Job.objects.update(not_before=now)

        assert take("b", now=now + BACK) is None

    def test_its_host_is_not_kept_from_others_for_hours(self, job, now):
        other = builders.job(builders.round_("gathering"), job.site.unit, site=job.site)
        take("a", now=now)

        taken = {take(name, now=now + BACK) for name in ("b", "c")}

        assert None in taken
        assert len(taken & {job, other}) == 1

    def test_one_that_is_renewed_after_the_jump_stays_with_its_worker(self, job, now):
        take("a", now=now)

        assert renew(job, "a", now=now + BACK) == ""
        assert take("b", now=now + BACK) is None

    def test_a_worker_that_lost_it_by_a_jump_writes_nothing_more(self, job, now):
        take("a", now=now)
        take("b", now=now + FORWARD)

        assert renew(job, "a", now=now + FORWARD) is None
        assert let_go(job, "a", state="done", now=now + FORWARD) is False

    def test_what_was_to_end_ends_after_a_jump_back(self, job, now):
        take("a", now=now)
        Job.objects.update(wanted="cancel")

        assert settle_left(now=now + BACK) == 1

    def test_clocks_of_machines_that_differ_by_less_than_a_lease_steal_nothing(self, job, now):
        take("a", now=now)

        assert take("b", now=now - lease() / 2) is None

    def test_the_dashboard_tells_of_it(self, job, now, office_admin):
        take("a", now=now + FORWARD)

        assert late_jobs(office_admin) == [job]


class TestTerms:
    def test_what_nobody_holds_is_not_over(self, job, now):
        assert not Job.objects.filter(is_over("lease_until", lease(), now=now)).exists()


class TestSchedules:
    @pytest.fixture
    def schedule(self, unit, now):
        round_ = builders.round_("planned")
        builders.member(round_, unit)
        builders.site(unit)
        return Schedule.objects.create(round=round_, starts_at=now, spread_minutes=0)

    def test_a_jump_over_its_time_starts_it_all_the_same(self, schedule, now):
        assert start_scheduled(now=now + FORWARD) == 1

    def test_a_jump_back_after_it_began_does_not_begin_it_again(self, schedule, now):
        start_scheduled(now=now)

        assert [start_scheduled(now=at) for at in (now + BACK, now, now + FORWARD)] == [0, 0, 0]
        assert Job.objects.count() == 1

    def test_a_jump_back_before_its_time_only_waits_for_it(self, schedule, now):
        assert start_scheduled(now=now + BACK) == 0
        assert start_scheduled(now=now) == 1


class TestImports:
    @pytest.mark.parametrize("jump", [BACK, FORWARD])
    def test_a_list_whose_import_was_cut_off_before_a_jump_can_be_taken_over(
        self, jump, now, office_admin, signed_in, unit, other_unit
    ):
        batch = half_brought(unit, other_unit, office_admin, held_until=now - jump)

        response = signed_in(office_admin).post(f"/imports/{batch.public_id}/take/")

        batch.refresh_from_db()
        assert response.status_code == 302
        assert (batch.state, batch.held_until) == ("done", None)
        assert Item.objects.count() == 1

    def test_one_under_way_is_still_not_taken_twice(self, now, office_admin, signed_in, unit, other_unit):
        batch = half_brought(unit, other_unit, office_admin, held_until=now + timedelta(minutes=9))

        signed_in(office_admin).post(f"/imports/{batch.public_id}/take/")

        assert Item.objects.count() == 0


def half_brought(unit, other_unit, by, *, held_until):
    """A list that somebody began to take over, and that is held until then."""
    from tests.web.asked_round import asked_round
    from tests.web.imports.conftest import HEAD

    from kaoping.web.imports.actions import preview

    batch = preview(
        content=(HEAD + row("兴稠")).encode(), name="清单.csv", round_=asked_round(unit, other_unit),
        source="望川监测", is_whole=True, by=by,
    )  # fmt: skip
    Batch.objects.update(state="running", held_until=held_until)
    return batch
