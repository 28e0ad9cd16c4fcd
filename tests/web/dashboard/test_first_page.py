"""Each role's first page, and that a unit's shows its own state alone."""

from tests.web import builders
from tests.web.publishing.test_rescore import suspect

from kaoping.web.publishing.actions import rescore


def scored(state, *units, by):
    round_, system = builders.round_("reviewing"), builders.system()
    for one in units:
        builders.member(round_, one, system=system)
        suspect(round_, one)
    rescore(round_, by=by, reason="试算")
    round_.state = state
    round_.save()
    return round_


class TestOffice:
    def test_it_says_what_to_do_where_there_is_no_round(self, client, office_admin):
        client.force_login(office_admin)

        assert "还没有考评轮次" in client.get("/").text

    def test_it_shows_ranks_and_worst_items(self, client, office_admin, unit, other_unit):
        scored("reviewing", unit, other_unit, by=office_admin)
        client.force_login(office_admin)

        page = client.get("/").text

        assert "<svg" in page
        assert "失分最多的指标" in page
        assert other_unit.name in page

    def test_a_round_that_is_none_is_answered_calmly(self, client, office_admin):
        client.force_login(office_admin)

        assert client.get("/", {"round": "x' OR 1=1 --"}).status_code == 200


class TestUnit:
    def test_before_the_draft_it_sees_nothing(self, client, office_admin, unit_admin, unit):
        scored("reviewing", unit, by=office_admin)
        client.force_login(unit_admin)

        assert "目前没有需要处理的考评" in client.get("/").text

    def test_with_the_draft_it_sees_its_total_but_no_rank_and_no_other(
        self, client, office_admin, unit_admin, unit, other_unit
    ):
        scored("drafted", unit, other_unit, by=office_admin)
        client.force_login(unit_admin)

        page = client.get("/").text

        assert "99" in page
        assert "名次" not in page
        assert other_unit.name not in page

    def test_after_the_release_it_sees_its_rank(self, client, office_admin, unit_admin, unit):
        scored("released", unit, by=office_admin)
        client.force_login(unit_admin)

        assert "名次" in client.get("/").text


class TestMatrix:
    def test_it_can_be_taken_as_a_table(self, client, leader, office_admin, unit):
        scored("reviewing", unit, by=office_admin)
        client.force_login(leader)

        response = client.get("/dashboard/matrix/", {"format": "csv", "group": "市直部门"})

        assert unit.name in b"".join(response.streaming_content).decode()

    def test_a_unit_does_not_get_it(self, client, unit_admin):
        client.force_login(unit_admin)

        assert client.get("/dashboard/matrix/").status_code == 403
