"""A report is looked at by the machine at once: fetched again, checked again, in a child process."""

import http.server
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from tests.web import builders
from tests.web.unit_objects import finding, task

from kaoping.web.units import looking
from kaoping.web.units.actions import tasks
from kaoping.web.units.models import RectificationTask

PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>望川市农业农村局</title></head>
<body><h1>望川市农业农村局</h1><ul>{links}</ul></body></html>"""


class City:
    """One page on loopback, whose content the test changes."""

    def __init__(self):
        self.page = ""
        city = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                is_home = self.path in ("/", "/index.html")
                body = city.page.encode() if is_home else b"User-agent: *\nAllow: /\n"
                self.send_response(200 if is_home or self.path == "/robots.txt" else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8" if is_home else "text/plain")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def city():
    made = City()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def claimed(city, rectifying, unit, settings):
    """Reported as put right: a dead link on the home page."""
    settings.ALLOW_PRIVATE = True
    rectifying.settings = {"rate": 0}
    rectifying.save()
    site = builders.site(unit, url=city.url, host=city.url.split("/")[2])
    dead = f"{city.url}gone.html"
    witness = {
        "voice": "check", "name": "upkeep.dead_link", "seen_at": "2026-08-01T00:00:00Z",
        "digest": "sha256:before",
    }  # fmt: skip
    suspect = finding(
        rectifying, unit, site=site, url=city.url, object=dead, facts={"target": dead}, quote="旧链接",
        check_id="upkeep.dead_link", message="死链", witnesses=[witness],
    )  # fmt: skip
    return task(
        suspect, state="reported", look="queued", reported_at=datetime(2026, 9, 1, tzinfo=UTC),
        before_digest="sha256:before",
    )  # fmt: skip


def with_link(city):
    city.page = PAGE.format(links='<li><a href="/gone.html">旧链接</a></li>')


@pytest.mark.django_db
class TestLookAtNext:
    def test_what_is_still_there_is_a_false_claim(self, city, claimed):
        with_link(city)

        assert looking.look_at_next()

        claimed.refresh_from_db()
        assert (claimed.state, claimed.look, claimed.looks) == ("false", "", 1), claimed.message
        assert claimed.before_digest == "sha256:before"
        assert claimed.after_digest.startswith("sha256:")
        assert claimed.message

    def test_what_is_gone_is_verified(self, city, claimed):
        city.page = PAGE.format(links="")

        looking.look_at_next()

        claimed.refresh_from_db()
        assert claimed.state == "verified", claimed.message
        assert claimed.steps.last().kind == "verified"

    def test_a_site_that_does_not_answer_cannot_be_told(self, city, claimed):
        city.server.shutdown()
        city.server.server_close()

        looking.look_at_next()

        claimed.refresh_from_db()
        assert claimed.state == "cannot tell"


@pytest.mark.django_db
class TestWithoutTheMachine:
    def test_what_only_a_person_found_goes_to_a_person(self, rectifying, unit):
        owed = task(finding(rectifying, unit), state="reported", look="queued", reported_at=timezone.now())

        looking.look_at_next()

        owed.refresh_from_db()
        assert owed.state == "cannot tell"
        assert "人工复核" in owed.message

    def test_nothing_waits_nothing_is_done(self, db):
        assert looking.look_at_next() is False

    def test_a_look_that_died_is_taken_over(self, rectifying, unit):
        now = timezone.now()
        fields = {"state": "reported", "look": "running", "reported_at": now, "looks": 1}
        dead = task(finding(rectifying, unit), look_lease=now - timedelta(seconds=1), **fields)
        live = task(finding(rectifying, unit), look_lease=now + timedelta(minutes=5), **fields)

        looking.look_at_next()

        assert looking.look_at_next() is False
        states = dict(RectificationTask.objects.values_list("pk", "state"))
        assert (states[dead.pk], states[live.pk]) == ("cannot tell", "reported")

    def test_what_was_withdrawn_meanwhile_is_not_settled(self, rectifying, unit):
        owed = task(finding(rectifying, unit), state="claimed", look="", looks=1)

        done = tasks.settle(owed, outcome="verified", message="", digest="", looks=1, now=timezone.now())

        owed.refresh_from_db()
        assert done is None
        assert owed.state == "claimed"
