import datetime

import openpyxl
import pytest
from systems_writing import CITY, cell_of, edited, put, read_edited

from kaoping.errors import RulebookError
from kaoping.rulebook import load_system, load_systems, read_system_xlsx, write_system_xlsx


@pytest.fixture
def city(tmp_path):
    return load_system("city", put(tmp_path, city=CITY))


@pytest.fixture
def refused(city, tmp_path):
    def run(change):
        with pytest.raises(RulebookError) as error:
            read_edited(city, tmp_path / "表.xlsx", change)
        return str(error.value)

    return run


@pytest.fixture
def read(city, tmp_path):
    return lambda change: read_edited(city, tmp_path / "表.xlsx", change)


def put_cell(sheet, heading, row, value):
    def change(book):
        cell_of(book[sheet], heading, row).value = value

    return change


def put_frame(item, value):
    def change(book):
        row = next(row for row in book["体系"].iter_rows() if row[0].value == item)
        row[1].value = value

    return change


def points_of(system, id_):
    return next(one.points for one in system.walk() if one.id == id_)


class TestThereAndBack:
    @pytest.mark.parametrize("name", list(load_systems()))
    def test_a_shipped_system_comes_back_the_same(self, name, tmp_path):
        system = load_system(name)

        write_system_xlsx(system, tmp_path / "a.xlsx")

        assert read_system_xlsx(tmp_path / "a.xlsx") == system

    def test_a_system_saved_by_another_program_comes_back_the_same(self, city, read):
        assert read(lambda book: None) == city

    def test_text_that_looks_like_a_formula_stays_text(self, city, tmp_path):
        path = put(tmp_path / "b", city=CITY.replace("有何创新?", "'=HYPERLINK(\"http://a.example\")'"))
        write_system_xlsx(load_system("city", path), tmp_path / "a.xlsx")

        book = openpyxl.load_workbook(tmp_path / "a.xlsx")

        kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
        assert "f" not in kinds
        assert not any(cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row)


class TestWhatPeopleWrite:
    @pytest.mark.parametrize("written", ["40", "\uff14\uff10", "\uff14\uff10 分", "40.0", 40.0, " 40 "])
    def test_numbers_as_text_in_full_width_or_with_their_unit(self, city, read, written):
        assert read(put_cell("指标", "分值", 3, written)) == city

    @pytest.mark.parametrize(
        "written",
        [
            "2026年3月1日",
            "2026-03-01",
            "2026/3/1",
            "2026.3.1",
            "\uff12\uff10\uff12\uff16年\uff13月\uff11日",
            datetime.date(2026, 3, 1),
        ],
    )
    def test_days_as_text_or_as_day_cells(self, read, written):
        assert read(put_frame("生效日", written)).effective == datetime.date(2026, 3, 1)

    def test_a_cell_merged_downwards_counts_for_every_row(self, city, read):
        def merge(book):
            sheet = book["指标"]
            column = cell_of(sheet, "上级编号", 3).column
            sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)

        assert read(merge) == city

    def test_a_title_above_the_table_is_passed_over(self, city, read):
        def title(book):
            sheet = book["指标"]
            sheet.insert_rows(1)
            sheet["A1"] = "本市考评指标表"
            sheet.merge_cells("A1:F1")

        assert read(title) == city

    def test_columns_in_another_order_with_blank_rows_between(self, city, read):
        def move(book):
            sheet = book["指标"]
            sheet.insert_rows(4)
            rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
            for row, values in zip(sheet.iter_rows(), rows, strict=True):
                for cell, value in zip(row, reversed(values), strict=True):
                    cell.value = value

        assert read(move) == city

    def test_a_formula_with_its_result_counts_as_the_result(self, city, tmp_path):
        path = edited(city, tmp_path / "a.xlsx", put_cell("指标", "分值", 3, 41))
        give_formula(path, b"<v>41</v>", b"<f>20+20</f><v>40</v>")

        assert read_system_xlsx(path) == city

    def test_a_mark_left_out_is_the_one_named_for_all(self, read):
        def blank(book):
            put_frame("未写标记的算作", "建议")(book)
            put_cell("指标", "分值标记", 3, None)(book)

        system = read(blank)

        assert next(one.points_mark for one in system.walk() if one.id == "A1") == "suggested"


def give_formula(path, old, new):
    """Put a formula into the stored sheet, as a spreadsheet program does."""
    import zipfile

    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert sum(old in data for data in parts.values()) == 1
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(old, new))


