"""Rulings on objections: by a second person, with a reason, once; the score follows."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.web.unit_objects import appeal, proof, task

from kaoping.web.audit.models import Entry
from kaoping.web.publishing.actions import rescore
from kaoping.web.publishing.models import ScoreSnapshot
from kaoping.web.review.models import Decision
from kaoping.web.units.actions import tasks
from kaoping.web.units.actions.appeals import rule_appeal
from kaoping.web.units.refusals import Outrun


def post(client, made, upheld, reason="存档显示当时已公开"):
    return client.post(
        f"/units/office/appeals/{made.public_id}/rule/", {"is_upheld": upheld, "reason": reason}
    )


@pytest.fixture
def scored(drafted, fault):
    rescore(drafted, by="test", reason="")
    return drafted


@pytest.fixture
def objection(scored, fault, unit_admin):
    return appeal(fault, by=unit_admin)


@pytest.mark.django_db
class TestRule:
    def test_upheld_it_dismisses_the_finding_and_scores_anew(
        self, signed_in, second_reviewer, objection, fault, scored, unit
    ):
        response = post(signed_in(second_reviewer), objection, "1")

        objection.refresh_from_db()
        fault.refresh_from_db()
        assert response.status_code == 302
        assert (objection.state, objection.before, objection.after) == ("upheld", "99", "100")
        assert fault.state == "dismissed"
        assert ScoreSnapshot.objects.get(round=scored, unit=unit, is_latest=True).total == 100
        assert Decision.objects.filter(suspect=fault).last().verdict == "dismiss"
        assert Entry.objects.filter(action="units.upheld").exists()

    def test_rejected_the_score_stays(self, signed_in, second_reviewer, objection, fault):
        post(signed_in(second_reviewer), objection, "0")

        objection.refresh_from_db()
        fault.refresh_from_db()
        assert (objection.state, objection.before, objection.after) == ("rejected", "99", "99")
        assert fault.state == "confirmed"

    def test_who_confirmed_the_finding_may_not_rule(self, signed_in, reviewer, objection):
        response = post(signed_in(reviewer), objection, "1")

        objection.refresh_from_db()
        assert response.status_code == 422
        assert objection.state == "open"

    def test_a_reason_is_needed(self, signed_in, second_reviewer, objection):
        assert post(signed_in(second_reviewer), objection, "1", " ").status_code == 422

    def test_the_second_of_two_rulings_is_refused(self, signed_in, second_reviewer, objection):
        client = signed_in(second_reviewer)
        post(client, objection, "0")

        response = post(client, objection, "1")

        objection.refresh_from_db()
        assert response.status_code == 409
        assert objection.state == "rejected"

    def test_a_stale_object_does_not_rule_twice(self, second_reviewer, objection):
        rule_appeal(objection, by=second_reviewer, is_upheld=False, reason="不成立")

        with pytest.raises(Outrun):
            rule_appeal(objection, by=second_reviewer, is_upheld=True, reason="成立")

    @pytest.mark.parametrize("role", ["office_admin", "inspector", "leader"])
    def test_others_of_the_office_may_not(self, request, signed_in, role, objection):
        assert post(signed_in(request.getfixturevalue(role)), objection, "1").status_code == 403


@pytest.mark.django_db
class TestWhatCounts:
    def test_proof_from_after_the_objection_is_shown_apart(
        self, signed_in, second_reviewer, objection, fault, unit
    ):
        early = objection.at - timedelta(hours=1)
        proof(unit, suspect=fault, round=fault.round, name="当时的截图.png", taken_at=early)
        proof(unit, suspect=fault, round=fault.round, name="后来的截图.png", taken_at=timezone.now())

        response = signed_in(second_reviewer).get(f"/units/office/appeals/{objection.public_id}/")

        assert [one.name for one in response.context["counts"]] == ["当时的截图.png"]
        assert [one.name for one in response.context["later"]] == ["后来的截图.png"]

    def test_mending_later_does_not_raise_the_score(self, scored, fault, unit, unit_admin):
        done = task(fault, state="claimed", owner="甲")
        tasks.report(done, by=unit_admin, words="已补充", cause="其他")
        done.refresh_from_db()
        done.look, done.looks = "running", 1
        done.save()
        tasks.settle(done, outcome="verified", message="已公开", digest="", looks=1, now=timezone.now())

        rescore(scored, by="test", reason="")

        assert ScoreSnapshot.objects.get(round=scored, unit=unit, is_latest=True).total == 99


@pytest.mark.django_db
class TestOwnRulings:
    def test_a_unit_reads_the_ruling_but_not_who_ruled(
        self, signed_in, unit_admin, second_reviewer, objection
    ):
        post(signed_in(second_reviewer), objection, "1", "存档显示当时已公开")

        told = signed_in(unit_admin).get("/units/rulings/").content.decode()

        assert "存档显示当时已公开" in told
        assert "裁定前得分 99,裁定后 100" in told
        assert second_reviewer.name not in told


@pytest.mark.django_db
class TestQueue:
    def test_it_lists_what_waits(self, signed_in, second_reviewer, objection, unit):
        told = signed_in(second_reviewer).get("/units/office/appeals/").content.decode()

        assert unit.name in told

    def test_the_offices_overview_counts_it(self, signed_in, office_admin, objection, scored):
        response = signed_in(office_admin).get(f"/units/office/?round={scored.public_id}")

        sums = response.context["sums"]
        assert (sums["objected"], sums["waiting"], sums["answered"], sums["items"]) == (1, 1, 1, 1)

    def test_a_units_answers_are_shown_one_by_one(self, signed_in, office_admin, objection, scored, unit):
        address = f"/units/office/rounds/{scored.public_id}/units/{unit.public_id}/"

        assert "已公开" in signed_in(office_admin).get(address).content.decode()
