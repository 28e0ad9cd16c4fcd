"""A round under review, drafted and released, with both units in it; a second reviewer."""

import pytest
from tests.web import builders
from tests.web.unit_objects import finding, joined, term


@pytest.fixture
def second_reviewer(db):
    return builders.user("reviewer")


@pytest.fixture
def reviewing(unit, other_unit):
    return joined(builders.round_("reviewing"), unit, other_unit)


@pytest.fixture
def drafted(unit, other_unit):
    made = joined(builders.round_("drafted"), unit, other_unit)
    term(made)
    return made


@pytest.fixture
def rectifying(unit, other_unit):
    return joined(builders.round_("rectifying"), unit, other_unit)


@pytest.fixture
def fault(drafted, unit, reviewer):
    """A finding of the unit in the drafted round, confirmed by the reviewer."""
    return finding(drafted, unit, confirmed_by=reviewer)
