"""Ranked annexes, the contact sheet, the ledger extract and the matrix as they are handed out."""

from dataclasses import replace

import docx
import openpyxl
import pytest
from assessed import AT, DAY, UNIT, D, facts, finding, provisional, sheet, standing, system

from kaoping.ledger import LookedBack, OpenItem
from kaoping.reports import (
    Contact,
    ContactMaterial,
    LedgerMaterial,
    MatrixMaterial,
    RankingMaterial,
    write_contact_sheet,
    write_ledger_extract,
    write_matrix,
    write_ranking,
)
from kaoping.scoring import StruckVeto

UNITS = ("望川市教育局", "望川市民政局", "望川市财政局")
SYSTEMS = {"wangchuan-2026": system()}


def ranking(**changes):
    """Three units; the first two share a rank."""
    sheets = [sheet(UNITS[0]), sheet(UNITS[1]), sheet(UNITS[2], a1="4")]
    ranks = (1, 1, 3)
    ranked = tuple(standing(one.unit, rank, str(one.total)) for one, rank in zip(sheets, ranks, strict=True))
    made = RankingMaterial(
        facts(), "市直单位", "附件2", ranked, {one.unit: ((one, D(1)),) for one in sheets}, SYSTEMS
    )
    return replace(made, **changes)


def rows_of(path):
    """Rows of the first table, the header first."""
    if path.suffix == ".docx":
        return [[cell.text for cell in row.cells] for row in docx.Document(path).tables[0].rows]
    page = openpyxl.load_workbook(path).worksheets[0]
    rows = [list(row) for row in page.iter_rows(values_only=True)]
    top = next(n for n, row in enumerate(rows) if sum(cell is not None for cell in row) > 3)
    return rows[top:]


def annex(folder, told, suffix="xlsx"):
    path = folder / f"annex.{suffix}"
    write_ranking(told, path)
    return path


class TestRanking:
    @pytest.mark.parametrize("suffix", ["docx", "xlsx"])
    def test_rank_unit_total_and_what_it_is_made_of(self, tmp_path, suffix):
        header, first, *_ = rows_of(annex(tmp_path, ranking(), suffix))

        tops = ["主动公开\n（50）", "政策解读\n（30）", "互动服务\n（20）"]
        assert header == ["名次", "单位", "总分", *tops, "加分", "否决", "等次", "较上期", "备注"]
        assert [float(cell) for cell in (first[0], *first[2:7])] == [1, 99.5, 49, 29.5, 20, 1]

    def test_equal_totals_share_a_rank_and_a_note_says_how(self, tmp_path):
        document = docx.Document(annex(tmp_path, ranking(), "docx"))

        assert [row.cells[0].text for row in document.tables[0].rows][1:] == ["1", "1", "3"]
        assert "并列名次" in "".join(p.text for p in document.paragraphs)

    def test_the_annex_number_stands_above_the_title(self, tmp_path):
        document = docx.Document(annex(tmp_path, ranking(), "docx"))

        assert [p.text for p in document.paragraphs][:2] == [
            "附件2",
            "2026年上半年政务公开考评成绩（市直单位）",
        ]

    def test_change_since_the_last_round_and_clear_progress(self, tmp_path):
        moved = standing(UNITS[0], 1, "99.5", gain=D("1.25"), climb=-2, is_clear_progress=True)

        row = rows_of(annex(tmp_path, ranking(standings=(moved,))))[1]

        assert row[-2:] == ["升1.25分、降2名", "进步明显"]

    def test_a_unit_that_a_veto_stopped_has_no_rank_and_no_total(self, tmp_path):
        veto = StruckVeto("V1", "网站不可访问", "stop", (), True, "连续打不开")
        stopped = sheet(UNITS[0], total=None, vetoes=(veto,))
        told = ranking(
            standings=(standing(UNITS[0], None, None, grade="不合格"),), sheets={UNITS[0]: ((stopped, D(1)),)}
        )

        row = rows_of(annex(tmp_path, told))[1]

        assert (row[0], row[2], row[7], row[8]) == (None, None, "不合格，停止评分", "不合格")

    def test_a_total_that_may_change_says_its_range(self, tmp_path):
        told = ranking(standings=(standing(),), sheets={UNIT: ((provisional(), D(1)),)})

        assert rows_of(annex(tmp_path, told))[1][-1] == "暂定，78.5至99.5".replace(
            "78.5至99.5", "78.50至99.50"
        )

    def test_a_veto_that_is_only_suspected_is_not_named_in_public(self, tmp_path):
        told = standing(UNITS[0], remark="暂定,59至99.5分;疑似单项否决,待定:网站不可访问")

        public, internal = (
            rows_of(annex(tmp_path, ranking(standings=(told,), facts=facts(edition=edition))))[1][-1]
            for edition in ("public", "internal")
        )

        assert public == "暂定,59至99.5分;单项否决情形待核"
        assert internal == told.remark

    def test_what_does_not_apply_to_a_unit_shows_in_points_that_apply(self, tmp_path):
        part = sheet(UNITS[0], applicable=D(80), kept=D("78.5"), rebased=D("98.13"))

        header, row, *_ = rows_of(
            annex(tmp_path, ranking(sheets={UNITS[0]: ((part, D(1)),)}, standings=(standing(),)))
        )

        assert row[header.index("适用满分")] == 80

    def test_a_title_that_looks_like_a_formula_is_no_formula(self, tmp_path):
        evil = replace(system(), groups=tuple(replace(one, title="=1+1\x00") for one in system().groups))

        page = openpyxl.load_workbook(annex(tmp_path, ranking(systems={"wangchuan-2026": evil}))).active

        assert [cell.coordinate for row in page.iter_rows() for cell in row if cell.data_type == "f"] == []

    def test_several_systems_stand_side_by_side_with_their_weights(self, tmp_path):
        other = replace(system(name="media"), title="新媒体指标")
        of_another_group = ((sheet(), D(100)),)
        sheets = {UNIT: ((sheet(), D(60)), (sheet(system="media"), D(40))), "望川县": of_another_group}
        told = ranking(standings=(standing(),), sheets=sheets, systems={**SYSTEMS, "media": other})

        header = rows_of(annex(tmp_path, told))[0]

        assert header[3:5] == ["望川市政务公开考评指标（满分100，权重60%）", "新媒体指标（满分100，权重40%）"]


