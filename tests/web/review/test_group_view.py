"""All faults of one template at one go, after their number was typed."""

import pytest
from django.urls import reverse
from tests.web import builders


@pytest.fixture
def group(unit, reviewing):
    return [builders.suspect(unit, reviewing, group_key="a" * 32) for _ in range(3)]


def decide(client, group, **values):
    given = {"verdict": "confirm", "count": len(group)} | values
    return client.post(reverse("review:decide_group", args=[group[0].public_id]), given)


def states(group):
    for one in group:
        one.refresh_from_db()
    return [one.state for one in group]


class TestGroup:
    def test_all_open_ones_are_decided_each_with_its_history(self, signed_in, reviewer, group):
        response = decide(signed_in(reviewer), group)

        assert response.status_code == 302
        assert states(group) == ["confirmed"] * 3
        assert all(one.decisions.get().by == reviewer for one in group)

    def test_another_number_than_there_are_decides_nothing(self, signed_in, reviewer, group):
        response = decide(signed_in(reviewer), group, count=2)

        assert response.status_code == 409
        assert states(group) == ["suspect"] * 3
        assert "现在是 3 条" in response.content.decode()

    def test_those_decided_already_stay(self, signed_in, reviewer, group):
        group[0].state = "dismissed"
        group[0].save()

        decide(signed_in(reviewer), group, count=2)

        assert states(group) == ["dismissed", "confirmed", "confirmed"]

    @pytest.mark.parametrize(
        "values",
        [{"count": ""}, {"verdict": ""}, {"verdict": "dismiss"}, {"verdict": "exempt", "reason": "依文件"}],
    )
    def test_what_is_missing_is_asked_for(self, signed_in, reviewer, group, values):
        response = decide(signed_in(reviewer), group, **values)

        assert response.status_code == 422
        assert states(group) == ["suspect"] * 3

    def test_severe_ones_wait_for_a_second_person(self, signed_in, reviewer, unit, reviewing):
        severe = [builders.suspect(unit, reviewing, group_key="b", severity="严重") for _ in range(2)]

        decide(signed_in(reviewer), severe)

        assert states(severe) == ["second", "second"]

    def test_its_page_lists_the_members(self, signed_in, reviewer, group):
        words = signed_in(reviewer).get(reverse("review:group", args=[group[1].public_id])).content.decode()

        assert all(str(one.public_id) in words for one in group)
