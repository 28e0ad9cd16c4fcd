"""What programs that watch over the server are told, and who is told nothing."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from tests.web import builders

from kaoping.web.audit.actions import record
from kaoping.web.gathering.models import Job, Worker
from kaoping.web.operation import queries, views
from kaoping.web.operation.writing import Gauge, Sample, written

LINE = re.compile(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?\d+(\.\d+)?(e[+-]\d+)?')


def figures(text):
    return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))


@pytest.mark.django_db
class TestHealth:
    def test_it_says_that_all_is_well(self):
        answer = Client().get("/healthz")

        assert (answer.status_code, answer.json()) == (200, {"status": "ok", "ails": []})

    def test_it_says_what_ails_it(self, monkeypatch):
        monkeypatch.setattr(queries, "LEAST_ROOM_BYTES", 1 << 62)
        monkeypatch.setattr(views, "is_database_up", lambda: False)

        answer = Client().get("/healthz")

        assert (answer.status_code, answer.json()["ails"]) == (503, ["database", "disk"])

    def test_a_database_that_does_not_answer_is_no_error_of_ours(self, monkeypatch):
        class Away:
            def cursor(self):
                raise DatabaseError("away")

        monkeypatch.setattr(queries, "connection", Away())

        assert Client().get("/healthz").json()["ails"] == ["database"]
        assert "kaoping_database_up 0\n" in Client().get("/metrics").content.decode()


@pytest.mark.django_db
class TestMetrics:
    def test_it_tells_jobs_workers_and_the_last_backup_and_nothing_of_units(self, unit):
        round_, now = builders.round_("gathering"), timezone.now()
        for number, state in enumerate(("queued", "running"), start=1):
            Job.objects.create(
                round=round_, site=builders.site(unit), sighting=number, state=state,
                lease_until=now - timedelta(hours=1),
            )  # fmt: skip
        Worker.objects.create(name="one", started_at=now, beat_at=now)
        Worker.objects.create(name="gone", started_at=now, beat_at=now - timedelta(hours=1))
        record(by="console", action="backup.take", subject="backup:x", now=now)

        answer = Client().get("/metrics")
        told = answer.content.decode()

        assert answer["Content-Type"].startswith("application/openmetrics-text; version=1.0.0")
        assert told.endswith("# EOF\n")
        assert [line for line in told.splitlines() if line[0] != "#" and not LINE.fullmatch(line)] == []
        seen = figures(told)
        assert seen['kaoping_jobs{state="queued"}'] == "1"
        assert seen['kaoping_jobs{state="done"}'] == "0"
        assert seen["kaoping_jobs_left_by_their_worker"] == "1"
        assert seen["kaoping_workers_alive"] == "1"
        assert int(seen["kaoping_last_backup_timestamp_seconds"]) == round(now.timestamp())
        assert unit.name not in told

    @pytest.mark.parametrize(
        "asked",
        [{"REMOTE_ADDR": "10.1.2.3"}, {"HTTP_X_FORWARDED_FOR": "10.1.2.3"}, {"REMOTE_ADDR": ""}],
        ids=["another machine", "through a proxy", "nobody knows where"],
    )
    def test_other_machines_find_nothing(self, asked):
        assert Client().get("/metrics", **asked).status_code == 404

    def test_behind_a_known_proxy_nobody_is_this_machine(self, settings):
        settings.PROXIES = 1

        assert Client().get("/metrics").status_code == 404

    def test_with_a_token_it_is_the_token_that_counts(self, settings):
        settings.METRICS_TOKEN = "the token"
        away = {"REMOTE_ADDR": "10.1.2.3"}

        answers = [
            Client().get("/metrics", **away, headers={"Authorization": f"Bearer {given}"}).status_code
            for given in ("the token", "another", "")
        ]

        assert answers == [200, 404, 404]
        assert Client().get("/metrics").status_code == 404


class TestWriting:
    def test_names_units_and_labels_stand_as_the_format_wants_them(self):
        gauge = Gauge("a_bytes", 'said "so"\nhere', (Sample(1.5, {"x": 'a"b\\c\n'}), Sample(2**40)), "bytes")

        assert written([gauge]) == (
            "# TYPE a_bytes gauge\n# UNIT a_bytes bytes\n"
            '# HELP a_bytes said \\"so\\"\\nhere\n'
            'a_bytes{x="a\\"b\\\\c\\n"} 1.5\na_bytes 1099511627776\n# EOF\n'
        )
