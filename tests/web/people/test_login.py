"""Signing in: who gets in, who does not, and what stops guessing."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from tests.web import builders

from kaoping.web.audit.models import Entry
from kaoping.web.people.models import Throttle

LOGIN = "/people/login/"


class Counting(MD5PasswordHasher):
    """Counts how often a password was hashed."""

    algorithm = "counting"
    count = 0

    def encode(self, password, salt):
        type(self).count += 1
        return super().encode(password, salt)


def typed(client, username, password=builders.PASSWORD, **more):
    return client.post(LOGIN, {"username": username, "password": password, **more})


def is_in(client):
    return client.get("/people/profile/").status_code == 200


@pytest.mark.both
@pytest.mark.django_db
class TestLogin:
    def test_name_and_password_let_in_and_are_recorded(self, client, inspector):
        response = typed(client, inspector.username)

        assert response.status_code == 302
        assert is_in(client)
        assert Entry.objects.last().action == "people.sign_in"

    def test_the_name_may_be_typed_in_capitals_and_with_blanks(self, client, inspector):
        typed(client, f" {inspector.username.upper()} ")

        assert is_in(client)

    def test_it_leads_back_to_the_page_that_was_asked_for(self, client, inspector):
        response = typed(client, inspector.username, next="/people/profile/password/")

        assert response.url == "/people/profile/password/"

    @pytest.mark.parametrize(
        "outside", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"]
    )
    def test_it_leads_to_no_other_site(self, client, inspector, outside):
        response = typed(client, inspector.username, next=outside)

        assert response.url == "/"

    def test_wrong_unknown_and_closed_accounts_are_told_the_same(self, client, inspector):
        closed = builders.user("reviewer", is_active=False)

        answers = [
            typed(client, inspector.username, "wrong-wrong-1"),
            typed(client, "nobody"),
            typed(client, closed.username),
        ]

        assert {answer.status_code for answer in answers} == {422}
        assert {str(answer.context["form"].non_field_errors()) for answer in answers} == {
            str(answers[0].context["form"].non_field_errors())
        }
        assert not is_in(client)

    def test_an_unknown_name_costs_as_many_hashes_as_a_known_one(self, client, settings, db):
        settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
        known = builders.user("inspector")
        closed = builders.user("inspector", is_active=False)
        invited = builders.user("inspector", password=None)

        counts = []
        for name in (known.username, "nobody", closed.username, invited.username):
            Counting.count = 0
            typed(client, name, "wrong-wrong-1")
            counts.append(Counting.count)

        assert counts == [1, 1, 1, 1]

    def test_five_failures_close_the_account_even_to_the_right_password(self, client, inspector):
        for _ in range(5):
            typed(client, inspector.username, "wrong-wrong-1")

        response = typed(client, inspector.username)

        assert response.status_code == 422
        assert "15 分钟后再试" in response.content.decode()
        assert not is_in(client)
        assert Entry.objects.filter(action="people.locked", subject=f"user:{inspector.username}").count() == 1

    def test_a_quarter_of_an_hour_later_it_is_open_again(self, client, inspector):
        for _ in range(5):
            typed(client, inspector.username, "wrong-wrong-1")
        from datetime import timedelta

        from django.db.models import F

        earlier = timedelta(minutes=15)
        Throttle.objects.update(since=F("since") - earlier)
        Throttle.objects.filter(until__isnull=False).update(until=F("until") - earlier)

        typed(client, inspector.username)

        assert is_in(client)

    def test_success_forgets_failures_under_the_name(self, client, inspector):
        for _ in range(4):
            typed(client, inspector.username, "wrong-wrong-1")
        typed(client, inspector.username)
        client.post("/people/logout/")

        for _ in range(4):
            typed(client, inspector.username, "wrong-wrong-1")
        typed(client, inspector.username)

        assert is_in(client)

    def test_an_unknown_name_is_closed_like_a_known_one(self, client, db):
        for _ in range(5):
            typed(client, "nobody")

        assert "分钟后再试" in typed(client, "nobody").content.decode()

    def test_thirty_failures_close_the_address_to_all_names(self, client, inspector):
        for number in range(30):
            typed(client, f"nobody{number}")

        typed(client, inspector.username)

        assert not is_in(client)

    @pytest.mark.parametrize(
        "data",
        [
            {}, {"username": "", "password": ""}, {"username": "a" * 65, "password": "x"},
            {"username": "a", "password": "x" * 257}, {"username": "a\x00b", "password": "x"},
        ],
    )  # fmt: skip
    def test_what_cannot_be_a_name_or_password_is_refused(self, client, db, data):
        response = client.post(LOGIN, data)

        assert response.status_code == 422

    def test_the_session_is_a_new_one(self, client, inspector):
        client.get(LOGIN)
        session = client.session
        session["x"] = 1
        session.save()
        client.cookies["kaoping_session"] = session.session_key

        typed(client, inspector.username)

        assert client.session.session_key != session.session_key

    def test_a_closed_account_is_out_at_once(self, client, inspector):
        typed(client, inspector.username)
        inspector.is_active = False
        inspector.save()

        assert not is_in(client)


@pytest.mark.django_db
class TestGuessing:
    def test_ten_thousand_guesses_from_many_addresses_are_no_more_than_five(self, db, settings, inspector):
        from kaoping.web.people import identity

        settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
        Counting.count, refused = 0, 0

        for number in range(10_000):
            try:
                identity.by_password(
                    inspector.username, f"guess-{number}", f"10.0.{number // 256}.{number % 256}"
                )
            except identity.NotProven as told:
                refused += "分钟后再试" in str(told)

        assert refused == 10_000 - 5
        assert Counting.count == 5
