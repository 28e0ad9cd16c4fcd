from dataclasses import replace
from decimal import Decimal

import pytest
from small_systems import COUNTY, finding, findings, group, leaf, line, rule, seen, system

from kaoping.errors import ScoringError
from kaoping.findings import Looked
from kaoping.rulebook.systems import Bonus, Step, VetoCase, VetoRule
from kaoping.scoring import Beside, score_indicator, score_unit


def scored(system_, *found, but=(), unit=COUNTY, rows=None, **more):
    looked = seen(system_, unit.name, but=but) if rows is None else rows
    return score_unit(unit, system_, found, looked, **more)


def national(lost, *, effect="stop", traits=(), mark=None):
    """The arithmetic of the national website indicators of 2019: 75 and 25 points, bonus above 80."""
    one = system(
        group("D1", leaf("D1.1", 75, rule("D1.1.1", "0.01"))),
        group("D2", leaf("D2.1", 25, rule("D2.1.1", 1)), skip_when=("没有对外服务职能",)),
        bonus=Bonus(Decimal(30), Decimal(80), (leaf("X1", 30, rule("X1.1", 10)),)),
        vetoes=(
            VetoRule("WV3", "不更新", "", effect, (VetoCase("WV3.1", "首页", "check", "home"),), mark),
        ),
    )  # fmt: skip
    unit = replace(COUNTY, traits=traits)
    cents = int(Decimal(str(lost)) * 100)
    return one, unit, findings("D1.1.1", cents)


class TestNationalBoundaries:
    """`boundary_tests` of the national indicators of 2019."""

    def test_just_below_sixty_fails(self):
        one, unit, found = national("40.01")

        sheet = scored(one, *found, unit=unit)

        assert (sheet.total, sheet.is_passed) == (Decimal("59.99"), False)

    def test_sixty_passes(self):
        one, unit, found = national(40)

        sheet = scored(one, *found, unit=unit)

        assert (sheet.total, sheet.is_passed) == (60, True)

    def test_eighty_does_not_enter_the_bonus(self):
        one, unit, found = national(20)

        sheet = scored(one, *found, finding("X1.1"), unit=unit)

        assert (sheet.total, sheet.bonus, sheet.bonus_earned, sheet.is_passed) == (80, 0, 10, True)

    def test_above_eighty_enters_the_bonus(self):
        one, unit, found = national("19.9")

        sheet = scored(one, *found, finding("X1.1"), unit=unit)

        assert (sheet.total, sheet.bonus) == (Decimal("90.1"), 10)

    def test_a_veto_stops_the_scoring(self):
        one, unit, found = national(1)

        sheet = scored(one, *found, finding("WV3.1"), unit=unit)

        assert (sheet.total, sheet.grade, sheet.is_passed) == (None, "不合格", False)
        assert sheet.rebased == 99

    def test_without_public_services_the_rest_is_rebased_by_four_thirds(self):
        one, unit, found = national(15, traits=("没有对外服务职能",))

        sheet = scored(one, *found, finding("X1.1"), unit=unit)

        assert (sheet.kept, sheet.applicable, sheet.total, sheet.bonus) == (60, 75, 80, 0)
        assert sheet.formula == "60×100÷75=80分(不适用:D2.1(25分))"
        assert line(sheet, "D2").why == "没有对外服务职能"

    def test_the_bonus_never_brings_more_than_its_points(self):
        one, unit, _ = national(0)

        sheet = scored(one, *findings("X1.1", 9), unit=unit)

        assert (sheet.total, sheet.bonus) == (130, 30)

    def test_a_pass_line_may_stand_elsewhere(self):
        one, unit, found = national(25)

        sheet = scored(replace(one, pass_line=Decimal(80)), *found, unit=unit)

        assert sheet.is_passed is False


