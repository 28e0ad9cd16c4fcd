"""Drafts sent, objections ended, tasks handed out: by whom, when, and what is refused."""

from datetime import UTC, date, datetime

import pytest
from tests.web import builders
from tests.web.unit_objects import finding, joined

from kaoping.web.publishing.models import ScoreSnapshot
from kaoping.web.units.actions import rounds
from kaoping.web.units.models import RectificationTask, Term
from kaoping.web.units.refusals import Refused


def post(client, round_, step):
    return client.post(f"/units/office/rounds/{round_.public_id}/step/", {"step": step})


@pytest.mark.django_db
class TestSendDrafts:
    def test_it_scores_the_round_and_sets_the_last_day(self, signed_in, office_admin, reviewing, unit):
        finding(reviewing, unit)

        response = post(signed_in(office_admin), reviewing, "send")

        reviewing.refresh_from_db()
        assert response.status_code == 302
        assert reviewing.state == "drafted"
        assert ScoreSnapshot.objects.get(round=reviewing, unit=unit).total == 99
        assert Term.objects.get(round=reviewing).appeal_counted

    def test_the_term_is_counted_in_working_days_of_beijing(self, office_admin, reviewing):
        # 23:30 on Wednesday in London is Thursday morning in Beijing; 2026-10-01 to 07 are holidays
        term = rounds.send_drafts(reviewing, by=office_admin, now=datetime(2026, 9, 28, 23, 30, tzinfo=UTC))

        assert term.appeal_due == date(2026, 10, 9)
        assert "工作日" in term.appeal_counted

    def test_a_term_beyond_the_known_calendar_is_refused_and_nothing_is_sent(self, office_admin, reviewing):
        with pytest.raises(Refused, match="工作日"):
            rounds.send_drafts(reviewing, by=office_admin, now=datetime(2049, 1, 5, tzinfo=UTC))

        reviewing.refresh_from_db()
        assert reviewing.state == "reviewing"
        assert not Term.objects.filter(round=reviewing).exists()

    def test_a_second_time_is_refused(self, signed_in, office_admin, reviewing):
        client = signed_in(office_admin)
        post(client, reviewing, "send")

        assert post(client, reviewing, "send").status_code == 422

    def test_a_step_that_is_none_is_refused(self, signed_in, office_admin, reviewing):
        assert post(signed_in(office_admin), reviewing, "score").status_code == 422


@pytest.mark.django_db
class TestCloseAppeals:
    def test_it_waits_for_the_last_day(self, signed_in, office_admin, drafted):
        response = post(signed_in(office_admin), drafted, "close")

        assert response.status_code == 422
        assert "期满前不能截止" in response.content.decode()

    def test_from_then_on_it_can_be_done_once(self, signed_in, office_admin, drafted):
        Term.objects.update(appeal_due=date(2026, 1, 5))
        client = signed_in(office_admin)

        assert post(client, drafted, "close").status_code == 302
        assert post(client, drafted, "close").status_code == 422


@pytest.mark.django_db
class TestStartRectifying:
    @pytest.fixture
    def released(self, unit, other_unit):
        return joined(builders.round_("released", notice_date=date(2026, 8, 25)), unit, other_unit)

    def test_each_confirmed_finding_is_a_task_due_by_its_severity(
        self, signed_in, office_admin, released, unit
    ):
        finding(
            released, unit, severity="严重", witnesses=[{"voice": "check", "name": "x", "digest": "sha256:a"}]
        )
        finding(released, unit, severity="一般")
        finding(released, unit, state="dismissed")

        post(signed_in(office_admin), released, "rectify")

        tasks = RectificationTask.objects.order_by("due")
        assert [task.due for task in tasks] == [date(2026, 8, 28), date(2026, 9, 2)]
        assert tasks[0].before_digest == "sha256:a"
        assert all("工作日" in task.counted for task in tasks)
        assert Term.objects.get(round=released).report_due == date(2026, 9, 2)

    def test_without_the_date_of_the_notice_it_is_refused(self, signed_in, office_admin, unit):
        released = joined(builders.round_("released"), unit)

        response = post(signed_in(office_admin), released, "rectify")

        assert response.status_code == 422
        assert "通报日期" in response.content.decode()

    def test_a_last_day_beyond_the_calendar_makes_no_task(self, office_admin, released, unit):
        finding(released, unit)
        released.notice_date = date(2049, 1, 5)

        with pytest.raises(Refused):
            rounds.start_rectifying(released, by=office_admin)

        assert not RectificationTask.objects.exists()
