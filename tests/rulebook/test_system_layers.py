import pytest
from systems_writing import CITY, put

from kaoping.errors import RulebookError
from kaoping.rulebook import load_system, system_yaml

PROVINCE = """\
title: 省考评指标
version: "2026"
source: {what: 省考评办法, mark: seen}
marks: recalled
extends: city
change:
  - {id: A1, reason: 省里更看重及时, set: {points: 50}}
  - {id: A1.1, reason: 提高单次扣分, set: {deduct: {points: 3}}}
  - {id: A2, reason: 相应调低, set: {points: 10}}
  - {id: V1, reason: 直接不合格, set: {effect: stop, mark_points: null}}
"""
COUNTY = """\
title: 县考评指标
version: "2026"
source: {what: 县考评办法, mark: seen}
extends: province
full: 105
remove:
  - {id: A2.1, reason: 不再看形式}
add:
  - to: A2
    reason: 改由第三方监测
    rule: {when: 监测到形式单一, import: monitor, deduct: {points: 10, per: once}, evidence: 清单}
  - to: A
    reason: 本县新增
    indicator:
      id: A9
      title: 本县特色
      points: 5
      rules: [{when: 没有, ask: 有没有?, deduct: {points: 5, per: once}}]
  - {to: V1, reason: 补充情形, case: {when: 证书过期, ask: 证书是否过期?}}
  - reason: 新增否决
    veto: {id: V2, title: 造假, when: 造假, effect: stop, cases: [{when: 造假, ask: 是否造假?}]}
  - reason: 新增加分
    bonus:
      id: X2
      title: 推广
      points: 1
      rules: [{when: 推广, ask: 是否推广?, deduct: {points: 1, per: once}}]
bonus: {points: 6}
"""


@pytest.fixture
def folder(tmp_path):
    return put(tmp_path, city=CITY, province=PROVINCE, county=COUNTY)


def part(system, id_):
    return next(one for one in (*system.walk(), *system.bonus_items()) if one.id == id_)


def refusal(tmp_path, text):
    with pytest.raises(RulebookError) as error:
        load_system("below", put(tmp_path, city=CITY, below=text))
    return str(error.value)


def layer(orders):
    return f"title: 下层\nversion: '1'\nsource: {{what: 下层, mark: seen}}\nextends: city\n{orders}"


class TestThreeLayers:
    def test_each_overrides_what_it_names_and_leaves_the_rest(self, folder):
        system = load_system("county", folder)

        assert system.layers == ("city", "province", "county")
        assert part(system, "A1").points == 50
        assert part(system, "A1").rules[0].deduct.points == 3
        assert part(system, "A1").rules[0].deduct.at_most == 10
        assert part(system, "B").points == 40
        assert (system.vetoes[0].effect, system.vetoes[0].mark_points) == ("stop", None)

    def test_each_part_remembers_the_layer_that_wrote_it(self, folder):
        system = load_system("county", folder)

        assert part(system, "B").origin == "city"
        assert part(system, "A1").origin == "province"
        assert part(system, "A9").origin == "county"
        assert part(system, "A2").rules[0].origin == "county"

    def test_every_change_is_told_with_its_layer_and_reason(self, folder):
        changes = load_system("county", folder).changes

        assert [(one.layer, one.verb, one.id) for one in changes[:4]] == [
            ("province", "change", "A1"), ("province", "change", "A1.1"), ("province", "change", "A2"),
            ("province", "change", "V1"),
        ]  # fmt: skip
        assert ("county", "remove", "A2.1", "不再看形式") in [
            (one.layer, one.verb, one.id, one.reason) for one in changes
        ]
        assert [one.id for one in changes if one.verb == "add"] == ["A2.1", "A9", "V1.2", "V2", "X2"]

    def test_the_sum_of_a_group_follows_its_children(self, folder):
        assert part(load_system("province", folder), "A").points == 60
        assert part(load_system("county", folder), "A").points == 65

    def test_what_is_added_comes_into_tree_vetoes_and_bonus(self, folder):
        system = load_system("county", folder)

        assert [veto.id for veto in system.vetoes] == ["V1", "V2"]
        assert [case.id for case in system.vetoes[0].cases] == ["V1.1", "V1.2"]
        assert [item.id for item in system.bonus.items] == ["X1", "X2"]
        assert (system.bonus.points, system.bonus.enter_over) == (6, 80)

    def test_a_changed_figure_bears_the_mark_of_the_layer_that_changed_it(self, folder):
        system = load_system("province", folder)

        assert part(system, "A1").points_mark == "recalled"
        assert part(system, "A1").rules[0].mark == "recalled"
        assert part(system, "B").points_mark == "seen"

    def test_the_result_written_as_one_file_is_the_same_system(self, folder, tmp_path):
        system = load_system("county", folder)

        again = load_system("county", put(tmp_path / "flat", county=system_yaml(system)))

        assert again == system

    def test_a_city_may_lay_itself_over_a_shipped_system(self, tmp_path):
        text = layer("change: [{id: D4.3, reason: 本市死链多, set: {points: 8}}]").replace(
            "city", "national-website-2019"
        )

        system = load_system("below", put(tmp_path, below=text))

        assert part(system, "D4.3").points == 8
        assert part(system, "D4").points == 27
        assert system.full == 100  # the linter tells that this no longer adds up


class TestWhatALayerMayNotDo:
    def test_change_what_is_not_there(self, tmp_path):
        words = refusal(tmp_path, layer("change: [{id: A7, reason: 无, set: {points: 1}}]"))

        assert "below.yaml 第 5 行" in words
        assert "上级体系中没有编号“A7”" in words

    def test_change_without_a_reason(self, tmp_path):
        assert "缺少“reason”" in refusal(tmp_path, layer("change: [{id: A1, set: {points: 1}}]"))

    def test_set_a_field_that_the_part_does_not_have(self, tmp_path):
        words = refusal(tmp_path, layer("change: [{id: A1, reason: 无, set: {pionts: 1}}]"))

        assert "不认识的字段“pionts”,是否想写“points”" in words

    def test_set_an_id_or_what_hangs_below(self, tmp_path):
        words = refusal(tmp_path, layer("change: [{id: A1, reason: 无, set: {id: A5}}]"))

        assert "“id”不能在 set 里改" in words

    def test_add_an_id_that_is_taken(self, tmp_path):
        words = refusal(
            tmp_path,
            layer("add: [{to: A, reason: 无, indicator: {id: B, title: 乙, points: 1}}]"),
        )

        assert "编号“B”已被占用" in words

    def test_add_a_rule_below_a_veto(self, tmp_path):
        words = refusal(
            tmp_path, layer("add: [{to: V1, reason: 无, rule: {when: 甲, ask: 甲?, deduct: {points: 1}}}]")
        )

        assert "“V1”是单项否决,不能加在它下面" in words

    def test_add_nothing_or_two_things_at_once(self, tmp_path):
        assert "应写明加什么" in refusal(tmp_path, layer("add: [{to: A, reason: 无}]"))

    def test_extend_what_is_not_there(self, tmp_path):
        words = refusal(tmp_path, layer("").replace("extends: city", "extends: citty"))

        assert "没有可以继承的指标体系“citty”,是否想写“city”" in words

    def test_extend_itself_by_way_of_another(self, tmp_path):
        put(tmp_path, above=layer("").replace("extends: city", "extends: below"))

        assert "继承关系成环" in refusal(tmp_path, layer("").replace("extends: city", "extends: above"))

    def test_remove_the_last_case_of_a_veto(self, tmp_path):
        assert "不能为空" in refusal(tmp_path, layer("remove: [{id: V1.1, reason: 无}]"))