class TestVetoes:
    def test_a_fixed_mark_is_the_most_that_a_total_may_be(self):
        one, unit, found = national(1, effect="mark", mark=Decimal(59))

        sheet = scored(one, *found, finding("WV3.1"), unit=unit)

        assert (sheet.total, sheet.is_passed, sheet.grade) == (59, False, "不合格")

    def test_a_fixed_mark_raises_nobody(self):
        one, unit, found = national(50, effect="mark", mark=Decimal(59))

        assert scored(one, *found, finding("WV3.1"), unit=unit).total == 50

    def test_a_fixed_mark_that_is_not_named_is_refused(self):
        one, unit, found = national(1, effect="mark")

        with pytest.raises(ScoringError, match="WV3"):
            scored(one, *found, unit=unit)

    def test_one_grade_down_leaves_the_total(self):
        one, unit, found = national(5, effect="grade")

        sheet = scored(one, *found, finding("WV3.1"), unit=unit)

        assert (sheet.total, sheet.grade, sheet.is_passed) == (95, "良好", True)

    def test_below_the_lowest_grade_there_is_none(self):
        one, unit, found = national(60, effect="grade")

        assert scored(one, *found, finding("WV3.1"), unit=unit).grade == "不合格"

    def test_suspects_alone_strike_nothing_for_certain(self):
        one, unit, found = national(1)

        sheet = scored(one, *found, finding("WV3.1", state="suspect"), unit=unit)

        assert (sheet.total, sheet.low, sheet.high) == (99, 0, 99)
        assert (sheet.grade, sheet.is_passed) == ("待核", None)
        assert [veto.is_certain for veto in sheet.vetoes] == [False]

    def test_a_count_is_reached_inclusively(self):
        one, unit, _ = national(0)
        case = VetoCase("WV3.1", "空白栏目", "check", "empty", count=5)
        one = replace(one, vetoes=(replace(one.vetoes[0], cases=(case,)),))

        four = scored(one, *findings("WV3.1", 4), unit=unit)
        five = scored(one, *findings("WV3.1", 5), unit=unit)

        assert (four.vetoes, five.total) == ((), None)

    def test_a_veto_that_nobody_looked_at_keeps_a_unit_from_passing_but_not_its_points(self):
        one, unit, found = national(1)

        sheet = scored(one, *found, unit=unit, but=("WV3.1",))

        assert (sheet.total, sheet.low, sheet.is_passed) == (99, 99, None)
        assert sheet.unseen_vetoes == ("WV3.1首页:无人查看",)

    def test_a_system_of_vetoes_alone_says_passed_or_failed_without_a_total(self):
        one, unit, _ = national(0)
        only = replace(one, groups=(), bonus=None, pass_line=None, grades=(), full=Decimal(0))

        clear, struck = scored(only, unit=unit), scored(only, finding("WV3.1"), unit=unit)

        assert (clear.total, clear.is_passed, struck.is_passed) == (None, True, False)


def one_rule(points, *args, **more):
    return system(group("A", leaf("A1", points, rule("A1.1", *args, **more))), full=points)


