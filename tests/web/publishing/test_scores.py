"""The pages of a round's scores: standings, sheets with their findings, what-ifs."""

from decimal import Decimal

import pytest
from django.urls import reverse
from tests.web import builders
from tests.web.publishing.rounds import suspect

from kaoping.web.audit.models import Entry
from kaoping.web.publishing.models import ScoreSnapshot


def page(name, round_, *more):
    return reverse(f"publishing:{name}", args=[round_.public_id, *more])


class TestHome:
    def test_it_says_where_each_round_stands(self, signed_in, leader, drafted):
        answer = signed_in(leader).get(reverse("publishing:home")).content.decode()

        assert drafted.title in answer
        assert "初评反馈" in answer
        assert "已计分" in answer

    def test_without_rounds_it_says_what_to_do(self, signed_in, leader):
        assert "先在“计划”中新建" in signed_in(leader).get(reverse("publishing:home")).content.decode()


class TestScores:
    def test_it_ranks_the_units(self, signed_in, leader, drafted, unit, other_unit):
        answer = signed_in(leader).get(page("scores", drafted)).content.decode()

        assert answer.index(other_unit.name) < answer.index(unit.name)
        assert ">98<" in answer
        assert ">100<" in answer

    def test_equal_totals_are_marked_as_tied(
        self, signed_in, leader, drafted, unit, other_unit, office_admin
    ):
        from kaoping.web.publishing.actions import rescore

        for _ in range(2):
            suspect(drafted, other_unit, by=[office_admin])
        rescore(drafted, by=office_admin, reason="补充认定")

        assert signed_in(leader).get(page("scores", drafted)).content.decode().count("并列</span>") == 2

    def test_a_provisional_total_shows_its_range(self, signed_in, leader, office_admin, drafted, unit):
        from kaoping.web.publishing.actions import rescore

        suspect(drafted, unit, state="suspect")
        rescore(drafted, by=office_admin, reason="试算")

        answer = signed_in(leader).get(page("scores", drafted)).content.decode()
        assert "暂定" in answer
        assert "97–98" in answer


class TestCompute:
    def test_it_scores_anew_and_says_why(self, signed_in, office_admin, drafted, unit):
        suspect(drafted, unit, by=[office_admin])

        answer = signed_in(office_admin).post(page("compute", drafted), {"reason": "补充认定"})

        assert answer.status_code == 302
        assert ScoreSnapshot.objects.get(round=drafted, unit=unit, is_latest=True).total == Decimal(97)
        assert Entry.objects.filter(action="publishing.rescore").last().detail["reason"] == "补充认定"

    def test_without_a_reason_it_is_refused(self, signed_in, office_admin, drafted):
        before = ScoreSnapshot.objects.count()

        answer = signed_in(office_admin).post(page("compute", drafted), {"reason": " "})

        assert answer.status_code == 422
        assert ScoreSnapshot.objects.count() == before

    def test_after_the_release_it_is_refused(self, signed_in, office_admin, released):
        answer = signed_in(office_admin).post(page("compute", released), {"reason": "改分"})

        assert answer.status_code == 422
        assert "已经发布" in answer.content.decode()


class TestSheet:
    def test_each_loss_leads_to_its_findings(self, signed_in, leader, drafted, unit):
        answer = signed_in(leader).get(page("sheet", drafted, unit.public_id)).content.decode()

        assert "职能缺失" in answer
        assert "https://a.example/" in answer
        assert all(one.fact in answer for one in drafted.suspects.filter(unit=unit))

    def test_a_unit_that_is_not_in_the_round_is_not_found(self, signed_in, leader, drafted):
        stranger = builders.unit()

        assert signed_in(leader).get(page("sheet", drafted, stranger.public_id)).status_code == 404


class TestWhatIf:
    def test_an_appeal_won_moves_ranks_and_keeps_nothing(self, signed_in, leader, drafted, unit):
        facts = " ".join(drafted.suspects.filter(unit=unit).values_list("fact", flat=True))
        before = list(ScoreSnapshot.objects.values_list("pk", "total", "is_latest"))

        answer = signed_in(leader).get(
            page("what_if", drafted), {"suppose": 1, "dropped": facts, "points": ""}
        )

        assert "98 → 100" in answer.content.decode()
        assert "2 → 1" in answer.content.decode()
        assert list(ScoreSnapshot.objects.values_list("pk", "total", "is_latest")) == before

    @pytest.mark.parametrize(
        ("field", "typed", "words"),
        [
            ("dropped", "不存在", "不在本轮问题里"),
            ("points", "toytown A1.1", "不是“指标体系标识 编号 分值”三项"),
            ("points", "toytown A1.1 NaN", "不是“指标体系标识 编号 分值”三项"),
            ("points", "toytown Z9 3", "没有编号为“Z9”"),
        ],
    )
    def test_what_cannot_be_supposed_is_refused_in_words(
        self, signed_in, leader, drafted, field, typed, words
    ):
        asked = {"suppose": 1, "dropped": "", "points": ""} | {field: typed}

        answer = signed_in(leader).get(page("what_if", drafted), asked)

        assert answer.status_code == 422
        assert words in answer.content.decode()

    def test_a_dearer_rule_costs_more(self, signed_in, leader, drafted):
        asked = {"suppose": 1, "dropped": "", "points": "toytown A1.1 3"}

        assert "98 → 94" in signed_in(leader).get(page("what_if", drafted), asked).content.decode()
