import datetime
import subprocess

import openpyxl
import pytest
from commanding import command

from kaoping.rulebook import load_rulebook


def run(*words):
    return subprocess.run(command("lexicon", *words), capture_output=True, text=True, timeout=60, check=False)


def workbook(path, *rows):
    book = openpyxl.Workbook()
    book.active.title = "敏感词"
    for row in rows:
        book.active.append(row)
    for cell in book.active["A"]:
        cell.data_type = "s" if cell.data_type == "f" else cell.data_type  # a text, not a formula
    book.save(path)
    return path


HEAD = ("序号", "错误写法", "正确写法", "类别", "例外", "例外(后)", "说明", "起", "止")


class TestImport:
    def test_a_workbook_becomes_a_lexicon_that_loads(self, tmp_path):
        path = workbook(
            tmp_path / "l.xlsx", ("望川市规范用语表",), HEAD,
            (1, "望川直隶州", "望川市", "行政区划", "望川直隶州志、望川直隶州图", None, None,
             datetime.date(2001, 1, 1)),
            (2, "打工仔", "务工人员", "歧视用语", None, "餐厅", "法定称谓"),
        )  # fmt: skip

        done = run("import", path, "--name", "city", "--rulebook", tmp_path / "rules", "--title", "规范用语")
        (listed,) = load_rulebook(tmp_path / "rules").listed

        assert done.returncode == 0, done.stderr
        assert (listed.name, listed.title, listed.source.mark) == ("city", "规范用语", "unverified")
        first, second = listed.entries
        assert first.carriers == ("望川直隶州志", "望川直隶州图")
        assert str(first.valid_from) == "2001-01-01"
        assert (second.wrong, second.right, second.not_before) == ("打工仔", "务工人员", ("餐厅",))

    def test_a_word_a_line_is_enough(self, tmp_path):
        path = tmp_path / "l.txt"
        path.write_bytes("打工仔\n# 备注\n\n内部编号\t文号\n".encode("gb18030"))

        done = run("import", path, "--name", "city", "--rulebook", tmp_path / "r", "--class", "敏感词")
        entries = load_rulebook(tmp_path / "r").lexicon("city").entries

        assert done.returncode == 0, done.stderr
        assert [(e.wrong, e.right, e.class_) for e in entries] == [
            ("打工仔", "", "敏感词"),
            ("内部编号", "文号", "敏感词"),
        ]

    def test_every_wrong_row_is_named_and_nothing_is_written(self, tmp_path):
        path = workbook(
            tmp_path / "l.xlsx", HEAD,
            (1, "布署", "部署"), (2, "布署", "部署"), (3, None, "部署"), (4, "APP", "APP"),
            (5, "甲乙", "丙", "", "丁"), (6, "戊己", "", "", "", "", "", "2023年2月30日"),
            (7, "庚辛", "", "", "", "", "", "2023-3-1", "2022-3-1"),
        )  # fmt: skip

        done = run("import", path, "--name", "city", "--rulebook", tmp_path / "rules")

        assert done.returncode == 2
        for words in (
            "工作表“敏感词”第 3 行 B 列(错误写法):“布署”与工作表“敏感词”第 2 行重复",
            "第 4 行 B 列(错误写法):没有填写",
            "第 5 行 C 列(正确写法):“APP”与错误写法相同",
            "第 6 行 E 列(例外):例外词“丁”",
            "第 7 行 H 列(起):“2023年2月30日”不是日期",
            "第 8 行 I 列(止):“2022-3-1”早于",
        ):
            assert words in done.stderr
        assert not (tmp_path / "rules").exists()

    def test_hostile_cells_stay_text(self, tmp_path):
        words = [
            "{{7*7}}甲",
            '"乙',
            "- {wrong: 丙}",
            "!!python/object:丁",
            "&戊",
            "=cmd|' /C calc'!A0",
            "己\u2028庚",
        ]
        path = workbook(tmp_path / "l.xlsx", ("敏感词",), *((word,) for word in words))

        done = run("import", path, "--name", "city", "--rulebook", tmp_path / "rules")
        entries = load_rulebook(tmp_path / "rules").lexicon("city").entries

        assert done.returncode == 0, done.stderr
        assert [e.wrong for e in entries] == [*words[:-1], "己 庚"]

    @pytest.mark.parametrize(
        ("name", "words"), [("confusions", "自带词库的名字"), ("../x", "只能用汉字"), ("", "只能用汉字")]
    )
    def test_a_name_that_would_do_harm_is_refused(self, tmp_path, name, words):
        (tmp_path / "l.txt").write_text("布署", "utf-8")

        done = run("import", tmp_path / "l.txt", "--name", name, "--rulebook", tmp_path)

        assert done.returncode == 2
        assert words in done.stderr

    def test_an_existing_file_is_replaced_only_when_asked(self, tmp_path):
        (tmp_path / "l.txt").write_text("布署", "utf-8")
        words = ("import", tmp_path / "l.txt", "--name", "city", "--rulebook", tmp_path / "r")

        assert run(*words).returncode == 0
        assert run(*words).returncode == 2
        assert run(*words, "--replace").returncode == 0

    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", bytes(range(256)) * 40])
    def test_what_is_no_list_is_said_to_be_none(self, tmp_path, data):
        (tmp_path / "l.xlsx").write_bytes(data)

        done = run("import", tmp_path / "l.xlsx", "--name", "city", "--rulebook", tmp_path / "r")

        assert done.returncode == 2
        assert "词表" in done.stderr
        assert "Traceback" not in done.stderr


class TestLint:
    def test_the_shipped_lexicons_have_no_fault(self):
        done = run("lint")

        assert done.returncode == 0, done.stdout

    def test_a_fault_is_named_with_file_line_and_field(self, tmp_path):
        path = tmp_path / "mine.yaml"
        path.write_text(
            "title: 本单位\nsource: {what: 示例, mark: suggested}\nentries:\n"
            "  - {wrong: 布署, right: 部署}\n  - {wrong: 步署, fires: 作出部署。}\n",
            "utf-8",
        )

        done = run("lint", path)

        assert done.returncode == 1
        assert f"{path} 第 5 行 第 2 条 fires:错误:" in done.stdout

    def test_a_file_that_breaks_the_schema_is_refused_with_its_line(self, tmp_path):
        (tmp_path / "mine.yaml").write_text("title: 甲\nentries:\n  - {wrong: ''}\n", "utf-8")

        done = run("lint", tmp_path / "mine.yaml")

        assert done.returncode == 2
        assert "第 3 行:entries 第 1 项 的 wrong:不能为空" in done.stderr
