"""One's own page and password."""

import pytest
from tests.web.builders import PASSWORD

from kaoping.web.people import throttle

pytestmark = pytest.mark.django_db
NEW = "Gaoliang-2027-qiu"
CHANGE = {"current": PASSWORD, "password": NEW, "repeated": NEW}
PASSWORD_PAGE = "/people/profile/password/"


class TestProfile:
    def test_i_change_what_i_say_of_myself_and_nothing_else(self, signed_in, inspector):
        given = {
            "name": "王小麦",
            "email": "wang@wangchuan.example",
            "phone": "0714-1",
            "role": "system_admin",
        }

        response = signed_in(inspector).post("/people/profile/", given)

        inspector.refresh_from_db()
        assert response.status_code == 302
        assert (inspector.name, inspector.role) == ("王小麦", "inspector")

    @pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "王" * 65}, {"email": "wang"}])
    def test_what_cannot_be_kept_is_refused(self, wrong, signed_in, inspector):
        before = inspector.name

        response = signed_in(inspector).post("/people/profile/", {"name": "王小麦"} | wrong)

        inspector.refresh_from_db()
        assert response.status_code == 422
        assert inspector.name == before


class TestPassword:
    def test_this_session_stays_and_all_others_end(self, signed_in, inspector):
        here, there = signed_in(inspector), signed_in(inspector)

        response = here.post(PASSWORD_PAGE, CHANGE)

        inspector.refresh_from_db()
        assert response.status_code == 302
        assert inspector.check_password(NEW)
        assert here.get("/people/profile/").status_code == 200
        assert there.get("/people/profile/").status_code == 302

    @pytest.mark.parametrize(
        "wrong",
        [
            {"current": "x"},
            {"repeated": "x"},
            {"password": "short1", "repeated": "short1"},
            {"password": "1234567890", "repeated": "1234567890"},
            {"password": "", "repeated": ""},
        ],
    )
    def test_a_wrong_old_or_a_weak_new_one_changes_nothing(self, wrong, signed_in, inspector):
        response = signed_in(inspector).post(PASSWORD_PAGE, CHANGE | wrong)

        inspector.refresh_from_db()
        assert response.status_code == 422
        assert inspector.check_password(PASSWORD)

    def test_guessing_the_old_one_locks_as_at_the_door(self, signed_in, inspector):
        client = signed_in(inspector)

        for _ in range(throttle.PER_NAME):
            client.post(PASSWORD_PAGE, CHANGE | {"current": "x"})

        assert throttle.is_locked(inspector.username)
        assert client.post(PASSWORD_PAGE, CHANGE).status_code == 422
