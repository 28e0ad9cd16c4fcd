from datetime import date
from decimal import Decimal

import pytest
from systems_writing import CITY, put

from kaoping.rulebook import Renamed, lint_system, load_system, weight_mistakes

CHECKS = {
    "interpretation.late": frozenset({"within_workdays", "counted_from"}),
    "upkeep.dead_link": frozenset(),
    "upkeep.unreachable": frozenset(),
    "integrity.impostor": frozenset(),
}


@pytest.fixture
def lint(tmp_path):
    def run(*changes, checks=CHECKS, **given):
        text = CITY
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        return lint_system(load_system("city", put(tmp_path, city=text)), checks, **given)

    return run


def errors(remarks):
    return [(one.where.partition("(")[0], one.words) for one in remarks if one.level == "error"]


def only_error(remarks):
    found = errors(remarks)
    assert len(found) == 1, found
    return found[0]


class TestASystemThatAddsUp:
    def test_there_is_nothing_to_say_of_it(self, lint):
        assert lint() == ()


class TestSums:
    def test_children_that_do_not_add_up(self, lint):
        where, words = only_error(lint(("points: 40\n        basis", "points: 30\n        basis")))

        assert where == "A"
        assert "写 60 分,下级合计 50 分" in words

    def test_a_tree_that_does_not_make_the_full_marks(self, lint):
        assert only_error(lint(("full: 100", "full: 110"))) == (
            "体系",
            "满分写 110 分,各组合计 100 分,请改成一致",
        )

    def test_a_bonus_that_does_not_add_up(self, lint):
        where, words = only_error(lint(("bonus:\n  points: 5", "bonus:\n  points: 6")))

        assert (where, "合计 5 分" in words) == ("加分", True)

    def test_the_place_in_the_file_is_told(self, lint):
        (remark,) = lint(("points: 40\n        basis", "points: 30\n        basis"))

        assert remark.where.endswith("city.yaml 第 20 行)")


class TestWhatNeverCounts:
    def test_an_indicator_for_kinds_that_its_system_is_not_for(self, lint):
        where, words = only_error(lint(("skip_when: [没有网站]", "applies_to: [乡镇街道]")))

        assert (where, "不适用于任何单位" in words) == ("B", True)

    def test_an_indicator_that_skips_all_it_is_for(self, lint):
        assert only_error(lint(("skip_when: [没有网站]", "skip_when: [县市区]")))[1].endswith("永远不评")

    def test_an_indicator_without_points(self, lint):
        found = errors(
            lint(("points: 20\n", "points: 0\n"), ("points: 40\n        basis", "points: 60\n        basis"))
        )

        assert ("A2", "“形式多样”满分为0,怎么扣都没有影响") in found

    def test_a_rule_that_takes_nothing(self, lint):
        assert only_error(lint(("points: 2,", "points: 0,"))) == ("A1.1", "扣分为0,怎么扣都没有影响")

    def test_a_cap_below_one_deduction(self, lint):
        where, words = only_error(lint(("at_most: 10", "at_most: 1")))

        assert (where, "封顶 1 分低于一次扣的 2 分" in words) == ("A1.1", True)

    def test_a_bonus_that_nobody_can_enter(self, lint):
        assert "永远加不上" in only_error(lint(("enter_over: 80", "enter_over: 100")))[1]

    @pytest.mark.parametrize(
        ("steps", "words"),
        [
            ("[{over: 8, points: 1}, {over: 3, points: 2}]", "阶梯应由低到高"),
            ("[{over: 3, points: 2}, {over: 8, points: 1}]", "反而只扣 1 分"),
            ("[]", "缺少“steps”"),
        ],
    )
    def test_a_ladder_out_of_order(self, lint, steps, words):
        ladder = f"deduct: {{per: ladder, measure: workdays, steps: {steps}}}"

        assert words in only_error(lint(("deduct: {points: 2, at_most: 10}", ladder)))[1]

    def test_a_ladder_that_measures_nothing(self, lint):
        ladder = "deduct: {per: ladder, steps: [{over: 3, points: 2}]}"

        assert "缺少“measure”" in only_error(lint(("deduct: {points: 2, at_most: 10}", ladder)))[1]

    def test_distinct_facts_without_what_tells_them_apart(self, lint):
        assert "缺少区分用的“same”" in only_error(lint(("{points: 2,", "{per: fact, points: 2,")))[1]


