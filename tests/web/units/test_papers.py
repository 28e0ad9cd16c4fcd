"""A unit's report on rectification made and sent, tasks handed out and claimed, causes, the countdown."""

import io
from datetime import timedelta

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.web import builders
from tests.web.unit_objects import contact, countdown, finding, goal, handed, report, task

from kaoping.web.units.models import Cause, Claim, Countdown, Goal, Report, Term
from kaoping.web.units.views.countdown import burn_table


@pytest.mark.django_db
class TestRectificationReport:
    def test_it_lists_the_items_with_before_and_after(
        self, signed_in, unit_admin, rectifying, unit, other_unit
    ):
        task(
            finding(rectifying, unit, message="栏目长期不更新"), state="verified", cause="其他",
            owner="王甲",
            report="已恢复更新", before_digest="sha256:aaaaaaaaaaaaaaaa",
            after_digest="sha256:bbbbbbbbbbbbbbbb",
            message="已有新内容",
        )  # fmt: skip
        task(finding(rectifying, other_unit, message="别的单位的问题"))

        response = signed_in(unit_admin).get(f"/units/rounds/{rectifying.public_id}/rectification/")

        paper = docx.Document(io.BytesIO(response.content))
        told = "".join(cell.text for t in paper.tables for row in t.rows for cell in row.cells)
        assert "栏目长期不更新" in told
        assert "aaaaaaaaaaaa" in told
        assert "bbbbbbbbbbbb" in told
        assert "已整改 1 个" in told
        assert "别的单位的问题" not in told

    def test_the_signed_report_is_uploaded_and_kept(self, signed_in, unit_staff, rectifying, unit):
        client = signed_in(unit_staff)
        file = SimpleUploadedFile("整改报告.txt", "已全部整改。".encode())

        response = client.post(f"/units/rounds/{rectifying.public_id}/reports/", {"file": file})

        made = Report.objects.get()
        assert response.status_code == 302
        assert (made.unit, made.lane, made.is_confirmed) == (unit, "upload", True)
        assert client.get(f"/units/reports/{made.public_id}/").content == "已全部整改。".encode()

    def test_after_the_last_day_it_is_marked_as_late(self, signed_in, unit_staff, rectifying):
        yesterday = timezone.localdate() - timedelta(days=1)
        Term.objects.create(
            round=rectifying, sent_at=timezone.now(), appeal_due=yesterday, report_due=yesterday
        )
        file = SimpleUploadedFile("整改报告.txt", "已全部整改。".encode())

        signed_in(unit_staff).post(f"/units/rounds/{rectifying.public_id}/reports/", {"file": file})

        assert Report.objects.get().is_late

    def test_the_same_file_twice_is_refused(self, signed_in, unit_staff, rectifying):
        client = signed_in(unit_staff)
        statuses = [
            client.post(
                f"/units/rounds/{rectifying.public_id}/reports/",
                {"file": SimpleUploadedFile("整改报告.txt", "已全部整改。".encode())},
            ).status_code
            for _ in range(2)
        ]

        assert statuses == [302, 422]

    def test_another_units_report_cannot_be_had(self, signed_in, unit_admin, rectifying, other_unit):
        made = report(rectifying, other_unit)

        assert signed_in(unit_admin).get(f"/units/reports/{made.public_id}/").status_code == 404


@pytest.mark.django_db
class TestHandedTasks:
    def test_handed_out_it_is_claimed_and_done(self, signed_in, office_admin, unit_staff, unit, other_unit):
        day = timezone.localdate()
        given = {
            "title": "报送清单",
            "claim_by": day.isoformat(),
            "units": [unit.public_id, other_unit.public_id],
        }
        signed_in(office_admin).post("/units/office/handed/new/", given)
        made = Claim.objects.get(unit=unit).task
        client = signed_in(unit_staff)

        statuses = [
            client.post(f"/units/handed/{made.public_id}/{act}/", {"owner": "王甲"}).status_code
            for act in ("done", "claim", "claim", "done", "done")
        ]

        held = Claim.objects.get(unit=unit)
        assert statuses == [422, 302, 409, 302, 409]
        assert held.owner == "王甲"

    def test_the_unclaimed_are_listed(self, signed_in, office_admin, unit, other_unit):
        made = handed(unit, other_unit)
        Claim.objects.filter(task=made, unit=unit).update(claimed_at=timezone.now(), owner="王甲")

        response = signed_in(office_admin).get("/units/office/handed/")

        assert [one.unit for one in response.context["unclaimed"]] == [other_unit]

    def test_a_unit_sees_only_its_own_claim(self, signed_in, unit_staff, unit, other_unit):
        made = handed(unit, other_unit)
        Claim.objects.filter(task=made, unit=other_unit).update(owner="别人")

        told = signed_in(unit_staff).get("/units/handed/").content.decode()

        assert made.title in told
        assert "别人" not in told

    def test_days_in_the_wrong_order_are_refused(self, signed_in, office_admin, unit):
        given = {"title": "报送", "claim_by": "2026-09-10", "due": "2026-09-01", "units": [unit.public_id]}

        assert signed_in(office_admin).post("/units/office/handed/new/", given).status_code == 422


