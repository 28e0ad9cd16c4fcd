"""All faults of one template at one go, after their number was typed."""

import pytest
from django.urls import reverse
from tests.web import builders

from kaoping.web.imports.models import Batch, Item


@pytest.fixture
def group(unit, reviewing):
    return [builders.suspect(unit, reviewing, group_key="a" * 32) for _ in range(3)]


@pytest.fixture
def told_by_a_monitor(unit, reviewing, office_admin):
    """A suspect of the same group that came by an import, and waits to be looked at again."""
    witness = {"voice": "monitor", "name": "望川监测", "seen_at": "2026-07-01T01:00:00Z", "key": "k"}
    one = builders.suspect(unit, reviewing, group_key="a" * 32, witnesses=[witness])
    batch = Batch.objects.create(round=reviewing, name="清单.csv", by=office_admin, state="done")
    Item.objects.create(
        batch=batch, round=reviewing, unit=unit, key="k", row=2, fact=one.fact, body={}, suspect=one
    )
    return one


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

    @pytest.mark.parametrize(("verdict", "after"), [("confirm", "confirmed"), ("dismiss", "dismissed")])
    def test_what_only_a_third_party_told_is_left_to_be_looked_at(
        self, signed_in, reviewer, group, told_by_a_monitor, verdict, after
    ):
        client = signed_in(reviewer)
        page = client.get(reverse("review:group", args=[group[0].public_id])).content.decode()

        decide(client, group, verdict=verdict, reason="已核对", count=4)
        assert states([told_by_a_monitor]) == ["suspect"]
        decide(client, group, verdict=verdict, reason="已核对")

        assert "另有 <b>1</b> 条只由第三方监测提供" in page
        assert states([told_by_a_monitor]) == ["suspect"]
        assert states(group) == [after] * 3

    def test_what_our_machine_saw_again_after_a_third_party_is_decided_with_the_others(
        self, signed_in, reviewer, group, told_by_a_monitor
    ):
        told_by_a_monitor.imported.update(confirmation="seen again")

        decide(signed_in(reviewer), group, count=4)

        assert states([*group, told_by_a_monitor]) == ["confirmed"] * 4

    def test_what_our_check_saw_too_is_decided_with_the_others(
        self, signed_in, reviewer, group, told_by_a_monitor
    ):
        told_by_a_monitor.witnesses = [*told_by_a_monitor.witnesses, builders.WITNESS]
        told_by_a_monitor.save()

        decide(signed_in(reviewer), group, count=4)

        assert states([told_by_a_monitor]) == ["confirmed"]

    def test_its_page_lists_the_members(self, signed_in, reviewer, group):
        words = signed_in(reviewer).get(reverse("review:group", args=[group[1].public_id])).content.decode()

        assert all(str(one.public_id) in words for one in group)
