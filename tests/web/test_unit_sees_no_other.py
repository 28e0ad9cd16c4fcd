"""
Two states of the office that differ only in what is not released of unit B give unit A byte-identical
answers on every route.

Others add to `DIFFERENCES` what their desk keeps of a unit beyond what its routes name.
"""

import contextlib
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from tests.web import builders, unit_objects
from tests.web.api import objects
from tests.web.builders import UNRELEASED
from tests.web.route_table import routes, snapshot

from kaoping.web.imports.models import MediaReading
from kaoping.web.publishing.actions import rescore, scores


class Undone(Exception):
    """Ends a block whose writes are not to stay."""


def _site_and_person(other, round_):
    builders.site(other, name="未公开的网站")
    builders.user("unit_staff", unit=other, name="未公开的人")


def _membership(other, round_):
    builders.member(round_, other)


def _name(other, round_):
    other.note = "未公开的备注"
    other.save()


def _everything(other, round_):
    objects.everything(other, round_)


def _answers_and_tasks(other, round_):
    fault = unit_objects.finding(unit_objects.joined(round_, other), other)
    unit_objects.appeal(fault)
    unit_objects.task(fault)
    unit_objects.report(round_, other)
    unit_objects.contact(other)
    unit_objects.handed(other)


def _score(other, round_):
    builders.member(round_, other)
    builders.confirmed_suspect(round_, other)
    rescore(round_, by="test", reason="试算")


def _notice(other, round_):
    builders.notice(round_, body=builders.NOTICE_BODY | {"title": f"{other.name}的通报"})


def _whatever_a_route_names(other, round_):
    """An object of B for every route that names one: suspects and proofs of it, jobs, tasks, exemptions."""
    at = builders.Situation(unit=other, round=round_, asking=None, is_own=False)
    named = {route.access.make for route in routes() if route.access} - {""}
    every = builders.BUILDERS | objects.BUILDERS
    assert len(named) > 25
    for name in sorted(named):
        every[name](at)


def _new_media(other, round_):
    account = builders.account(other, name="未公开的账号")
    builders.submission(other, account=account, taken_at=timezone.now())
    MediaReading.objects.create(round=round_, account=account, at=timezone.now(), posts=7)


DIFFERENCES = {
    "whatever a route names": _whatever_a_route_names,
    "new media": _new_media,
    "score and findings": _score,
    "notice": _notice,
    "answers and tasks": _answers_and_tasks,
    "site and person": _site_and_person,
    "membership": _membership,
    "note": _name,
    "one of everything": _everything,
}


@pytest.mark.both
@pytest.mark.django_db
class TestUnitSeesNoOther:
    @time_machine.travel("2026-09-15T02:00:00Z", tick=False)  # a token's page tells when it was last used
    @pytest.mark.parametrize("role", builders.UNIT_ROLES)
    @pytest.mark.parametrize("state", [UNRELEASED, "drafted"])
    def test_what_is_not_released_of_another_unit_changes_no_answer(
        self, role, state, unit, other_unit, signed_in, monkeypatch
    ):
        client_user = builders.user(role, unit=unit)
        client = signed_in(client_user, is_proven=True)
        session = client.session
        session["waiting_totp_secret"] = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
        session.save()
        round_ = builders.round_(state)
        builders.member(round_, unit)
        builders.confirmed_suspect(round_, unit)
        rescore(round_, by="test", reason="试算")
        named = {
            "round": {"public_id": round_.public_id},
            "unit": {"public_id": other_unit.public_id},
        }
        token = objects.token(client_user)
        before = without_new_secrets(snapshot(client, named, token=token))
        cookies = {name: morsel.value for name, morsel in client.cookies.items()}

        tomorrow = scores.now() + timedelta(days=1)
        monkeypatch.setattr(scores, "now", lambda: tomorrow)
        changed = {}
        for what, difference in DIFFERENCES.items():
            # one difference at a time, each over the state that the first answers were given in
            with contextlib.suppress(Undone), transaction.atomic():
                difference(other_unit, round_)
                client.cookies = SimpleCookie(cookies)
                after = without_new_secrets(snapshot(client, named, token=token))
                changed[what] = [name for name in before if before[name] != after[name]]
                raise Undone
            other_unit.refresh_from_db()
            round_.refresh_from_db()

        assert len(before) > 30
        assert role == "unit_staff" or before["api:suspects"][0] == 200
        assert changed == {what: [] for what in DIFFERENCES}


def without_new_secrets(seen):
    """
    Pages that show a secret made for this very view differ by that alone. Figures of the whole server are
    told to programs of the machine itself, where no unit's people are.
    """
    apart = ("people:second_factor", "operation:metrics")
    return {name: answer for name, answer in seen.items() if not name.startswith(apart)}
