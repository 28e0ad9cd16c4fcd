"""
Every route, asked by every role and by nobody, for own and others' objects, before and after release: the
answers that its app's ``access.py`` says, and no other.

People, units and rounds are made once for the module; what a single question makes or changes is undone.
"""

import contextlib
from http.cookies import SimpleCookie

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from tests.web import builders
from tests.web.api import objects
from tests.web.builders import RELEASED, ROLES, UNIT_ROLES, UNRELEASED, Situation
from tests.web.route_table import (
    ABSENT,
    ALLOWED,
    OTHER_METHODS,
    SIGN_IN,
    absent,
    answer_kind,
    body,
    expected,
    methods_at,
    routes,
)  # fmt: skip

from kaoping.web.people.gates import Access
from kaoping.web.people.sessions import PROVEN

BUILDERS = builders.BUILDERS | objects.BUILDERS
TABLE = routes()
KNOWN = [route for route in TABLE if route.access is not None]
ASKING = (*ROLES, None)


class Undone(Exception):
    """Ends a block whose writes are not to stay."""


class Office:
    """People of every role with their browsers and programs, two units, a round before and after release."""

    def __init__(self):
        self.unit, self.other_unit = builders.unit("望川市农业农村局"), builders.unit("望川市水利局")
        of = {role: {"unit": self.unit} if role in UNIT_ROLES else {} for role in ROLES}
        self.people = {role: builders.user(role, **of[role]) for role in ROLES}
        self.rounds = [builders.round_(state) for state in (UNRELEASED, RELEASED)]
        self.browsers = {role: _browser(self.people.get(role)) for role in ASKING}
        self.programs = {role: _program(self.people.get(role)) for role in ASKING}

    def asking(self, role, access):
        return (self.programs if access.is_api else self.browsers)[role]

    def situations(self, role, access):
        """The situations in which a route is asked: one where it names no object, else four."""
        user = self.people.get(role)
        if not access.make:
            return [Situation(user, self.unit, True, self.rounds[1])]
        whose = [(self.unit, True), (self.other_unit, False)]
        return [Situation(user, of, is_own, one) for of, is_own in whose for one in self.rounds]


def _browser(user):
    """A client of somebody who has just proven anew who he is."""
    client = Client()
    if user is not None:
        client.force_login(user)
        session = client.session
        session[PROVEN] = timezone.now().isoformat()
        session["waiting_totp_secret"] = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
        session.save()
    client.kept = {name: morsel.value for name, morsel in client.cookies.items()}
    return client


def _program(user):
    """A client with a token of every scope; roles that have no programs get one all the same."""
    text = objects.token(user) if user else "kp_nobody"
    client = Client(headers={"Authorization": f"Bearer {text}"})
    client.kept = {}
    return client


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
def count():
    """How many answers were compared; told at the end."""
    counted = {"answers": 0}
    yield counted
    print(f"\nrole matrix: {len(KNOWN)} routes, {counted['answers']} answers compared")


def asked(client, method, address):
    # nothing stays of an earlier page: neither what it left to be said, nor a session that it ended
    client.cookies = SimpleCookie(client.kept)
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

    def test_all_routes_below_the_interfaces_address_ask_for_a_token_except_its_description(self):
        below = [route for route in KNOWN if route.name.startswith("api:")]

        assert {route.name for route in below if not route.access.is_api} == {"api:docs", "api:openapi"}


class TestRoleMatrix:
    @pytest.mark.parametrize("route", KNOWN, ids=lambda route: route.name)
    def test_each_role_gets_what_the_table_says(self, route, office, count):
        wrong = []

        for role in ASKING:
            for method in route.access.methods:
                for told in compared(route, method, role, office):
                    count["answers"] += 1
                    wrong += [told] if told[-2] != told[-1] else []

        assert wrong == [], wrong[:4]

    @pytest.mark.parametrize("route", KNOWN, ids=lambda route: route.name)
    def test_other_methods_are_refused(self, route, office):
        others = set(OTHER_METHODS) - methods_at(route.pattern, TABLE)
        statuses = set()

        with contextlib.suppress(Undone), transaction.atomic():
            for role in ("office_admin", "system_admin"):
                (at, *_) = office.situations(role, route.access)
                made = BUILDERS[route.access.make](at) if route.access.make else {}
                client = office.asking(role, route.access)
                statuses |= {asked(client, method, route.address(made)).status_code for method in others}
            raise Undone

        assert statuses <= {403, 405}
        assert not others or 405 in statuses or 403 in statuses


def compared(route, method, role, office):
    """One route asked by one role: what was expected and what came, in each situation; nothing stays."""
    access, client = route.access, office.asking(role, route.access)
    for at in office.situations(role, access):
        try:
            with transaction.atomic():
                made = BUILDERS[access.make](at) if access.make else {}
                wanted = expected(access, at)
                response = asked(client, method, route.address(made))
                came = answer_kind(response)
                if access.scope == "public" and came == SIGN_IN:
                    came = ALLOWED
                where = (role, method, "own" if at.is_own else "other", at.round.state)
                results = [(*where, wanted, came)]
                if wanted == ABSENT == came:
                    nothing = asked(client, method, route.address(absent(made)))
                    results.append((*where, "the same words", _same(body(response), body(nothing))))
                raise Undone
        except Undone:
            yield from results


def _same(one, other):
    return "the same words" if one == other else "other words"


class TestExpected:
    """The matrix's own rule, by hand, so that a mistake in it shows."""

    def test_a_unit_gets_its_own_only_after_release(self, office):
        access = Access("units.view_own", "own", make="x")

        answers = [expected(access, at) for at in office.situations("unit_staff", access)]

        assert answers == [ABSENT, ALLOWED, ABSENT, ABSENT]

    def test_nobody_is_sent_to_sign_in(self, office):
        (at, *_) = office.situations(None, Access("planning.view"))

        assert expected(Access("planning.view"), at) == SIGN_IN

    def test_a_role_without_programs_has_none(self, office):
        access = Access("dashboard.view", is_api=True)
        (at, *_) = office.situations("leader", access)

        assert expected(access, at) == SIGN_IN