@pytest.mark.django_db
class TestCauses:
    def test_the_office_adds_and_withdraws_causes(self, signed_in, office_admin):
        client = signed_in(office_admin)
        client.post("/units/office/causes/", {"name": "经费不足", "order": 9, "is_offered": "on"})
        made = Cause.objects.get(name="经费不足")

        client.post(f"/units/office/causes/{made.pk}/", {"name": "经费不足", "order": 9})

        made.refresh_from_db()
        assert made.is_offered is False

    def test_a_name_twice_is_refused(self, signed_in, office_admin):
        given = {"name": "其他", "order": 1, "is_offered": "on"}

        assert signed_in(office_admin).post("/units/office/causes/", given).status_code == 422


@pytest.mark.django_db
class TestCountdown:
    def test_a_systems_single_indicators_become_goals(self, signed_in, office_admin):
        system = builders.system()
        given = {"title": "省级考评", "starts": "2026-09-01", "day": "2026-10-20", "system": system.pk}

        signed_in(office_admin).post("/units/office/countdown/new/", given)

        assert list(Goal.objects.values_list("indicator", "title")) == [("A1", "机构职能")]

    def test_owner_and_day_are_set_and_the_day_is_within(self, signed_in, office_admin, unit):
        made = goal(countdown())
        client, address = signed_in(office_admin), f"/units/office/goals/{made.public_id}/"
        given = {"title": made.title, "unit": unit.pk, "owner": "王甲", "due": made.due.isoformat()}

        statuses = [
            client.post(address, given).status_code,
            client.post(address, given | {"due": (made.due + timedelta(days=1)).isoformat()}).status_code,
        ]

        made.refresh_from_db()
        assert statuses == [302, 422]
        assert made.owner == "王甲"

    def test_days_in_the_wrong_order_are_refused(self, signed_in, office_admin):
        given = {"title": "省级考评", "starts": "2026-10-21", "day": "2026-10-20"}

        assert signed_in(office_admin).post("/units/office/countdown/new/", given).status_code == 422
        assert not Countdown.objects.exists()

    def test_the_page_counts_what_is_open_late_and_nobodys(self, signed_in, office_admin):
        made, today = countdown(), timezone.localdate()
        goal(made, due=today - timedelta(days=1), owner="王甲")
        goal(made)
        goal(made, done_at=today)

        context = signed_in(office_admin).get(f"/units/office/countdown/{made.public_id}/").context

        assert (len(context["open"]), context["late"], context["ownerless"]) == (2, 1, 1)

    def test_the_burn_down_says_what_should_be_and_what_is(self):
        made, today = countdown(), timezone.localdate()
        goals = [goal(made, due=today - timedelta(days=2)), goal(made, due=today, done_at=today)]

        table = burn_table(goals, [today - timedelta(days=3), today, made.day], today)

        assert [(planned, real) for _, planned, real in table] == [(2, 2), (0, 1), (0, None)]


@pytest.mark.django_db
def test_every_page_of_the_office_opens_without_anything(signed_in, office_admin, unit):
    contact(unit)
    client = signed_in(office_admin)
    pages = (
        "",
        "appeals/",
        "board/",
        "returned/",
        "outbox/",
        "contacts/",
        "causes/",
        "handed/",
        "countdown/",
    )

    assert {client.get(f"/units/office/{page}").status_code for page in pages} == {200}
