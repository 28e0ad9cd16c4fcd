"""While the database is away, or the disk is full, an upload says so; afterwards it goes through."""

import resource
from contextlib import contextmanager

import pytest
from django.db import InterfaceError, OperationalError, connection
from tests.web.imports.test_take_list import row

from kaoping.web.imports.models import Batch, Item
from kaoping.web.review.models import Suspect


@contextmanager
def every_statement_fails(error, *, after=0):
    """From the statement of this number on."""
    seen = 0

    def fail(execute, sql, params, many, context):
        nonlocal seen
        seen += 1
        if seen > after:
            raise error
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        yield


@contextmanager
def largest_file(size_bytes):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def office(office):
    office.raise_request_exception = False  # what a browser gets
    return office


AWAY, FULL = "数据库暂时不能使用", "服务器的磁盘已满"
TROUBLES = [
    (OperationalError("server closed the connection unexpectedly"), AWAY),
    (InterfaceError("connection already closed"), AWAY),
    (OperationalError("database or disk is full"), FULL),
    (OperationalError("could not extend file: No space left on device"), FULL),
]


class TestOutOfOrder:
    @pytest.mark.parametrize(("error", "words"), TROUBLES)
    def test_a_page_says_what_is_wrong_and_when_to_try_again(self, office, error, words):
        with every_statement_fails(error):
            response = office.get("/imports/")

        assert response.status_code == 503
        assert words in response.text
        assert response.headers["Retry-After"] == "30"
        assert response.headers["Content-Security-Policy"]
        assert office.get("/imports/").status_code == 200

    def test_our_own_mistake_stays_one(self, office):
        with every_statement_fails(RuntimeError("a mistake")):
            response = office.get("/imports/")

        assert response.status_code == 500
        assert "程序出错了" in response.text

    def test_an_upload_cut_off_at_any_statement_can_be_repeated(self, transactional_db, office, bring):
        for after in range(14):
            with every_statement_fails(OperationalError("terminating connection"), after=after):
                first = bring(row(f"词{after}"), is_whole=False, source=f"平台{after}")

            again = bring(row(f"词{after}"), is_whole=False, source=f"平台{after}")

            assert first.status_code in (302, 503), after
            assert again.status_code == 302, after

    def test_taking_over_cut_off_at_any_statement_is_gone_on_with(self, transactional_db, office, bring):
        for after in range(0, 46, 3):
            bring(row(f"甲{after}") + row(f"乙{after}"), source=f"平台{after}")
            batch = Batch.objects.latest("id")
            with every_statement_fails(OperationalError("terminating connection"), after=after):
                office.post(f"/imports/{batch.public_id}/take/")
            Batch.objects.update(held_until=None)  # as if the minutes had passed for which it is held

            office.post(f"/imports/{batch.public_id}/take/")

            batch.refresh_from_db()
            assert (batch.state, batch.counts["created"]) == ("done", 2), after
            assert Item.objects.filter(batch=batch).count() == 2, after
            assert Suspect.objects.filter(object__endswith=f"{after}").count() >= 2, after
        assert Item.objects.count() == Suspect.objects.count() == 2 * 16

    @pytest.mark.parametrize("size_bytes", [0, 40, 120])
    def test_a_full_disk_leaves_no_half_file_and_the_upload_can_be_repeated(
        self, settings, office, bring, size_bytes
    ):
        with largest_file(size_bytes):
            response = bring(row("兴稠"))
        folder = settings.MEDIA_ROOT / "imports"
        left = list(folder.iterdir()) if folder.exists() else []

        again = bring(row("兴稠"))

        assert (response.status_code, FULL in response.text) == (503, True)
        assert [one for one in left if one.stat().st_size <= size_bytes or one.name.startswith(".")] == []
        assert again.status_code == 302
        assert Batch.objects.count() == 1


class TestProgramsAreTold:
    def test_in_their_own_shape(self, office):
        with every_statement_fails(OperationalError("server closed the connection unexpectedly")):
            response = office.get("/api/v1/rounds")

        assert response.status_code == 503
        assert response.json()["message"]
