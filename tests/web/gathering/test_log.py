"""Every request of a visit, for download."""

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.web import builders
from tests.web.gathering.stored_runs import store


@pytest.fixture
def job(unit):
    made = builders.job(builders.round_("gathering"), unit, started_at=timezone.now())
    store(made, [])
    return made


class TestLog:
    def test_a_unit_downloads_every_request_to_its_site(self, signed_in, unit_staff, job):
        response = signed_in(unit_staff).get(reverse("gathering:log", args=[job.public_id]))

        lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
        assert lines[0].startswith("时间(UTC),方法")
        assert len(lines) == 7

    def test_another_unit_finds_nothing(self, signed_in, other_unit, job):
        client = signed_in(builders.user("unit_staff", unit=other_unit))

        assert client.get(reverse("gathering:log", args=[job.public_id])).status_code == 404

    def test_an_address_that_is_a_formula_is_text(self, signed_in, office_admin, job):
        from kaoping.rounds.result_files import GATHER_LOG
        from kaoping.web.gathering.plans import folder_of

        with (folder_of(job) / GATHER_LOG).open("a", encoding="utf-8") as log:
            log.write("2026-09-15T01:00:00Z\tGET\t=cmd()\t200\t1\t1\tpage\n")

        response = signed_in(office_admin).get(reverse("gathering:log", args=[job.public_id]))

        assert b",=cmd()" not in b"".join(response.streaming_content)

    def test_before_anything_was_asked_for_it_is_empty(self, signed_in, office_admin, unit):
        job = builders.job(builders.round_("gathering"), unit)

        response = signed_in(office_admin).get(reverse("gathering:log", args=[job.public_id]))

        assert len(b"".join(response.streaming_content).splitlines()) == 1
