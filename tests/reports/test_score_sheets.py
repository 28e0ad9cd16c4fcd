"""Score sheets as they are handed out: what they hold, what the public edition leaves out, their form."""

import zipfile
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from assessed import (
    AT,
    HOME,
    INSPECTOR,
    RULER,
    UNIT,
    D,
    facts,
    finding,
    line,
    material,
    provisional,
    sheet,
    standing,
    system,
)
from docx.shared import Pt
from wangchuan import FORMULAS, HOSTILE

from kaoping.errors import OutputError, UsageError
from kaoping.findings import Witness
from kaoping.reports import file_name, write_score_sheet
from kaoping.scoring import StruckVeto

SUFFIXES = ("docx", "xlsx")


def written(folder, told, suffix):
    path = folder / f"sheet.{suffix}"
    write_score_sheet(told, path)
    return path


def words_in(path):
    """Every word of the file, whatever its format."""
    if path.suffix == ".docx":
        document = docx.Document(path)
        tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([p.text for p in document.paragraphs] + tables)
    book = openpyxl.load_workbook(path)
    return "\n".join(
        str(c.value) for page in book for row in page.iter_rows() for c in row if c.value is not None
    )


def cells_of(path, name="评分明细"):
    """Rows of a worksheet below its header, by heading."""
    rows = list(openpyxl.load_workbook(path)[name].iter_rows(values_only=True))
    top = next(n for n, row in enumerate(rows) if row[0] in ("编号", "项目", "序号"))
    return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :] if any(row)]


@pytest.mark.parametrize("suffix", SUFFIXES)
class TestWhatStandsInIt:
    def test_unit_system_total_and_grade(self, tmp_path, suffix):
        words = words_in(written(tmp_path, material(), suffix))

        for said in (UNIT, "市直单位", "望川市政务公开考评指标（版本2026）", "优秀", "2026年1月至6月"):
            assert said in words

    def test_each_loss_with_rule_arithmetic_and_the_numbers_of_its_findings(self, tmp_path, suffix):
        words = words_in(written(tmp_path, material(), suffix))

        assert "【A1.1】扣1分（0.5分×2处=1分）：机构职能不符合要求〔待核〕，见问题1-2" in words

    def test_each_finding_with_page_words_quoted_and_evidence(self, tmp_path, suffix):
        words = words_in(written(tmp_path, material(), suffix))

        for said in ("W0001", f"{HOME}jgzn/1.html", "机构职能栏目为空", "000000000000"):
            assert said in words

    def test_a_basis_that_nobody_verified_says_so(self, tmp_path, suffix):
        words = words_in(written(tmp_path, material(), suffix))

        assert "某地考评办法第三条〔待核〕" in words
        assert "政府信息公开条例第二十条〔待核〕" not in words

    def test_what_was_not_checked_makes_the_total_provisional_with_its_range(self, tmp_path, suffix):
        words = words_in(written(tmp_path, material(provisional()), suffix))

        assert "99.50（暂定，待核后在78.50至99.50之间）" in words
        assert "3个页面未能查看" in words

    def test_a_veto_that_stops_leaves_no_total(self, tmp_path, suffix):
        veto = StruckVeto("V1", "网站不可访问", "stop", ("W0001",), True, "连续打不开")
        stopped = sheet(total=None, low=D(0), high=D(0), grade="不合格", vetoes=(veto,))

        words = words_in(written(tmp_path, material(stopped), suffix))

        assert "不计分（单项否决）" in words
        assert "网站不可访问" in words


