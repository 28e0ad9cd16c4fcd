"""Confirming a suspect: who may, what is set down, what happens when two do it."""

import pytest
from django.urls import reverse
from tests.web import builders

from kaoping.web.audit.models import Entry


def post(client, suspect, name="confirm", **values):
    given = {"version": suspect.version} | values
    return client.post(reverse(f"review:{name}", args=[suspect.public_id]), given)


class TestConfirm:
    def test_it_records_who_confirmed(self, signed_in, reviewer, suspect):
        response = post(signed_in(reviewer), suspect, reason="已核对原文")

        suspect.refresh_from_db()
        decision = suspect.decisions.get()
        assert response.status_code == 302
        assert (suspect.state, suspect.version) == ("confirmed", 1)
        assert (decision.verdict, decision.by, decision.reason) == ("confirm", reviewer, "已核对原文")

    def test_it_leaves_an_entry_in_the_audit_trail(self, signed_in, reviewer, suspect):
        post(signed_in(reviewer), suspect)

        entry = Entry.objects.get(action="review.confirm")
        assert entry.subject == f"suspect:{suspect.public_id}"
        assert (entry.detail["before"], entry.detail["after"]) == ("suspect", "confirmed")

    def test_it_goes_on_to_the_next_under_the_same_filter(
        self, signed_in, reviewer, unit, other_unit, reviewing
    ):
        first = builders.suspect(unit, reviewing)
        builders.suspect(other_unit, reviewing)
        following = builders.suspect(unit, reviewing, group_key="f" * 32)

        address = reverse("review:confirm", args=[first.public_id])
        response = signed_in(reviewer).post(f"{address}?unit={unit.pk}", {"version": 0})

        where = reverse("review:suspect", args=[following.public_id])
        assert response.headers["Location"] == f"{where}?unit={unit.pk}"

    def test_an_inspector_may_not(self, signed_in, inspector, suspect):
        response = post(signed_in(inspector), suspect)

        suspect.refresh_from_db()
        assert (response.status_code, suspect.state) == (403, "suspect")

    def test_the_second_of_two_is_told_what_the_first_decided(
        self, signed_in, reviewer, other_reviewer, suspect
    ):
        post(signed_in(reviewer), suspect, "dismiss", reason="页面已更新")
        response = post(signed_in(other_reviewer), suspect, reason="属实")

        suspect.refresh_from_db()
        words = response.content.decode()
        assert response.status_code == 409
        assert "页面已更新" in words
        assert str(reviewer) in words
        assert "属实" in words
        assert (suspect.state, suspect.decisions.count()) == ("dismissed", 1)

    def test_twice_by_the_same_person_counts_once(self, signed_in, reviewer, suspect):
        client = signed_in(reviewer)
        post(client, suspect)
        response = post(client, suspect)

        assert (response.status_code, suspect.decisions.count()) == (409, 1)

    @pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
    def test_a_version_that_is_none_is_refused(self, signed_in, reviewer, suspect, version):
        response = post(signed_in(reviewer), suspect, version=version)

        assert response.status_code in (409, 422)
        assert not suspect.decisions.exists()

    def test_nothing_is_decided_once_the_round_is_published(self, signed_in, reviewer, unit):
        published = builders.suspect(unit, builders.round_("released"))

        response = post(signed_in(reviewer), published)

        assert response.status_code == 409
        assert "已经发布" in response.content.decode()

    def test_an_over_long_note_is_refused_and_kept(self, signed_in, reviewer, suspect):
        response = post(signed_in(reviewer), suspect, reason="长" * 501)

        assert response.status_code == 422
        assert "长" * 501 in response.content.decode()
