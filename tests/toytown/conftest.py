"""One city for all these tests, and the same city served."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kaoping_toytown import City, ServedCity, build_city, serve


@pytest.fixture(scope="session")
def city() -> City:
    return build_city()


@pytest.fixture(scope="session")
def larger_city() -> City:
    return build_city(seed=3, sites=16, pages=400)


@pytest.fixture(scope="session")
def served() -> Iterator[ServedCity]:
    with serve(build_city(sites=16)) as running:
        yield running
