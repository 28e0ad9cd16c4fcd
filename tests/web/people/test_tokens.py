"""The page of one's tokens: made once, told once, void at once, nobody else's."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.web import builders

from kaoping.web.audit.models import Entry
from kaoping.web.people.models import ApiToken
from kaoping.web.people.tokens import SCOPES, allows, digest_of, token_of

pytestmark = pytest.mark.django_db
PAGE = "/people/profile/tokens/"
WANTED = {"name": "每周导出", "scopes": ["read"], "days": "30"}


class TestMakeToken:
    def test_it_is_shown_once_and_kept_as_a_digest(self, signed_in, inspector):
        client = signed_in(inspector)

        made = client.post(PAGE, WANTED).content.decode()
        again = client.get(PAGE).content.decode()

        token = ApiToken.objects.get(user=inspector)
        text = made.split('class="mono">')[1].split("<")[0]
        assert digest_of(text) == token.digest
        assert text not in again
        assert token_of(text) == token
        entry = Entry.objects.get(action="people.make_token")
        assert text not in str(entry.detail)

    @pytest.mark.parametrize(
        "wrong", [{"scopes": []}, {"scopes": ["all"]}, {"days": "0"}, {"days": "366"}, {"name": ""}]
    )
    def test_what_no_token_may_be_is_refused(self, wrong, signed_in, inspector):
        response = signed_in(inspector).post(PAGE, WANTED | wrong)

        assert response.status_code == 422
        assert not ApiToken.objects.exists()

    @pytest.mark.parametrize("role", ["leader", "unit_staff", "system_admin"])
    def test_a_role_without_programs_makes_none(self, role, signed_in):
        assert signed_in(builders.user(role)).post(PAGE, WANTED).status_code == 403


class TestRevoke:
    def test_a_void_token_opens_nothing_and_voiding_it_twice_is_no_error(self, signed_in, inspector):
        client = signed_in(inspector)
        text = client.post(PAGE, WANTED).content.decode().split('class="mono">')[1].split("<")[0]
        token = ApiToken.objects.get()
        address = f"{PAGE}{token.public_id}/revoke/"

        first, second = client.post(address), client.post(address)

        assert (first.status_code, second.status_code) == (302, 404)
        assert token_of(text) is None

    def test_nobody_voids_anothers(self, signed_in, inspector, reviewer):
        signed_in(inspector).post(PAGE, WANTED)
        token = ApiToken.objects.get()

        response = signed_in(reviewer).post(f"{PAGE}{token.public_id}/revoke/")

        assert response.status_code == 404
        assert ApiToken.objects.filter(pk=token.pk).exists()


class TestTokenOf:
    def test_one_that_ran_out_or_whose_owner_left_opens_nothing(self, inspector):
        now = timezone.now()
        ApiToken.objects.create(
            user=inspector, name="x", digest=digest_of("kp_a"), scopes=["read"], expires_at=now
        )

        assert token_of("kp_a", now=now - timedelta(seconds=1)) is not None
        assert token_of("kp_a", now=now) is None
        inspector.is_active = False
        inspector.save()
        assert token_of("kp_a", now=now - timedelta(seconds=1)) is None

    def test_its_use_is_noted_once_a_minute(self, inspector):
        now = timezone.now()
        ApiToken.objects.create(user=inspector, name="x", digest=digest_of("kp_a"), scopes=["read"])

        token_of("kp_a", now=now)
        token_of("kp_a", now=now + timedelta(seconds=59))

        assert ApiToken.objects.get().last_used_at == now


class TestAllows:
    def test_a_scope_opens_no_more_than_its_owner_may(self, inspector):
        token = ApiToken(user=inspector, scopes=list(SCOPES))

        assert allows(token, "inspection.answer")
        assert not allows(token, "planning.edit")

    def test_a_token_opens_no_more_than_its_scopes(self, office_admin):
        token = ApiToken(user=office_admin, scopes=["read"])

        assert allows(token, "planning.view")
        assert not allows(token, "planning.edit")

    @pytest.mark.parametrize(
        "permission", ["publishing.release", "evidence.unmask", "export.all", "people.manage_units"]
    )
    def test_what_asks_for_the_password_anew_no_token_opens(self, permission, office_admin):
        assert not allows(ApiToken(user=office_admin, scopes=list(SCOPES)), permission)
