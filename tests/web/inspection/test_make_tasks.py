"""Tasks of a round: one for each question and inspector, and nothing twice."""

from tests.web.asked_round import asked_round, assigned

from kaoping.web.inspection.actions import hand_in, make_tasks
from kaoping.web.inspection.models import Task
from kaoping.web.planning.models import Assignment, Sample


class TestMakeTasks:
    def test_every_question_and_veto_case_becomes_a_task_and_no_machine_rule(self, round_, inspector):
        tasks = Task.objects.filter(round=round_).order_by("rule")

        assert [task.rule for task in tasks] == ["A1.1", "A1.2", "V1.1"]
        assert {task.inspector for task in tasks} == {inspector}
        assert tasks[0].question == "机构职能缺失几项要素?"
        assert tasks[0].prefill["checks"] == ["upkeep.dead_link"]
        assert tasks[2].prefill["is_veto"]

    def test_made_twice_they_are_there_once(self, round_, office_admin):
        counts = make_tasks(round_, by=office_admin)

        assert counts == {"made": 0, "moved": 0, "kept": 3}
        assert Task.objects.filter(round=round_).count() == 3

    def test_who_is_assigned_anew_gets_only_what_is_not_answered(
        self, round_, task, inspector, second, office_admin
    ):
        hand_in(task, {"verdict": "met"}, by=inspector)
        Assignment.objects.filter(round=round_).update(inspector=second)

        counts = make_tasks(round_, by=office_admin)

        task.refresh_from_db()
        assert counts == {"made": 0, "moved": 2, "kept": 1}
        assert task.inspector == inspector

    def test_only_what_was_drawn_gets_a_second_rater(self, unit, inspector, second, office_admin):
        round_ = asked_round(unit)
        assigned(round_, unit, inspector, second)
        Sample.objects.create(
            round=round_, what="细则", population=["A1.1", "A1.2"], size=1, drawn=["A1.2"], by=office_admin
        )

        make_tasks(round_, by=office_admin)

        assert list(Task.objects.filter(round=round_, rater=2).values_list("rule", flat=True)) == ["A1.2"]

    def test_by_the_page_an_administrator_makes_them(self, client, office_admin, unit, inspector):
        round_ = asked_round(unit)
        assigned(round_, unit, inspector)
        client.force_login(office_admin)

        response = client.post(f"/inspection/rounds/{round_.public_id}/tasks/", follow=True)

        assert "新建 3" in response.text
        assert unit.name in response.text

    def test_without_inspectors_it_says_what_to_do(self, client, office_admin, unit):
        round_ = asked_round(unit)
        client.force_login(office_admin)

        response = client.post(f"/inspection/rounds/{round_.public_id}/tasks/", follow=True)

        assert "还没有分配检查员" in response.text
        assert not Task.objects.exists()

    def test_an_inspector_may_not(self, inspecting, round_):
        response = inspecting.post(f"/inspection/rounds/{round_.public_id}/tasks/")

        assert response.status_code == 403
