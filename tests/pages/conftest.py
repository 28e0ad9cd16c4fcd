"""A reader under the shipped rulebook, and a way to make captures of invented pages."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from kaoping.gather.capture import Capture
from kaoping.pages import Page, Reader
from kaoping.rulebook import Rulebook, load_rulebook

SEEN_AT = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def rules() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="session")
def reader(rules: Rulebook) -> Reader:
    return Reader(rules)


@pytest.fixture
def read(reader: Reader) -> Callable[..., Page]:
    def make(
        body: str | bytes,
        url: str = "http://www.muyun.example/xwzx/",
        content_type: str = "text/html; charset=utf-8",
        section_url: str = "",
        **more: object,
    ) -> Page:
        raw = body.encode() if isinstance(body, str) else body
        headers = (("Content-Type", content_type),)
        capture = Capture(site="www.muyun.example", url=url, status=200, headers=headers, body=raw,
                          fetched_at=SEEN_AT, **more)  # fmt: skip
        return reader.read(capture, section_url=section_url)

    return make
