"""The second factor: set up, used once, recovered, demanded of the office."""

import pyotp
import pytest
from tests.web import builders

from kaoping.web.people.actions import set_second_factor
from kaoping.web.people.models import User
from kaoping.web.people.second_factor import step_of, use_code

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN, CODE = "/people/login/", "/people/login/code/"


@pytest.fixture
def guarded(inspector):
    """An inspector with a second factor, and the recovery codes."""
    codes = set_second_factor(user=inspector, secret=SECRET, step=0)
    return User.objects.get(pk=inspector.pk), codes


def code_now():
    return pyotp.TOTP(SECRET).now()


def half_in(client, user):
    return client.post(LOGIN, {"username": user.username, "password": builders.PASSWORD})


def is_in(client):
    return client.get("/people/profile/").status_code == 200


@pytest.mark.both
@pytest.mark.django_db
class TestSecondFactor:
    def test_the_password_alone_does_not_let_in(self, client, guarded):
        response = half_in(client, guarded[0])

        assert response.url == CODE
        assert not is_in(client)

    def test_the_code_lets_in_once(self, client, guarded):
        code = code_now()
        half_in(client, guarded[0])
        client.post(CODE, {"code": code})
        assert is_in(client)
        client.post("/people/logout/")

        half_in(client, guarded[0])
        again = client.post(CODE, {"code": code})

        assert again.status_code == 422
        assert not is_in(client)

    def test_a_recovery_code_lets_in_once(self, guarded):
        user, codes = guarded

        assert [use_code(user, codes[0].upper()), use_code(user, codes[0])] == [True, False]

    @pytest.mark.parametrize("wrong", ["", "12345", "1234567", "１２３４５６", "abcdef", "0" * 40])
    def test_what_is_no_code_is_refused(self, guarded, wrong):
        assert use_code(guarded[0], wrong) is False

    def test_guessing_codes_closes_the_account(self, client, guarded):
        half_in(client, guarded[0])
        for _ in range(5):
            client.post(CODE, {"code": "not-it"})

        response = client.post(CODE, {"code": code_now()})

        assert "分钟后再试" in response.content.decode()

    def test_it_is_set_up_with_a_picture_and_a_code(self, signed_in, inspector):
        client = signed_in(inspector)
        page = client.get("/people/profile/second-factor/")
        secret = page.context["secret"].replace(" ", "")
        picture = client.get("/people/profile/second-factor/qr.svg")

        response = client.post("/people/profile/second-factor/", {"code": pyotp.TOTP(secret).now()})

        assert picture.headers["Content-Type"] == "image/svg+xml"
        assert b"<svg" in picture.content
        assert len(response.context["codes"]) == 10
        assert is_in(client)

    def test_a_wrong_code_sets_nothing_up(self, signed_in, inspector):
        client = signed_in(inspector)
        client.get("/people/profile/second-factor/")

        client.post("/people/profile/second-factor/", {"code": "000"})

        assert User.objects.get(pk=inspector.pk).totp_secret == ""

    def test_the_office_is_led_to_set_it_up_where_demanded(self, settings, signed_in, inspector, unit_staff):
        settings.TOTP_FOR = "office"

        assert signed_in(inspector).get("/people/profile/").url == "/people/profile/second-factor/"
        assert signed_in(unit_staff).get("/people/profile/").status_code == 200

    def test_setting_it_up_ends_other_sessions(self, signed_in, inspector):
        other = signed_in(inspector)

        set_second_factor(user=inspector, secret=SECRET, step=step_of(SECRET, code_now(), moment()))

        assert not is_in(other)


def moment():
    from django.utils import timezone

    return timezone.now()
