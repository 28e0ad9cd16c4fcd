"""Accounts of others: who gives which role to whom, links that work once, separation of hands."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.web import builders

from kaoping.web.people import actions
from kaoping.web.people.models import Invitation, User

NEW = "Lanhua-2026-kaile"


@pytest.mark.both
@pytest.mark.django_db
class TestInvite:
    def test_the_link_lets_its_owner_set_a_password_once(self, client, office_admin, unit):
        _, token = actions.invite(by=office_admin, username="li", name="李", role="unit_staff", unit=unit)
        typed = {"password": NEW, "repeated": NEW}

        first = client.post(f"/people/invitation/{token}/", typed)
        again = client.post(f"/people/invitation/{token}/", typed)

        assert (first.status_code, again.status_code) == (302, 404)
        assert User.objects.get(username="li").check_password(NEW)

    def test_an_expired_link_is_void(self, client, office_admin, unit):
        _, token = actions.invite(by=office_admin, username="li", name="李", role="unit_staff", unit=unit)
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

        assert client.get(f"/people/invitation/{token}/").status_code == 404

    def test_the_token_itself_is_not_kept(self, office_admin, unit):
        _, token = actions.invite(by=office_admin, username="li", name="李", role="unit_staff", unit=unit)

        assert token not in str(list(Invitation.objects.values()))

    @pytest.mark.parametrize(
        "password",
        ["Short-1", "password123456", "2026202620", "abcdefghijk", "aaaaaaaaaaaa", "li-xiaoming"],
    )
    def test_weak_passwords_are_refused(self, client, office_admin, unit, password):
        _, token = actions.invite(
            by=office_admin, username="li-xiaoming", name="李", role="unit_staff", unit=unit
        )

        answer = client.post(f"/people/invitation/{token}/", {"password": password, "repeated": password})

        assert answer.status_code == 422

    @pytest.mark.parametrize(
        ("by", "role", "own"),
        [
            ("office_admin", "inspector", True), ("office_admin", "auditor", True),
            ("unit_admin", "unit_admin", True), ("unit_admin", "unit_staff", False),
            ("inspector", "unit_staff", True), ("auditor", "inspector", True),
        ],
    )  # fmt: skip
    def test_nobody_gives_what_he_may_not(self, by, role, own, unit, other_unit):
        giver = builders.user(by, **({"unit": unit} if by == "unit_admin" else {}))
        of = (unit if own else other_unit) if role.startswith("unit") else None

        with pytest.raises(actions.Refused):
            actions.invite(by=giver, username="li", name="李", role=role, unit=of)

        assert not User.objects.filter(username="li").exists()


@pytest.mark.both
@pytest.mark.django_db
class TestSeparationOfHands:
    def test_a_system_administrator_gives_himself_no_role(self, system_admin):
        builders.user("system_admin")

        with pytest.raises(actions.Refused, match="自己"):
            actions.change_person(by=system_admin, user=system_admin, name="x", role="reviewer")

    def test_the_last_administrator_stays(self, system_admin):
        other = builders.user("system_admin", is_active=False)

        with pytest.raises(actions.Refused, match="最后一位"):
            actions.set_active(by=other, user=system_admin, is_active=False)

    def test_a_reset_voids_the_old_password_at_once(self, client, system_admin, inspector):
        actions.send_link(by=system_admin, user=inspector)

        answer = client.post(
            "/people/login/", {"username": inspector.username, "password": builders.PASSWORD}
        )

        assert answer.status_code == 422


@pytest.mark.both
@pytest.mark.django_db
class TestFirst:
    def test_the_link_makes_one_administrator(self, client):
        token = actions.new_first_link()
        typed = {"username": "root-admin", "name": "王", "password": NEW, "repeated": NEW}

        first = client.post(f"/people/first/{token}/", typed)
        again = client.post(f"/people/first/{token}/", {**typed, "username": "second"})

        assert (first.status_code, again.status_code) == (302, 404)
        assert [user.username for user in User.objects.filter(role="system_admin")] == ["root-admin"]

    def test_there_is_no_link_where_there_is_an_administrator(self, system_admin):
        assert actions.new_first_link() is None

    def test_a_later_start_voids_the_earlier_link(self, client, db):
        earlier = actions.new_first_link()
        actions.new_first_link()

        assert client.get(f"/people/first/{earlier}/").status_code == 404
