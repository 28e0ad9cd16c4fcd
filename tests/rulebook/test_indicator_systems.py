import pickle
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from systems_writing import CITY, put

from kaoping.checks import load_checks
from kaoping.errors import RulebookError
from kaoping.rulebook import (
    Precheck,
    lint_system,
    load_rulebook,
    load_system,
    load_systems,
    read_system_yaml,
    system_yaml,
)
from kaoping.rulebook.files import SHIPPED

SHIPPED_NAMES = [
    "county-example", "department-example", "national-newmedia-2019", "national-supervision-2019",
    "national-website-2019",
]  # fmt: skip
DOMAIN = Path(__file__).parents[2].parent / "shared" / "domain"


def refusal(folder, name="city"):
    with pytest.raises(RulebookError) as error:
        load_system(name, folder)
    return str(error.value)


def leaf(system, id_):
    return next(one for one in system.walk() if one.id == id_)


class TestTheShippedSystems:
    def test_these_five_are_shipped(self):
        assert sorted(load_systems()) == SHIPPED_NAMES

    @pytest.mark.parametrize("name", SHIPPED_NAMES)
    def test_each_holds_by_its_schema_and_has_no_error(self, name):
        checks = load_checks()
        options = {check.id: frozenset(check.options) for check in checks.values()}
        hints = frozenset(check.id for check in checks.values() if check.lane == "hint")

        system = read_system_yaml(SHIPPED / "indicators" / f"{name}.yaml")
        remarks = lint_system(system, options, hints=hints)

        assert system == load_system(name)
        assert [one for one in remarks if one.level == "error"] == []
        assert all("待核" in one.words for one in remarks)

    @pytest.mark.parametrize("name", SHIPPED_NAMES)
    def test_none_changes_what_a_check_looks_for(self, name):
        assert [rule.id for _, rule in load_system(name).rules() if rule.options] == []

    def test_the_national_website_system_has_its_six_vetoes_and_its_lines(self):
        system = load_system("national-website-2019")

        assert [veto.id for veto in system.vetoes] == ["WV1", "WV2", "WV3", "WV4", "WV5", "WV6"]
        assert {veto.effect for veto in system.vetoes} == {"stop"}
        assert (system.full, system.pass_line, system.pass_mark) == (100, 60, "seen")
        assert (system.bonus.points, system.bonus.enter_over, system.bonus.mark) == (30, 80, "seen")

    def test_without_public_service_75_points_are_left_so_that_the_factor_is_four_thirds(self):
        system = load_system("national-website-2019")

        left = sum(g.points for g in system.groups if "没有对外服务职能" not in g.skip_when)

        assert system.full / left == Decimal(4) / Decimal(3)
        assert next(v for v in system.vetoes if v.id == "WV6").skip_when == ("没有对外服务职能",)

    def test_the_counts_of_the_section_veto_are_five_ten_and_five(self):
        veto = next(v for v in load_system("national-website-2019").vetoes if v.id == "WV4")

        assert [(case.id, case.count) for case in veto.cases] == [("WV4.1", 5), ("WV4.2", 10), ("WV4.3", 5)]

    def test_points_that_nobody_found_the_text_of_are_marked_as_suggested(self):
        system = load_system("national-website-2019")

        assert {one.points_mark for one in system.leaves()} == {"suggested"}
        assert leaf(system, "D2").points_mark == "recalled"

    def test_the_new_media_system_has_vetoes_alone(self):
        system = load_system("national-newmedia-2019")

        assert (len(system.vetoes), system.groups, system.full) == (3, (), 0)

    def test_supervision_takes_three_points_for_an_open_message_and_two_for_a_late_one(self):
        rules = leaf(load_system("national-supervision-2019"), "S1.3").rules

        assert [(rule.deduct.points, rule.mark) for rule in rules] == [(3, "seen"), (2, "seen")]

    @pytest.mark.parametrize(
        ("name", "kind"), [("county-example", "county"), ("department-example", "department")]
    )
    def test_the_examples_have_the_indicators_and_points_of_their_source(self, name, kind):
        path = DOMAIN / f"indicators-{kind}.example.yaml"
        if not path.exists():
            pytest.skip("shared/domain is not here")
        source = yaml.safe_load(path.read_text("utf-8"))

        system = load_system(name)

        wanted = {i["id"]: Decimal(str(i["points"])) for g in source["groups"] for i in g["indicators"]}
        assert {one.id: one.points for g in system.groups for one in g.children} == wanted
        assert {g.id: g.points for g in system.groups} == {g["id"]: g["points"] for g in source["groups"]}
        assert system.bonus.points == source["bonus"]["max"]

    def test_every_check_of_the_prechecks_vetoes_strikes_here_too(self):
        rules = load_rulebook()
        system = rules.systems["national-website-2019"]
        struck = {(case.name, case.count) for veto in system.vetoes for case in veto.cases if case.name}

        wanted = {(c.check, c.count) for veto in rules.precheck.vetoes for c in veto.clauses if c.check}

        assert wanted <= struck


