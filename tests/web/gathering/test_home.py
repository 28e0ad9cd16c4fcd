"""The page of a round's visits, and the part of it that renews itself."""

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.web import builders

from kaoping.web.gathering.models import Worker

ADDRESS = reverse("gathering:home")


@pytest.fixture
def job(unit):
    round_ = builders.round_("gathering")
    builders.member(round_, unit)
    return builders.job(
        round_,
        unit,
        state="running",
        progress={"fetched": 40, "left": 60, "rate": 1.0, "phase": "抓取与判断"},
    )


class TestHome:
    def test_it_shows_where_each_site_stands(self, signed_in, office_admin, job):
        page = signed_in(office_admin).get(ADDRESS).content.decode()

        assert job.site.name in page
        assert "40%" in page

    def test_it_renews_itself_only_while_something_is_under_way(self, signed_in, office_admin, job):
        client = signed_in(office_admin)
        active = client.get(ADDRESS).content.decode()
        job.state = "done"
        job.save()

        ended = client.get(ADDRESS).content.decode()

        assert 'hx-trigger="every 3s"' in active
        assert "hx-trigger" not in ended

    def test_asked_by_itself_it_answers_the_part_that_changes(self, signed_in, office_admin, job):
        part = signed_in(office_admin).get(ADDRESS, headers={"X-Kaoping-Poll": "1"}).content.decode()

        assert part.lstrip().startswith('<section id="jobs"')
        assert "<html" not in part

    def test_it_says_what_was_not_seen_and_why(self, signed_in, inspector, job):
        job.state, job.unseen = (
            "incomplete",
            [{"fate": "failed", "reason": "超时", "count": 7, "examples": []}],
        )
        job.save()

        page = signed_in(inspector).get(ADDRESS).content.decode()

        assert "去看了没看成" in page
        assert "超时" in page

    def test_it_says_when_nobody_works(self, signed_in, office_admin, job):
        client = signed_in(office_admin)
        without = client.get(ADDRESS).content.decode()
        Worker.objects.create(name="w", started_at=timezone.now(), beat_at=timezone.now())

        assert "没有采集进程在工作" in without
        assert "没有采集进程在工作" not in client.get(ADDRESS).content.decode()

    def test_it_filters_by_state_and_words(self, signed_in, office_admin, job):
        client = signed_in(office_admin)

        assert job.site.name in client.get(ADDRESS, {"state": "running", "words": "农业"}).content.decode()
        assert "没有符合条件的网站" in client.get(ADDRESS, {"state": "done"}).content.decode()

    @pytest.mark.parametrize("query", [{"state": "nonsense"}, {"words": "长" * 61}])
    def test_a_wrong_filter_is_refused(self, signed_in, office_admin, job, query):
        assert signed_in(office_admin).get(ADDRESS, query).status_code == 422

    def test_a_round_that_is_no_round_is_not_found(self, signed_in, office_admin, job):
        assert signed_in(office_admin).get(ADDRESS, {"round": "x' OR 1=1"}).status_code == 404

    def test_an_inspector_sees_no_buttons(self, signed_in, inspector, job):
        page = signed_in(inspector).get(ADDRESS).content.decode()

        assert "全部暂停" not in page

    def test_without_a_round_it_says_what_to_do(self, signed_in, office_admin):
        assert "还没有考评轮次" in signed_in(office_admin).get(ADDRESS).content.decode()
