import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from wangchuan import FORMULAS, HOME, dead_link, hostile, run, site, typo, unreachable

from kaoping.reports import write_report_xlsx

SHEETS = ["概况", "问题", "待判断", "未检查", "栏目", "未访问地址"]


@pytest.fixture
def written(tmp_path):
    def write(*sites):
        path = tmp_path / "report.xlsx"
        write_report_xlsx(run(*sites), path)
        return path

    return write


def column(sheet, heading):
    headings = [cell.value for cell in sheet[1]]
    return [row[headings.index(heading)].value for row in sheet.iter_rows(min_row=2)]


def test_a_hostile_site_gets_no_formula_and_no_markup_into_a_cell(written):
    book = openpyxl.load_workbook(written(hostile()))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert [cell for cell in cells if cell.data_type == "f"] == []
    starts = ("=", "+", "-", "@", "\t", "\r", "＝")
    assert [
        cell.value for cell in cells if isinstance(cell.value, str) and cell.value.startswith(starts)
    ] == []
    suggestions = column(book["问题"], "建议")
    assert sum(text is not None and text.startswith("'") for text in suggestions) == len(FORMULAS)


def test_text_that_looks_like_markup_stays_text(written):
    book = openpyxl.load_workbook(written(site(observations=(typo(message="<r><t>假</t></r>"),))))

    assert column(book["问题"], "说明") == ["'<r><t>假</t></r>"]


def test_every_part_of_the_file_is_well_formed(written):
    with zipfile.ZipFile(written(hostile(), unreachable())) as archive:
        parts = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]

        for name in parts:
            ElementTree.fromstring(archive.read(name))

    assert len(parts) > 8


def test_a_cell_is_cut_at_the_limit_of_spreadsheets_and_says_so(written):
    long = ("长" * 40_000, "𠮷" * 40_000)

    book = openpyxl.load_workbook(written(site(observations=tuple(typo(message=text) for text in long))))

    for text in column(book["问题"], "说明"):
        assert len(text.encode("utf-16-le")) // 2 <= 32_767
        assert text.endswith("截断)")


def test_other_readers_see_the_same_sheets_and_rows(written):
    seen = (*(dead_link(n) for n in range(300)), typo(answer="unsure"), typo(answer="not_checked"))

    book = CalamineWorkbook.from_path(str(written(site(observations=seen))))

    assert book.sheet_names == SHEETS
    assert [len(book.get_sheet_by_name(name).to_python()) for name in ("问题", "待判断", "未检查")] == [
        301,
        2,
        2,
    ]


def test_an_overlong_or_unsafe_address_is_no_link(written):
    seen = (
        typo(url=f"{HOME}ok"),
        typo(url=HOME + "长" * 2_000),
        typo(url="javascript:1"),
        typo(url=HOME + "a" * 3_000),
    )

    sheet = openpyxl.load_workbook(written(site(observations=seen)))["问题"]

    links = [cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"{HOME}ok"]
    assert len(column(sheet, "页面地址")) == 4


def test_sheets_can_be_filtered_and_keep_their_headings_in_view(written):
    for sheet in openpyxl.load_workbook(written(site())):
        assert sheet.auto_filter.ref
        assert sheet.freeze_panes == "B2"


def test_an_empty_run_is_still_a_workbook(written):
    assert CalamineWorkbook.from_path(str(written())).sheet_names == SHEETS


def test_the_same_run_gives_the_same_bytes(written):
    first = written(site(), hostile()).read_bytes()

    assert written(site(), hostile()).read_bytes() == first