class TestAnOfficesSystem:
    def test_it_loads_beside_the_shipped_ones_with_its_figures_as_decimals(self, tmp_path):
        system = load_system("city", put(tmp_path, city=CITY))

        assert (system.title, system.version, system.full) == ("本市考评指标", "2026", Decimal(100))
        assert leaf(system, "B").rules[0].deduct.points == Decimal("0.2")
        assert leaf(system, "A2").rules[0].id == "A2.1"
        assert leaf(system, "A1").basis[0].mark == "seen"
        assert leaf(system, "A1").where_written.endswith("city.yaml 第 24 行")
        assert len(load_systems(tmp_path)) == 6

    def test_a_group_without_points_has_the_sum_of_its_children(self, tmp_path):
        system = load_system("city", put(tmp_path, city=CITY.replace("    points: 60\n", "")))

        assert leaf(system, "A").points == 60

    def test_a_file_of_a_shipped_name_takes_its_place(self, tmp_path):
        system = load_system("county-example", put(tmp_path, **{"county-example": CITY}))

        assert system.title == "本市考评指标"

    def test_the_digest_depends_on_the_content_and_not_on_the_layout(self, tmp_path):
        system = load_system("city", put(tmp_path / "a", city=CITY))
        spaced = load_system("city", put(tmp_path / "b", city="# 注释\n" + CITY.replace("0.2}", "0.20}")))
        dearer = load_system("city", put(tmp_path / "c", city=CITY.replace("0.2}", "0.3}")))

        assert system.digest == spaced.digest
        assert system.digest != dearer.digest

    def test_it_is_written_as_yaml_and_read_back(self, tmp_path):
        system = load_system("city", put(tmp_path, city=CITY))

        again = load_system("city", put(tmp_path / "b", city=system_yaml(system)))

        assert again == system


class TestWhatIsRefused:
    def test_two_indicators_with_one_id_are_named_with_file_and_line(self, tmp_path):
        words = refusal(put(tmp_path, city=CITY.replace("id: A2", "id: A1")))

        assert "city.yaml 第 " in words
        assert "编号“A1”出现了两次" in words

    def test_a_rule_that_nobody_sees(self, tmp_path):
        words = refusal(
            put(tmp_path, city=CITY.replace("check: interpretation.late\n            with", "with"))
        )

        assert "“A1.1”应写明由谁判断" in words

    def test_a_rule_that_two_see(self, tmp_path):
        words = refusal(put(tmp_path, city=CITY.replace("ask: 是否只有文字?", "ask: 是否?, import: monitor")))

        assert "现有 ask、import" in words

    def test_a_mistyped_field_gets_the_closest_name(self, tmp_path):
        words = refusal(put(tmp_path, city=CITY.replace("evidence: 日期对照", "evidense: 日期对照")))

        assert "不认识的字段“evidense”,是否想写“evidence”" in words

    def test_a_leaf_without_points(self, tmp_path):
        assert "指标“A1”缺少“points”" in refusal(put(tmp_path, city=CITY.replace("        points: 40\n", "")))

    def test_a_fixed_mark_without_its_points(self, tmp_path):
        assert "缺少“mark_points”" in refusal(put(tmp_path, city=CITY.replace("    mark_points: 59\n", "")))

    def test_points_below_nothing(self, tmp_path):
        assert "应不小于 0,现为 -2" in refusal(put(tmp_path, city=CITY.replace("points: 2,", "points: -2,")))

    def test_a_day_that_does_not_exist(self, tmp_path):
        words = refusal(put(tmp_path, city=CITY + "effective: 2026-02-30\n"))

        assert "effective:应为存在的日期" in words

    def test_a_name_that_no_system_has(self, tmp_path):
        assert "没有指标体系“citi”,是否想写“city”" in refusal(put(tmp_path, city=CITY), "citi")

    def test_what_is_not_yaml(self, tmp_path):
        assert "city.yaml 第 2 行" in refusal(put(tmp_path, city="title: 甲\n\tversion: 1\n"))


class TestInTheRulebook:
    def test_a_process_that_reads_a_rulebook_loads_no_library_for_workbooks(self):
        heavy = "{'xlsxwriter', 'python_calamine', 'jsonschema', 'rapidfuzz'}"
        program = f"import sys, kaoping.rulebook as r; r.load_rulebook(); print({heavy} & set(sys.modules))"

        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

        assert done.stdout.strip() == "set()"

    def test_a_child_process_is_handed_the_systems_unread(self):
        rules = load_rulebook()

        again = pickle.loads(pickle.dumps(rules))

        assert again.systems["county-example"].full == 100
        assert again == rules

    def test_a_wrong_system_of_the_office_is_refused_when_the_rulebook_loads(self, tmp_path):
        with pytest.raises(RulebookError, match="出现了两次"):
            load_rulebook(put(tmp_path, city=CITY.replace("id: A2", "id: A1")))

    def test_its_options_hold_instead_of_the_prechecks(self, tmp_path):
        rules = load_rulebook(put(tmp_path, city=CITY))

        assert rules.options("interpretation.late") == {"within_workdays": 5, "counted_from": "published"}
        assert rules.options("upkeep.section_stale") == load_rulebook().options("upkeep.section_stale")

    def test_without_an_office_the_precheck_is_untouched(self):
        assert isinstance(load_rulebook().precheck, Precheck)
        assert load_rulebook().options("interpretation.late")["within_workdays"] == 3

    def test_two_systems_that_ask_different_options_of_one_check_are_both_named(self, tmp_path):
        other = CITY.replace("within_workdays: 5", "within_workdays: 3")

        with pytest.raises(RulebookError) as error:
            load_rulebook(put(tmp_path, city=CITY, county=other))

        assert "检查 interpretation.late 的参数“within_workdays”有两个值" in str(error.value)
        assert "city.yaml" in str(error.value)
        assert "county.yaml" in str(error.value)

    def test_a_unknown_option_is_refused_with_the_place_in_the_system(self, tmp_path):
        from kaoping.rulebook import validate_options

        rules = load_rulebook(put(tmp_path, city=CITY.replace("within_workdays: 5", "within_days: 5")))
        checks = {one.check: set(one.options) - {"within_days"} for one in rules.demands}

        with pytest.raises(RulebookError, match=r"city\.yaml 第 \d+ 行.*没有参数“within_days”"):
            validate_options(rules, checks)
