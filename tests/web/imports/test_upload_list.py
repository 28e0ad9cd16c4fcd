"""Lists of platforms: previewed with all faults, columns matched once and kept."""

import io

import pytest
import xlsxwriter
from tests.web.imports.conftest import HEAD

from kaoping.web.audit.models import Entry
from kaoping.web.imports.models import Batch, Item, Mapping
from kaoping.web.review.models import Suspect

ROW = "望川市农业农村局,E1.1,错字,http://nyj.wangchuan.example/1.html,兴稠,2026-05-06\n"


def workbook(*rows):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("问题")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    book.close()
    return buffer.getvalue()


class TestUpload:
    def test_it_shows_what_is_there_and_lays_nothing(self, office, bring):
        response = bring(ROW)

        batch = Batch.objects.get()
        assert response.status_code == 302
        assert (batch.state, batch.rows, batch.source) == ("previewed", 1, "望川监测")
        assert not Suspect.objects.exists()
        assert "确认导入" in office.get(response.headers["Location"]).text

    def test_every_fault_is_told_by_row_and_column_and_nothing_can_be_taken(self, office, bring):
        bring(ROW + "望川市水利所,E1.1,错字,,,\n望川市水利局,Z9,错字,,,\n望川市水利局,E1.1,错字,不是网址,,\n")

        batch = Batch.objects.get()
        told = [(one["row"], one["column"]) for one in batch.errors]
        page = office.get(f"/imports/{batch.public_id}/")
        office.post(f"/imports/{batch.public_id}/take/")
        assert told == [(3, "单位"), (4, "细则编号"), (5, "网址")]
        assert "是不是望川市水利局" in page.text
        assert not Suspect.objects.exists()

    def test_sheet_and_row_of_a_workbook_are_told(self, bring):
        bring(workbook(HEAD.strip().split(","), ["不知道", "E1.1", "错字", "", "", ""]), name="清单.xlsx")

        error = Batch.objects.get().errors[0]
        assert (error["sheet"], error["row"]) == ("问题", 2)

    def test_a_unit_is_found_by_its_alias(self, brought, unit):
        unit.aliases = ["农业局"]
        unit.save()

        batch = brought(ROW.replace("望川市农业农村局", "农业局"))

        assert batch.state == "done"
        assert Suspect.objects.get().unit == unit

    def test_formulas_are_words_or_their_saved_value(self, brought):
        rows = [
            HEAD.strip().split(","),
            ["望川市农业农村局", "E1.1", "错字", "", '=HYPERLINK("http://x/")', ""],
        ]
        book = workbook(rows[0], rows[1][:4])

        brought(book, name="公式.xlsx")
        brought(ROW.replace("兴稠", "'=1+1"), name="公式.csv", is_whole=False)

        assert set(Suspect.objects.values_list("object", flat=True)) == {"", "=1+1"}

    def test_unknown_headings_are_matched_once_and_kept(self, office, bring, brought):
        head = "被测单位名,类别,出错的话,所在页\n"
        row = "望川市农业农村局,严重错别字,兴稠,http://nyj.wangchuan.example/1.html\n"
        response = bring(row, head=head)

        office.post(
            response.headers["Location"],
            {
                "column_unit": "被测单位名", "column_kind": "类别", "column_object": "出错的话",
                "column_url": "所在页", "words": "严重错别字=E1.1", "name": "望川监测",
            },
        )  # fmt: skip

        batch = Batch.objects.get()
        assert (batch.state, batch.rows, batch.errors) == ("previewed", 1, [])
        assert Mapping.objects.get().values == {"kind": {"严重错别字": "E1.1"}}
        second = brought(row + row.replace("兴稠", "公示公布"), head=head, mapping="望川监测")
        assert second.counts["created"] == 2

    def test_a_mapping_without_a_unit_is_refused(self, office, bring):
        response = bring("x,y\n", head="甲,乙\n")

        refused = office.post(response.headers["Location"], {"column_kind": "乙", "name": "某"})

        assert refused.status_code == 422
        assert "哪一列是单位" in refused.text

    @pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04garbage", b"MZ\x90"])
    def test_what_is_no_list_is_refused(self, bring, content):
        response = bring(content, name="清单.xlsx")

        assert response.status_code in (302, 422)
        assert not Item.objects.exists()

    def test_a_released_round_takes_nothing(self, bring, round_):
        round_.state = "released"
        round_.save()

        assert bring(ROW).status_code == 422
        assert not Batch.objects.exists()

    def test_an_inspector_may_look_but_not_bring(self, client, inspector, round_):
        client.force_login(inspector)

        assert client.get("/imports/").status_code == 200
        assert client.post("/imports/upload/", {}).status_code == 403

    def test_it_is_set_down_in_the_audit_trail(self, brought):
        brought(ROW)

        actions = list(Entry.objects.order_by("number").values_list("action", flat=True))
        assert actions[-2:] == ["imports.preview", "imports.run"]
