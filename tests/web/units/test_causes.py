"""Causes: named by units out of the office's list, counted, told in the notice with their findings."""

from datetime import UTC, datetime

import pytest
from tests.web import builders
from tests.web.publishing.rounds import scored_round
from tests.web.unit_objects import contact, finding, joined, task, term

from kaoping.web.publishing.actions import draft
from kaoping.web.publishing.noticing import ground, lint, numbered, written
from kaoping.web.units.actions.replies import answer
from kaoping.web.units.actions.rounds import start_rectifying
from kaoping.web.units.causes import causes_counted
from kaoping.web.units.models import Cause, RectificationTask, Reply
from kaoping.web.units.refusals import Refused

DUTY, MECHANISM = "责任落实不到位", "工作机制不健全"


def own_staff(of):
    return builders.user("unit_admin", unit=of)


def said(notice):
    return [one for one in numbered(written(notice.body)) if one.pattern.startswith(("cause", "contact"))]


@pytest.mark.django_db
class TestCauseOfAnAnswer:
    def test_the_unit_names_it_with_its_answer(self, signed_in, unit_admin, fault):
        given = {"kind": "accept", "cause": DUTY}

        response = signed_in(unit_admin).post(f"/units/items/{fault.public_id}/", given)

        assert response.status_code == 302
        assert Reply.objects.get().cause == DUTY
        assert causes_counted(fault.round) == [(DUTY, 1, 1)]

    def test_one_that_is_not_in_the_list_is_refused(self, signed_in, unit_admin, fault):
        given = {"kind": "accept", "cause": "天气不好"}

        assert signed_in(unit_admin).post(f"/units/items/{fault.public_id}/", given).status_code == 422
        with pytest.raises(Refused, match="请从列表中选择原因"):
            answer(fault, by=unit_admin, kind="accept", cause="天气不好")

    def test_an_objection_names_none(self, unit_admin, fault):
        answer(fault, by=unit_admin, kind="object", words="已公开", cause=DUTY)

        assert causes_counted(fault.round) == []

    def test_of_several_answers_the_latest_counts(self, unit_admin, fault):
        answer(fault, by=unit_admin, kind="accept", cause=DUTY)
        answer(fault, by=unit_admin, kind="explain", words="人手少", cause=MECHANISM)

        assert causes_counted(fault.round) == [(MECHANISM, 1, 1)]

    def test_it_goes_on_into_the_task_and_what_the_task_says_later_holds(self, unit_admin, fault):
        answer(fault, by=unit_admin, kind="accept", cause=DUTY)
        round_ = fault.round
        round_.state, round_.notice_date = "released", datetime(2026, 7, 10, tzinfo=UTC).date()
        round_.save()

        start_rectifying(round_, by=builders.user("office_admin"))

        made = RectificationTask.objects.get()
        assert made.cause == DUTY
        made.cause = MECHANISM
        made.save()
        assert causes_counted(round_) == [(MECHANISM, 1, 1)]


@pytest.mark.django_db
class TestCausesInTheNotice:
    @pytest.fixture
    def scored(self, unit, other_unit, office_admin):
        made = scored_round((unit, other_unit), office_admin, losses=(2, 1))
        term(made)
        return made

    def test_they_are_told_with_their_findings_and_pass_the_lint(
        self, scored, unit, other_unit, office_admin
    ):
        one, two, three = scored.suspects.order_by("unit__name", "pk")
        for suspect, cause in ((one, DUTY), (two, MECHANISM), (three, DUTY)):
            answer(suspect, by=own_staff(suspect.unit), kind="accept", cause=cause)

        notice = draft(scored, "public", by=office_admin)

        texts = [sentence.text for sentence in said(notice)]
        assert texts == [
            "各单位对3条问题填报了原因。",
            "填报这一原因的问题有2条，涉及2个单位。",
            "填报这一原因的问题有1条，涉及1个单位。",
        ]
        assert {one.fact, three.fact} < set(said(notice)[1].sources)
        headings = [p.heading for part in written(notice.body).parts for p in part.passages]
        assert headings.index(DUTY) < headings.index(MECHANISM)
        assert lint(notice, ground(scored)) == ()

    def test_without_any_nothing_is_made_up(self, scored, office_admin):
        Cause.objects.create(name="经费不足")

        notice = draft(scored, "internal", by=office_admin)

        assert said(notice) == []
        assert "causes" not in [part.id for part in written(notice.body).parts]

    def test_the_same_cause_in_the_round_before_is_told_apart(self, scored, unit, office_admin):
        before = joined(builders.round_("rectifying"), unit)
        for cause in (DUTY, DUTY, MECHANISM):
            task(finding(before, unit), cause=cause)
        scored.previous = before
        scored.save()
        answer(scored.suspects.first(), by=own_staff(scored.suspects.first().unit), kind="accept", cause=DUTY)

        notice = draft(scored, "internal", by=office_admin)

        (told,) = [one.text for one in said(notice) if one.pattern == "cause_earlier"]
        assert before.title in told
        assert "有2条，涉及1个单位" in told
        assert MECHANISM not in str(notice.body)

    def test_a_person_who_left_without_a_successor_is_told_without_naming_anybody(
        self, scored, unit, office_admin
    ):
        contact(unit, ended_at=datetime(2026, 6, 1, tzinfo=UTC))

        notice = draft(scored, "public", by=office_admin)

        (told,) = said(notice)
        assert told.text == "另有1个单位的责任人离任后没有明确接任人。"
        assert told.sources == (f"contact:{unit.name}",)
