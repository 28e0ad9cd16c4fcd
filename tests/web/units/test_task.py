"""A rectification task: claimed, planned, reported, put off, judged; what is refused, what happens twice."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.web.unit_objects import finding, task

from kaoping.web.units.models import Extension, Step
from kaoping.web.units.states import TASKS


@pytest.fixture
def owed(rectifying, unit, reviewer):
    return task(finding(rectifying, unit, confirmed_by=reviewer), due=date(2026, 9, 10))


def post(client, owed, act, **given):
    return client.post(f"/units/tasks/{owed.public_id}/{act}/", given)


@pytest.mark.django_db
class TestOwnSteps:
    def test_claimed_planned_and_reported_it_waits_for_the_machine(self, signed_in, unit_staff, owed):
        client = signed_in(unit_staff)

        post(client, owed, "claim", owner="王甲")
        post(client, owed, "plan", cause="工作机制不健全", plan="补充公开")
        post(client, owed, "report", cause="工作机制不健全", words="已补充公开")

        owed.refresh_from_db()
        assert (owed.state, owed.owner, owed.cause, owed.look) == (
            "reported",
            "王甲",
            "工作机制不健全",
            "queued",
        )
        assert list(owed.steps.values_list("kind", flat=True)) == ["claim", "plan", "report"]

    def test_a_plan_needs_somebody_who_sees_to_it(self, signed_in, unit_staff, owed):
        assert post(signed_in(unit_staff), owed, "plan", cause="其他", plan="补充").status_code == 422

    def test_a_cause_that_is_not_offered_is_refused(self, signed_in, unit_staff, owed):
        assert post(signed_in(unit_staff), owed, "report", cause="天气", words="已改").status_code == 422

    def test_reported_twice_the_second_is_refused(self, signed_in, unit_staff, owed):
        client = signed_in(unit_staff)
        post(client, owed, "report", cause="其他", words="已改")

        assert post(client, owed, "report", cause="其他", words="已改").status_code == 409
        assert Step.objects.filter(kind="report").count() == 1

    def test_a_hostile_proof_leaves_it_unreported(self, signed_in, unit_staff, owed):
        script = SimpleUploadedFile("x.png", b"<html><script>1</script>")

        response = post(signed_in(unit_staff), owed, "report", cause="其他", words="已改", attached=script)

        owed.refresh_from_db()
        assert response.status_code == 422
        assert owed.state == "open"

    def test_a_report_can_be_taken_back_before_the_machine_saw(self, signed_in, unit_staff, owed):
        client = signed_in(unit_staff)
        post(client, owed, "report", cause="其他", words="已改")

        assert post(client, owed, "withdraw").status_code == 302

        owed.refresh_from_db()
        assert (owed.state, owed.look) == ("claimed", "")

    def test_the_history_does_not_name_people_of_the_office(self, signed_in, unit_staff, office_admin, owed):
        Step.objects.create(task=owed, kind="exempt", by=office_admin, at=timezone.now(), words="")

        told = signed_in(unit_staff).get(f"/units/tasks/{owed.public_id}/").content.decode()

        assert "考评办" in told
        assert office_admin.name not in told

    def test_in_a_sealed_round_nothing_moves(self, signed_in, unit_staff, owed):
        owed.round.state = "sealed"
        owed.round.save()

        assert post(signed_in(unit_staff), owed, "claim", owner="王甲").status_code == 422


@pytest.mark.django_db
class TestExtension:
    def ask(self, client, owed, due="2026-09-15"):
        return post(client, owed, "extend", due=due, reason="网站改版")

    def test_granted_the_task_is_due_later(self, signed_in, unit_staff, office_admin, owed):
        self.ask(signed_in(unit_staff), owed)
        asked = Extension.objects.get()

        signed_in(office_admin).post(
            f"/units/office/extensions/{asked.public_id}/", {"is_granted": "1", "words": "同意"}
        )

        owed.refresh_from_db()
        assert (owed.state, owed.due) == ("extended", date(2026, 9, 15))
        assert "原期限 2026-09-10" in owed.counted

    @pytest.mark.parametrize(
        ("due", "word"), [("2026-09-09", "晚于"), ("2026-09-12", "不是工作日"), ("2049-01-05", "日历")]
    )
    def test_days_that_cannot_be_are_refused(self, signed_in, unit_staff, owed, due, word):
        response = self.ask(signed_in(unit_staff), owed, due)

        assert response.status_code == 422
        assert word in response.content.decode()

    def test_two_at_once_are_refused(self, signed_in, unit_staff, owed):
        client = signed_in(unit_staff)
        self.ask(client, owed)

        assert self.ask(client, owed).status_code == 409

    def test_a_no_needs_a_reason_and_two_answers_are_refused(self, signed_in, unit_staff, office_admin, owed):
        self.ask(signed_in(unit_staff), owed)
        address = f"/units/office/extensions/{Extension.objects.get().public_id}/"
        client = signed_in(office_admin)

        statuses = [
            client.post(address, given).status_code
            for given in ({"is_granted": "0"}, {"is_granted": "0", "words": "期限足够"}, {"is_granted": "1"})
        ]

        owed.refresh_from_db()
        assert statuses == [422, 302, 409]
        assert owed.due == date(2026, 9, 10)


@pytest.mark.django_db
class TestJudge:
    def post(self, client, owed, outcome, reason="现场查看"):
        return client.post(
            f"/units/office/tasks/{owed.public_id}/judge/", {"outcome": outcome, "reason": reason}
        )

    def test_where_the_machine_cannot_tell_a_person_does(self, signed_in, office_admin, owed):
        owed.state = "cannot tell"
        owed.save()

        self.post(signed_in(office_admin), owed, "verified")

        owed.refresh_from_db()
        assert (owed.state, owed.message) == ("verified", "现场查看")

    def test_nothing_is_verified_that_was_not_reported(self, signed_in, office_admin, owed):
        assert self.post(signed_in(office_admin), owed, "verified").status_code == 409

    def test_an_exemption_needs_a_reason(self, signed_in, office_admin, owed):
        client = signed_in(office_admin)

        assert self.post(client, owed, "exempt", " ").status_code == 422
        assert self.post(client, owed, "exempt").status_code == 302


class TestTable:
    def test_what_is_verified_or_exempt_goes_nowhere(self):
        assert [pair for pair in TASKS if pair[0] in {"verified", "exempt"}] == []


@pytest.mark.django_db
class TestBoard:
    def test_it_counts_and_lists_overdue_escalated_and_not_reported(
        self, signed_in, office_admin, owed, rectifying
    ):
        response = signed_in(office_admin).get(
            f"/units/office/board/?round={rectifying.public_id}&state=overdue"
        )

        assert response.context["overdue"] == 1
        assert [one.unit for one in response.context["escalation"]] == [owed.unit]
        assert [state for _, state, _ in response.context["duties"]] == ["not yet due"]
        assert owed.suspect.message in response.content.decode()

    def test_a_false_claim_is_shown_as_such(self, signed_in, office_admin, owed, rectifying):
        owed.state, owed.message = "false", "页面仍无内容"
        owed.save()

        told = (
            signed_in(office_admin).get(f"/units/office/board/?round={rectifying.public_id}").content.decode()
        )

        assert "报称整改但仍存在" in told
        assert "页面仍无内容" in told

    def test_causes_are_counted(self, signed_in, office_admin, owed, rectifying):
        owed.cause = "部门协同不畅"
        owed.save()

        response = signed_in(office_admin).get(f"/units/office/board/?round={rectifying.public_id}")

        assert response.context["causes"] == [("部门协同不畅", 1, 1)]

    def test_the_table_can_be_taken_away_without_formulas(self, signed_in, office_admin, owed, rectifying):
        owed.owner = '=HYPERLINK("x")'
        owed.save()

        response = signed_in(office_admin).get(
            f"/units/office/board/?round={rectifying.public_id}&format=csv"
        )

        told = b"".join(response).decode()
        assert ",=HYPERLINK" not in told
        assert ',"=HYPERLINK' not in told


@pytest.mark.django_db
class TestOwnTasks:
    def test_they_are_listed_with_their_days(self, signed_in, unit_admin, owed, rectifying):
        told = signed_in(unit_admin).get(f"/units/rounds/{rectifying.public_id}/tasks/").content.decode()

        assert owed.suspect.message in told
        assert "2026-09-10" in told

    def test_before_release_there_are_none(self, signed_in, unit_admin, drafted):
        response = signed_in(unit_admin).get(f"/units/rounds/{drafted.public_id}/tasks/")

        assert response.status_code == 404

    def test_the_next_owed_is_on_the_first_page(self, signed_in, unit_admin, owed):
        owed.due = timezone.localdate() + timedelta(days=1)
        owed.save()

        assert "整改问题" in signed_in(unit_admin).get("/units/").content.decode()
