"""Indicator systems come in by file, are kept as versions, and are compared."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web import builders

from kaoping.web.planning.models import SystemVersion


@pytest.fixture
def office(client, office_admin):
    client.force_login(office_admin)
    return client


def bring(client, text, name="wangchuan.yaml"):
    return client.post(
        "/planning/systems/import/", {"file": SimpleUploadedFile(name, text.encode())}, follow=True
    )


class TestImportSystem:
    def test_a_sound_system_is_kept_and_shown(self, office):
        response = bring(office, builders.SYSTEM_TEXT)

        assert response.status_code == 200
        assert SystemVersion.objects.get().name == "wangchuan"
        assert "机构职能" in response.text
        assert "待核" in response.text

    def test_the_same_content_twice_is_one_version(self, office):
        for _ in range(2):
            bring(office, builders.SYSTEM_TEXT)

        assert SystemVersion.objects.count() == 1

    def test_points_that_do_not_add_up_are_refused_with_their_place(self, office):
        response = bring(office, builders.SYSTEM_TEXT.replace("full: 100", "full: 90"))

        assert response.status_code == 422
        assert "错误" in response.text
        assert not SystemVersion.objects.exists()

    def test_what_is_no_system_is_told_under_its_own_name(self, office):
        response = bring(office, "a: [", "坏的.yaml")

        assert response.status_code == 422
        assert "坏的.yaml" in response.text
        assert "/tmp/" not in response.text

    def test_a_picture_is_refused(self, office):
        assert "不是 yaml 或 xlsx" in bring(office, "x", "a.png").text


class TestCompare:
    def test_what_changed_is_told(self, office):
        bring(office, builders.SYSTEM_TEXT)
        bring(office, builders.SYSTEM_TEXT.replace("points: 1}", "points: 2}"))
        new, old = SystemVersion.objects.order_by("-pk")

        page = office.get("/planning/systems/compare/", {"old": old.pk, "new": new.pk}).text

        assert "差异 1 处" in page


class TestDownload:
    @pytest.mark.parametrize("form", ["yaml", "xlsx"])
    def test_what_is_taken_out_can_be_brought_in_again(self, office, form):
        bring(office, builders.SYSTEM_TEXT)
        version = SystemVersion.objects.get()

        taken = office.get(f"/planning/systems/{version.pk}/download/", {"format": form})
        again = office.post(
            "/planning/systems/import/", {"file": SimpleUploadedFile(f"wangchuan.{form}", taken.content)}
        )

        assert again.status_code == 302
        assert SystemVersion.objects.count() == 1
