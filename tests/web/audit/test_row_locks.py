"""
Who holds a row must not keep others from pointing at it: what refers to a unit looks for it at its commit,
with the audit trail's end in hand, and who holds the unit waits for that end.
"""

import re
import threading
from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.utils import timezone

from kaoping.web.evidence.uploads import keep_bytes
from kaoping.web.units.models import Message

WEB = Path(__file__).resolve().parents[3] / "src/kaoping/web"


class TestRowLocks:
    def test_every_lock_leaves_the_key_free(self):
        found = {
            f"{file.relative_to(WEB)}: {call}"
            for file in WEB.rglob("*.py")
            for call in re.findall(r"select_for_update\([^)]*", file.read_text("utf-8"))
            if "no_key=True" not in call
        }

        assert found == set()

    @pytest.mark.both
    def test_a_message_to_a_unit_is_sent_while_its_proof_is_kept(
        self, transactional_db, unit, rounds, office_admin
    ):
        if connection.vendor != "postgresql":
            pytest.skip("SQLite has one writer at a time and no locks of rows")
        failed = []

        def send():
            try:
                with transaction.atomic(), connections["default"].cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '5s'")
                    Message.objects.create(key="k", unit=unit, rung="day", subject="到期", words="到期",
                                           lane="page", at=timezone.now())  # fmt: skip
            except OperationalError as error:
                failed.append(error)
            finally:
                connections.close_all()

        with transaction.atomic():
            keep_bytes(content=b"proof", name="证明.txt", media_type="text/plain", kind="upload",
                       round_=rounds["reviewing"], unit=unit, by=office_admin)  # fmt: skip
            other = threading.Thread(target=send)
            other.start()
            other.join()

        assert failed == []
