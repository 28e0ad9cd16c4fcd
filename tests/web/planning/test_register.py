"""The register of units: what they were called before is kept, and nothing stands below itself."""

import pytest
from tests.web import builders

from kaoping.web.planning.models import Site

FORM = {"kind": "市直单位", "group": "市直部门", "weight": "1", "order": "1", "aliases": "", "traits": ""}


@pytest.fixture
def office(client, office_admin):
    client.force_login(office_admin)
    return client


class TestEditUnit:
    def test_a_renamed_unit_is_still_found_by_its_old_name(self, office, unit):
        before = unit.name

        office.post(
            f"/planning/units/{unit.public_id}/edit/", {**FORM, "name": "望川市农业局", "reason": "机构改革"}
        )

        unit.refresh_from_db()
        assert unit.name == "望川市农业局"
        assert before in unit.aliases
        assert unit.changes.get(field="name").reason == "机构改革"

    def test_a_unit_cannot_stand_below_its_own_part(self, office, unit):
        part = builders.unit("望川镇", parent=unit)

        response = office.post(
            f"/planning/units/{unit.public_id}/edit/", {**FORM, "name": unit.name, "parent": part.pk}
        )

        assert response.status_code == 422
        assert "不能以自己或自己的下级为上级单位" in response.text

    def test_a_name_that_is_taken_is_told(self, office, unit, other_unit):
        response = office.post(f"/planning/units/{unit.public_id}/edit/", {**FORM, "name": other_unit.name})

        assert response.status_code == 422
        assert "name" in response.context["form"].errors


class TestUnits:
    def test_they_are_found_by_alias(self, office, unit, other_unit):
        unit.aliases = ["农口"]
        unit.save()

        page = office.get("/planning/units/", {"q": "农口"}).text

        assert unit.name in page
        assert other_unit.name not in page

    def test_the_download_holds_no_formula(self, office):
        builders.unit("=HYPERLINK(1)")

        response = office.get("/planning/units/", {"format": "csv"})

        assert b"'=HYPERLINK(1)" in b"".join(response.streaming_content)

    def test_a_leader_reads_but_does_not_write(self, client, leader, unit):
        client.force_login(leader)

        assert client.get("/planning/units/").status_code == 200
        assert client.get(f"/planning/units/{unit.public_id}/edit/").status_code == 403


class TestEditSite:
    def test_an_address_stays_as_it_was_typed_and_one_without_a_scheme_is_asked_by_http(self, office, unit):
        given = {"unit": unit.pk, "name": "门户网站", "state": "运行", "code": ""}

        for url in ("www.wangchuan.example", "https://nyj.wangchuan.example/index.html"):
            office.post("/planning/sites/new/", {**given, "url": url})

        assert list(Site.objects.order_by("pk").values_list("url", flat=True)) == [
            "http://www.wangchuan.example",
            "https://nyj.wangchuan.example/index.html",
        ]
