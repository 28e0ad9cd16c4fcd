"""A round in review with suspects to decide."""

import pytest
from tests.web import builders


@pytest.fixture
def reviewing(unit):
    of = builders.round_("reviewing")
    builders.member(of, unit)
    return of


@pytest.fixture
def suspect(unit, reviewing):
    return builders.suspect(unit, reviewing)


@pytest.fixture
def severe(unit, reviewing):
    return builders.suspect(unit, reviewing, severity="严重")


@pytest.fixture
def other_reviewer(db):
    return builders.user("reviewer")
