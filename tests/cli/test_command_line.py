"""What the command answers to right and wrong words."""

import re
import sys
from datetime import date

import openpyxl
import pytest
from commanding import OUTPUTS, check, facts, interrupted

from kaoping.cli.app import run
from kaoping.cli.check import is_failure
from kaoping_toytown import build_city, serve

HOME = "http://127.0.0.1:9/"


@pytest.fixture
def say(monkeypatch, capsys):
    """Say words to the command; its exit code, output and errors."""

    def said(*words):
        monkeypatch.setattr(sys, "argv", ["kaoping", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            run()
        out, err = capsys.readouterr()
        return ended.value.code, out, err

    return said


@pytest.fixture
def refused(say, tmp_path):
    """Say words that must be refused with a Chinese message; the message."""

    def words_refused(*words):
        code, out, err = say(*words)
        assert code == 2, err
        assert out == ""
        assert "Traceback" not in err
        assert err.startswith("错误:")
        assert re.search("[\u4e00-\u9fff]{2}", err.removeprefix("错误:"))
        return err

    return words_refused


class TestWrongUse:
    @pytest.mark.parametrize(
        ("words", "named"),
        [
            (("--max-pages", "0"), "--max-pages"),
            (("--max-pages", "many"), "--max-pages"),
            (("--max-minutes", "0"), "--max-minutes"),
            (("--rate", "-1"), "--rate"),
            (("--rate", "fast"), "--rate"),
            (("--today", "2026-02-30"), "--today 2026-02-30"),
            (("--today", "yesterday"), "--today yesterday"),
            (("--render", "sometimes"), "--render sometimes"),
            (("--fail-on", "terrible"), "--fail-on terrible"),
            (("--quiet-hours", "night"), "--quiet-hours night"),
            (("--quiet-hours", "08:00-25:00"), "--quiet-hours 08:00-25:00"),
            (("--allow", "10.0.0.1:80"), "--allow-private"),
            (("--allow-private", "--allow", "10.0.0.1"), "--allow 10.0.0.1"),
            (("--no-such-option",), "--no-such-option"),
            (("--out",), "--out"),
        ],
    )
    def test_a_bad_option_is_named_and_nothing_is_written(self, refused, tmp_path, words, named):
        out = tmp_path / "out"

        message = refused("check", HOME, "--quiet", "--out", out, *words)

        assert named in message
        assert not out.exists()

    def test_no_address_is_wrong_use(self, refused):
        assert "ADDRESS" in refused("check")

    def test_an_unknown_command_is_wrong_use(self, refused):
        assert "chekc" in refused("chekc")

    @pytest.mark.parametrize(
        "address", ["not an address", "ftp://a.gov.cn", "http://", "http://user:pw@a.cn/"]
    )
    def test_a_word_that_is_no_address_is_refused(self, refused, tmp_path, address):
        assert "网址" in refused("check", address, "--out", tmp_path / "out")

    def test_two_sites_on_one_host_are_refused(self, refused, tmp_path):
        message = refused("check", f"{HOME}a/", f"{HOME}b/", "--out", tmp_path / "out")

        assert "127.0.0.1:9" in message

    def test_a_previous_run_that_is_none_is_refused(self, refused, tmp_path):
        out = tmp_path / "out"

        refused("check", HOME, "--quiet", "--out", out, "--previous", tmp_path)

        assert not out.exists()


class TestSitesFiles:
    def test_a_missing_file_is_named(self, refused, tmp_path):
        assert "sites.csv" in refused("check", tmp_path / "sites.csv", "--out", tmp_path / "out")

    def test_an_empty_file_is_said_to_be_empty(self, refused, tmp_path):
        path = tmp_path / "sites.csv"
        path.write_text("")

        assert "是空的" in refused("check", path, "--out", tmp_path / "out")

    def test_missing_headings_are_named(self, refused, tmp_path):
        path = tmp_path / "sites.csv"
        path.write_text("单位名称,网站名称\n望川市档案馆,望川档案\n", "utf-8")

        assert "“首页网址”" in refused("check", path, "--out", tmp_path / "out")

    def test_every_wrong_row_is_named_with_sheet_row_and_column(self, refused, tmp_path):
        book = openpyxl.Workbook()
        book.active.title = "网站名单"
        for row in (
            ("单位名称", "首页网址"),
            ("望川市档案馆", "望川"),
            ("", "http://a.gov.cn"),
            ("云陂县", ""),
        ):
            book.active.append(row)
        book.save(tmp_path / "sites.xlsx")

        message = refused("check", tmp_path / "sites.xlsx", "--out", tmp_path / "out")

        assert "工作表“网站名单”第 2 行“首页网址”" in message
        assert "工作表“网站名单”第 3 行“单位名称”" in message
        assert "工作表“网站名单”第 4 行“首页网址”" in message


class TestRulebooks:
    def test_a_mistake_names_file_and_line(self, refused, tmp_path):
        folder = tmp_path / "office" / "prechecks"
        folder.mkdir(parents=True)
        (folder / "national-2019.yaml").write_text("title: 本市指标\ndemands: [}\n", "utf-8")

        message = refused("check", HOME, "--rulebook", tmp_path / "office", "--out", tmp_path / "out")

        assert "national-2019.yaml" in message
        assert re.search(r"第\s*2\s*行", message)
        assert not (tmp_path / "out").exists()

    def test_an_option_that_no_check_knows_names_the_indicator(self, refused, tmp_path):
        from importlib.resources import files

        shipped = (files("kaoping_rulebook") / "prechecks" / "national-2019.yaml").read_text("utf-8")
        folder = tmp_path / "office" / "prechecks"
        folder.mkdir(parents=True)
        changed = shipped.replace("within_workdays: 3", "within_fortnights: 3")
        (folder / "national-2019.yaml").write_text(changed, "utf-8")

        message = refused("check", HOME, "--rulebook", tmp_path / "office", "--out", tmp_path / "out")

        assert "within_fortnights" in message
        assert not (tmp_path / "out").exists()

    def test_a_folder_that_is_not_there_is_named(self, refused, tmp_path):
        message = refused("check", HOME, "--rulebook", tmp_path / "none", "--out", tmp_path / "out")

        assert "none" in message


class TestOutputFolders:
    def test_a_folder_with_other_files_is_refused(self, refused, tmp_path):
        (tmp_path / "notes.txt").write_text("x")

        assert "不是空目录" in refused("check", HOME, "--out", tmp_path)

    def test_a_file_is_refused(self, refused, tmp_path):
        (tmp_path / "out").write_text("x")

        assert "是一个文件" in refused("check", HOME, "--out", tmp_path / "out")

    def test_a_folder_without_a_run_cannot_be_replayed(self, refused, tmp_path):
        assert "run.json" in refused("replay", tmp_path)

    def test_a_damaged_run_file_is_said_to_be_damaged(self, refused, tmp_path):
        (tmp_path / "run.json").write_text("{")

        assert "已损坏" in refused("replay", tmp_path)


class TestExplain:
    def test_it_prints_what_the_check_looks_at_and_its_cases(self, say):
        from kaoping.checks import load_checks, read_cases

        code, out, _ = say("explain", "interpretation.late")

        assert code == 0
        assert "政策解读超期" in out
        assert "within_workdays" in out
        for case in read_cases(load_checks()["interpretation.late"]):
            assert case.name in out

    def test_list_names_every_check(self, say):
        from kaoping.checks import load_checks

        code, out, _ = say("explain", "list")

        assert code == 0
        assert [line.split()[0] for line in out.splitlines()] == list(load_checks())

    def test_an_unknown_check_is_refused_with_near_ones(self, refused):
        assert "interpretation.late" in refused("explain", "interpretation.tardy")

    def test_help_is_no_error(self, say):
        for words in (("--help",), ("check", "--help"), ("replay", "--help"), ("explain", "--help")):
            assert say(*words)[0] == 0


@pytest.fixture(scope="module")
def city():
    with serve(build_city(seed=31, today=date(2026, 9, 15), sites=2, pages=150)) as served:
        yield served


@pytest.fixture(scope="module")
def done(city, tmp_path_factory):
    """A finished run over a site with faults: what came back, and its folder."""
    out = tmp_path_factory.mktemp("done") / "out"
    return check(city.base_url(0), out), out


class TestARun:
    def test_faults_give_exit_code_one_and_a_summary_of_ten_lines(self, done):
        ended, out = done

        assert ended.returncode == 1
        assert len(ended.stdout.splitlines()) == 11
        assert ended.stdout.splitlines()[-1] == f"报告:{out / 'report.html'}"
        assert ended.stderr == ""

    def test_every_output_is_there(self, done):
        _, out = done

        assert {path.name for path in out.iterdir()} == {"archive", *OUTPUTS}

    def test_nobody_fails_who_asks_not_to(self, done, say):
        _, out = done

        assert say("replay", out, "--quiet", "--fail-on", "none")[0] == 0

    def test_a_folder_that_holds_a_run_is_refused(self, done, city, refused):
        _, out = done

        message = refused("check", city.base_url(0), "--out", out, "--allow-private")

        assert "已有一次检查的结果" in message
        assert "--resume" in message

    def test_resuming_with_other_sites_is_refused(self, done, city, refused):
        _, out = done

        assert "另一批网站" in refused("check", city.base_url(1), "--out", out, "--resume", "--allow-private")

    def test_a_run_out_of_time_is_incomplete_and_says_so(self, city, tmp_path):
        ended = check(city.base_url(1), tmp_path / "out", "--max-minutes", "0.01", "--rate", "5")

        assert ended.returncode == 3
        assert "分钟用尽" in ended.stderr
        assert {path.name for path in (tmp_path / "out").iterdir()} == {"archive", *OUTPUTS}


class TestFailOn:
    """The level from which a problem makes the exit code 1."""

    @pytest.mark.parametrize("level", ["一般", "ordinary", "提示", "hint"])
    def test_problems_at_or_above_it_count(self, level):
        assert is_failure(["一般", "一般"], level)

    @pytest.mark.parametrize("level", ["严重", "severe", "疑似", "suspected", "none", "无"])
    def test_problems_below_it_do_not(self, level):
        assert not is_failure(["一般", "一般"], level)


class TestCtrlC:
    def test_it_stops_cleanly_and_resume_completes_to_the_same_observations(self, city, done, tmp_path):
        ended, unbroken = done
        out = tmp_path / "out"

        code, errors = interrupted(city.base_url(0), out, after_captures=40)

        assert code == 3
        assert "--resume" in errors
        assert "Traceback" not in errors
        assert {path.name for path in out.iterdir()} == {"archive", *OUTPUTS}
        resumed = check(city.base_url(0), out, "--resume")
        assert resumed.returncode == ended.returncode
        assert facts(out) == facts(unbroken)