class TestDeductions:
    def test_once_costs_the_same_for_many(self):
        assert scored(one_rule(5, 2, "once"), *findings("A1.1", 4)).total == 3

    def test_each_finding_costs_until_the_rules_cap(self):
        sheet = scored(one_rule(5, "0.5", at_most=Decimal(1)), *findings("A1.1", 4))

        assert sheet.total == 4
        assert line(sheet, "A1").losses[0].how == "0.5分×4处=2分,以1分为限"

    def test_an_indicator_never_loses_more_than_its_points(self):
        sheet = scored(one_rule(5, 2), *findings("A1.1", 4))

        assert sheet.total == 0
        assert line(sheet, "A1").why == "各细则共扣8分,以5分为限"

    def test_a_group_never_loses_more_than_its_cap(self):
        one = system(
            group("A", leaf("A1", 5, rule("A1.1", 2)), leaf("A2", 5, rule("A2.1", 2)), at_most=Decimal(3)),
            full=10,
        )

        sheet = scored(one, finding("A1.1"), finding("A2.1"))

        assert sheet.total == 7
        assert line(sheet, "A").why == "其下共扣4分,以3分为限"

    def test_the_same_fact_by_name_costs_once(self):
        one = one_rule(5, 1, "fact", same=("town",))
        found = [finding("A1.1", n, facts={"town": town}) for n, town in enumerate("甲甲乙")]

        assert scored(one, *found).total == 3

    def test_several_names_together_tell_a_fact(self):
        one = one_rule(5, 1, "fact", same=("town", "site"))
        found = [finding("A1.1", n, facts={"town": town}) for n, town in enumerate("甲甲乙")]

        assert scored(one, *found).total == 3

    @pytest.mark.parametrize(("days", "total"), [(3, 5), (4, 4), (8, 4), (9, 2)])
    def test_a_ladder_takes_what_its_highest_rung_reached_says(self, days, total):
        steps = (Step(Decimal(3), Decimal(1)), Step(Decimal(8), Decimal(3)))
        one = one_rule(5, 0, "ladder", steps=steps, measure="days")

        assert scored(one, finding("A1.1", facts={"days": days})).total == total

    def test_a_ladder_may_count_findings(self):
        one = one_rule(5, 0, "ladder", steps=(Step(Decimal(2), Decimal(1)),), measure="count")

        assert [scored(one, *findings("A1.1", n)).total for n in (2, 3)] == [5, 4]

    def test_a_rate_is_of_what_was_really_looked_at(self):
        one = one_rule(5, 5, "rate")

        sheet = scored(one, *findings("A1.1", 3), rows=[Looked("甲县", "A1.1", 10, 1, "打不开")])

        assert line(sheet, "A1").losses[0].how == "5分×3÷9=1.67分"
        assert (sheet.total, sheet.low) == (Decimal("3.33"), 0)

    def test_dismissed_and_exempted_findings_cost_nothing(self):
        states = [finding("A1.1", n, state=state) for n, state in enumerate(("dismissed", "exempted"))]

        assert scored(one_rule(5, 1), *states).total == 5

    def test_the_same_finding_twice_counts_once(self):
        assert scored(one_rule(5, 1), finding("A1.1"), finding("A1.1")).total == 4

    def test_one_indicator_can_be_scored_alone(self):
        told = score_indicator(leaf("A1", 5, rule("A1.1", 2)), COUNTY, [finding("A1.1")], [])

        assert (told.points, told.low, told.state) == (3, 0, "fail")


