"""The clock's own zone changes nothing: scores, instants and days asked for are Beijing's everywhere."""

import time
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests.web import builders
from tests.web.api import objects

from kaoping.web.audit.actions import record
from kaoping.web.audit.queries import entries
from kaoping.web.inspection.models import Answer, Task
from kaoping.web.pages.templatetags.kaoping import instant
from kaoping.web.publishing.actions import rescore
from kaoping.web.publishing.models import ScoreSnapshot
from kaoping.web.review.models import Decision

LATE = datetime(2026, 6, 30, 16, 30, tzinfo=UTC)  # half past midnight on 1 July in Beijing


@pytest.fixture(params=["UTC", "Asia/Shanghai", "America/St_Johns"])
def zone(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.django_db
class TestTimeZones:
    def test_the_score_is_the_same(self, zone, unit, inspector, office_admin):
        round_ = builders.round_("reviewing")
        builders.member(round_, unit, system=builders.system())
        task = Task.objects.create(
            round=round_, unit=unit, indicator="A1", rule="A1.1", question="?", inspector=inspector
        )
        Answer.objects.create(task=task, verdict="met", by=inspector, at=LATE)
        fault = objects.suspect(unit, round_, state="confirmed", witnesses=[])
        Decision.objects.create(suspect=fault, verdict="confirm", by=office_admin, at=LATE, reason="属实")

        rescore(round_, by=office_admin, reason="试算")

        sheet = ScoreSnapshot.objects.get(unit=unit)
        assert (sheet.total, sheet.low, sheet.high) == (Decimal(99), Decimal(99), Decimal(99))

    def test_a_day_of_the_trail_is_beijings(self, zone, office_admin):
        record(by=office_admin, action="test.act", subject="late", now=LATE)

        on_day = [entries(since=day, until=day).count() for day in (date(2026, 6, 30), date(2026, 7, 1))]

        assert on_day == [0, 1]

    def test_an_instant_is_shown_in_beijing_time(self, zone):
        assert instant(LATE) == "2026-07-01 00:30"

    def test_programs_get_instants_with_their_zone(self, zone, auditor, client):
        record(by=auditor, action="test.act", subject="late", now=LATE)
        headers = {"Authorization": f"Bearer {objects.token(auditor, 'audit')}"}

        (told,) = client.get("/api/v1/audit/entries", {"subject": "late"}, headers=headers).json()["items"]

        assert datetime.fromisoformat(told["at"]) == LATE
