"""
The interface held against its own description by schemathesis: every operation, every role, well and badly
written requests; no server error, no answer that the description does not know, no token that is not asked.

A few examples of each operation as a rule; ``KAOPING_API_CASES=20000`` for the long run.
"""

import contextlib
import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import negative_data_rejection
from tests.web import builders
from tests.web.api import objects
from tests.web.builders import RELEASED, ROLES, UNIT_ROLES

from kaoping.web.api.views import description

OPERATIONS = [(m.upper(), path) for path, methods in description()["paths"].items() for m in methods]
CASES = int(os.environ.get("KAOPING_API_CASES", "0"))
EACH = -(-CASES // (len(OPERATIONS) * len(ROLES))) if CASES else 2


USUAL = settings(
    max_examples=EACH, deadline=None, database=None, derandomize=not CASES,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


class Undone(Exception):
    """Ends a block whose writes are not to stay."""


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker):
    """One transaction around all tests of this module: what an example writes is undone at once."""
    with django_db_blocker.unblock():
        with contextlib.suppress(Undone), transaction.atomic():
            yield
            raise Undone
        connection.close()


@pytest.fixture(scope="module")
def office(db):
    """A token of each role, and one of every object, of the unit whose people ask."""
    unit = builders.unit("望川市农业农村局")
    known = objects.everything(unit, builders.round_(RELEASED))
    tokens = {}
    for role in ROLES:
        user = builders.user(role, **({"unit": unit} if role in UNIT_ROLES else {}))
        tokens[role] = objects.token(user)
    return {"tokens": tokens, "known": known}


@pytest.fixture(scope="module")
def described(office):
    """The description as programs read it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # as Django's own test client: it is the tests' connection
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def count():
    counted = {"cases": 0, "statuses": {}}
    yield counted
    print(f"\ninterface: {counted['cases']} cases, answers {dict(sorted(counted['statuses'].items()))}")


def cases_of(operation):
    """Well and badly written requests; of an operation that takes nothing only the one there is."""
    good = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    if not (operation.query or operation.path_parameters or operation.body):
        return good
    return good | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)


def is_put_right(case, *replaced):
    """Of what was written badly, only what the test itself replaced, or parameters that nobody reads."""
    if not case.meta or not case.meta.generation.mode.is_negative:
        return False
    mutations = case.meta.phase.data.mutations
    left = [one for one in mutations if one.parameter_location not in replaced]
    unread = [
        one for one in left
        if one.parameter_location == ParameterLocation.QUERY and one.keywords == ("additionalProperties",)
    ]  # fmt: skip
    return len(left) < len(mutations) and left == unread


def ask_for_known(case, known):
    """Name an object that there is: what is generated would never meet one."""
    kind = case.operation.path.split("/")[3]
    for name in case.path_parameters or {}:
        case.path_parameters[name] = str(known["entries" if kind == "audit" else kind])


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[f"{m} {p}" for m, p in OPERATIONS])
def test_every_role_gets_answers_as_described(method, path, described, office, count):
    operation = described[path][method]
    cases, before = cases_of(operation), count["cases"]

    def ask(case, is_known, role):
        if is_known:
            ask_for_known(case, office["known"])
        headers = {"Authorization": f"Bearer {office['tokens'][role]}"}
        with contextlib.suppress(Undone), transaction.atomic():
            response = case.call(headers=headers)
            counted = count["statuses"].get(response.status_code, 0)
            count["cases"], count["statuses"][response.status_code] = count["cases"] + 1, counted + 1
            replaced = (ParameterLocation.HEADER, *([ParameterLocation.PATH] if is_known else []))
            excluded = [negative_data_rejection] if is_put_right(case, *replaced) else []
            case.validate_response(response, headers=headers, excluded_checks=excluded)
            raise Undone

    for role in ROLES:
        USUAL(given(case=cases, is_known=st.booleans(), role=st.just(role))(ask))()
    assert count["cases"] - before >= len(ROLES)
