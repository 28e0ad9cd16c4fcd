"""The clock's own zone changes nothing: scores, instants and days asked for are Beijing's everywhere."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from tests.web import builders
from tests.web.api import objects
from tests.web.unit_objects import finding, joined

from kaoping.web.audit.actions import record
from kaoping.web.audit.queries import entries
from kaoping.web.inspection.models import Answer, Task
from kaoping.web.pages.templatetags.kaoping import instant
from kaoping.web.publishing.actions import rescore
from kaoping.web.publishing.models import ScoreSnapshot
from kaoping.web.review.models import Decision

LATE = datetime(2026, 6, 30, 16, 30, tzinfo=UTC)  # half past midnight on 1 July in Beijing


@pytest.fixture(params=["UTC", "Asia/Shanghai", "America/New_York", "Pacific/Auckland"])
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


# in New York it is still the day before; then in Auckland already the day after. 1 to 7 October are holidays
MOMENTS = {
    "2026-09-28T16:30:00+00:00": ("2026-09-29", "2026-10-09"),
    "2026-09-29T11:30:00+00:00": ("2026-09-29", "2026-10-09"),
}
PROBE = Path(__file__).with_name("zone_probe.py")


def answers(folder, zone, *asked):
    """What a process of its own in this zone says, over a copy of the database of its own."""
    copy = folder / f"{zone.replace('/', '-')}.sqlite"
    copy.write_bytes((folder / "made.sqlite").read_bytes())
    given = {
        "TZ": zone, "KAOPING_DATABASE": f"sqlite:///{copy}", "KAOPING_DATA": str(folder),
        "KAOPING_SECRET_KEY": "a key for tests alone", "KAOPING_LOG_LEVEL": "CRITICAL",
        "DJANGO_SETTINGS_MODULE": "kaoping.web.settings",
    }  # fmt: skip
    command = [sys.executable, str(PROBE), *map(str, asked)]
    others = {key: value for key, value in os.environ.items() if not key.startswith("KAOPING_")}
    done = subprocess.run(command, env=others | given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


class TestProcessesInOtherZones:
    @pytest.mark.skipif(connection.vendor != "sqlite", reason="its database is copied as a file")
    @pytest.mark.parametrize("moment", MOMENTS)
    def test_pages_days_and_downloads_are_beijings(self, moment, transactional_db, unit, auditor, tmp_path):
        today, due = MOMENTS[moment]
        at = datetime.fromisoformat(moment)
        round_ = joined(builders.round_("reviewing"), unit)
        by = builders.user("office_admin")
        builders.user("unit_admin", unit=unit)
        finding(round_, unit, confirmed_by=by, first_seen_at=at - timedelta(hours=2), last_seen_at=at)
        record(by=by, action="test.act", subject="just now", now=at)
        with sqlite3.connect(tmp_path / "made.sqlite") as copy:
            connection.connection.backup(copy)
        copy.close()

        beijing, new_york, auckland = (
            answers(tmp_path, zone, round_.public_id, unit.public_id, moment)
            for zone in ("Asia/Shanghai", "America/New_York", "Pacific/Auckland")
        )

        assert (beijing["today"], beijing["due"]) == (today, due)
        assert {status for status, _ in beijing["pages"].values()} == {200}
        assert f"{at + timedelta(hours=8):%Y-%m-%d %H:%M}" in beijing["pages"]["auditor /audit/"][1]
        for other in (new_york, auckland):
            pages = other.pop("pages")
            assert [path for path in pages if pages[path] != beijing["pages"][path]] == []
            assert other == {name: beijing[name] for name in other}