class TestWhatIsRefusedAtItsCell:
    def test_a_formula_whose_result_is_not_stored(self, refused):
        words = refused(put_cell("指标", "分值", 3, "=20+20"))

        assert "工作表“指标”第 3 行 D 列(分值):公式没有存下结果,请在表格软件中打开并保存一次" in words

    def test_an_error_value(self, city, tmp_path):
        path = edited(city, tmp_path / "a.xlsx", put_cell("指标", "分值", 3, 41))
        give_formula(path, b't="n"><v>41</v>', b't="e"><f>1/0</f><v>#DIV/0!</v>')

        with pytest.raises(RulebookError, match=r"第 3 行 D 列\(分值\):单元格是错误值 #DIV/0!"):
            read_system_xlsx(path)

    def test_cells_merged_sideways_among_the_data(self, refused):
        words = refused(lambda book: book["细则"].merge_cells("B3:C3"))

        assert "工作表“细则”第 3 行有横向合并的单元格,请取消合并" in words

    def test_points_that_became_a_day(self, refused):
        words = refused(put_cell("细则", "每次扣分", 2, datetime.date(2026, 1, 2)))

        assert "工作表“细则”第 2 行" in words
        assert "应为数字,现为 2026-01-02(可能被表格软件改成了日期)" in words

    def test_an_id_that_became_a_decimal(self, refused):
        assert "编号是数字 1.1,表格软件会把 1.10 变成 1.1" in refused(put_cell("指标", "编号", 3, 1.1))

    def test_a_day_that_became_a_number(self, refused):
        assert "应为日期,现为数字 46082" in refused(put_frame("生效日", 46082))

    @pytest.mark.parametrize("written", ["2026年2月30日", "2026-13-01"])
    def test_a_day_that_does_not_exist(self, refused, written):
        assert "没有“" in refused(put_frame("生效日", written))

    def test_words_where_a_number_belongs(self, refused):
        assert "工作表“指标”第 3 行 D 列(分值):应为数字,现为“四十”" in refused(
            put_cell("指标", "分值", 3, "四十")
        )

    def test_two_indicators_with_one_id(self, refused):
        words = refused(put_cell("指标", "编号", 4, "A1"))

        assert "工作表“指标”第 4 行 A 列(编号):编号“A1”出现了两次" in words

    def test_a_parent_that_is_not_there(self, refused):
        words = refused(put_cell("指标", "上级编号", 3, "AA"))

        assert "工作表“指标”第 3 行 B 列(上级编号):没有编号“AA”" in words

    def test_parents_that_run_in_a_circle(self, refused):
        assert "互为上级" in refused(put_cell("指标", "上级编号", 2, "A1"))

    def test_a_rule_of_an_indicator_that_is_not_there(self, refused):
        assert "“指标”表中没有编号“A8”" in refused(put_cell("细则", "指标编号", 2, "A8"))

    def test_a_word_that_is_no_choice(self, refused):
        assert "只能填 一次性、每处、每个不同事实、阶梯、按比例" in refused(
            put_cell("细则", "扣分方式", 2, "每个")
        )

    def test_a_question_with_a_check(self, refused):
        assert "只有人工判断的才填这一列" in refused(put_cell("细则", "人工问题", 2, "是否?"))

    def test_a_check_that_is_not_named(self, refused):
        words = refused(put_cell("细则", "检查项或来源", 2, None))

        assert "工作表“细则”第 2 行 E 列(检查项或来源):没有填写" in words

    def test_points_below_nothing(self, refused):
        words = refused(put_cell("细则", "每次扣分", 2, -1))

        assert "工作表“细则”第 2 行 J 列(每次扣分):应不小于 0,现为 -1.0" in words

    def test_a_heading_that_no_column_has(self, refused):
        def rename(book):
            cell_of(book["指标"], "整改建议", 1).value = "整改建义"

        assert "不认识的表头“整改建义”,是否想写“整改建议”" in refused(rename)

    def test_a_sheet_that_is_missing(self, refused):
        assert "缺少工作表“指标”" in refused(lambda book: book.remove(book["指标"]))

    def test_a_line_of_the_frame_that_is_missing(self, refused):
        def cut(book):
            book["体系"].delete_rows(next(r[0].row for r in book["体系"].iter_rows() if r[0].value == "满分"))

        assert "工作表“体系”缺少“满分”一行" in refused(cut)

    def test_a_sheet_of_too_many_rows_is_not_cut_silently(self, refused):
        def stretch(book):
            book["细则"].cell(30_000, 1).value = "Z"

        assert "工作表“细则”超过 20000 行" in refused(stretch)

    def test_all_mistakes_at_once(self, refused):
        def spoil(book):
            put_cell("指标", "分值", 3, "四十")(book)
            put_cell("细则", "每次扣分", 2, "二")(book)

        words = refused(spoil)

        assert "现为“四十”" in words
        assert "现为“二”" in words

    @pytest.mark.parametrize("content", [b"", b"a,b\n", b"PK\x03\x04 nothing", b"\xd0\xcf\x11\xe0 old"])
    def test_what_is_no_workbook(self, tmp_path, content):
        (tmp_path / "a.xlsx").write_bytes(content)

        with pytest.raises(RulebookError, match=r"a\.xlsx"):
            read_system_xlsx(tmp_path / "a.xlsx")

    def test_what_is_not_there(self, tmp_path):
        with pytest.raises(RulebookError, match="找不到"):
            read_system_xlsx(tmp_path / "none.xlsx")