class TestStates:
    def test_what_nobody_looked_at_is_not_checked_and_may_still_be_lost(self):
        one = system(group("A", leaf("A1", 60, rule("A1.1", 1)), leaf("A2", 40, rule("A2.1", 1))))

        sheet = scored(one, but=("A2.1",))

        assert [each.state for each in sheet.lines] == ["not_checked", "pass", "not_checked"]
        assert (sheet.total, sheet.low, sheet.high) == (100, 60, 100)
        assert (sheet.grade, sheet.is_passed) == ("待核", True)

    def test_a_rule_with_a_bound_can_only_lose_that(self):
        one = system(group("A", leaf("A1", 100, rule("A1.1", 3, "once"))))

        assert scored(one, but=("A1.1",)).low == 97

    @pytest.mark.parametrize(
        ("row", "state"),
        [
            (Looked("甲县", "A1.1", 3), "pass"),
            (Looked("甲县", "check.A1.1", 3), "pass"),
            (Looked("甲县", "A1", 1, verdict="met"), "pass"),
            (Looked("甲县", "A1.1", 0), "not_checked"),
            (Looked("甲县", "A1.1", 3, unseen=1), "not_checked"),
            (Looked("甲县", "A1.1", 3, failed=True), "error"),
            (Looked("甲县", "A1.1", 1, verdict="not_applicable"), "not_applicable"),
        ],
    )
    def test_each_way_of_looking_has_its_state(self, row, state):
        assert line(scored(one_rule(5, 1), rows=[row]), "A1").state == state

    def test_a_person_who_saw_it_met_outranks_what_the_machine_could_not_see(self):
        rows = [Looked("甲县", "check.A1.1", 3, unseen=3), Looked("甲县", "A1.1", 1, verdict="met")]

        assert line(scored(one_rule(5, 1), rows=rows), "A1").state == "pass"

    def test_people_who_contradict_each_other_leave_it_open(self):
        rows = [
            Looked("甲县", "A1.1", 1, verdict="met"),
            Looked("甲县", "A1.1", 1, verdict="not_applicable"),
        ]

        assert line(scored(one_rule(5, 1), rows=rows), "A1").state == "not_checked"

    def test_findings_under_a_rule_that_does_not_apply_are_told_though_they_cost_nothing(self):
        row = Looked("甲县", "A1.1", 1, verdict="not_applicable", why="无此职能")

        told = line(scored(one_rule(5, 1), finding("A1.1"), rows=[row]), "A1")

        assert told.why == "A1.1不适用(无此职能);其下1个问题不计分"

    def test_open_suspects_move_the_least_alone_and_keep_it_from_passing(self):
        sheet = scored(one_rule(5, 1), *findings("A1.1", 2, state="suspect"))

        assert (sheet.total, sheet.low, sheet.high) == (5, 3, 5)
        assert line(sheet, "A1").state == "not_checked"
        assert line(sheet, "A1").why == "A1.1:有2个疑似问题待定"

    def test_an_indicator_for_another_kind_of_unit_leaves_the_sum(self):
        one = system(
            group("A", leaf("A1", 60, rule("A1.1", 6)), leaf("A2", 40, applies_to=("市直单位",))), full=100
        )

        sheet = scored(one, finding("A1.1"))

        assert (sheet.total, sheet.applicable) == (90, 60)

    def test_nothing_that_applies_is_no_total(self):
        one = system(group("A", leaf("A1", 100, rule("A1.1")), applies_to=("市直单位",)))

        sheet = scored(one)

        assert (sheet.total, sheet.formula) == (None, "没有适用的计分指标")

    def test_a_bonus_that_nobody_looked_at_earns_nothing(self):
        one, unit, _ = national(0)

        sheet = scored(one, unit=unit, but=("X1.1",))

        assert (sheet.bonus, sheet.high, sheet.bonus_lines[0].state) == (0, 100, "not_checked")

    def test_a_suspected_bonus_counts_in_the_most_alone(self):
        one, unit, _ = national(0)

        sheet = scored(one, finding("X1.1", state="suspect"), unit=unit)

        assert (sheet.total, sheet.low, sheet.high) == (100, 100, 110)


class TestRefusals:
    def test_a_finding_under_an_unknown_rule_is_refused(self):
        with pytest.raises(ScoringError, match="没有这一条"):
            scored(one_rule(5, 1), finding("Z9.1"))

    def test_a_finding_of_another_unit_is_our_own_mistake(self):
        with pytest.raises(ValueError):
            scored(one_rule(5, 1), finding("A1.1", unit="乙县"))

    def test_findings_of_other_systems_are_left_out(self):
        assert scored(one_rule(5, 1), finding("Z9.1", name="other")).total == 5


