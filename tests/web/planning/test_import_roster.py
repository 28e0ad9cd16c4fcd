"""Lists of units, sites and accounts are shown first, and taken over whole or not at all."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from kaoping.web.audit.models import Entry
from kaoping.web.planning.models import Account, RosterDraft, Site, Unit

UNITS = """单位名称,单位类别,考评分组,上级单位,权重,别名,特性
望川县,县市区,县市区,,1,,
望川镇,乡镇街道,,望川县,0.5,望川、川镇,
"""


def upload(client, text, kind="units", name="名单.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(
        "/planning/import/", {"kind": kind, "file": SimpleUploadedFile(name, content)}, follow=True
    )


@pytest.fixture
def office(client, office_admin):
    client.force_login(office_admin)
    return client


class TestImportRoster:
    def test_it_shows_what_would_change_and_writes_nothing(self, office):
        response = upload(office, UNITS)

        assert response.status_code == 200
        assert RosterDraft.objects.get().rows[0]["what"] == "new"
        assert "确认导入" in response.text
        assert not Unit.objects.exists()

    def test_taking_it_over_makes_units_with_their_parents(self, office):
        draft = upload(office, UNITS).context["draft"]

        response = office.post(f"/planning/import/{draft.public_id}/take/")

        town = Unit.objects.get(name="望川镇")
        assert response.status_code == 302
        assert (town.parent.name, town.aliases) == ("望川县", ["望川", "川镇"])
        assert Entry.objects.filter(action="planning.apply_roster").count() == 1

    def test_the_same_list_twice_changes_nothing(self, office):
        for _ in range(2):
            draft = upload(office, UNITS).context["draft"]
            office.post(f"/planning/import/{draft.public_id}/take/")

        assert Unit.objects.count() == 2
        assert [row["what"] for row in RosterDraft.objects.last().rows] == ["same", "same"]

    def test_a_list_is_taken_over_only_once(self, office):
        draft = upload(office, UNITS).context["draft"]
        office.post(f"/planning/import/{draft.public_id}/take/")

        response = office.post(f"/planning/import/{draft.public_id}/take/", follow=True)

        assert "已经导入过" in response.text

    def test_mistakes_name_row_and_column_and_nothing_is_taken_over(self, office):
        response = upload(
            office, "单位名称,单位类别,权重\n甲局,市直单位,很多\n,市直单位,1\n甲局,市直单位,1\n"
        )

        draft = response.context["draft"]
        told = [(one["row"], one["column"]) for one in draft.errors]
        taken = office.post(f"/planning/import/{draft.public_id}/take/", follow=True)
        assert told == [(2, "权重"), (3, "单位名称")]
        assert "请改正文件" in taken.text
        assert not Unit.objects.exists()

    def test_one_name_twice_is_told(self, office):
        response = upload(office, "单位名称,单位类别\n甲局,市直单位\n甲局,市直单位\n")

        assert "与第 2 行重复" in response.text

    def test_an_unknown_parent_is_told(self, office):
        response = upload(office, "单位名称,单位类别,上级单位\n甲镇,乡镇街道,没有县\n")

        assert "上级单位“没有县”不在名单中" in response.text

    def test_sites_find_their_unit_by_an_alias(self, office, unit):
        unit.aliases = ["农业局"]
        unit.save()

        draft = upload(office, "单位名称,首页网址\n农业局,https://nyj.wangchuan.example/\n", "sites").context[
            "draft"
        ]
        office.post(f"/planning/import/{draft.public_id}/take/")

        assert Site.objects.get().unit == unit
        assert Site.objects.get().host == "nyj.wangchuan.example"

    def test_a_site_of_an_unknown_unit_is_told(self, office):
        response = upload(office, "单位名称,首页网址\n无名局,https://a.example/\n", "sites")

        assert "没有名为“无名局”的单位" in response.text

    def test_accounts_say_whether_they_are_filed_or_nobody_knows(self, office, unit):
        rows = "".join(f"{unit.name},微博,{one}\n" for one in ("甲,是", "乙,否", "丙,"))
        text = "单位名称,平台,账号名称,已备案\n" + rows

        draft = upload(office, text, "accounts").context["draft"]
        office.post(f"/planning/import/{draft.public_id}/take/")

        assert list(Account.objects.order_by("pk").values_list("is_filed", flat=True)) == [True, False, None]

    def test_a_workbook_is_read_with_its_title_row(self, office):
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer)
        sheet = book.add_worksheet("名单")
        sheet.merge_range(0, 0, 0, 1, "2026年考评单位名单")
        sheet.write_row(1, 0, ["单位名称", "单位类别"])
        sheet.write_row(2, 0, ["=1+1", "市直单位"])
        sheet.write_row(3, 0, ["甲局", "市直单位"])
        book.close()

        response = upload(office, buffer.getvalue(), name="名单.xlsx")

        assert "甲局" in [row["name"] for row in response.context["draft"].rows]

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "空"),
            ("姓名,电话\n甲,1\n".encode(), "表头"),
            (b"\x00\x01\x02" * 50, ""),
        ],
    )
    def test_a_file_that_is_no_list_is_refused_by_its_own_name(self, office, content, words):
        response = upload(office, content or b" ", name="别的.csv")

        assert response.status_code == 422
        assert words in response.text
        assert "/tmp/" not in response.text

    def test_an_inspector_may_not(self, client, inspector):
        client.force_login(inspector)

        assert client.get("/planning/import/").status_code == 403
