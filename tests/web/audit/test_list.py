"""The auditor's list: who may read it, what the filter narrows, and that nothing is found by a wrong one."""

import pytest
from tests.web import builders

from kaoping.web.audit.actions import record

pytestmark = pytest.mark.django_db
PAGE = "/audit/"


@pytest.fixture
def trail(reviewer):
    record(by=reviewer, action="review.confirm", subject="suspect:1", reason="属实")
    record(by="kaoping", action="gathering.start", subject="round:1")


class TestList:
    def test_the_auditor_reads_it_newest_first(self, trail, auditor, signed_in):
        listing = signed_in(auditor).get(PAGE).context["listing"]

        assert [one.action for one in listing.rows][:2] == ["gathering.start", "review.confirm"]

    @pytest.mark.parametrize("role", sorted(set(builders.ROLES) - {"auditor"}))
    def test_nobody_else_does(self, role, trail, signed_in):
        assert signed_in(builders.user(role)).get(PAGE).status_code == 403

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"action": "review"}, ["suspect:1"]),
            ({"action": "gathering.start"}, ["round:1"]),
            ({"by": "kaoping"}, ["round:1"]),
            ({"subject": "suspect:1"}, ["suspect:1"]),
            ({"subject": "suspect"}, []),
            ({"since": "2100-01-01"}, []),
        ],
    )
    def test_the_filter_narrows_it(self, asked, found, trail, auditor, signed_in):
        listing = signed_in(auditor).get(PAGE, asked).context["listing"]

        assert [one.subject for one in listing.rows if one.subject in ("suspect:1", "round:1")] == found

    def test_a_day_that_is_none_is_refused(self, trail, auditor, signed_in):
        assert signed_in(auditor).get(PAGE, {"since": "gestern"}).status_code == 422
