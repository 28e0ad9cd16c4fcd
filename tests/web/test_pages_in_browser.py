"""
Every page that a GET route answers, in Chromium, for each role that may see it: no violation that axe knows,
in light and dark, on a desk's screen and on a phone; nothing asked for elsewhere, nothing wider than a phone.

`make test` looks with the first fitting role of the office and of the units; ``KAOPING_ALL_ROLES=1`` (`make
endure`) with every role.
"""

import contextlib
import os

import pytest
from django.db import connection, transaction
from django.utils import timezone
from tests.web import builders
from tests.web.api import objects
from tests.web.builders import UNIT_ROLES
from tests.web.in_browser import CHROMIUM, NO_CHROMIUM, opened_window
from tests.web.route_table import ALLOWED, expected, routes
from tests.web.test_role_matrix import ASKING, Office, Undone, asked

from kaoping.web.inspection.models import CaptureOrder
from kaoping.web.people.gates import Access

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)]

BUILDERS = builders.BUILDERS | objects.BUILDERS
PAGES = [r for r in routes() if r.access and "GET" in r.access.methods and not r.access.is_api]
ALL_ROLES = bool(os.environ.get("KAOPING_ALL_ROLES"))


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker):
    """One transaction around all tests of this module, in place of one around each."""
    with django_db_blocker.unblock():
        with contextlib.suppress(Undone), transaction.atomic():
            yield
            raise Undone
        connection.close()


@pytest.fixture(scope="module")
def office(db):
    return Office()


@pytest.fixture(scope="module")
def window():
    with opened_window() as window:
        yield window


def looking(route, office):
    """By role the situation in which the page is seen: a role of the office and one of the units, or all."""
    found = {}
    for role in ASKING:
        at = next((at for at in reversed(office.situations(role, route.access)) if at.is_own), None)
        if at is not None and expected(route.access, at) == ALLOWED:
            found[role] = at
    if ALL_ROLES:
        return found
    of_units = [role for role in found if role in UNIT_ROLES][:1]
    of_office = [role for role in found if role and role not in UNIT_ROLES][:1]
    return {role: found[role] for role in (of_units + of_office or list(found)[:1])}


class TestPages:
    @pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)
    def test_it_has_no_fault_that_a_machine_can_see(self, route, office, window):
        wrong = []

        for role, at in looking(route, office).items():
            with contextlib.suppress(Undone), transaction.atomic():
                made = BUILDERS[route.access.make](at) if route.access.make else {}
                path = route.address(made)
                response = asked(office.browsers[role], "GET", path)
                if response.headers.get("Content-Type", "").startswith("text/html") and response.content:
                    wrong += [f"{role}: {one}" for one in window.faults(path, response)]
                raise Undone

        assert wrong == [], "\n".join(wrong)


LONG = "http://bureau.wangchuan.example/" + "zwgk" * 40 + ".docx"


class TestHardPages:
    """What real rounds hold and small objects do not: long words, pages still to come."""

    def shown(self, office, window, role, path):
        return window.faults(path, asked(office.browsers[role], "GET", path))

    def test_a_suspect_whose_words_are_one_long_address(self, office, window):
        one = builders.suspect(
            office.unit, office.rounds[0], message=f"附件打不开:{LONG}", url=LONG, quote=LONG
        )

        for path in (f"/review/suspects/{one.public_id}/", f"/review/?round={office.rounds[0].public_id}"):
            assert self.shown(office, window, "reviewer", path) == []

    def test_a_question_with_pages_that_are_still_to_come_and_one_that_did_not(self, office, window):
        at = next(one for one in office.situations("inspector", Access("x", make="x")) if one.is_own)
        task = builders.task(at)
        for state, message in (("queued", ""), ("failed", "没有取到页面:超时。")):
            CaptureOrder.objects.create(
                task=task, url=LONG, by=at.asking, asked_at=timezone.now(), state=state, message=message
            )

        for path in (f"/inspection/tasks/{task.public_id}/", f"/inspection/tasks/{task.public_id}/captures/"):
            assert self.shown(office, window, "inspector", path) == []
