"""
Every route, asked by every role and by nobody, for own and others' objects, before and after release: the
answers that its app's ``access.py`` says, and no other.
"""

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from tests.web import builders
from tests.web.builders import BUILDERS, RELEASED, ROLES, UNIT_ROLES, UNRELEASED, Situation
from tests.web.route_table import (
    ABSENT,
    ALLOWED,
    OTHER_METHODS,
    SIGN_IN,
    absent,
    answer_kind,
    body,
    expected,
    routes,
)  # fmt: skip

from kaoping.web.people.sessions import PROVEN

TABLE = routes()
KNOWN = [route for route in TABLE if route.access is not None]
ASKING = (*ROLES, None)


class Undone(Exception):
    """Ends a block whose writes are not to stay."""


@pytest.fixture(scope="module")
def count():
    """How many answers were compared; told at the end."""
    counted = {"answers": 0}
    yield counted
    print(f"\nrole matrix: {len(KNOWN)} routes, {counted['answers']} answers compared")


@pytest.fixture
def people(unit):
    return {role: builders.user(role, **({"unit": unit} if role in UNIT_ROLES else {})) for role in ROLES}


@pytest.fixture
def clients(people):
    """A client for each role, who has just proven anew who he is, and one for nobody."""
    made = {None: Client()}
    for role, user in people.items():
        made[role] = Client()
        made[role].force_login(user)
        session = made[role].session
        session[PROVEN] = timezone.now().isoformat()
        session["waiting_totp_secret"] = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
        session.save()
    return made


def situations(access, user, unit, other_unit):
    """The situations in which a route is asked: one where it names no object, else four."""
    whose = [(unit, True), (other_unit, False)] if access.make else [(unit, True)]
    states = (UNRELEASED, RELEASED) if access.make else (RELEASED,)
    for of, is_own in whose:
        for state in states:
            yield Situation(user, of, is_own, builders.round_(state))


def asked(client, method, address):
    client.cookies.pop("messages", None)  # what an earlier page left to be said
    return client.generic(method, address, "", content_type="application/x-www-form-urlencoded")


class TestRouteTable:
    def test_every_route_stands_in_its_apps_table(self):
        assert [route.name for route in TABLE if route.access is None] == []

    def test_every_builder_that_a_table_names_exists(self):
        assert {route.access.make for route in KNOWN} - {""} - set(BUILDERS) == set()

    def test_no_unit_role_holds_what_opens_an_office_route(self):
        from kaoping.web.people.permissions import holds

        assert [
            (route.name, role)
            for route in KNOWN
            for role in UNIT_ROLES
            for permission in route.access.permissions
            if route.access.scope == "office" and holds(role, permission)
        ] == []


@pytest.mark.django_db
class TestRoleMatrix:
    @pytest.mark.parametrize("route", KNOWN, ids=lambda route: route.name)
    def test_each_role_gets_what_the_table_says(self, route, clients, people, unit, other_unit, count):
        wrong = []

        for role in ASKING:
            for method in route.access.methods:
                for told in compared(route, method, role, clients, people, unit, other_unit):
                    count["answers"] += 1
                    wrong += [told] if told[-2] != told[-1] else []

        assert wrong == [], wrong[:4]

    @pytest.mark.parametrize("route", KNOWN, ids=lambda route: route.name)
    def test_other_methods_are_refused(self, route, clients, people, unit, other_unit):
        others = [method for method in OTHER_METHODS if method not in route.access.methods]
        statuses = set()

        for role in ("office_admin", "system_admin"):
            (at, *_) = situations(route.access, people[role], unit, other_unit)
            made = BUILDERS[route.access.make](at) if route.access.make else {}
            statuses |= {asked(clients[role], method, route.address(made)).status_code for method in others}

        assert statuses <= {403, 405}
        assert not others or 405 in statuses or 403 in statuses


def compared(route, method, role, clients, people, unit, other_unit):
    """One route asked by one role: what was expected and what came, in each situation; nothing stays."""
    user = people.get(role)
    for at in situations(route.access, user, unit, other_unit):
        try:
            with transaction.atomic():
                made = BUILDERS[route.access.make](at) if route.access.make else {}
                wanted = expected(route.access, at)
                response = asked(clients[role], method, route.address(made))
                came = answer_kind(response)
                if route.access.scope == "public" and came == SIGN_IN:
                    came = ALLOWED
                where = (role, method, "own" if at.is_own else "other", at.round.state)
                results = [(*where, wanted, came)]
                if wanted == ABSENT == came:
                    nothing = asked(clients[role], method, route.address(absent(made)))
                    results.append((*where, "the same words", _same(body(response), body(nothing))))
                raise Undone
        except Undone:
            yield from results


def _same(one, other):
    return "the same words" if one == other else "other words"


class TestExpected:
    """The matrix's own rule, by hand, so that a mistake in it shows."""

    def test_a_unit_gets_its_own_only_after_release(self, unit_staff, other_unit):
        from kaoping.web.people.gates import Access

        access = Access("units.view_own", "own", make="x")
        own = [
            Situation(unit_staff, unit_staff.unit, True, builders.round_(s)) for s in (UNRELEASED, RELEASED)
        ]
        other = Situation(unit_staff, other_unit, False, builders.round_(RELEASED))

        assert [expected(access, at) for at in (*own, other)] == [ABSENT, ALLOWED, ABSENT]

    def test_nobody_is_sent_to_sign_in(self, unit):
        from kaoping.web.people.gates import Access

        at = Situation(None, unit, False, builders.round_(RELEASED))

        assert expected(Access("planning.view"), at) == SIGN_IN