class TestChecks:
    def test_a_check_that_does_not_exist_gets_the_closest_name(self, lint):
        where, words = only_error(lint(("check: interpretation.late", "check: interpretation.lates")))

        assert where == "A1.1"
        assert "没有检查“interpretation.lates”,是否想写“interpretation.late”" in words

    def test_a_check_that_is_yet_to_be_built(self, lint):
        assert "newmedia.stale" in only_error(lint(("check: upkeep.dead_link", "check: newmedia.stale")))[1]

    def test_an_option_that_the_check_does_not_have(self, lint):
        words = only_error(lint(("{within_workdays: 5}", "{within_workday: 5}")))[1]

        assert words == "检查 interpretation.late 没有参数“within_workday”,是否想写“within_workdays”"

    def test_a_check_whose_observations_are_hints_alone(self, lint):
        remarks = lint(("check: upkeep.dead_link", "check: integrity.impostor"), hints={"integrity.impostor"})

        assert "只作提示,从不计分" in only_error(remarks)[1]

    def test_a_case_of_a_veto_by_an_unknown_check(self, lint):
        assert only_error(lint(("upkeep.unreachable", "upkeep.unreached")))[0] == "V1.1"

    def test_a_machine_cannot_confirm_what_a_person_answers(self, lint):
        assert only_error(lint(("ask: 是否只有文字?,", "ask: 是否只有文字?, confirm: machine,")))[0] == "A2.1"

    def test_missing_evidence_is_a_warning(self, lint):
        (remark,) = lint((", evidence: 统计", ""))

        assert (remark.level, remark.words) == ("warning", "没有写明要什么佐证(evidence)")


class TestDoubleCounting:
    def test_two_rules_on_one_check_whose_limits_overlap(self, lint):
        second = (
            "\n      - {id: B.2, when: 死链, check: upkeep.dead_link, deduct: {points: 0.1}, evidence: 清单}"
            "\nbonus:"
        )

        where, words = only_error(lint(("\nbonus:", second)))

        assert where == "B.2"
        assert "与细则 B.1 都取自 upkeep.dead_link" in words

    def test_two_rules_on_one_check_kept_apart_by_a_fact_are_well(self, lint):
        second = (
            "\n      - {id: B.2, when: 死链, check: upkeep.dead_link, where: {counted_as: [其他页面]}, "
            "deduct: {points: 0.1}, evidence: 清单}\nbonus:"
        )

        assert errors(lint(("\nbonus:", second))) == []


class TestGradesAndLines:
    def test_grades_from_low_to_high(self, lint):
        found = errors(lint(("at_least: 60", "at_least: 0"), ("不合格, at_least: 0", "不合格, at_least: 60")))

        assert ("分档", "各档应从高到低排列,界限不能相同") in found

    def test_grades_that_do_not_reach_down_to_nothing(self, lint):
        assert "最低一档应从0分起" in only_error(lint(("不合格, at_least: 0", "不合格, at_least: 10")))[1]

    def test_a_pass_line_within_a_grade(self, lint):
        assert only_error(lint(("pass_line: 60", "pass_line: 70")))[0] == "合格线"

    def test_a_pass_line_above_the_full_marks(self, lint):
        assert "不在 0 至 100 分之间" in only_error(lint(("pass_line: 60", "pass_line: 160")))[1]

    def test_a_fixed_mark_that_is_the_full_mark(self, lint):
        assert only_error(lint(("mark_points: 59", "mark_points: 100")))[0] == "V1"

    def test_a_grade_down_where_there_are_no_grades(self, lint):
        remarks = lint(
            ("effect: mark\n    mark_points: 59", "effect: grade"),
            ("grades:\n  - {name: 合格, at_least: 60}\n  - {name: 不合格, at_least: 0}\n", ""),
        )

        assert "降一档,但体系没有分档" in only_error(remarks)[1]


class TestBasisAndDays:
    def test_figures_that_nobody_verified_are_listed_as_such(self, lint):
        remarks = lint(("points: 20\n", "points: 20\n        points_mark: unverified\n"))

        assert [one.words for one in remarks] == ["待核:“形式多样”的分值20没有核实原文"]

    def test_a_repealed_law_as_basis(self, lint):
        law = Renamed("合同法", "民法典", since=date(2021, 1, 1), is_repealed=True)

        (remark,) = lint(("本市办法第三条", "《合同法》第一条"), repealed=[law], today=date(2026, 1, 1))

        assert remark.words == "依据“《合同法》第一条”中的《合同法》已废止,现行为《民法典》"

    def test_a_law_repealed_only_later_is_still_good(self, lint):
        law = Renamed("合同法", "民法典", since=date(2021, 1, 1), is_repealed=True)

        assert lint(("本市办法第三条", "《合同法》第一条"), repealed=[law], today=date(2020, 1, 1)) == ()

    def test_a_system_that_has_expired(self, lint):
        (remark,) = lint(("full: 100", "full: 100\nexpires: 2025-12-31"), today=date(2026, 1, 1))

        assert remark.words == "已于 2025-12-31 失效"


class TestWeights:
    def test_weights_that_add_up_are_well(self):
        assert weight_mistakes({"甲": Decimal("0.7"), "乙": Decimal("0.3")}) == ()

    def test_weights_that_do_not_are_told_with_their_sum(self):
        told = weight_mistakes({"甲": Decimal("0.7"), "乙": Decimal("0.2")})

        assert told == ("权重合计 0.9,应为 1:甲 0.7 + 乙 0.2",)

    def test_a_weight_of_nothing(self):
        assert "应大于0" in weight_mistakes({"甲": Decimal(1), "乙": Decimal(0)})[0]