@pytest.mark.parametrize("suffix", SUFFIXES)
class TestPublicEdition:
    def test_it_names_no_person_and_no_open_suspect(self, tmp_path, suffix):
        seen = Witness("inspector", INSPECTOR, AT)
        told = material(
            findings=[finding(1, witness=seen), finding(2), finding(9, state="suspect", message="疑似空白")]
        )

        words = words_in(written(tmp_path, told, suffix))

        assert INSPECTOR not in words
        assert RULER not in words
        assert "疑似空白" not in words

    def test_the_internal_edition_names_them(self, tmp_path, suffix):
        seen = Witness("inspector", INSPECTOR, AT)
        told = material(
            findings=[finding(1, witness=seen), finding(2), finding(9, state="suspect", message="疑似空白")]
        )

        words = words_in(written(tmp_path, replace(told, facts=facts(edition="internal")), suffix))

        for said in (INSPECTOR, RULER, "疑似空白", "内部版"):
            assert said in words

    def test_numbers_of_persons_in_a_quote_are_masked(self, tmp_path, suffix):
        told = material(findings=[finding(1, quote="联系人张三 13800138000"), finding(2)])

        words = words_in(written(tmp_path, told, suffix))

        assert "13800138000" not in words

    def test_what_is_open_is_told_without_saying_that_there_are_suspects(self, tmp_path, suffix):
        whole = provisional()
        lines = tuple(
            replace(one, why="C1.1:有3个疑似问题待定") if one.indicator == "C1" else one
            for one in whole.lines
        )

        words = words_in(written(tmp_path, material(replace(whole, lines=lines)), suffix))

        assert "C1.1:有事项待核" in words
        assert "疑似" not in words

    def test_a_page_that_bares_persons_is_not_printed(self, tmp_path, suffix):
        leak = Witness("check", "privacy.personal_data", AT)
        told = material(findings=[finding(1, witness=leak, url=f"{HOME}leak.html"), finding(2)])

        words = words_in(written(tmp_path, told, suffix))

        assert "leak.html" not in words
        assert "公开版不列" in words

    def test_the_rank_stands_in_the_internal_edition_alone_and_only_where_wanted(self, tmp_path, suffix):
        ranked = replace(material(), standing=standing(rank=7))

        shown = {
            (edition, wish): "第7名" in words_in(written(tmp_path, replace(ranked, facts=told), suffix))
            for edition in ("public", "internal")
            for wish in (True, False)
            for told in (facts(edition=edition, shows_rank=wish),)
        }

        assert [key for key, is_shown in shown.items() if is_shown] == [("internal", True)]


@pytest.mark.parametrize("suffix", SUFFIXES)
class TestTheFile:
    def test_the_same_sheet_gives_the_same_bytes(self, tmp_path, suffix):
        first = written(tmp_path, material(), suffix).read_bytes()

        assert written(tmp_path, material(), suffix).read_bytes() == first

    def test_whatever_a_page_says_the_file_is_valid_xml(self, tmp_path, suffix):
        told = [finding(n, message=word, quote=word) for n, word in enumerate(HOSTILE, 1)]

        path = written(tmp_path, material(sheet(a1=str(D(len(told)) / 2)), told), suffix)

        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if name.endswith((".xml", ".rels")):
                    ElementTree.fromstring(package.read(name))
        assert "⟨NUL⟩" in words_in(path)

    def test_nothing_is_left_where_it_cannot_be_written(self, tmp_path, suffix):
        with pytest.raises(OutputError):
            write_score_sheet(material(), tmp_path / "missing" / f"sheet.{suffix}")

        assert list(tmp_path.iterdir()) == []

    def test_another_suffix_is_refused(self, tmp_path, suffix):
        with pytest.raises(UsageError, match=r"\.docx"):
            write_score_sheet(material(), tmp_path / f"sheet.{suffix}.odt")


