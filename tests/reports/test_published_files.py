"""Published sums added up again: what is right passes, what was changed afterwards is found and placed."""

import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import docx
import openpyxl
import pytest
from assessed import UNIT, D, facts, line, material, provisional, sheet, standing, system

from kaoping.errors import UsageError
from kaoping.reports import RankingMaterial, verify_files, write_ranking, write_score_sheet
from kaoping.scoring import Loss, StruckVeto
from kaoping.scoring.conducting import Scores
from kaoping.scoring.scores_file import scores_json

UNITS = ("望川市教育局", "望川市民政局", "望川市财政局")
SYSTEMS = {"wangchuan-2026": system()}


def sheet_file(folder, suffix="xlsx", made=None, name="sheet"):
    path = folder / f"{name}.{suffix}"
    write_score_sheet(material(made), path)
    return path


def annex_file(folder, suffix="xlsx", **changes):
    sheets = [sheet(UNITS[0]), sheet(UNITS[1]), sheet(UNITS[2], a1="4")]
    ranked = tuple(
        standing(one.unit, rank, str(one.total)) for one, rank in zip(sheets, (1, 1, 3), strict=True)
    )
    told = RankingMaterial(
        facts(), "市直单位", "附件2", ranked, {one.unit: ((one, D(1)),) for one in sheets}, SYSTEMS
    )
    path = folder / f"annex.{suffix}"
    write_ranking(replace(told, **changes), path)
    return path


