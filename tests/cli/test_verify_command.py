import subprocess
from datetime import date
from decimal import Decimal

import openpyxl
from commanding import command

from kaoping.reports import RankingMaterial, RoundFacts, write_ranking
from kaoping.scoring import ScoreLine, ScoreSheet, Standing

D = Decimal


def verify(*files):
    return subprocess.run(command("verify", *files), capture_output=True, text=True, timeout=60, check=False)


def annex(folder):
    """One unit with 90 of 100 points."""
    line = ScoreLine("A", "主动公开", 1, "fail", D(100), D(90), D(90), D(90))
    sheet = ScoreSheet(
        "望川市教育局", "s", "", (line,), D(90), D(100), D(90), D(0), D(90), D(90), D(90), "优秀", True
    )
    standing = Standing("望川市教育局", "市直单位", 1, D(90), D(100), D(90), "优秀", True)
    facts = RoundFacts("考评", "某办", date(2026, 7, 10))
    path = folder / "annex.xlsx"
    write_ranking(
        RankingMaterial(facts, "市直单位", "附件2", (standing,), {sheet.unit: ((sheet, D(1)),)}, {}), path
    )
    return path


def test_sums_that_hold_end_with_nought(tmp_path):
    ended = verify(annex(tmp_path))

    assert (ended.returncode, ended.stderr) == (0, "")
    assert "名次 1 行;全部相符" in ended.stdout


def test_a_sum_that_does_not_hold_is_placed_and_ends_with_one(tmp_path):
    path = annex(tmp_path)
    book = openpyxl.load_workbook(path)
    book["考评成绩"]["C4"] = 95
    book.save(path)

    ended = verify(path)

    assert ended.returncode == 1
    assert "annex.xlsx 工作表“考评成绩” 第4行 “总分”" in ended.stdout
    assert "(所载95,应为90)" in ended.stdout


def test_a_file_of_something_else_ends_with_two(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("随便")

    ended = verify(path)

    assert ended.returncode == 2
    assert ended.stderr.startswith("错误:")
