"""A form sent with nothing in it is refused as a form: never an error of the server's own."""

import contextlib

import pytest
from django.db import transaction
from django.utils import timezone
from tests.web import builders
from tests.web.api import objects
from tests.web.builders import RELEASED, ROLES, UNIT_ROLES, Situation
from tests.web.route_table import routes

from kaoping.web.people.permissions import holds
from kaoping.web.people.sessions import PROVEN

BUILDERS = builders.BUILDERS | objects.BUILDERS
WRITING = [
    (route, method)
    for route in routes()
    if route.access
    for method in ("POST", "PUT", "PATCH")
    if method in route.access.methods
]


class Undone(Exception):
    """Ends a block whose writes are not to stay."""


def role_for(access):
    """A role that may: the refusal that is looked for is the form's, not the gate's."""
    needed = access.permissions
    fitting = [r for r in ROLES if not needed or any(holds(r, one) for one in needed)]
    return next((r for r in fitting if not access.is_api or holds(r, "api.use")), fitting[0])


@pytest.mark.django_db
class TestEmptyForms:
    @pytest.mark.parametrize(
        ("route", "method"), WRITING, ids=[f"{method} {route.name}" for route, method in WRITING]
    )
    def test_nothing_sent_is_no_error_of_the_server(self, route, method, client, unit):
        access, role = route.access, role_for(route.access)
        user = builders.user(role, **({"unit": unit} if role in UNIT_ROLES else {}))
        if access.scope != "public":
            client.force_login(user)
            session = client.session
            session[PROVEN] = timezone.now().isoformat()
            session.save()
        at = Situation(user, unit, True, builders.round_(RELEASED))
        headers = {"Authorization": f"Bearer {objects.token(user)}"} if access.is_api else {}
        form = {"content_type": "application/x-www-form-urlencoded"}
        empty = {"content_type": "application/json"} if access.is_api else form

        with contextlib.suppress(Undone), transaction.atomic():
            made = BUILDERS[access.make](at) if access.make else {}
            client.raise_request_exception = True
            response = client.generic(method, route.address(made), "", headers=headers, **empty)
            raise Undone

        assert response.status_code < 500
        assert response.status_code not in (401, 404, 405)
