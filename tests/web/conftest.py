"""
People of every role, units, rounds in every state, and a database on which nothing is left behind.

The audit trail's triggers refuse what emptying a database after a test needs. Tests that commit for real
(threads, live servers) take the fixture `transactional_db`, never the mark: it lifts the triggers at the end.
"""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.web import builders

from kaoping.web.audit import triggers
from kaoping.web.people.sessions import PROVEN
from kaoping.web.planning.states import STATES
from kaoping.web.units.models import Cause

first_causes = import_module("kaoping.web.units.migrations.0003_causes")


@pytest.fixture
def _triggers_again(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        triggers.install(connection)
        if not Cause.objects.exists():  # emptied with all else: the list that migrations begin with
            first_causes.fill(apps, None)


@pytest.fixture
def transactional_db(_triggers_again, transactional_db):
    yield
    triggers.remove(connection)


@pytest.fixture(autouse=True)
def _folders_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.ROUNDS_FOLDER = tmp_path / "rounds"


@pytest.fixture
def unit(db):
    return builders.unit("望川市农业农村局")


@pytest.fixture
def other_unit(db):
    return builders.unit("望川市水利局")


@pytest.fixture
def system_admin(db):
    return builders.user("system_admin")


@pytest.fixture
def office_admin(db):
    return builders.user("office_admin")


@pytest.fixture
def inspector(db):
    return builders.user("inspector")


@pytest.fixture
def reviewer(db):
    return builders.user("reviewer")


@pytest.fixture
def leader(db):
    return builders.user("leader")


@pytest.fixture
def auditor(db):
    return builders.user("auditor")


@pytest.fixture
def unit_admin(unit):
    return builders.user("unit_admin", unit=unit)


@pytest.fixture
def unit_staff(unit):
    return builders.user("unit_staff", unit=unit)


@pytest.fixture
def rounds(unit, other_unit):
    """A round in each state, with both units in it, by state."""
    made = {state: builders.round_(state) for state in STATES}
    system = builders.system()
    for one in made.values():
        for who in (unit, other_unit):
            builders.member(one, who, system=system)
    return made


@pytest.fixture
def signed_in():
    """A function: a client signed in as somebody; ``is_proven`` who has just shown password and code anew."""

    def sign_in(user, *, is_proven=False):
        client = Client()
        client.force_login(user)
        if is_proven:
            session = client.session
            session[PROVEN] = timezone.now().isoformat()
            session.save()
        return client

    return sign_in
