"""round.yaml: what an office writes, and what it is told where that cannot be meant."""

from datetime import date
from decimal import Decimal

import pytest

from kaoping.errors import RoundError
from kaoping.rounds.round_file import read_round

LEAST = """\
title: 望川市半年考评
office: 望川市政务公开领导小组办公室
period: {from: 2026-01-01, to: 2026-06-30}
today: 2026-09-15
groups:
  - name: 县市区
    systems: [{system: county-example}]
"""


def written(tmp_path, text):
    (tmp_path / "round.yaml").write_text(text, encoding="utf-8")
    return tmp_path


class TestReadRound:
    def test_the_least_that_must_be_said_is_enough(self, tmp_path):
        one = read_round(written(tmp_path, LEAST))

        assert (one.title, one.today) == ("望川市半年考评", date(2026, 9, 15))
        assert one.checked == one.period
        assert one.groups[0].kinds == ("县市区",)
        assert one.groups[0].systems[0].weight == 1
        assert one.system_names == ("county-example",)
        assert (one.progress_percent, one.progress_ranks) == (Decimal(5), 3)

    def test_weights_may_be_shares_or_percentages(self, tmp_path):
        text = LEAST.replace(
            "[{system: county-example}]", "[{system: a, weight: 70}, {system: b, weight: 30}]"
        )

        one = read_round(written(tmp_path, text))

        assert [s.weight for s in one.groups[0].systems] == [Decimal("0.7"), Decimal("0.3")]

    def test_paths_are_counted_from_the_rounds_folder(self, tmp_path):
        (tmp_path / "runs" / "city").mkdir(parents=True)

        one = read_round(written(tmp_path, f"{LEAST}runs: [runs/city]\n"))

        assert one.runs == ((tmp_path / "runs" / "city").resolve(),)

    @pytest.mark.parametrize(
        ("added", "words"),
        [
            ("runs: [runs/none]\n", r"第 8 行:找不到 .*runs/none"),
            ("previous: ../before\n", r"第 8 行:找不到 .*before"),
            ("notice: 2026-09-01\n", "不认识的字段“notice”,是否想写“notice_date”"),
            ("notice_date: 2026-13-01\n", "第 8 行:.*应为存在的日期"),
            ("deadlines: {rectify_workdays: 10}\n", "请填写 notice_date"),
            (
                "notice_date: 2026-09-20\ndeadlines: {report: 2026-09-01}\n",
                "期限 2026-09-01 早于通报日期 2026-09-20",
            ),
            ("checked: {from: 2026-07-09, to: 2026-07-01}\n", r"checked 的 to\(2026-07-01\)早于 from"),
            ("  - name: 县市区\n    systems: [{system: x}]\n", "分组“县市区”出现了两次"),
            (
                "  - {name: 其他, kinds: [市直单位, 县市区], systems: [{system: x}]}\n",
                "类别“县市区”已归入",
            ),
            (
                "  - name: 市直单位\n    systems: [{system: x, weight: 0.7}, {system: y, weight: 0.2}]\n",
                r"权重之和应为 1\(或 100\),现为 0.7\+0.2=0.9",
            ),
            ("  - name: 市直单位\n    systems: [{system: x, weight: 1}, {system: y}]\n", "每个都要写权重"),
            ("  - {name: 市直单位, systems: [{system: x, weight: 0.5}, {system: x, weight: 0.5}]}\n",
                "重复列了指标体系 x",
            ),
        ],
    )  # fmt: skip
    def test_what_cannot_be_meant_is_refused_with_its_line(self, tmp_path, added, words):
        text = (
            LEAST.replace("    systems:", "    kinds: [县市区]\n    systems:", 1)
            if "其他" in added
            else LEAST
        )

        with pytest.raises(RoundError, match=words):
            read_round(written(tmp_path, text + added))

    def test_all_mistakes_are_told_at_once(self, tmp_path):
        text = f"{LEAST}runs: [one, two]\nprevious: three\n"

        with pytest.raises(RoundError, match="有 3 处要改"):
            read_round(written(tmp_path, text))

    def test_a_folder_without_the_file_is_no_round(self, tmp_path):
        with pytest.raises(RoundError, match="没有 round\\.yaml"):
            read_round(tmp_path)

    def test_two_files_that_both_claim_to_be_the_round_are_refused(self, tmp_path):
        written(tmp_path, LEAST)
        (tmp_path / "round.yml").write_text(LEAST, encoding="utf-8")

        with pytest.raises(RoundError, match="都像轮次文件"):
            read_round(tmp_path)

    def test_what_is_no_yaml_is_refused_with_its_line(self, tmp_path):
        with pytest.raises(RoundError, match="第 2 行"):
            read_round(written(tmp_path, "title: a\n\toffice: b\n"))
