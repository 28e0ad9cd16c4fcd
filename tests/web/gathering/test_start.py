"""Starting a round's first look."""

import pytest
from django.urls import reverse
from tests.web import builders

from kaoping.web.audit.models import Entry
from kaoping.web.gathering.models import Job

FORM = {"max_pages": 500, "max_minutes": 30, "rate": 0.5, "spread_minutes": 10, "quiet_hours": ""}


@pytest.fixture
def round_(unit, other_unit):
    made = builders.round_("planned")
    for one in (unit, other_unit):
        builders.member(made, one)
        builders.site(one)
    return made


@pytest.fixture
def address(round_):
    return reverse("gathering:start", args=[round_.public_id])


class TestStart:
    def test_every_site_gets_a_job_with_the_limits(self, signed_in, office_admin, round_, address):
        response = signed_in(office_admin).post(address, FORM)

        assert response.status_code == 302
        assert [job.limits for job in Job.objects.all()] == [
            {"max_pages": 500, "max_minutes": 30, "rate": 0.5}
        ] * 2
        round_.refresh_from_db()
        assert round_.state == "gathering"
        assert Entry.objects.filter(action="gathering.start").count() == 1

    def test_parts_of_the_units_are_visited_too(self, signed_in, office_admin, unit, address):
        part = builders.unit(parent=unit)
        builders.site(part)

        signed_in(office_admin).post(address, FORM)

        assert Job.objects.filter(site__unit=part).exists()

    def test_started_twice_no_site_has_two_jobs(self, signed_in, office_admin, address):
        client = signed_in(office_admin)
        client.post(address, FORM)

        client.post(address, FORM)

        assert Job.objects.count() == 2

    @pytest.mark.parametrize(
        "wrong",
        [{"rate": 50}, {"rate": "nan"}, {"max_pages": 0}, {"quiet_hours": "8-18"}, {"max_minutes": ""}],
    )
    def test_a_wrong_limit_is_refused_and_nothing_begins(self, signed_in, office_admin, address, wrong):
        response = signed_in(office_admin).post(address, FORM | wrong)

        assert response.status_code == 422
        assert not Job.objects.exists()

    def test_a_round_without_sites_says_what_to_do(self, signed_in, office_admin, unit):
        round_ = builders.round_("planned")
        builders.member(round_, unit)

        response = signed_in(office_admin).post(
            reverse("gathering:start", args=[round_.public_id]), FORM, follow=True
        )

        assert "还没有登记网站" in response.content.decode()
        round_.refresh_from_db()
        assert round_.state == "planned"

    def test_a_released_round_is_gathered_no_more(self, signed_in, office_admin, round_, address):
        round_.state = "released"
        round_.save()

        signed_in(office_admin).post(address, FORM)

        assert not Job.objects.exists()

    def test_an_inspector_may_not(self, signed_in, inspector, address):
        assert signed_in(inspector).post(address, FORM).status_code == 403
