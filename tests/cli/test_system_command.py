import subprocess

import openpyxl
import pytest
from commanding import command

from kaoping.rulebook import load_system

SYSTEM = """\
title: 本市考评指标
version: "1"
source: {what: 本市考评办法, mark: seen}
full: 10
groups:
  - id: A
    title: 链接
    points: 10
    rules: [{when: 死链, check: upkeep.dead_link, deduct: {points: 1}, confirm: machine, evidence: 清单}]
"""


def run(*words):
    return subprocess.run(command("system", *words), capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def rules(tmp_path):
    folder = tmp_path / "rules"
    (folder / "indicators").mkdir(parents=True)
    (folder / "indicators" / "city.yaml").write_text(SYSTEM, "utf-8")
    return folder


class TestLint:
    def test_the_shipped_systems_have_no_error(self):
        done = run("lint")

        assert done.returncode == 0, done.stderr
        assert "检查了 5 个指标体系,0 处错误" in done.stdout

    def test_an_error_is_told_with_its_place_and_exit_code_one(self, rules):
        (rules / "indicators" / "city.yaml").write_text(SYSTEM.replace("full: 10", "full: 12"), "utf-8")

        done = run("lint", "city", "--rulebook", rules)

        assert done.returncode == 1
        assert "city 体系:错误:满分写 12 分,各组合计 10 分" in done.stdout

    def test_a_file_anywhere_can_be_looked_at(self, rules):
        assert run("lint", rules / "indicators" / "city.yaml").returncode == 0

    def test_a_system_that_does_not_exist_is_a_mistake_of_the_caller(self):
        done = run("lint", "county-exampel")

        assert done.returncode == 2
        assert "是否想写“county-example”" in done.stderr


class TestShow:
    def test_what_nobody_verified_says_so(self):
        done = run("show", "national-supervision-2019")

        assert "单项否决 SV1 严重表述错误(待核):即不合格,不再计分" in done.stdout
        assert "S1.1 季度检查与通报 20 分(建议值,待核)" in done.stdout
        assert "S1.3.1 上一年度“我为政府网站找错”留言没有办结:每处 3 分〔导入" in done.stdout

    def test_layers_are_told(self, rules):
        layer = "title: 县\nversion: '1'\nsource: {what: 县, mark: seen}\nextends: city\n"
        (rules / "indicators" / "below.yaml").write_text(
            layer + "change: [{id: A.1, reason: 从严, set: {deduct: {points: 2}}}]\n", "utf-8"
        )

        done = run("show", "below", "--rulebook", rules)

        assert "层次:city → below" in done.stdout
        assert "A.1 死链:每处 2 分(待核)〔检查:upkeep.dead_link〕 ←below" in done.stdout
        assert "改动:below 改 A.1:从严" in done.stdout


class TestExportAndImport:
    def test_a_system_goes_out_as_a_workbook_and_comes_in_edited(self, tmp_path):
        assert run("export", "county-example", "--to", tmp_path / "表.xlsx").returncode == 0
        book = openpyxl.load_workbook(tmp_path / "表.xlsx")
        book["体系"]["B3"] = "本县考评指标"
        book.save(tmp_path / "表.xlsx")

        done = run("import", tmp_path / "表.xlsx", "--name", "county", "--rulebook", tmp_path / "r")

        assert done.returncode == 0, done.stdout + done.stderr
        assert load_system("county", tmp_path / "r").title == "本县考评指标"

    def test_a_wrong_cell_is_told_and_nothing_is_written(self, tmp_path, rules):
        run("export", "city", "--to", tmp_path / "表.xlsx", "--rulebook", rules)
        book = openpyxl.load_workbook(tmp_path / "表.xlsx")
        book["指标"]["D2"] = "十"
        book.save(tmp_path / "表.xlsx")

        done = run("import", tmp_path / "表.xlsx", "--name", "county", "--rulebook", tmp_path / "r")

        assert done.returncode == 2
        assert "工作表“指标”第 2 行 D 列(分值):应为数字,现为“十”" in done.stderr
        assert not (tmp_path / "r").exists()

    def test_a_file_that_is_there_is_replaced_only_when_asked_and_the_difference_is_told(
        self, tmp_path, rules
    ):
        run("export", "city", "--to", tmp_path / "表.xlsx", "--rulebook", rules)
        book = openpyxl.load_workbook(tmp_path / "表.xlsx")
        book["细则"]["J2"] = 2
        book.save(tmp_path / "表.xlsx")
        words = ("import", tmp_path / "表.xlsx", "--name", "city", "--rulebook", rules)

        refused, done = run(*words), run(*words, "--replace")

        assert refused.returncode == 2
        assert "要替换请加 --replace" in refused.stderr
        assert "细则A.1“死链”:扣分 分1、方式每处 → 分2、方式每处" in done.stdout

    def test_the_name_of_a_shipped_system_cannot_be_taken(self, tmp_path):
        done = run("import", tmp_path / "a.xlsx", "--name", "county-example", "--rulebook", tmp_path)

        assert done.returncode == 2
        assert "是自带指标体系的名字" in done.stderr

    def test_another_ending_is_refused(self, tmp_path):
        assert run("export", "county-example", "--to", tmp_path / "a.docx").returncode == 2


class TestCompareAndCrosswalk:
    def test_a_system_and_itself_are_the_same(self):
        done = run("compare", "county-example", "county-example")

        assert (done.returncode, done.stdout.strip()) == (0, "两个体系的规则相同")

    def test_differences_are_counted(self):
        done = run("compare", "county-example", "department-example")

        assert done.returncode == 1
        assert "指标A“主动公开”:分值 26 → 28" in done.stdout

    def test_a_draft_can_be_written_and_holds(self, tmp_path):
        words = ("crosswalk", "county-example", "department-example")

        drafted = run(*words, "--to", tmp_path / "walk.yaml")
        held = run(*words, tmp_path / "walk.yaml")

        assert drafted.returncode == 0, drafted.stderr
        assert held.returncode == 0, held.stderr
        assert "对照表没有错误" in held.stdout