class TestSubunits:
    def test_an_indicator_may_be_scored_from_the_parts_below_by_weight(self):
        one = system(
            group("C", leaf("C1", 10, rule("C1.1", 1), subunits=True, applies_to=("县市区",))),
            group("A", leaf("A1", 90, rule("A1.1", 1))),
        )
        towns = [
            replace(COUNTY, name=name, kind="乡镇街道", group="", parent="甲县") for name in ("东乡", "西乡")
        ]
        parts = [
            (scored(one, *findings("C1.1", n, unit=town.name), unit=town, is_part=True), Decimal(w))
            for town, n, w in zip(towns, (4, 0), (1, 3), strict=True)
        ]

        sheet = scored(one, subunits=parts)

        told = line(sheet, "C1")
        assert (told.points, told.state, sheet.total) == (9, "fail", 99)
        assert told.losses[0].how == "(东乡6×1+西乡10×3)÷4=9分"
        assert told.losses[0].findings == tuple(f"东乡-C1.1-{n}" for n in range(4))
        assert [each.state for each in parts[0][0].lines if each.indicator == "A1"] == ["not_applicable"]

    def test_what_is_found_on_the_unit_itself_comes_off_the_mean(self):
        one = system(group("C", leaf("C1", 10, rule("C1.1", 1), subunits=True)), full=10)
        town = replace(COUNTY, name="东乡", group="", parent="甲县")
        part = scored(one, *findings("C1.1", 4, unit="东乡"), unit=town, is_part=True)

        sheet = scored(one, *findings("C1.1", 2), subunits=[(part, Decimal(1))], rows=[])

        assert (sheet.total, sheet.low) == (4, 4)

    def test_a_part_that_nobody_looked_at_leaves_the_units_line_open(self):
        one = system(group("C", leaf("C1", 10, rule("C1.1", 1), subunits=True)), full=10)
        town = replace(COUNTY, name="东乡", group="", parent="甲县")
        part = scored(one, unit=town, is_part=True, rows=[])

        sheet = scored(one, subunits=[(part, Decimal(1))])

        assert (line(sheet, "C1").state, sheet.low, sheet.high) == ("not_checked", 0, 10)

    def test_parts_may_count_beside_the_unit(self):
        one = system(group("A", leaf("A1", 100, rule("A1.1", 10))))
        part = scored(one, *findings("A1.1", 4, unit="东局"), unit=replace(COUNTY, name="东局", group=""))

        sheet = scored(one, finding("A1.1"), beside=Beside(((part, Decimal(1)),), Decimal(50)))

        assert (sheet.rebased, sheet.parts_points, sheet.total) == (90, 60, 75)
        assert sheet.formula == "90分(满分100分);90×50%+60×50%=75分"


class TestSameFactOnce:
    def shared(self, **more):
        return system(
            group("E", leaf("E1", 50, rule("E1.1", 1, name="typo"), rule("E1.2", 5, name="typo"))),
            group("G", leaf("G1", 50, rule("G1.1", 3, by="derived", name="followup"), category="lookback")),
            **more,
        )  # fmt: skip

    def test_one_fact_told_under_two_rules_costs_under_the_first(self):
        found = [finding(id_, url="http://a.gov.cn/1", object_="帐户") for id_ in ("E1.1", "E1.2")]

        sheet = scored(self.shared(), *found)

        assert sheet.total == 99
        assert line(sheet, "E1").losses[1].how == "另有1处同一事实已在E1.1扣分,不重复扣"

    def test_another_object_on_the_same_page_is_another_fact(self):
        found = [finding(id_, url="http://a.gov.cn/1", object_=id_) for id_ in ("E1.1", "E1.2")]

        assert scored(self.shared(), *found).total == 94

    def test_an_earlier_finding_looked_back_on_costs_there_alone(self):
        own = finding("E1.2", object_="帐户")
        back = finding("G1.1", facts={"finding": own.id})

        sheet = scored(self.shared(), own, back)

        assert (sheet.total, line(sheet, "E1").points, line(sheet, "G1").points) == (97, 50, 47)
        assert line(sheet, "E1").state == "fail"

    def test_a_rule_may_say_that_it_doubles(self):
        one = self.shared()
        back = replace(one.groups[1].children[0].rules[0], doubles=True)
        leaf_ = replace(one.groups[1].children[0], rules=(back,))
        one = replace(one, groups=(one.groups[0], replace(one.groups[1], children=(leaf_,))))
        own = finding("E1.2", object_="帐户")

        sheet = scored(one, own, finding("G1.1", facts={"finding": own.id}))

        assert sheet.total == 92

    def test_while_the_look_back_is_open_either_may_come_of_it(self):
        own = finding("E1.2", object_="帐户")
        back = finding("G1.1", facts={"finding": own.id}, state="suspect")

        sheet = scored(self.shared(), own, back)

        assert (sheet.total, sheet.low, sheet.high) == (95, 92, 100)
