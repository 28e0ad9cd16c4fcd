"""A moment, and a job of a round that is gathering."""

import pytest
from django.utils import timezone
from tests.web import builders


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def job(unit):
    return builders.job(builders.round_("gathering"), unit)
