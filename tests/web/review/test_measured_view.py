"""Bulk confirmation: only what a machine may confirm and saw twice at different hours; the rest is told."""

import pytest
from django.urls import reverse
from tests.web import builders

from kaoping.rulebook import IndicatorSystem, load_rulebook, system_yaml


@pytest.fixture(scope="module")
def known():
    """A shipped system and one rule of it that the machine may confirm."""
    systems = load_rulebook(None).systems
    return next(
        (system, rule)
        for system in systems.values()
        for indicator in system.walk()
        for rule in indicator.rules
        if rule.confirm == "machine" and rule.by == "check"
    )


@pytest.fixture
def measured(known, unit):
    system, rule = known
    assert isinstance(system, IndicatorSystem)
    of = builders.round_("reviewing")
    version = builders.system(name=system.name, text=system_yaml(system), digest="d" * 64)
    builders.member(of, unit, system=version)

    def make(*sightings, **fields):
        witnesses = [
            {"voice": "check", "name": rule.name, "seen_at": f"2026-07-01T0{hour}:00:00Z", "answer": answer,
             "runs": [f"r{hour}"], "key": f"{hour}"}
            for hour, answer in sightings
        ]  # fmt: skip
        given = {"system": system.name, "rule": rule.id, "lane": "machine", "witnesses": witnesses}
        return builders.suspect(unit, of, **given | fields)

    return of, make


class TestMeasured:
    def test_two_sightings_confirm_and_the_rest_is_left_with_its_reason(self, signed_in, reviewer, measured):
        of, make = measured
        twice = make((1, "problem"), (3, "problem"))
        once, unsure = make((1, "problem")), make((1, "problem"), (3, "unsure"))
        severe = make((1, "problem"), (3, "problem"), severity="严重")
        address = reverse("review:measured", args=[of.public_id])
        client = signed_in(reviewer)

        words = client.get(address).content.decode()
        client.post(address, {"count": 1})

        for one in (twice, once, unsure, severe):
            one.refresh_from_db()
        assert [one.state for one in (twice, once, unsure, severe)] == ["confirmed", *["suspect"] * 3]
        for why in ("还没有相隔一小时以上的第二次检查", "机器有一次不能肯定", "须两人认定"):
            assert why in words
        assert twice.decisions.get().by is None

    def test_another_number_confirms_nothing(self, signed_in, reviewer, measured):
        of, make = measured
        twice = make((1, "problem"), (3, "problem"))

        response = signed_in(reviewer).post(reverse("review:measured", args=[of.public_id]), {"count": 5})

        twice.refresh_from_db()
        assert (response.status_code, twice.state) == (409, "suspect")

    def test_what_is_for_people_is_not_touched(self, signed_in, reviewer, measured):
        of, make = measured
        make((1, "problem"), (3, "problem"), lane="person")

        words = signed_in(reviewer).get(reverse("review:measured", args=[of.public_id])).content.decode()

        assert "现在没有可批量确认的" in words
