"""One visit's page: for the office with all it brought, for the unit the load on its own site."""

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.web import builders

LOAD = {
    "requests": 812, "elsewhere": 3, "size_bytes": 9_000_000, "busiest_second": 1, "median_ms": 40,
    "per_minute": [30, 0, 25], "answers": {"200": 800, "404": 12},
}  # fmt: skip


@pytest.fixture
def job(unit):
    return builders.job(
        builders.round_("gathering"), unit, state="incomplete", started_at=timezone.now(), load=LOAD,
        counts={"observations": 31, "new": 4, "again": 0, "gone": 0, "missed": 0},
        unseen=[{"fate": "left", "reason": "达到页数上限", "count": 9, "examples": ["https://a.example/<b>"]}],
    )  # fmt: skip


@pytest.fixture
def address(job):
    return reverse("gathering:job", args=[job.public_id])


class TestJob:
    def test_it_tells_the_load_and_what_was_not_seen(self, signed_in, office_admin, address):
        page = signed_in(office_admin).get(address).content.decode()

        assert "812 次" in page
        assert "达到页数上限" in page
        assert "&lt;b&gt;" in page
        assert page.count("<rect class=") == 3

    def test_a_unit_sees_the_load_on_its_own_site_and_nothing_of_what_was_found(
        self, signed_in, unit_staff, job, address
    ):
        page = signed_in(unit_staff).get(address).content.decode()

        assert "812 次" in page
        assert "疑似问题" not in page
        assert "观察记录" not in page
        assert job.round.title not in page

    def test_another_unit_finds_nothing(self, signed_in, other_unit, address):
        assert signed_in(builders.user("unit_staff", unit=other_unit)).get(address).status_code == 404

    def test_the_buttons_fit_the_state(self, signed_in, office_admin, job, address):
        client = signed_in(office_admin)
        incomplete = client.get(address).content.decode()
        job.state = "running"
        job.save()

        running = client.get(address).content.decode()

        assert "继续</button>" in incomplete
        assert "再采一次" in incomplete
        assert "暂停</button>" in running
        assert "再采一次" not in running

    def test_drift_from_the_register_is_said(self, signed_in, office_admin, job, address):
        job.site.drift, job.site.drift_seen_at = ["首页跳转到 new.example,登记为 old.example"], timezone.now()
        job.site.save()

        assert "首页跳转到 new.example" in signed_in(office_admin).get(address).content.decode()

    def test_asked_by_itself_it_answers_the_progress_alone(self, signed_in, office_admin, address):
        part = signed_in(office_admin).get(address, headers={"X-Kaoping-Poll": "1"}).content.decode()

        assert 'id="progress"' in part
        assert "<html" not in part
