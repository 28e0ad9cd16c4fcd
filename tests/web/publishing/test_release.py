"""The gate before release, and two persons' consent."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.web import builders
from tests.web.publishing.rounds import NOW, suspect

from kaoping.web.audit.models import Entry
from kaoping.web.inspection.models import Answer, Task
from kaoping.web.publishing.actions import Refused, agree_release, ask_release, rescore, withdraw_release
from kaoping.web.publishing.gate import gate_of
from kaoping.web.publishing.models import ScoreSnapshot
from kaoping.web.units.models import Appeal, Reply


def page(name, round_):
    return reverse(f"publishing:{name}", args=[round_.public_id])


def counts(round_):
    return {one.id: one.count for one in gate_of(round_) if one.count}


def appeal(round_, unit, by, **fields):
    one = round_.suspects.filter(unit=unit).first()
    reply = Reply.objects.create(
        round=round_, unit=unit, suspect=one, indicator="A1", kind="object", by=by, at=NOW
    )
    return Appeal.objects.create(round=round_, unit=unit, reply=reply, suspect=one, at=NOW, **fields)


class TestGate:
    def test_a_whole_assessment_only_lacks_day_and_notice(self, drafted):
        assert counts(drafted) == {"day": 1, "no_notice": 1}

    @pytest.mark.parametrize("state", ["suspect", "second"])
    def test_it_counts_open_suspects(self, drafted, unit, state):
        suspect(drafted, unit, state=state)

        assert counts(drafted)["suspects"] == 1

    def test_it_counts_objections_without_a_ruling(self, drafted, unit, unit_admin):
        appeal(drafted, unit, unit_admin)

        assert counts(drafted)["objections"] == 1

    def test_a_ruling_settles_an_objection(self, drafted, unit, unit_admin):
        appeal(drafted, unit, unit_admin, state="rejected")

        assert "objections" not in counts(drafted)

    def test_it_finds_scores_that_are_not_what_is_decided(self, drafted, unit, office_admin):
        suspect(drafted, unit, by=[office_admin])

        assert counts(drafted)["stale"] >= 1

    def test_it_finds_a_total_that_was_tampered_with(self, drafted, unit):
        row = ScoreSnapshot.objects.get(round=drafted, unit=unit, is_latest=True)
        row.sheet["total"] = "99"
        row.save()

        found = counts(drafted)

        assert found["sums"] == 1
        assert found["stale"] == 1

    def test_a_veto_that_one_person_confirmed_forbids_it(self, drafted, unit, office_admin, reviewer):
        suspect(drafted, unit, is_veto=True, by=[office_admin])
        suspect(drafted, unit, is_veto=True, by=[office_admin, reviewer])

        assert counts(drafted)["vetoes"] == 1

    def test_it_counts_what_nobody_looked_at(self, unit, office_admin):
        alone = builders.round_("drafted")
        builders.member(alone, unit)
        rescore(alone, by=office_admin, reason="试算")

        found = counts(alone)

        assert found["unchecked"] == 1
        assert found["provisional"] == 1

    def test_two_raters_who_differ_need_a_third(self, drafted, unit, inspector, reviewer, office_admin):
        pair = [
            Task.objects.create(
                round=drafted, unit=unit, indicator="A1", rule="A1.9", question="?", inspector=who,
                rater=rater, is_sampled=True,
            )
            for rater, who in enumerate((inspector, reviewer), 1)
        ]  # fmt: skip
        for task, verdict in zip(pair, ("met", "not_met"), strict=True):
            Answer.objects.create(task=task, verdict=verdict, by=task.inspector, at=NOW)
        before = counts(drafted)

        Answer.objects.create(task=pair[0], verdict="met", by=office_admin, at=NOW + timedelta(hours=1))

        assert before["disagreement"] == 1
        assert "disagreement" not in counts(drafted)

    def test_the_page_says_where_to_mend_it(self, signed_in, leader, drafted, unit):
        suspect(drafted, unit, state="suspect")

        answer = signed_in(leader).get(page("gate", drafted)).content.decode()

        assert "没有认定完的疑似问题" in answer
        assert "不能发布" in answer


class TestAsk:
    def test_it_waits_for_a_second_person(self, signed_in, office_admin, drafted):
        client = signed_in(office_admin, is_proven=True)

        answer = client.post(page("ask", drafted), {"note": "通报日期另定"})

        assert answer.status_code == 302
        drafted.refresh_from_db()
        assert drafted.state == "drafted"
        assert "等待第二人同意" in client.get(page("gate", drafted)).content.decode()

    def test_it_asks_who_it_is_anew(self, signed_in, office_admin, drafted):
        answer = signed_in(office_admin).post(page("ask", drafted), {"note": "通报日期另定"})

        assert answer.status_code == 403
        assert "请再次验证身份" in answer.content.decode()
        assert drafted.releases.count() == 0

    def test_warnings_want_a_reason(self, signed_in, office_admin, drafted):
        answer = signed_in(office_admin, is_proven=True).post(page("ask", drafted), {"note": ""})

        assert answer.status_code == 422
        assert "请写明理由" in answer.content.decode()

    def test_a_check_that_forbids_stops_it(self, office_admin, drafted, unit):
        suspect(drafted, unit, state="suspect")

        with pytest.raises(Refused, match="没有认定完的疑似问题 1 处"):
            ask_release(drafted, by=office_admin, note="急")

    def test_twice_is_refused(self, office_admin, reviewer, drafted):
        ask_release(drafted, by=office_admin, note="日期另定")

        with pytest.raises(Refused, match="已有一项"):
            ask_release(drafted, by=reviewer, note="日期另定")

    def test_before_drafts_are_out_it_is_refused(self, office_admin, rounds):
        with pytest.raises(Refused, match="初评反馈之后"):
            ask_release(rounds["reviewing"], by=office_admin, note="急")


class TestAgree:
    def test_a_second_person_releases(self, signed_in, office_admin, reviewer, drafted):
        ask_release(drafted, by=office_admin, note="日期另定")

        signed_in(reviewer, is_proven=True).post(page("agree", drafted))

        drafted.refresh_from_db()
        assert drafted.state == "released"
        assert drafted.releases.get().agreed_by == reviewer
        assert Entry.objects.filter(action="publishing.agree_release").count() == 1

    def test_nobody_agrees_with_himself(self, office_admin, drafted):
        ask_release(drafted, by=office_admin, note="日期另定")

        with pytest.raises(Refused, match="两人同意"):
            agree_release(drafted, by=office_admin)

        drafted.refresh_from_db()
        assert drafted.state == "drafted"

    def test_what_changed_since_is_not_agreed_on(self, office_admin, reviewer, drafted, unit):
        ask_release(drafted, by=office_admin, note="日期另定")
        suspect(drafted, unit, by=[office_admin])
        rescore(drafted, by=office_admin, reason="补充认定")

        with pytest.raises(Refused, match="申请之后得分或通报有变化"):
            agree_release(drafted, by=reviewer)

    def test_what_came_up_since_forbids_it(self, office_admin, reviewer, drafted, unit):
        ask_release(drafted, by=office_admin, note="日期另定")
        suspect(drafted, unit, state="suspect")

        with pytest.raises(Refused, match="申请之后出现"):
            agree_release(drafted, by=reviewer)

    def test_a_second_agreement_finds_nothing_to_agree_to(self, office_admin, reviewer, drafted):
        ask_release(drafted, by=office_admin, note="日期另定")
        agree_release(drafted, by=reviewer)

        with pytest.raises(Refused):
            agree_release(drafted, by=reviewer)


class TestWithdraw:
    def test_it_ends_the_request_and_is_told(self, signed_in, office_admin, drafted):
        ask_release(drafted, by=office_admin, note="日期另定")

        signed_in(office_admin).post(page("withdraw", drafted), {"reason": "再核一遍"})

        one = drafted.releases.get()
        assert one.is_withdrawn
        assert one.why_withdrawn == "再核一遍"
        assert one.withdrawn_at <= timezone.now()

    def test_after_it_nobody_can_agree(self, office_admin, reviewer, drafted):
        ask_release(drafted, by=office_admin, note="日期另定")
        withdraw_release(drafted, by=office_admin)

        with pytest.raises(Refused, match="没有等待同意"):
            agree_release(drafted, by=reviewer)