class TestContactSheet:
    FILLED = Contact(
        UNIT, "张三", "副局长", "办公室", "李四", "0700-1234567", "13800138000", "a@wangchuan.example"
    )

    def written(self, folder, contacts, **changes):
        path = folder / "contacts.docx"
        write_contact_sheet(ContactMaterial(facts(**changes), contacts), path)
        return rows_of(path)

    def test_a_blank_one_lists_the_units_under_all_headings(self, tmp_path):
        header, first, *_ = self.written(tmp_path, tuple(map(Contact, UNITS)))

        assert header == [
            "单位",
            "分管负责人",
            "职务",
            "经办科室",
            "经办人",
            "办公电话",
            "手机",
            "邮箱",
            "备注",
        ]
        assert first == [UNITS[0], *[""] * 8]

    def test_the_public_edition_names_nobody(self, tmp_path):
        header, row = self.written(tmp_path, (self.FILLED,))

        assert header == ["单位", "经办科室", "办公电话", "备注"]
        assert row == [UNIT, "办公室", "0700-1234567", ""]

    def test_the_internal_edition_holds_everything(self, tmp_path):
        row = self.written(tmp_path, (self.FILLED,), edition="internal")[1]

        assert row[1:8] == [
            "张三",
            "副局长",
            "办公室",
            "李四",
            "0700-1234567",
            "13800138000",
            "a@wangchuan.example",
        ]


class TestLedgerExtract:
    def material(self, **changes):
        item = OpenItem(finding(1), "2025年度考评", "claimed fixed", DAY, "第6个工作日为7月10日", AT)
        seen = LookedBack(item, "false claim", AT, "sha256:" + "ab" * 32, "sha256:" + "cd" * 32, "仍为空")
        return replace(LedgerMaterial(facts(), (item,), {item.finding.id: seen}), **changes)

    def test_status_day_and_how_it_was_counted_claim_and_look_back(self, tmp_path):
        path = tmp_path / "ledger.xlsx"

        write_ledger_extract(self.material(), path)

        header, row, *_ = rows_of(path)
        told = dict(zip(header, row, strict=True))
        assert told["状态"] == "报称已整改"
        assert (told["整改期限"], told["期限计算"]) == ("2026-07-10", "第6个工作日为7月10日")
        assert told["报称整改"] == "2026-06-23"
        assert told["回头看结论"] == "报称整改但仍存在"
        assert (told["整改前证据"], told["整改后证据"]) == ("sha256:" + "ab" * 32, "sha256:" + "cd" * 32)

    def test_on_paper_what_belongs_together_shares_a_column(self, tmp_path):
        path = tmp_path / "ledger.docx"

        write_ledger_extract(self.material(), path)

        header, row = rows_of(path)
        told = dict(zip(header, row, strict=True))
        assert told["整改期限"] == "2026-07-10\n第6个工作日为7月10日"
        assert told["前后证据"] == "abababababab\ncdcdcdcdcdcd"

    def test_one_unit_alone_can_be_asked_for(self, tmp_path):
        path = tmp_path / "ledger.xlsx"

        write_ledger_extract(self.material(unit="望川市民政局"), path)

        assert [row for row in rows_of(path) if UNIT in row] == []


class TestMatrix:
    def page(self, folder):
        path = folder / "matrix.xlsx"
        groups = (("市直单位", (sheet(UNITS[0]), replace(provisional(), unit=UNITS[1]))),)
        write_matrix(MatrixMaterial(facts(), groups, SYSTEMS), path)
        return openpyxl.load_workbook(path)

    def test_units_by_indicators_with_points_as_numbers(self, tmp_path):
        rows = list(self.page(tmp_path)["市直单位"].iter_rows(values_only=True))

        assert rows[2][3:6] == ("A", "A1", "A2")
        assert rows[4][3:6] == (50, 20, 30)
        assert rows[5][:6] == (UNITS[0], 99.5, "优秀", 49, 19, 30)

    def test_points_lost_are_shaded_and_what_is_open_is_hatched(self, tmp_path):
        page = self.page(tmp_path)["市直单位"]

        whole, lost, open_ = (page.cell(row, column).fill for row, column in ((6, 6), (6, 5), (7, 11)))
        assert whole.fgColor.rgb != lost.fgColor.rgb
        assert (whole.patternType, open_.patternType) == ("solid", "lightUp")

    def test_a_legend_tells_what_the_colours_mean(self, tmp_path):
        words = [cell.value for cell in self.page(tmp_path)["图例"]["B"] if cell.value]

        assert len(words) == 7
        assert words[-1].startswith("斜线和*：有待核事项")

    def test_heads_stay_in_sight(self, tmp_path):
        assert self.page(tmp_path)["市直单位"].freeze_panes == "D6"
