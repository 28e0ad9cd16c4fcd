"""The list of units: every mistake told by its place; a unit found by any of its names."""

import openpyxl
import pytest

from kaoping.errors import RosterError
from kaoping.roster import Unit, UnitNames, read_units, unit_named

HEAD = "单位名称,单位类别,考评分组,上级单位,权重,别名,特性\n"
COUNTY = "云陂县人民政府,县区,县市区,,,云陂、云陂县政府,"


@pytest.fixture
def units(tmp_path):
    def read(*rows, head=HEAD):
        path = tmp_path / "units.csv"
        path.write_text(head + "".join(f"{row}\n" for row in rows), "utf-8-sig")
        return read_units(path)

    return read


class TestReadUnits:
    def test_each_row_is_a_unit_in_the_files_order(self, units):
        first, second = units(COUNTY, "石榴湾街道办事处,镇街,,云陂县政府,60%,,没有对外服务职能;新设")

        assert first == Unit("云陂县人民政府", "县市区", "县市区", aliases=("云陂", "云陂县政府"), order=1)
        assert (second.kind, second.parent, second.weight) == ("乡镇街道", "云陂县人民政府", "0.6")
        assert second.traits == ("没有对外服务职能", "新设")

    def test_a_workbook_with_a_title_and_figures_as_numbers_is_read(self, tmp_path):
        book = openpyxl.Workbook()
        book.active.append(["2026年考评单位名单"])
        book.active.append(["序号", "考评分组", "单位名称(必填)", "权重"])
        book.active.append([1, "市直单位", "望川市民政局", 0.5])
        book.save(tmp_path / "units.xlsx")

        (one,) = read_units(tmp_path / "units.xlsx")

        assert (one.name, one.group, one.weight) == ("望川市民政局", "市直单位", "0.5")

    def test_all_sheets_with_the_headings_count(self, tmp_path):
        book = openpyxl.Workbook()
        for sheet, name in ((book.active, "望川市民政局"), (book.create_sheet("县区"), "云陂县人民政府")):
            sheet.append(["单位名称", "考评分组"])
            sheet.append([name, "甲组"])
        book.save(tmp_path / "units.xlsx")

        assert [one.name for one in read_units(tmp_path / "units.xlsx")] == ["望川市民政局", "云陂县人民政府"]

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            (",市直单位,市直单位,,,,", "“单位名称”:没有填写"),
            ("云陂县人民政府,,甲,,,,", "“单位名称”:.*与第 2 行的名称或别名相同"),
            ("乙局,,甲,,,云 陂,", "“别名”:“云 陂”与第 2 行的名称或别名相同"),
            ("乙局,,甲,丙局,,,", "“上级单位”:单位名单中没有“丙局”"),
            ("乙局,,甲,乙局,,,", "“上级单位”:乙局→乙局 绕回了它自己"),
            ("乙局,,甲,,-1,,", "“权重”:“-1”不是大于零的数"),
            ("乙局,,甲,,一半,,", "“权重”:“一半”不是数"),
            ("乙局,,,,,,", "“考评分组”:“乙局”没有分组"),
        ],
    )
    def test_a_wrong_row_is_refused_with_its_row_and_column(self, units, row, words):
        with pytest.raises(RosterError, match=f"第 3 行{words}"):
            units(COUNTY, row)

    def test_a_circle_of_parents_is_told_for_each_in_it(self, units):
        with pytest.raises(RosterError, match="有 2 处要改") as refused:
            units("甲局,,一,乙局,,,", "乙局,,一,甲局,,,", "丙局,,一,甲局,,,")

        assert "甲局→乙局→甲局" in str(refused.value)

    def test_a_list_without_units_or_headings_is_refused(self, units):
        with pytest.raises(RosterError, match="只有表头"):
            units()
        with pytest.raises(RosterError, match="表头至少应有 单位名称"):
            units("甲,乙", head="一,二\n")


class TestNames:
    UNITS = (Unit("云陂县人民政府", aliases=("云陂",)), Unit("望川市民政局"), Unit("望川市财政局"))

    @pytest.mark.parametrize("written", ["云陂县人民政府", " 云陂 ", "云 陂", "云陂县人民政府。"])
    def test_a_unit_is_found_by_any_of_its_names(self, written):
        assert unit_named(self.UNITS, written) == self.UNITS[0]

    def test_a_name_that_is_none_gives_the_closest(self):
        assert unit_named(self.UNITS, "望川市民正局")[0] == "望川市民政局"

    def test_a_name_like_none_gives_nothing(self):
        assert unit_named(self.UNITS, "某某") == ()
        assert UnitNames(self.UNITS).get("") is None
