"""Rows of inspectors and third parties: laid to unit and rule, or refused with their place."""

import openpyxl
import pytest
from assessed_units import BUREAU, CITY, PAGE, SYSTEMS, UNITS, at

from kaoping.errors import FindingsError, RosterError
from kaoping.findings import read_inspections, read_monitors

INSPECTED = "检查员,单位,指标编号,细则编号,问题描述,网址,具体对象,检查时间,佐证\n"
MONITORED = "监测平台,单位,细则编号,问题类型,错误内容,建议修改,网址,监测时间\n"


@pytest.fixture
def inspections(tmp_path):
    def read(*rows):
        path = tmp_path / "inspections.csv"
        path.write_text(INSPECTED + "".join(f"{row}\n" for row in rows), "utf-8-sig")
        return read_inspections(path, UNITS, SYSTEMS)

    return read


@pytest.fixture
def monitors(tmp_path):
    def read(*rows):
        path = tmp_path / "monitors.csv"
        path.write_text(MONITORED + "".join(f"{row}\n" for row in rows), "utf-8-sig")
        return read_monitors(path, UNITS, SYSTEMS)

    return read


class TestInspections:
    def test_a_row_is_a_suspect_with_its_witness(self, inspections):
        (one,) = inspections(f"江予川,望川,E1,E1.1,标题有错字,{PAGE},布署,2026-09-01 9:00,1.png")

        (witness,) = one.witnesses
        assert (one.unit, one.indicator, one.rule, one.object, one.lane) == (
            CITY,
            "E1",
            "E1.1",
            "布署",
            "person",
        )
        assert (witness.voice, witness.name, witness.seen_at) == ("inspector", "江予川", at(1))
        assert witness.archive == "1.png"

    def test_an_indicator_with_one_rule_names_it(self, inspections):
        assert inspections(f"甲,{BUREAU},E1,,有错字,{PAGE},,,")[0].rule == "E1.1"

    def test_a_case_of_a_veto_can_be_named(self, inspections):
        assert inspections(f"甲,{BUREAU},V1,V1.1,严重错误,{PAGE},,,")[0].indicator == "V1"

    def test_what_has_no_address_is_told_without_one(self, inspections):
        assert inspections("甲,望川,H,H.1,没有部署,,,,")[0].url == ""

    def test_a_workbook_with_dates_as_dates_and_a_title_above_is_read(self, tmp_path):
        book = openpyxl.Workbook()
        book.active.append(["检查记录"])
        book.active.merge_cells("A1:E1")
        book.active.append(["检查员", "单位", "细则编号", "问题描述", "检查时间"])
        book.active.append(["甲", "望川", "E1.1", "有错字", at(1).replace(tzinfo=None)])
        book.active.append(["合计", None, None, "1"])
        book.save(tmp_path / "a.xlsx")

        (one,) = read_inspections(tmp_path / "a.xlsx", UNITS, SYSTEMS)

        assert one.witnesses[0].seen_at == at(1).replace(day=31, month=8, hour=17)

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            (f"甲,望川市民正局,,E1.1,错,{PAGE},,,", "“单位”:单位名单中没有“望川市民正局”,是不是望川市民政局"),
            (f"甲,,,E1.1,错,{PAGE},,,", "“单位”:没有填写"),
            (f",望川,,E1.1,错,{PAGE},,,", "“检查员”:没有填写"),
            (f"甲,望川,,,错,{PAGE},,,", "“细则编号”:没有填写"),
            (f"甲,望川,,X.1,错,{PAGE},,,", "“细则编号”:.*没有细则“X.1”"),
            (f"甲,望川,E2,E1.1,错,{PAGE},,,", "“细则编号”:.*没有细则“E1.1”"),
            (f"甲,望川,X,,错,{PAGE},,,", "“指标编号”:.*没有指标“X”"),
            (f"甲,望川,E2,,错,{PAGE},,,", "“细则编号”:.*多条细则.*E2.1、E2.2"),
            (f"甲,{BUREAU},,H.1,错,{PAGE},,,", "“细则编号”:.*没有细则“H.1”"),
            (f"甲,望川,,E1.1,,{PAGE},,,", "“问题描述”:没有填写"),
            ("甲,望川,,E1.1,错,首页左上,,,", "“网址”:“首页左上”不是网址"),
            (f"甲,望川,,E1.1,错,{PAGE},,昨天,", "“检查时间”:“昨天”不是日期"),
        ],
    )
    def test_a_faulty_row_is_refused_with_its_place(self, inspections, row, words):
        with pytest.raises(FindingsError, match=f"第 3 行{words}"):
            inspections(f"甲,望川,E1,E1.1,标题有错字,{PAGE},布署,,", row)

    def test_all_faulty_rows_are_told_at_once(self, inspections):
        with pytest.raises(FindingsError, match="有 25 处要改") as refused:
            inspections(*[f"甲,无此单位,,E1.1,错,{PAGE},,,"] * 25)

        assert "另有 5 处" in str(refused.value)

    def test_two_rows_that_nobody_could_tell_apart_are_refused(self, inspections):
        with pytest.raises(FindingsError, match=r"第 3 行“具体对象”:.*与第 2 行"):
            inspections(f"甲,望川,,E1.1,标题有错字,{PAGE},,,", f"甲,望川,,E1.1,落款有错字,{PAGE},,,")

    def test_the_same_row_twice_is_one_saying(self, inspections):
        first, second = inspections(*[f"甲,望川,,E1.1,标题有错字,{PAGE},,,"] * 2)

        assert first == second

    def test_a_file_without_the_headings_is_refused(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_text("一,二\n1,2\n", "utf-8")

        with pytest.raises(RosterError, match=r"检查记录.*没有找到表头"):
            read_inspections(path, UNITS, SYSTEMS)


class TestMonitors:
    def test_a_row_names_its_rule_by_the_kind_of_problem(self, monitors):
        by_title, by_id = monitors(
            f"清源,望川,,链接不可用,http://dead.example/,,{PAGE},",
            f"清源,望川,,upkeep.dead_link,,,{PAGE},2026/9/1",
        )

        assert (by_title.rule, by_id.rule) == ("E2.1", "E2.1")

    def test_what_would_be_right_is_kept(self, monitors):
        (one,) = monitors(f"清源,望川,E1.1,错别字,布署,部署,{PAGE},")

        assert one.facts == {"wrong": "布署", "right": "部署"}

    def test_a_veto_is_never_named_in_passing(self, monitors):
        assert [one.rule for one in monitors(f"清源,望川,,错别字,布署,,{PAGE},")] == ["E1.1"]

    def test_an_unknown_kind_is_refused(self, monitors):
        with pytest.raises(FindingsError, match="“问题类型”:不知道“怪”对应哪条细则"):
            monitors(f"清源,望川,,怪,,,{PAGE},")
