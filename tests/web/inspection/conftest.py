"""A round in which an inspector is asked about a unit."""

import pytest
from tests.web import builders
from tests.web.asked_round import asked_round, assigned

from kaoping.web.inspection.actions import make_tasks
from kaoping.web.inspection.models import Task


@pytest.fixture
def round_(unit, inspector, office_admin):
    made = asked_round(unit)
    assigned(made, unit, inspector)
    make_tasks(made, by=office_admin)
    return made


@pytest.fixture
def task(round_):
    return Task.objects.get(round=round_, rule="A1.1")


@pytest.fixture
def second(db):
    return builders.user("inspector")


@pytest.fixture
def double(unit, inspector, second, office_admin):
    """The papers of one question with two blind raters."""
    made = asked_round(unit)
    assigned(made, unit, inspector, second)
    make_tasks(made, by=office_admin)
    return list(Task.objects.filter(round=made, rule="A1.1").order_by("rater"))


@pytest.fixture
def inspecting(client, inspector):
    client.force_login(inspector)
    return client
