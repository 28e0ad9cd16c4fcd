import pytest
from tests.web.publishing.rounds import scored_round


@pytest.fixture
def drafted(unit, other_unit, office_admin):
    """A round whose drafts are out: one unit lost two points, the other none."""
    return scored_round((unit, other_unit), office_admin)


@pytest.fixture
def released(unit, other_unit, office_admin):
    return scored_round((unit, other_unit), office_admin, state="released")
