"""The contact sheet: online, by returned workbook, and what such a workbook may not be."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web import builders
from tests.web.unit_objects import contact, joined

from kaoping.web.units.models import Contact

GIVEN = {"leader": "张甲", "clerk": "李乙", "email": "li@wangchuan.example"}
ROW = ["张甲", "副局长", "办公室", "李乙", "0714-1", "", "li@wangchuan.example", ""]


def returned(client, round_, change, row=None):
    """Download the sheet, fill it in, change it, send it back."""
    response = client.get(f"/units/rounds/{round_.public_id}/contact-sheet/")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    sheet = book.active
    head = next(r for r in range(1, 12) if sheet.cell(r, 1).value == "单位")
    for column, value in enumerate(row or ROW, 2):
        sheet.cell(head + 1, column).value = value
    change(sheet, head)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(client, round_, content, name="联系表.xlsx"):
    given = {"round": str(round_.public_id), "file": SimpleUploadedFile(name, content)}
    return client.post("/units/contact/import/", given)


@pytest.mark.django_db
class TestContact:
    def test_filled_in_online_it_is_kept(self, signed_in, unit_staff, unit):
        response = signed_in(unit_staff).post("/units/contact/", GIVEN)

        held = Contact.objects.get(unit=unit)
        assert response.status_code == 302
        assert (held.leader, held.clerk, held.ended_at) == ("张甲", "李乙", None)

    def test_a_successor_ends_the_former(self, signed_in, unit_staff, unit):
        former = contact(unit)

        signed_in(unit_staff).post("/units/contact/", GIVEN)

        former.refresh_from_db()
        assert former.ended_at is not None
        assert Contact.objects.filter(unit=unit, ended_at=None).count() == 1

    def test_the_same_again_changes_nothing(self, signed_in, unit_staff):
        client = signed_in(unit_staff)
        client.post("/units/contact/", GIVEN)
        client.post("/units/contact/", GIVEN)

        assert Contact.objects.count() == 1

    def test_who_left_without_a_successor_is_a_gap(self, signed_in, unit_staff, office_admin, unit):
        contact(unit)
        signed_in(unit_staff).post("/units/contact/end/")

        response = signed_in(office_admin).get("/units/office/contacts/")

        assert [one.unit for one in response.context["gaps"]] == [unit]

    def test_leaving_twice_is_refused(self, signed_in, unit_staff, unit):
        assert signed_in(unit_staff).post("/units/contact/end/").status_code == 422


@pytest.mark.django_db
class TestReturnedSheet:
    def test_it_is_taken_over(self, signed_in, unit_staff, drafted, unit):
        client = signed_in(unit_staff)

        response = send(client, drafted, returned(client, drafted, lambda sheet, head: None))

        assert response.status_code == 302, response.content.decode()
        assert Contact.objects.get(unit=unit).email == "li@wangchuan.example"

    def test_one_of_another_round_is_refused(self, signed_in, unit_staff, drafted, unit):
        other = joined(builders.round_("drafted"), unit)
        client = signed_in(unit_staff)

        response = send(client, other, returned(client, drafted, lambda sheet, head: None))

        assert response.status_code == 422
        assert drafted.title in response.content.decode()

    def test_another_unit_is_refused_with_its_row(self, signed_in, unit_staff, drafted, other_unit):
        def change(sheet, head):
            sheet.cell(head + 1, 1).value = other_unit.name

        client = signed_in(unit_staff)

        response = send(client, drafted, returned(client, drafted, change))

        assert response.status_code == 422
        assert other_unit.name in response.content.decode()
        assert "行“单位”列" in response.content.decode()
        assert not Contact.objects.exists()

    def test_a_changed_heading_is_refused_with_its_column(self, signed_in, unit_staff, drafted):
        def change(sheet, head):
            sheet.cell(head, 5).value = "联系人"

        client = signed_in(unit_staff)

        told = send(client, drafted, returned(client, drafted, change)).content.decode()

        assert "第 5 列" in told
        assert "“经办人”" in told

    def test_a_formula_is_refused_with_row_and_column(self, signed_in, unit_staff, drafted):
        where = []

        def change(sheet, head):
            where.append(head + 1)
            sheet.cell(head + 1, 4).value = '=HYPERLINK("http://x")'

        client = signed_in(unit_staff)

        response = send(client, drafted, returned(client, drafted, change))

        assert response.status_code == 422
        assert f"第 {where[0]} 行 D 列是公式" in response.content.decode()

    def test_mistakes_are_named_and_nothing_is_taken(self, signed_in, unit_staff, drafted):
        client = signed_in(unit_staff)
        row = ["张甲", "", "", "", "", "", "not-an-address", ""]

        told = send(client, drafted, returned(client, drafted, lambda s, h: None, row)).content.decode()

        assert "“经办人”列没有填写" in told
        assert "“邮箱”列“not-an-address”不是邮箱地址" in told
        assert not Contact.objects.exists()

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"a,b\n1,2\n"])
    def test_what_is_no_workbook_is_refused(self, signed_in, unit_staff, drafted, content):
        assert send(signed_in(unit_staff), drafted, content).status_code == 422

    def test_the_office_takes_many_units_at_once(self, signed_in, office_admin, drafted, unit, other_unit):
        def change(sheet, head):
            for column, value in enumerate(ROW, 2):
                sheet.cell(head + 2, column).value = value

        client = signed_in(office_admin)
        content = returned(client, drafted, change)

        given = {"round": str(drafted.public_id), "file": SimpleUploadedFile("联系表.xlsx", content)}
        response = client.post("/units/office/contacts/import/", given)

        assert response.status_code == 302, response.content.decode()
        assert set(Contact.objects.values_list("unit", flat=True)) == {unit.pk, other_unit.pk}

    def test_the_filled_sheet_is_internal(self, signed_in, office_admin, drafted, unit):
        contact(unit, leader="张甲")

        response = signed_in(office_admin).get(
            f"/units/office/rounds/{drafted.public_id}/contacts/?format=xlsx"
        )

        book = openpyxl.load_workbook(io.BytesIO(response.content))
        assert "张甲" in [cell.value for row in book.active.rows for cell in row]