class TestWorkbook:
    def test_points_are_numbers_and_words_are_text(self, tmp_path):
        row = cells_of(written(tmp_path, material(), "xlsx"))[1]

        assert (row["满分"], row["扣分"], row["得分"]) == (20, 1, 19)
        assert isinstance(row["编号"], str)

    def test_points_with_many_decimals_are_not_rounded(self, tmp_path):
        odd = sheet(a1="0")
        lines = tuple(
            replace(one, points=D("19.6667")) if one.indicator == "A1" else one for one in odd.lines
        )

        row = cells_of(written(tmp_path, material(replace(odd, lines=lines)), "xlsx"))[1]

        assert Decimal(str(row["得分"])) == Decimal("19.6667")

    @pytest.mark.parametrize("formula", FORMULAS)
    def test_no_text_is_a_formula(self, tmp_path, formula):
        told = [finding(1, message=formula, quote=formula), finding(2)]

        path = written(tmp_path, material(findings=told), "xlsx")

        book = openpyxl.load_workbook(path)
        assert [
            c.coordinate for page in book for row in page.iter_rows() for c in row if c.data_type == "f"
        ] == []

    def test_header_stays_in_sight_and_can_be_filtered(self, tmp_path):
        page = openpyxl.load_workbook(written(tmp_path, material(), "xlsx"))["评分明细"]

        assert page.freeze_panes == "D6"
        assert page.auto_filter.ref == "A5:I13"
        assert page.print_title_rows == "$5:$5"

    def test_a_page_is_a_link(self, tmp_path):
        page = openpyxl.load_workbook(written(tmp_path, material(), "xlsx"))["失分问题"]

        assert f"{HOME}jgzn/1.html" in [
            c.hyperlink.target for row in page.iter_rows() for c in row if c.hyperlink
        ]


class TestDocument:
    def test_a_wide_page_with_even_margins_and_numbers_between_dashes(self, tmp_path):
        document = docx.Document(written(tmp_path, material(), "docx"))

        section = document.sections[0]
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
        assert section.footer.paragraphs[0].text == "— 1 —"
        assert document.settings.odd_and_even_pages_header_footer

    def test_the_title_is_of_the_second_size_in_the_title_face(self, tmp_path):
        title = docx.Document(written(tmp_path, material(), "docx")).paragraphs[0].runs[0]

        assert title.font.size == Pt(22)
        assert "方正小标宋简体" in title._r.xml

    def test_header_rows_repeat_and_rows_are_not_torn(self, tmp_path):
        table = docx.Document(written(tmp_path, material(), "docx")).tables[1]

        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert all("w:cantSplit" in row._tr.xml for row in table.rows)

    def test_it_bears_the_day_given_and_no_clock(self, tmp_path):
        core = docx.Document(written(tmp_path, material(), "docx")).core_properties

        assert core.created.date().isoformat() == "2026-07-10"


class TestFileNames:
    @pytest.mark.parametrize(
        ("unit", "name"),
        [
            ("望川市教育局", "望川市教育局"),
            ("开发区·铁山区", "开发区·铁山区"),
            ("../../etc/passwd", "etc_passwd"),
            ("a/b:c*?", "a_b_c"),
            ("CON", "_CON"),
            (" . ", "未命名单位"),
            ("局\u202e\x00", "局"),
            ("=cmd|' /C calc'!A0", "=cmd_C calc_A0".replace(" ", "_")),
        ],
    )
    def test_any_unit_has_a_safe_name(self, unit, name):
        assert file_name(unit) == name

    def test_a_long_name_fits_a_file_system(self):
        assert len(file_name("局" * 300).encode()) <= 200

    def test_two_units_never_share_a_file(self):
        taken = set()

        names = [file_name(unit, taken) for unit in ("a/b", "a:b", "A_B")]

        assert names == ["a_b", "a_b(2)", "A_B(3)"]


def test_an_indicator_that_does_not_apply_has_no_points(tmp_path):
    whole = sheet()
    waived = line(
        "C1", "留言统计", 2, 20, state="not_applicable", points=D(0), low=D(0), high=D(0), why="不提供服务"
    )
    lines = tuple(waived if one.indicator == "C1" else one for one in whole.lines)

    row = cells_of(written(tmp_path, material(replace(whole, lines=lines)), "xlsx"))[-1]

    assert (row["得分"], row["扣分"], row["状态"]) == (None, None, "不适用")
    assert system().full == 100
