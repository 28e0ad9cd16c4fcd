"""The matrices of the report: items by site, townships by section, what a verdict of news rests on."""

from datetime import date

import openpyxl
import pytest
from wangchuan import run, site, typo

from kaoping.reports import ItemRow, TownshipCell, TownshipRow, write_report_html, write_report_xlsx
from kaoping.reports.matrices import item_matrices, site_items

BUDGET = ItemRow("A20.07", "财政预决算", "第二十条", "条例第二十条", "recalled", "only_old", "财政信息",
                 "http://www.wangchuan.example/cz/", date(2021, 6, 11), 3, "超过15个月")  # fmt: skip
GUIDE = ItemRow("P1", "政府信息公开指南", "平台栏目", "条例第十二条", "recalled", "missing")
DOMAIN = ItemRow("G07", "征地补偿", "试点领域", state="unsure", why="没有登记", is_statutory=False)
CELLS = {
    "TS1": TownshipCell("政策文件", "present", "http://www.wangchuan.example/lhp/zc/", date(2026, 9, 1), 8),
    "TS5": TownshipCell("政府信息公开年报"),
}
TOWNSHIPS = (
    TownshipRow("鹿回坡镇", "http://www.wangchuan.example/lhp/", "present", "", 8, date(2026, 9, 1), CELLS),
    TownshipRow("松影街道", state="missing"),
)
NEWS = typo(
    check="disclosure.news_as_policy",
    message="“养老服务”栏目最新6条中有6条是工作动态,没有一份政策文件",
    facts={
        "name": "养老服务",
        "items": [{"title": "召开<b>推进会</b>", "url": "javascript:1", "date": "2026-08-01", "kind": "news",
                   "why": "正文是工作动态"}],
    },
)  # fmt: skip


@pytest.fixture
def seen():
    return site(items=(GUIDE, BUDGET, DOMAIN), townships=TOWNSHIPS, observations=(NEWS,))


def written(tmp_path, *sites):
    path = tmp_path / "report.html"
    write_report_html(run(*sites), path)
    return path.read_text("utf-8")


class TestTheMatrixOfItems:
    def test_every_state_has_a_sign_and_a_word(self, seen):
        (matrix,) = item_matrices(run(seen, seen))

        cells = [line.cells[0] for group in matrix.groups for line in group.lines]

        assert [(c.sign, c.word, c.newest) for c in cells] == [("×", "未见", ""), ("▲", "陈旧", "2021-06")]

    def test_a_site_that_does_not_owe_an_item_has_a_blank_cell(self, seen):
        (matrix,) = item_matrices(run(seen, site(items=(BUDGET,))))

        assert matrix.groups[0].lines[0].cells[1].word == ""

    def test_many_sites_stand_in_tables_of_twelve(self, seen):
        assert [len(m.columns) for m in item_matrices(run(*[seen] * 25))] == [12, 12, 1]

    def test_sites_of_which_nothing_was_seen_have_no_column(self, seen):
        (matrix,) = item_matrices(run(seen, site(items=())))

        assert len(matrix.columns) == 1

    def test_domains_that_nobody_registered_are_counted_not_listed(self, seen):
        found = site_items(seen)

        assert (found.total, found.unregistered) == (2, 1)


class TestTheReport:
    def test_a_single_sites_report_shows_items_with_links_and_dates(self, tmp_path, seen):
        page = written(tmp_path, seen)

        assert "公开事项" in page
        assert '<a href="http://www.wangchuan.example/cz/"' in page
        assert "2021-06-11" in page

    def test_several_sites_have_one_matrix_before_their_parts(self, tmp_path, seen):
        page = written(tmp_path, seen, seen)

        assert page.index("法定公开事项矩阵") < page.index('id="s1"')

    def test_townships_stand_against_their_sections(self, tmp_path, seen):
        page = written(tmp_path, seen)

        assert "鹿回坡镇" in page
        assert "松影街道" in page
        assert "政府信息公开年报" in page

    def test_titles_from_pages_cannot_do_anything(self, tmp_path, seen):
        page = written(tmp_path, seen)

        assert "召开&lt;b&gt;推进会" in page
        assert 'href="javascript' not in page

    def test_a_run_without_items_has_no_matrix(self, tmp_path):
        page = written(tmp_path, site(), site())

        assert "法定公开事项矩阵" not in page


def test_the_workbook_holds_the_matrices_and_every_row_behind_them(tmp_path, seen):
    path = tmp_path / "report.xlsx"

    write_report_xlsx(run(seen, site(items=(BUDGET,))), path)

    book = openpyxl.load_workbook(path)
    matrix = [[c.value for c in row] for row in book["事项矩阵"].iter_rows()]
    assert matrix[1] == ["平台栏目", "政府信息公开指南", "× 未见", None]
    assert matrix[2][2:] == ["▲ 陈旧 2021-06-11", "▲ 陈旧 2021-06-11"]
    assert book["公开事项"].max_row == 5
    assert [c.value for c in book["乡镇栏目"][3]][4:6] == ["政府信息公开年报", "× 没有找到"]
    assert book["动态代替依据"]["E2"].value == "召开<b>推进会</b>"
