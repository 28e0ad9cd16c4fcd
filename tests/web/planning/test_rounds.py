"""Rounds are filled, assigned, sampled and led on; what has begun is frozen."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.web import builders

from kaoping.web.planning.models import Assignment, Member, Round, Sample

NEW = {
    "title": "望川市2026年上半年考评", "office": "望川市政务公开办", "period_from": "2026-01-01",
    "period_to": "2026-06-30", "today": "2026-07-01", "seed": "望川2026",
    "report_workdays": "6", "appeal_workdays": "3",
}  # fmt: skip


@pytest.fixture
def office(client, office_admin):
    client.force_login(office_admin)
    return client


@pytest.fixture
def begun(unit, other_unit):
    found = builders.round_("planned", seed="望川2026")
    for one in (unit, other_unit):
        builders.member(found, one)
    return found


class TestNewRound:
    def test_it_is_kept_with_its_deadlines(self, office):
        response = office.post("/planning/rounds/new/", NEW)

        round_ = Round.objects.get()
        assert response.status_code == 302
        assert round_.settings["report_workdays"] == 6
        assert round_.state == "planned"

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("title", "", "必填"),
            ("title", "长" * 201, "200"),
            ("period_to", "2025-01-01", "早于"),
            ("today", "昨天", "日期"),
            ("report_workdays", "0", "1"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field(self, office, field, value, words):
        response = office.post("/planning/rounds/new/", {**NEW, field: value})

        assert response.status_code == 422
        assert words in "".join(response.context["form"].errors[field])
        assert not Round.objects.exists()

    def test_hostile_words_stay_words(self, office):
        office.post("/planning/rounds/new/", {**NEW, "title": "<script>alert(1)</script>{{7*7}}"})

        page = office.get("/planning/").text
        assert "<script>alert" not in page
        assert "{{7*7}}" in page


class TestMembers:
    def test_every_unit_of_a_group_takes_part(self, office, unit, other_unit):
        for one in (unit, other_unit):
            one.group = "市直部门"
            one.save()
        round_, system = builders.round_("planned"), builders.system()

        office.post(f"/planning/rounds/{round_.public_id}/members/", {"group0": system.pk})

        assert set(Member.objects.values_list("unit__name", flat=True)) == {unit.name, other_unit.name}

    def test_none_chosen_is_told(self, office, unit):
        unit.group = "市直部门"
        unit.save()
        round_ = builders.round_("planned")

        response = office.post(f"/planning/rounds/{round_.public_id}/members/", {"group0": ""})

        assert response.status_code == 422
        assert "请至少为一个分组" in response.text

    def test_once_begun_it_is_frozen(self, office, unit):
        unit.group = "市直部门"
        unit.save()
        round_ = builders.round_("gathering")

        response = office.post(
            f"/planning/rounds/{round_.public_id}/members/", {"group0": builders.system().pk}
        )

        assert response.status_code == 422
        assert "已冻结" in response.text


class TestAssign:
    def test_two_raters_of_a_unit_are_two_people(self, office, begun):
        people = [builders.user("inspector") for _ in range(3)]

        office.post(
            f"/planning/rounds/{begun.public_id}/assign/",
            {"inspectors": [p.pk for p in people], "raters": "2"},
        )

        for unit in {one.unit_id for one in Assignment.objects.all()}:
            raters = Assignment.objects.filter(unit=unit).values_list("inspector", flat=True)
            assert len(set(raters)) == 2

    def test_too_few_inspectors_are_refused(self, office, begun, inspector):
        response = office.post(
            f"/planning/rounds/{begun.public_id}/assign/", {"inspectors": [inspector.pk], "raters": "2"}
        )

        assert "至少需要 2 名检查员" in response.text


class TestSample:
    def test_anyone_can_draw_it_again_by_hand(self, office, begun):
        names = [f"第{n}镇" for n in range(12)]

        office.post(
            f"/planning/rounds/{begun.public_id}/sample/",
            {"what": "乡镇", "population": "、".join(names), "size": "4"},
        )

        lot = {name: hashlib.sha256(f"望川2026/乡镇:{name}".encode()).hexdigest() for name in names}
        assert set(Sample.objects.get().drawn) == set(sorted(names, key=lot.__getitem__)[:4])

    def test_without_a_seed_nothing_is_drawn(self, office, begun):
        begun.seed = ""
        begun.save()

        response = office.post(
            f"/planning/rounds/{begun.public_id}/sample/",
            {"what": "乡镇", "population": "甲、乙", "size": "1"},
        )

        assert "请先填写并公布抽样种子" in response.text
        assert not Sample.objects.exists()

    def test_more_than_there_are_is_refused(self, office, begun):
        response = office.post(
            f"/planning/rounds/{begun.public_id}/sample/",
            {"what": "乡镇", "population": "甲、乙", "size": "3"},
        )

        assert "1 到 2" in response.text


class TestStep:
    def test_a_round_goes_from_planning_to_gathering(self, office, begun):
        office.post(f"/planning/rounds/{begun.public_id}/step/", {"step": "start gathering"})

        begun.refresh_from_db()
        assert begun.state == "gathering"

    def test_twice_the_same_step_is_refused(self, office, begun):
        for _ in range(2):
            response = office.post(
                f"/planning/rounds/{begun.public_id}/step/", {"step": "start gathering"}, follow=True
            )

        assert "不能执行这一步" in response.text

    def test_without_units_it_does_not_begin(self, office):
        empty = builders.round_("planned")

        response = office.post(
            f"/planning/rounds/{empty.public_id}/step/", {"step": "start gathering"}, follow=True
        )

        assert "还没有单位" in response.text

    def test_releasing_is_not_done_here(self, office):
        drafted = builders.round_("drafted")

        office.post(f"/planning/rounds/{drafted.public_id}/step/", {"step": "release"})

        drafted.refresh_from_db()
        assert drafted.state == "drafted"


class TestSchedule:
    def test_it_is_kept(self, office, begun):
        at = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")

        office.post(
            f"/planning/rounds/{begun.public_id}/schedule/",
            {"starts_at": at, "spread_minutes": "5", "quiet_hours": "08:30-18:00"},
        )

        assert begun.schedules.get().quiet_hours == "08:30-18:00"

    def test_hours_written_otherwise_are_told(self, office, begun):
        response = office.post(
            f"/planning/rounds/{begun.public_id}/schedule/",
            {"starts_at": "2026-12-01T22:00", "spread_minutes": "5", "quiet_hours": "上班时间"},
        )

        assert "08:30-18:00 的样子" in response.text
