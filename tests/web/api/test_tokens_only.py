"""Who may use the interface: living tokens within their scopes; sessions open nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.web import builders
from tests.web.api import objects

from kaoping.web.audit.models import Entry
from kaoping.web.planning.models import Unit

pytestmark = pytest.mark.django_db
UNITS = "/api/v1/units"
NEW = {"name": "望川市林业局", "kind": "市直部门"}


def program(user, *scopes):
    return Client(headers={"Authorization": f"Bearer {objects.token(user, *scopes)}"})


class TestBearer:
    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer kp_x", "Basic a3A6eA==", "Bearer \x01", "kp_x"])
    def test_without_a_living_token_it_is_401_in_json(self, header, client):
        response = client.get(UNITS, headers={"Authorization": header})

        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"] == "Bearer"
        assert "令牌" in response.json()["message"]

    def test_a_session_opens_nothing(self, signed_in, office_admin):
        client = signed_in(office_admin)

        assert client.get(UNITS).status_code == 401
        assert client.post(UNITS, NEW, content_type="application/json").status_code == 401

    def test_one_that_ran_out_is_401(self, office_admin):
        text = objects.token(office_admin, expires_at=timezone.now() - timedelta(seconds=1))

        assert Client(headers={"Authorization": f"Bearer {text}"}).get(UNITS).status_code == 401

    def test_a_scope_that_does_not_open_it_is_403_and_writes_nothing(self, office_admin):
        response = program(office_admin, "read").post(UNITS, NEW, content_type="application/json")

        assert response.status_code == 403
        assert "范围" in response.json()["message"]
        assert not Unit.objects.filter(name=NEW["name"]).exists()

    def test_a_scope_beyond_its_owners_role_is_403(self, inspector):
        response = program(inspector, "planning").post(UNITS, NEW, content_type="application/json")

        assert response.status_code == 403

    def test_who_wrote_stands_in_the_audit_trail(self, office_admin):
        response = program(office_admin, "planning").post(UNITS, NEW, content_type="application/json")

        assert response.status_code == 200
        assert Entry.objects.get(action="planning.save_unit").by == office_admin.username

    def test_form_tokens_are_not_asked_of_programs(self, office_admin):
        text = objects.token(office_admin)
        client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {text}"})

        assert client.post(UNITS, NEW, content_type="application/json").status_code == 200


class TestUnitScope:
    def test_a_unit_gets_its_own_alone(self, unit, other_unit, unit_admin):
        builders.site(other_unit)
        own = builders.site(unit)
        client = program(unit_admin)

        assert [one["name"] for one in client.get(UNITS).json()["items"]] == [unit.name]
        assert [one["id"] for one in client.get("/api/v1/sites").json()["items"]] == [own.pk]

    def test_another_units_finding_is_absent_in_the_same_words_as_none(self, other_unit, unit_admin):
        fault = objects.suspect(other_unit, builders.round_("released"), state="confirmed")
        client = program(unit_admin)

        other = client.get(f"/api/v1/suspects/{fault.public_id}")
        none = client.get("/api/v1/suspects/00000000-0000-4000-8000-000000000000")

        assert (other.status_code, other.content) == (none.status_code, none.content) == (404, other.content)

    def test_inspectors_names_and_ranks_before_release_are_not_told(self, unit, unit_admin):
        round_ = builders.round_("drafted")
        known = objects.everything(unit, round_)
        client = program(unit_admin)

        fault = client.get(f"/api/v1/suspects/{known['suspects']}").json()
        (sheet,) = client.get(f"/api/v1/rounds/{known['rounds']}/scores").json()["items"]

        assert fault["witnesses"] == []
        assert (sheet["rank"], sheet["grade"], sheet["standing"], sheet["total"]) == (None, "", {}, "99")
        round_.state = "released"
        round_.save()
        (sheet,) = client.get(f"/api/v1/rounds/{known['rounds']}/scores").json()["items"]
        assert sheet["rank"] == 1


class TestAsked:
    def test_each_row_comes_once_over_the_pages(self, office_admin):
        for _ in range(7):
            builders.unit()
        client, seen, after = program(office_admin), [], ""
        while True:
            page = client.get(UNITS, {"limit": 3, "after": after}).json()
            seen += [one["id"] for one in page["items"]]
            if not (after := page["next"]):
                break

        assert len(seen) == len(set(seen)) == Unit.objects.count()

    @pytest.mark.parametrize("asked", [{"limit": 201}, {"limit": 0}, {"q": "长" * 81}, {"after": "a" * 301}])
    def test_what_is_beyond_the_limits_is_422_with_the_field(self, asked, office_admin):
        response = program(office_admin).get(UNITS, asked)

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"].endswith(next(iter(asked)))

    def test_a_cursor_of_another_list_is_refused(self, office_admin):
        for _ in range(2):
            builders.site(builders.unit())
        client = program(office_admin)
        after = client.get("/api/v1/sites", {"limit": 1}).json()["next"]

        assert client.get(UNITS, {"after": after}).status_code == 409

    @pytest.mark.parametrize(
        ("sent", "kind", "status"),
        [
            (b"{", "application/json", 422),
            (b'{"name": 1}', "application/json", 422),
            (b'{"nobody": 1}', "application/json", 422),
            (b'{"name": "' + b"x" * (1 << 20) + b'"}', "application/json", 413),
            (b"name=x", "application/x-www-form-urlencoded", 415),
            (b"\xff\xfe", "application/json", 422),
            (b"[" * 100_000, "application/json", 422),
        ],
    )
    def test_a_body_that_cannot_be_read_is_refused_in_words(self, sent, kind, status, office_admin):
        response = program(office_admin).post(UNITS, sent, content_type=kind)

        assert response.status_code == status
        assert response.json()["message"]

    @pytest.mark.parametrize("address", ["/api/v1/nothing", "/api/v1/units/7", "/api/v2/units", "/api/v1/"])
    def test_an_address_that_is_none_is_404_in_json(self, address, office_admin):
        response = program(office_admin).get(address)

        assert response.status_code == 404
        assert response.json()["message"]

    def test_a_method_that_is_none_is_405_with_those_there_are(self, office_admin):
        response = program(office_admin).delete(UNITS)

        assert response.status_code == 405
        assert set(response.headers["Allow"].split(", ")) == {"GET", "POST"}
        assert response.json()["message"]

    def test_what_no_database_keeps_is_left_out(self, office_admin):
        sent = NEW | {"name": "望川\x00市林业局"}

        response = program(office_admin).post(UNITS, sent, content_type="application/json")

        assert response.json()["name"] == "望川市林业局"


class TestDescription:
    def test_the_page_loads_nothing_from_elsewhere(self, signed_in, leader):
        page = signed_in(leader).get("/api/v1/docs/").content.decode()

        assert "/api/v1/suspects" in page
        assert "//" not in page.replace("http://testserver", "").replace("://", "")

    def test_openapi_names_a_token_for_every_operation(self, client):
        told = client.get("/api/v1/openapi.json").json()

        assert [
            path
            for path, methods in told["paths"].items()
            for one in methods.values()
            if not one.get("security")
        ] == []


class TestNumbers:
    @pytest.mark.parametrize("written", ["3", "3.0", "3e0"])
    def test_a_whole_number_may_be_written_as_programs_write_it(self, written, office_admin):
        told = '{"name": "望川市林业局", "kind": "市直部门", "order": ' + written + "}"

        response = program(office_admin, "planning").post(UNITS, told, content_type="application/json")

        assert response.status_code == 200
        assert Unit.objects.get(name=NEW["name"]).order == 3

    @pytest.mark.parametrize("written", ["3.5", '"3"', "true", "1e400", "NaN"])
    def test_what_is_no_whole_number_is_422_and_writes_nothing(self, written, office_admin):
        told = '{"name": "望川市林业局", "kind": "市直部门", "order": ' + written + "}"

        response = program(office_admin, "planning").post(UNITS, told, content_type="application/json")

        assert response.status_code == 422
        assert not Unit.objects.filter(name=NEW["name"]).exists()
