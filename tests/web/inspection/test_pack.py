"""The pack: filled in without a network, read back whole or not at all."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kaoping.web.inspection.actions import make_tasks
from kaoping.web.inspection.models import Answer
from kaoping.web.review.models import Suspect


@pytest.fixture
def filled(inspecting, round_, unit):
    """A function: download the pack, write into its rows by rule's position, answer the bytes."""

    def fill(*rows):
        response = inspecting.get(f"/inspection/rounds/{round_.public_id}/units/{unit.public_id}/pack/")
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        for number, values in enumerate(rows, 4):
            for column, value in enumerate(values, 4):
                book.active.cell(number, column, value)
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    return fill


def give_back(client, round_, unit, content):
    file = SimpleUploadedFile("检查表.xlsx", content)
    address = f"/inspection/rounds/{round_.public_id}/units/{unit.public_id}/returned/"
    return client.post(address, {"file": file})


class TestPack:
    def test_what_was_filled_in_is_handed_in(self, inspecting, round_, unit, filled):
        content = filled(["不符合", 2, "http://nyj.wangchuan.example/", "电话;地址", "缺"], ["符合"])

        response = give_back(inspecting, round_, unit, content)

        assert response.status_code == 302
        assert sorted(Answer.objects.values_list("verdict", flat=True)) == ["met", "not_met"]
        assert sorted(Suspect.objects.values_list("object", flat=True)) == ["地址", "电话"]

    def test_given_back_twice_it_changes_nothing(self, inspecting, round_, unit, filled):
        content = filled(["不符合", 1, "", "电话", "缺"], ["符合"])

        for _ in range(2):
            give_back(inspecting, round_, unit, content)

        assert Answer.objects.count() == 2

    def test_one_wrong_row_and_nothing_is_taken(self, inspecting, round_, unit, filled):
        content = filled(["符合"], ["不符合", 1, "", "电话", ""])

        response = give_back(inspecting, round_, unit, content)

        assert response.status_code == 422
        assert "请写明理由" in response.text
        assert '<td class="num" data-label="行">5</td>' in response.text
        assert not Answer.objects.exists()

    def test_another_units_pack_is_refused(self, inspecting, round_, unit, other_unit, filled):
        response = give_back(inspecting, round_, other_unit, filled(["符合"]))

        assert response.status_code == 422
        assert "另一轮次或另一单位" in response.text

    def test_what_is_no_pack_is_refused(self, inspecting, round_, unit):
        response = give_back(inspecting, round_, unit, b"PK\x03\x04")

        assert response.status_code == 422
        assert not Answer.objects.exists()

    def test_it_holds_only_ones_own_questions(self, client, round_, unit, second, office_admin, filled):
        make_tasks(round_, by=office_admin)
        client.force_login(second)

        response = client.get(f"/inspection/rounds/{round_.public_id}/units/{unit.public_id}/pack/")

        assert openpyxl.load_workbook(io.BytesIO(response.content)).active.max_row == 3
