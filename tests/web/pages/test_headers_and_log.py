"""Headers of every answer, and log lines in which nothing hides."""

import json
import logging

import pytest

from kaoping.web.pages.logs import JsonLines

HOSTILE = "a\r\nb\x00c\u202ed\u2028e\x85f\ud800g\u200bh\ufeff"


class TestJsonLines:
    def test_one_event_is_one_visible_line(self):
        record = logging.makeLogRecord({"name": "x", "levelname": "INFO", "msg": HOSTILE, "user": HOSTILE})

        line = JsonLines().format(record)

        assert line.isprintable()
        assert line.splitlines() == [line]
        assert json.loads(line)["user"] == HOSTILE


@pytest.mark.django_db
class TestHeaders:
    @pytest.mark.parametrize("address", ["/people/login/", "/nowhere/", "/audit/"])
    def test_nothing_inline_is_allowed_and_nothing_is_kept(self, client, address):
        answer = client.get(address)

        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

    def test_a_token_in_an_address_is_not_logged(self, client, caplog):
        with caplog.at_level("INFO", logger="kaoping"):
            client.get("/people/invitation/kp_secret-token/")

        assert "kp_secret-token" not in caplog.text
        assert any(record.name == "kaoping.requests" for record in caplog.records)
