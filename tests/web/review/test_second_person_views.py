"""Vetoes and severe faults: two people, never one twice."""

import pytest
from django.urls import reverse
from tests.web import builders

from kaoping.web.review.models import Exemption


def post(client, suspect, name, **values):
    suspect.refresh_from_db()
    address = reverse(f"review:{name}", args=[suspect.public_id])
    return client.post(address, {"version": suspect.version} | values)


class TestSecondPerson:
    @pytest.mark.parametrize("fields", [{"severity": "严重"}, {"is_veto": True}])
    def test_one_persons_yes_is_not_enough(self, signed_in, reviewer, unit, reviewing, fields):
        one = builders.suspect(unit, reviewing, **fields)

        post(signed_in(reviewer), one, "confirm")

        one.refresh_from_db()
        assert one.state == "second"

    def test_another_persons_yes_makes_it_hold(self, signed_in, reviewer, other_reviewer, severe):
        post(signed_in(reviewer), severe, "confirm")
        post(signed_in(other_reviewer), severe, "agree")

        severe.refresh_from_db()
        assert severe.state == "confirmed"
        assert [(one.by, one.is_second) for one in severe.decisions.all()] == [
            (reviewer, False),
            (other_reviewer, True),
        ]

    def test_nobody_agrees_with_himself(self, signed_in, reviewer, severe):
        post(signed_in(reviewer), severe, "confirm")
        response = post(signed_in(reviewer), severe, "agree")

        severe.refresh_from_db()
        assert (response.status_code, severe.state) == (409, "second")
        assert "另一人" in response.content.decode()

    def test_a_no_opens_it_again_and_wants_a_reason(self, signed_in, reviewer, other_reviewer, severe):
        post(signed_in(reviewer), severe, "dismiss", reason="误报")
        without = post(signed_in(other_reviewer), severe, "disagree", reason="")
        post(signed_in(other_reviewer), severe, "disagree", reason="存档显示属实")

        severe.refresh_from_db()
        assert (without.status_code, severe.state) == (422, "suspect")

    def test_an_exception_stands_only_once_both_agree(self, signed_in, reviewer, other_reviewer, severe):
        post(signed_in(reviewer), severe, "exempt", reason="依文件", until="2027-01-31")
        before = Exemption.objects.count()
        post(signed_in(other_reviewer), severe, "agree")

        severe.refresh_from_db()
        assert (before, Exemption.objects.count(), severe.state) == (0, 1, "exempted")