def changed(path, change):
    """The workbook after a hand has been at it."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def setting(cell, value, page="评分明细"):
    return lambda book: book[page].__setitem__(cell, value)


def grave(*paths):
    return [flaw for flaw in verify_files(paths).flaws if flaw.is_grave]


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
class TestSound:
    def test_a_sheet_as_it_was_written(self, tmp_path, suffix):
        found = verify_files([sheet_file(tmp_path, suffix)])

        assert (found.sheets, found.flaws) == (1, ())

    def test_an_annex_as_it_was_written(self, tmp_path, suffix):
        found = verify_files([annex_file(tmp_path, suffix)])

        assert (found.ranks, found.flaws) == (3, ())

    def test_a_provisional_sheet(self, tmp_path, suffix):
        assert verify_files([sheet_file(tmp_path, suffix, provisional())]).flaws == ()

    def test_a_sheet_with_a_veto_that_stopped_it(self, tmp_path, suffix):
        veto = StruckVeto("V1", "网站不可访问", "stop", (), True, "连续打不开")
        stopped = sheet(total=None, low=D(0), high=D(0), vetoes=(veto,))

        assert verify_files([sheet_file(tmp_path, suffix, stopped)]).flaws == ()

    def test_a_sheet_capped_by_a_veto(self, tmp_path, suffix):
        veto = StruckVeto("V1", "网站不可访问", "mark", (), True, "连续打不开", D(59))
        capped = sheet(total=D(59), low=D(59), high=D(59), vetoes=(veto,))

        assert verify_files([sheet_file(tmp_path, suffix, capped)]).flaws == ()

    def test_a_sheet_rebased_to_what_applies(self, tmp_path, suffix):
        whole = sheet()
        waive = {"state": "not_applicable", "points": D(0), "low": D(0), "high": D(0)}
        lines = tuple(replace(one, **waive) if one.indicator in ("C", "C1") else one for one in whole.lines)
        total = D("99.13")  # 78.5 x 100 / 80 = 98.125, half up 98.13, and one of bonus
        rebased = replace(
            whole, lines=lines, kept=D("78.5"), applicable=D(80), rebased=D("98.13"), basis=D("98.13"),
            total=total, low=total, high=total,
        )  # fmt: skip

        assert verify_files([sheet_file(tmp_path, suffix, rebased)]).flaws == ()

    def test_a_sheet_with_parts_that_count_beside_it(self, tmp_path, suffix):
        part = sheet("望川市甲乡", total=D(90))
        mixed = D("96.65")  # 98.5 x 70 % + 92.33 x 30 %, half up
        whole = sheet(
            beside=((part, D(2)), (replace(part, total=D(97)), D(1))), parts_points=D("92.33"),
            parts_percent=D(30), basis=mixed, total=mixed + 1, low=mixed + 1, high=mixed + 1,
        )  # fmt: skip

        assert verify_files([sheet_file(tmp_path, suffix, whole)]).flaws == ()

    def test_a_group_whose_loss_is_capped(self, tmp_path, suffix):
        whole = sheet()
        cap = {"at_most": D("0.75"), "points": D("49.25"), "low": D("49.25"), "high": D("49.25")}
        lines = tuple(replace(one, **cap) if one.indicator == "A" else one for one in whole.lines)
        kept = D("98.75")
        capped = replace(
            whole,
            lines=lines,
            kept=kept,
            rebased=kept,
            basis=kept,
            total=kept + 1,
            low=kept + 1,
            high=kept + 1,
        )

        assert verify_files([sheet_file(tmp_path, suffix, capped)]).flaws == ()

    def test_sheets_and_annex_together(self, tmp_path, suffix):
        paths = [sheet_file(tmp_path, suffix, sheet(unit), name=unit) for unit in UNITS[:2]]

        found = verify_files([*paths, annex_file(tmp_path, suffix)])

        assert (found.sheets, found.ranks, found.flaws) == (2, 3, ())


class TestTamperedSheet:
    # the header stands in row 5; A is row 6, A1 row 7, A2 row 8; D full, E lost, F kept, H reason
    def test_points_that_were_raised_are_placed_by_row_and_column(self, tmp_path):
        path = changed(sheet_file(tmp_path), setting("F7", 20))

        flaws = grave(path)

        assert (7, "得分", "20", "19") in [(f.row, f.column, f.printed, f.readded) for f in flaws]
        assert "sheet.xlsx 工作表“评分明细” 第7行" in "".join(f.line for f in flaws)

    def test_a_loss_that_was_lowered_together_with_its_points(self, tmp_path):
        path = sheet_file(tmp_path)
        changed(
            path,
            lambda book: [book["评分明细"].__setitem__(cell, v) for cell, v in (("E7", 0.5), ("F7", 19.5))],
        )

        assert any("失分原因各项之和不符" in flaw.words for flaw in grave(path))

    def test_points_moved_between_indicators_so_that_all_sums_stay(self, tmp_path):
        path = sheet_file(tmp_path, made=sheet(a1="0", b1="0"))

        def move(book):
            for cell, value in (("D7", 21), ("F7", 21), ("D8", 29), ("F8", 29)):
                book["评分明细"][cell] = value

        assert [flaw.row is not None for flaw in grave(changed(path, move))] == [True]
        assert "核对码不符" in grave(path)[0].words

    def test_rows_that_changed_places(self, tmp_path):
        path = sheet_file(tmp_path, made=sheet(a1="0", b1="0"))

        def exchange(book):
            page = book["评分明细"]
            for column in range(1, 10):
                one, other = page.cell(7, column), page.cell(8, column)
                one.value, other.value = other.value, one.value

        assert any("核对码不符" in flaw.words for flaw in grave(changed(path, exchange)))

    def test_a_row_moved_under_another_group(self, tmp_path):
        path = sheet_file(tmp_path)

        def move(book):
            page = book["评分明细"]
            moved = [cell.value for cell in page[8]]
            page.delete_rows(8)
            page.insert_rows(9)
            for column, value in enumerate(moved, 1):
                page.cell(9, column).value = value

        found = {(flaw.row, flaw.column) for flaw in grave(changed(path, move))}

        assert {(6, "满分"), (8, "满分")} <= found

    def test_a_hidden_row(self, tmp_path):
        def hide(book):
            book["评分明细"].row_dimensions[8].hidden = True

        flaws = grave(changed(sheet_file(tmp_path), hide))

        assert [(flaw.row, "隐藏行" in flaw.words) for flaw in flaws] == [(8, True)]

    def test_a_hidden_column_and_a_hidden_worksheet(self, tmp_path):
        def hide(book):
            book["评分明细"].column_dimensions["E"].hidden = True
            book["总分核算"].sheet_state = "hidden"

        words = " ".join(flaw.line for flaw in grave(changed(sheet_file(tmp_path), hide)))

        assert "“扣分”:是隐藏列" in words
        assert "隐藏的工作表" in words

    def test_a_formula_in_place_of_a_number(self, tmp_path):
        flaws = grave(changed(sheet_file(tmp_path), setting("F7", "=20-1")))

        assert any(flaw.row == 7 and "是公式" in flaw.words for flaw in flaws)

    def test_a_number_kept_as_text_is_added_up_and_told(self, tmp_path):
        found = verify_files([changed(sheet_file(tmp_path), setting("F7", "19.00"))])

        assert found.is_sound
        assert [(flaw.row, "存成了文本" in flaw.words) for flaw in found.flaws] == [(7, True)]

    def test_words_in_place_of_a_number(self, tmp_path):
        flaws = grave(changed(sheet_file(tmp_path), setting("F7", "十九")))

        assert any(flaw.row == 7 and "不是数字" in flaw.words for flaw in flaws)

    def test_a_total_that_was_raised(self, tmp_path):
        path = sheet_file(tmp_path)
        rows = list(openpyxl.load_workbook(path)["总分核算"].iter_rows(values_only=True))
        row = next(n for n, cells in enumerate(rows, 1) if cells[0] == "总分")

        flaws = grave(changed(path, setting(f"B{row}", 100, "总分核算")))

        assert [(f.row, f.printed, f.readded) for f in flaws] == [(row, "100", "99.5")]

    def test_arithmetic_that_is_wrong_in_words(self, tmp_path):
        whole = sheet(a1="0")
        loss = Loss("A1.1", "机构职能不符合要求", D(0), (), "0.5分×3处=1分")
        lines = tuple(replace(one, losses=(loss,)) if one.indicator == "A1" else one for one in whole.lines)

        flaws = grave(sheet_file(tmp_path, made=replace(whole, lines=lines)))

        assert [(f.column, f.printed, f.readded) for f in flaws] == [("失分原因", "0.5分×3处=1分", "1.5分")]

    def test_a_document_changed_in_one_cell(self, tmp_path):
        path = sheet_file(tmp_path, "docx")
        document = docx.Document(path)
        run = document.tables[1].rows[2].cells[5].paragraphs[0].runs[0]
        assert run.text == "19.00"
        run.text = "20.00"
        document.save(path)

        assert (3, "得分", "20", "19") in [(f.row, f.column, f.printed, f.readded) for f in grave(path)]

    def test_hidden_words_in_a_document(self, tmp_path):
        path = sheet_file(tmp_path, "docx")
        document = docx.Document(path)
        document.add_paragraph().add_run("附加说明").font.hidden = True
        document.save(path)

        assert any("看不到的文字" in flaw.words for flaw in grave(path))

    def test_two_prints_of_one_sheet_that_differ(self, tmp_path):
        one, other = sheet_file(tmp_path), sheet_file(tmp_path, "docx", sheet(a1="2"))

        assert any("不一致" in flaw.words for flaw in grave(one, other))


class TestTamperedAnnex:
    # the header stands in row 3: A rank, B unit, C total, D to F indicators, G bonus
    def test_a_total_that_was_raised(self, tmp_path):
        flaws = grave(changed(annex_file(tmp_path), setting("C6", 99, "考评成绩")))

        assert [(f.row, f.column, f.printed, f.readded) for f in flaws] == [(6, "总分", "99", "96.5")]

    def test_a_rank_that_does_not_follow(self, tmp_path):
        flaws = grave(changed(annex_file(tmp_path), setting("A6", 2, "考评成绩")))

        assert [(f.row, f.column, f.printed, f.readded) for f in flaws] == [(6, "名次", "2", "3")]

    def test_a_tie_that_was_broken(self, tmp_path):
        flaws = grave(changed(annex_file(tmp_path), setting("A5", 2, "考评成绩")))

        assert [(f.row, f.printed, f.readded) for f in flaws] == [(5, "2", "1")]

    def test_a_row_changed_as_a_whole_is_held_against_the_sheet(self, tmp_path):
        def raise_(book):
            for cell, value in (("C6", 99.5), ("D6", 49), ("A6", 1)):
                book["考评成绩"][cell] = value

        path = changed(annex_file(tmp_path), raise_)
        own = sheet_file(tmp_path, made=sheet(UNITS[2], a1="4"))

        assert grave(path) == []
        assert [(f.row, f.printed, f.readded) for f in grave(path, own)] == [(6, "99.5", "96.5")]

    def test_several_systems_are_weighed_again(self, tmp_path):
        other = replace(system(name="media"), title="新媒体指标")
        weighed = Decimal("97.1")  # 99.5 x 60 % + 93.5 x 40 %
        sheets = {UNIT: ((sheet(), D("0.6")), (sheet(system="media", a1="7", total=D("93.5")), D("0.4")))}
        told = {"sheets": sheets, "systems": {**SYSTEMS, "media": other}}

        right = grave(annex_file(tmp_path, standings=(standing(total=str(weighed)),), **told))
        wrong = grave(annex_file(tmp_path, standings=(standing(total="98"),), **told))

        assert right == []
        assert [(f.printed, f.readded) for f in wrong] == [("98", "97.1")]


class TestScoresFile:
    def test_it_is_added_up_like_any_print(self, tmp_path):
        path = tmp_path / "scores.json"
        path.write_bytes(scores_json(Scores((sheet(),), (standing(),))))

        found = verify_files([path])

        assert (found.sheets, found.ranks, found.flaws) == (1, 1, ())

    def test_a_line_that_was_changed(self, tmp_path):
        path = tmp_path / "scores.json"
        whole = sheet()
        lines = (*whole.lines[:-1], line("C1", "留言统计", 2, 20, "1"))
        path.write_bytes(scores_json(Scores((replace(whole, lines=lines),), ())))

        assert any("C互动服务" in flaw.words for flaw in grave(path))

    def test_any_other_json_is_refused(self, tmp_path):
        path = tmp_path / "scores.json"
        path.write_text("{}")

        with pytest.raises(UsageError, match=r"scores\.json"):
            verify_files([path])


class TestRefused:
    def test_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(UsageError, match="无法读取"):
            verify_files([tmp_path / "missing.xlsx"])

    def test_a_workbook_of_something_else(self, tmp_path):
        path = tmp_path / "other.xlsx"
        book = openpyxl.Workbook()
        book.active["A1"] = "别的表"
        book.save(path)

        with pytest.raises(UsageError, match="没有认得的表格"):
            verify_files([path])

    def test_a_damaged_file(self, tmp_path):
        path = tmp_path / "broken.docx"
        path.write_bytes(sheet_file(tmp_path, "docx").read_bytes()[:2000])

        with pytest.raises(UsageError, match="无法读取"):
            verify_files([path])

    def test_a_workbook_with_a_document_type(self, tmp_path):
        source, path = sheet_file(tmp_path), tmp_path / "evil.xlsx"
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                body = old.read(name)
                if name == "xl/workbook.xml":
                    body = re.sub(rb"(<workbook)", rb'<!DOCTYPE x [<!ENTITY a "b">]>\1', body, count=1)
                new.writestr(name, body)

        with pytest.raises(UsageError, match="无法读取"):
            verify_files([path])
