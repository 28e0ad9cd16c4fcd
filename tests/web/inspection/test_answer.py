"""Answers: handed in, kept as drafts, laid to the unit, withdrawn again."""

import pytest
from tests.web import builders
from tests.web.asked_round import asked_round, assigned

from kaoping.findings import Said, suspect_said
from kaoping.roster import Unit
from kaoping.web.audit.models import Entry
from kaoping.web.inspection.actions import hand_in, make_tasks
from kaoping.web.inspection.demands import RoundDemands
from kaoping.web.inspection.laying import lay_suspects
from kaoping.web.inspection.models import Answer, Task
from kaoping.web.review.models import Suspect

NOT_MET = {
    "verdict": "not_met", "count": "2", "url": "http://nyj.wangchuan.example/jg/", "object": "办公时间\n电话",
    "note": "机构页缺两项",
}  # fmt: skip


def answer(client, task, **given):
    return client.post(f"/inspection/tasks/{task.public_id}/answer/", {**NOT_MET, **given})


class TestAnswer:
    def test_not_met_lays_each_object_to_the_unit(self, inspecting, task, unit, inspector):
        response = answer(inspecting, task)

        rows = Suspect.objects.order_by("object")
        assert response.status_code == 302
        assert [row.object for row in rows] == ["办公时间", "电话"]
        assert {(row.unit, row.rule, row.indicator, row.state) for row in rows} == {
            (unit, "A1.1", "A1", "suspect")
        }
        assert rows[0].witnesses[0]["name"] == inspector.name

    def test_a_count_beyond_the_objects_is_laid_too(self, inspecting, task):
        answer(inspecting, task, count="3")

        assert Suspect.objects.filter(object="第 3 处").count() == 1
        assert Suspect.objects.count() == 3

    def test_met_lays_nothing_and_leads_on_to_the_next(self, inspecting, task):
        response = answer(inspecting, task, verdict="met", next="1")

        following = Task.objects.get(rule="A1.2")
        assert str(following.public_id) in response.headers["Location"]
        assert Answer.objects.get().count == 0
        assert not Suspect.objects.exists()

    def test_the_same_answer_twice_is_one_answer(self, inspecting, task):
        answer(inspecting, task)
        answer(inspecting, task)

        assert Answer.objects.count() == 1
        assert Suspect.objects.count() == 2
        assert Entry.objects.filter(action="inspection.answer").count() == 1

    def test_a_later_answer_follows_the_earlier_and_withdraws_what_it_laid(self, inspecting, task):
        answer(inspecting, task)

        answer(inspecting, task, verdict="met")

        assert [one.verdict for one in Answer.objects.order_by("id")] == ["not_met", "met"]
        assert set(Suspect.objects.values_list("state", flat=True)) == {"gone"}

    def test_what_somebody_ruled_on_is_not_withdrawn(self, inspecting, task):
        answer(inspecting, task)
        Suspect.objects.filter(object="电话").update(state="confirmed")

        answer(inspecting, task, verdict="met")

        assert Suspect.objects.get(object="电话").state == "confirmed"

    def test_told_again_it_is_open_again(self, inspecting, task):
        answer(inspecting, task)
        answer(inspecting, task, verdict="met")

        answer(inspecting, task)

        assert set(Suspect.objects.values_list("state", flat=True)) == {"suspect"}
        assert Suspect.objects.count() == 2

    def test_a_fact_that_another_has_seen_gets_one_more_witness(self, inspecting, task, round_, unit):
        demanded = RoundDemands(round_).demanded(unit.name, "A1.1")[0]
        said = Said("monitor", "某平台", Unit(unit.name), "缺电话", NOT_MET["url"], "电话", None)
        lay_suspects(round_, [suspect_said(said, demanded)])

        answer(inspecting, task, object="电话", count="1")

        row = Suspect.objects.get()
        assert sorted(one["voice"] for one in row.witnesses) == ["inspector", "monitor"]

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"verdict": ""}, "请选择结论"),
            ({"verdict": "maybe"}, "选"),
            ({"note": " "}, "请写明理由"),
            ({"url": "javascript:alert(1)"}, "以 http://"),
            ({"count": "-1"}, "0"),
            ({"note": "长" * 2001}, "2000"),
        ],
    )
    def test_what_cannot_be_an_answer_is_refused_and_kept_in_the_form(self, inspecting, task, given, words):
        response = answer(inspecting, task, **given)

        assert response.status_code == 422
        assert words in response.text
        assert "办公时间" in response.text
        assert not Answer.objects.exists()

    def test_another_inspector_may_not_answer(self, client, task, second):
        client.force_login(second)

        response = answer(client, task)

        assert response.status_code == 422
        assert "分配给了别的检查员" in response.text

    def test_after_inspecting_nothing_is_taken(self, inspecting, task, round_):
        round_.state = "released"
        round_.save()

        response = answer(inspecting, task)

        assert response.status_code == 422
        assert "检查已结束" in response.text

    def test_hostile_words_are_shown_as_words(self, inspecting, task):
        answer(inspecting, task, note="<script>window.__pwn=1</script>")

        page = inspecting.get(f"/inspection/tasks/{task.public_id}/")

        assert "<script>window.__pwn" not in page.text
        assert "&lt;script&gt;window.__pwn" in page.text


