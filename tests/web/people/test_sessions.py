"""Sessions that lock while idle, and proofs asked anew; nothing that was typed is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.web import builders

from kaoping.web.people.sessions import LOCKED, PROVEN, SEEN

PROFILE, TOKENS = "/people/profile/", "/people/profile/tokens/"
PROOF = {"proof_password": builders.PASSWORD}


def idle(client, minutes):
    session = client.session
    session[SEEN] = (timezone.now() - timedelta(minutes=minutes)).isoformat()
    session.save()


@pytest.fixture
def client_of(signed_in, inspector):
    client = signed_in(inspector)
    client.get(PROFILE)
    return client


@pytest.mark.both
@pytest.mark.django_db
class TestIdleLock:
    def test_twenty_nine_minutes_are_no_matter(self, client_of):
        idle(client_of, 29)

        assert client_of.get(PROFILE).status_code == 200

    def test_after_thirty_a_page_leads_to_unlock_and_back(self, client_of):
        idle(client_of, 31)

        asked = client_of.get(TOKENS)
        back = client_of.post(asked.url, PROOF)

        assert asked.url.startswith("/people/unlock/")
        assert back.url == TOKENS
        assert client_of.get(TOKENS).status_code == 200

    def test_a_form_sent_late_goes_on_with_what_was_typed(self, client_of, inspector):
        idle(client_of, 31)
        typed = {"name": "新名字", "email": "", "phone": "123"}

        asked = client_of.post(PROFILE, typed)
        kept = dict(asked.context["kept"])
        done = client_of.post(PROFILE, {**kept, **PROOF})

        assert asked.status_code == 401
        assert kept == typed
        assert done.status_code == 302
        inspector.refresh_from_db()
        assert inspector.name == "新名字"

    def test_a_wrong_password_opens_nothing(self, client_of):
        idle(client_of, 31)

        answer = client_of.post(PROFILE, {"name": "x", "proof_password": "wrong-wrong-1"})

        assert answer.status_code == 401
        assert client_of.session[LOCKED]

    def test_a_part_of_a_page_is_told_without_being_replaced(self, client_of):
        idle(client_of, 31)

        answer = client_of.get(PROFILE, headers={"HX-Request": "true"})

        assert (answer.status_code, answer.headers["HX-Reswap"]) == (401, "none")

    def test_a_page_that_renews_itself_is_no_sign_of_life(self, client_of):
        idle(client_of, 29)
        client_of.get(PROFILE, headers={"X-Kaoping-Poll": "1"})
        seen = client_of.session[SEEN]

        client_of.get(PROFILE)

        assert client_of.session[SEEN] > seen

    def test_a_clock_set_back_locks_rather_than_never_locks(self, client_of):
        idle(client_of, -60)

        assert client_of.get(PROFILE).url.startswith("/people/unlock/")


@pytest.mark.both
@pytest.mark.django_db
class TestReauthenticated:
    def test_an_export_asks_and_then_goes_on(self, signed_in, auditor):
        client = signed_in(auditor)

        asked = client.get("/audit/export/")
        page = client.get(asked.url)
        back = client.post(asked.url, PROOF)

        assert "导出审计记录" in page.content.decode()
        assert back.url == "/audit/export/"
        assert client.get("/audit/export/").headers["Content-Type"].startswith("text/csv")

    def test_ten_minutes_later_it_asks_again(self, signed_in, auditor):
        client = signed_in(auditor, is_proven=True)
        session = client.session
        session[PROVEN] = (timezone.now() - timedelta(minutes=10)).isoformat()
        session.save()

        assert client.get("/audit/export/").status_code == 302
