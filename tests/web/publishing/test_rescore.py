"""Scores are computed from decided findings, and the newest hold."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from tests.web import builders

from kaoping.web.inspection.models import Answer, Task
from kaoping.web.publishing.actions import rescore, scores
from kaoping.web.publishing.models import ScoreSnapshot
from kaoping.web.review.models import Decision, Suspect

NOW = datetime(2026, 7, 2, 1, tzinfo=UTC)


@pytest.fixture
def round_(unit, other_unit, inspector):
    found, system = builders.round_("reviewing"), builders.system()
    for one in (unit, other_unit):
        builders.member(found, one, system=system)
        task = Task.objects.create(
            round=found, unit=one, indicator="A1", rule="A1.1", question="?", inspector=inspector
        )
        Answer.objects.create(task=task, verdict="met", by=inspector, at=NOW)
    return found


def suspect(round_, unit, state="confirmed", **fields):
    given = {
        "round": round_, "unit": unit, "fact": f"{unit.pk}-{Suspect.objects.count()}", "system": "toytown",
        "indicator": "A1", "rule": "A1.1", "url": "https://a.example/", "message": "职能缺失",
        "severity": "一般", "lane": "person", "state": state, "group_key": "g",
    }  # fmt: skip
    return Suspect.objects.create(**given | fields)


def total(round_, unit):
    return ScoreSnapshot.objects.get(round=round_, unit=unit, is_latest=True).total


class TestRescore:
    def test_confirmed_findings_cost_points_and_dismissed_ones_none(
        self, round_, unit, other_unit, office_admin
    ):
        sure = suspect(round_, unit)
        suspect(round_, unit, state="dismissed")
        Decision.objects.create(suspect=sure, verdict="confirm", by=office_admin, at=NOW, reason="已核")

        rescore(round_, by=office_admin, reason="试算")

        assert total(round_, unit) == Decimal(99)
        assert total(round_, other_unit) == Decimal(100)
        assert ScoreSnapshot.objects.get(unit=other_unit, is_latest=True).rank == 1

    def test_an_open_suspect_only_widens_the_range(self, round_, unit, office_admin):
        suspect(round_, unit, state="suspect")

        rescore(round_, by=office_admin, reason="试算")

        found = ScoreSnapshot.objects.get(unit=unit, is_latest=True)
        assert (found.low, found.high) == (Decimal(99), Decimal(100))

    def test_scoring_again_keeps_one_latest_sheet(self, round_, unit, office_admin):
        for _ in range(2):
            rescore(round_, by=office_admin, reason="试算")

        assert ScoreSnapshot.objects.filter(unit=unit).count() == 2
        assert ScoreSnapshot.objects.filter(unit=unit, is_latest=True).count() == 1

    def test_a_sheet_that_another_units_change_left_alone_keeps_its_time(
        self, round_, unit, other_unit, office_admin, monkeypatch
    ):
        rescore(round_, by=office_admin, reason="试算")
        before = ScoreSnapshot.objects.get(unit=unit, is_latest=True).at
        later = before + timedelta(days=1)
        monkeypatch.setattr(scores, "now", lambda: later)
        suspect(round_, other_unit)

        rescore(round_, by=office_admin, reason="补充认定")

        assert ScoreSnapshot.objects.get(unit=unit, is_latest=True).at == before
        assert ScoreSnapshot.objects.get(unit=other_unit, is_latest=True).at == later

    def test_what_nobody_looked_at_does_not_pass(self, unit, office_admin):
        alone = builders.round_("reviewing")
        builders.member(alone, unit)

        rescore(alone, by=office_admin, reason="试算")

        line = ScoreSnapshot.objects.get(round=alone).sheet["lines"][-1]
        assert line["state"] == "not_checked"
        assert ScoreSnapshot.objects.get(round=alone).low == 0