class TestDraft:
    def test_what_is_typed_is_kept_and_counts_for_nothing(self, inspecting, task):
        response = inspecting.post(
            f"/inspection/tasks/{task.public_id}/draft/", {"note": "写到一半"}, headers={"HX-Request": "true"}
        )

        page = inspecting.get(f"/inspection/tasks/{task.public_id}/")
        assert response.text == "草稿已保存"
        assert "写到一半" in page.text
        assert Answer.objects.get().is_draft

    def test_there_is_one_draft_and_handing_in_ends_it(self, inspecting, task):
        for words in ("一", "一二"):
            inspecting.post(f"/inspection/tasks/{task.public_id}/draft/", {"note": words})

        answer(inspecting, task)

        assert [one.is_draft for one in Answer.objects.all()] == [False]

    def test_without_javascript_a_button_keeps_it(self, inspecting, task):
        response = inspecting.post(f"/inspection/tasks/{task.public_id}/draft/", {"note": "一"})

        assert response.status_code == 302

    def test_nobody_else_writes_a_draft(self, client, task, second):
        client.force_login(second)

        response = client.post(f"/inspection/tasks/{task.public_id}/draft/", {"note": "一"})

        assert response.status_code == 422
        assert not Answer.objects.exists()


class TestBlindRaters:
    def test_neither_sees_the_others_paper(self, client, double, inspector, second):
        hand_in(double[0], {"verdict": "met", "note": "看过"}, by=inspector)
        client.force_login(second)

        other = client.get(f"/inspection/tasks/{double[0].public_id}/")
        own = client.get(f"/inspection/tasks/{double[1].public_id}/")

        assert other.status_code == 404
        assert "看过" not in own.text

    def test_nothing_is_laid_until_both_say_the_same(self, double, inspector, second):
        hand_in(double[0], {"verdict": "not_met", "note": "缺", "object": "电话"}, by=inspector)
        before = Suspect.objects.count()

        hand_in(double[1], {"verdict": "not_met", "note": "少", "object": "电话"}, by=second)

        assert before == 0
        assert len(Suspect.objects.get().witnesses) == 2

    def test_where_they_differ_nothing_is_laid(self, double, inspector, second):
        hand_in(double[0], {"verdict": "not_met", "note": "缺", "object": "电话"}, by=inspector)
        hand_in(double[1], {"verdict": "met"}, by=second)

        assert not Suspect.objects.exists()

    def test_an_administrator_who_is_a_rater_does_not_see_the_other(self, client, unit, inspector):
        admin = builders.user("office_admin")
        round_ = asked_round(unit)
        assigned(round_, unit, admin, inspector)
        make_tasks(round_, by=admin)
        other = Task.objects.get(round=round_, rule="A1.1", inspector=inspector)
        client.force_login(admin)

        response = client.get(f"/inspection/tasks/{other.public_id}/")

        assert response.status_code == 404
