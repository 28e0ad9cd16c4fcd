import pickle
import re

import pytest

from kaoping.errors import RulebookError
from kaoping.rulebook import Rulebook, load_rulebook, validate_options

SYSTEM = """\
title: 本市预检指标
source: {what: 本市考评办法, mark: suggested}
demands:
  - id: interpretation.late
    title: 解读及时性
    group: 政策解读
    check: interpretation.late
    with: {within_workdays: 20, counted_from: published}
    basis: 本市考评办法第三条
    basis_mark: suggested
    remedy: 请按时解读。
"""
LEXICON = """\
title: 本市词库
source: {what: 本市整理, mark: suggested}
entries:
  - {wrong: 按步就班, right: 按部就班, class: 成语, not_after: [甲], valid_from: 2020-01-31}
"""


@pytest.fixture(scope="module")
def rules():
    return load_rulebook()


def office(folder, **files):
    """An office's folder; `prechecks__x="..."` becomes prechecks/x.yaml."""
    for name, content in files.items():
        path = folder / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def refusal(folder):
    with pytest.raises(RulebookError) as error:
        load_rulebook(folder)
    return str(error.value)


class TestTheShippedRulebook:
    def test_it_loads_with_every_check_of_the_first_release(self, rules):
        checks = [indicator.check for indicator in rules.demands]

        assert set(checks) >= {
            "upkeep.unreachable",
            "upkeep.dead_link",
            "upkeep.home_stale",
            "upkeep.section_stale",
            "upkeep.section_empty",
            "norms.meta_missing",
            "norms.footer_missing",
            "interpretation.late",
            "integrity.tampered",
            "integrity.hidden_link",
            "integrity.cloaked",
            "integrity.foreign_script",
            "integrity.bad_external_link",
            "integrity.date_forged",
            "integrity.impostor",
            "wording.typo",
            "wording.listed",
        }
        assert len(checks) == len(set(checks))
        assert all(i.title and i.group and i.basis and i.remedy for i in rules.demands)

    def test_its_limits_are_those_of_the_national_indicators(self, rules):
        assert rules.options("upkeep.unreachable") == {
            "timeout_s": 15,
            "fail_ratio": 0.05,
            "probes_per_day": 20,
            "window_days": 7,
        }
        assert rules.options("upkeep.section_stale")["news_days"] == 14
        assert rules.options("interpretation.late")["within_workdays"] == 3

    def test_the_section_veto_counts_five_ten_and_five(self, rules):
        clauses = {clause.id: clause for clause in rules.precheck.veto_of("WV4").clauses}

        assert (clauses["WV4.1"].check, clauses["WV4.1"].count) == ("upkeep.section_stale", 5)
        assert clauses["WV4.1"].kinds == ("news", "notice", "policy")
        assert (clauses["WV4.2"].check, clauses["WV4.2"].count) == ("upkeep.section_stale", 10)
        assert (clauses["WV4.3"].check, clauses["WV4.3"].count) == ("upkeep.section_empty", 5)

    def test_all_six_vetoes_carry_a_mark(self, rules):
        assert [veto.id for veto in rules.precheck.vetoes] == ["WV1", "WV2", "WV3", "WV4", "WV5", "WV6"]
        assert all(veto.mark in {"seen", "recalled", "unverified"} for veto in rules.precheck.vetoes)

    def test_an_unverified_basis_is_never_passed_off_as_seen(self, rules):
        assert rules.demand_of("upkeep.dead_link").basis_mark == "unverified"
        assert rules.demand_of("norms.footer_missing").basis_mark == "recalled"

    def test_a_child_process_can_be_handed_it(self, rules):
        assert pickle.loads(pickle.dumps(rules)) == rules

    def test_the_version_is_twelve_hex_digits_and_stays(self, rules):
        assert re.fullmatch("[0-9a-f]{12}", rules.version)
        assert load_rulebook().version == rules.version

    def test_what_is_not_there_is_an_error_with_a_hint(self, rules):
        with pytest.raises(RulebookError, match="nowhere"):
            rules.options("nowhere.at_all")
        with pytest.raises(RulebookError, match=r"lexicons/nothing\.yaml"):
            rules.lexicon("nothing")
        with pytest.raises(RulebookError, match=r"reading/nothing\.yaml"):
            rules.reading("nothing")


class TestAnOfficesFolder:
    def test_its_system_takes_the_place_of_the_shipped_one(self, tmp_path, rules):
        own = load_rulebook(office(tmp_path, prechecks__city=SYSTEM))

        assert own.options("interpretation.late")["within_workdays"] == 20
        assert own.version != rules.version
        assert own.lexicons.keys() == rules.lexicons.keys()

    def test_its_lexicon_is_added(self, tmp_path):
        own = load_rulebook(office(tmp_path, lexicons__city=LEXICON))

        entry = own.lexicon("city").entries[0]
        assert (entry.wrong, entry.class_, entry.not_after) == ("按步就班", "成语", ("甲",))
        assert entry.valid_from.isoformat() == "2020-01-31"

    def test_it_can_add_the_next_years_holidays(self, tmp_path):
        year = "year: 2027\nnotices: [{number: 甲, what: 乙, mark: seen}]\n"
        year += "holidays: [{name: 元旦, from: 2027-01-01, to: 2027-01-03}]\n"

        own = load_rulebook(office(tmp_path, calendars__2027=year))

        assert own.workdays.last_year == 2027

    def test_a_year_left_out_is_refused(self, tmp_path):
        year = "year: 2029\nnotices: [{number: 甲, what: 乙, mark: seen}]\n"
        year += "holidays: [{name: 元旦, from: 2029-01-01, to: 2029-01-01}]\n"

        assert "不连续" in refusal(office(tmp_path, calendars__2029=year))

    def test_notes_beside_the_rules_are_passed_over(self, tmp_path):
        (tmp_path / "README.md").write_text("说明")
        (tmp_path / ".DS_Store").write_text("")

        assert isinstance(load_rulebook(office(tmp_path, prechecks__city=SYSTEM)), Rulebook)

    def test_the_same_files_elsewhere_have_the_same_version(self, tmp_path):
        one = load_rulebook(office(tmp_path / "one", prechecks__city=SYSTEM))
        other = load_rulebook(office(tmp_path / "other", prechecks__city=SYSTEM))

        assert one.version == other.version

    def test_a_missing_folder_is_named(self, tmp_path):
        assert "不存在" in refusal(tmp_path / "nowhere")

    def test_a_folder_without_rules_is_refused(self, tmp_path):
        assert "没有规则文件" in refusal(tmp_path)

    def test_two_systems_are_refused(self, tmp_path):
        words = refusal(office(tmp_path, prechecks__a=SYSTEM, prechecks__b=SYSTEM))

        assert "只能有一个" in words

    @pytest.mark.parametrize("name", ["indicator__city", "city", "prechecks__deep__city", "schemas__x"])
    def test_a_misplaced_file_is_refused(self, tmp_path, name):
        assert "规则库文件夹有误" in refusal(office(tmp_path, **{name: SYSTEM}))


class TestWhatIsWrongInAFile:
    @pytest.mark.parametrize(
        ("change", "line", "said"),
        [
            (("title: 解读及时性", "titel: 解读及时性"), 4, "缺少“title”"),
            (("title: 解读及时性", "titel: 解读及时性"), 5, "是否想写“title”"),
            (("basis_mark: suggested", "basis_mark: sugested"), 10, "是否想写“suggested”"),
            (("check: interpretation.late", "check: 解读"), 7, "写法不对"),
            (("with: {within_workdays: 20, counted_from: published}", "with: 20"), 8, "应为映射"),
            (("remedy: 请按时解读。", "remedy: ''"), 11, "不能为空"),
            (("remedy: 请按时解读。", "remedy: 12"), 11, "应为文字"),
            (("    check: inter", "    veto: WV9\n    check: inter"), 7, "WV9"),
            (("    group: 政策解读", "    group: 政策解读\n    group: 政策"), 7, "重复"),
            (("    group: 政策解读", "\tgroup: 政策解读"), 6, "制表符"),
            (("    group: 政策解读", "    group: 政策: 解读"), 6, "冒号"),
            (("    group: 政策解读", "    group: '政策解读"), 6, "引号"),
            (("    group: 政策解读", "    group: &a 政策解读"), 6, "锚点"),
            (("    group: 政策解读", "    group 政策解读"), 6, "冒号"),
        ],
    )
    def test_it_is_told_with_file_and_line(self, tmp_path, change, line, said):
        assert change[0] in SYSTEM

        words = refusal(office(tmp_path, prechecks__city=SYSTEM.replace(*change)))

        assert "city.yaml" in words
        assert said in words
        assert f"第 {line} 行" in words

    def test_all_files_are_told_at_once(self, tmp_path):
        bad = LEXICON.replace("wrong:", "worng:")

        words = refusal(office(tmp_path, lexicons__a=bad, lexicons__b=bad))

        assert "a.yaml" in words
        assert "b.yaml" in words

    def test_a_day_that_does_not_exist_is_refused(self, tmp_path):
        words = refusal(office(tmp_path, lexicons__a=LEXICON.replace("2020-01-31", "2020-02-30")))

        assert "存在的日期" in words

    def test_an_empty_file_is_refused(self, tmp_path):
        assert "空的" in refusal(office(tmp_path, lexicons__a=""))

    def test_another_encoding_is_named(self, tmp_path):
        assert "UTF-8" in refusal(office(tmp_path, lexicons__a=LEXICON.encode("gb18030")))

    def test_a_byte_order_mark_does_no_harm(self, tmp_path):
        own = load_rulebook(office(tmp_path, lexicons__a=LEXICON.encode("utf-8-sig")))

        assert own.lexicon("a").title == "本市词库"

    def test_yes_and_times_stay_words(self, tmp_path):
        own = load_rulebook(office(tmp_path, reading__own="a: yes\nb: 12:30\nc: 2020-01-01\nd: 007\n"))

        assert own.reading("own") == {"a": "yes", "b": "12:30", "c": "2020-01-01", "d": "007"}

    def test_a_make_up_day_must_be_a_weekend(self, tmp_path):
        year = "year: 2026\nnotices: [{number: 甲, what: 乙, mark: seen}]\nholidays:\n"
        year += "  - {name: 元旦, from: 2026-01-01, to: 2026-01-03, worked: [2026-01-05]}\n"

        assert "调休上班日" in refusal(office(tmp_path, calendars__2026=year))

    def test_a_holiday_the_wrong_way_round_is_refused(self, tmp_path):
        year = "year: 2026\nnotices: [{number: 甲, what: 乙, mark: seen}]\nholidays:\n"
        year += "  - {name: 元旦, from: 2026-01-03, to: 2026-01-01}\n"

        assert "颠倒" in refusal(office(tmp_path, calendars__2026=year))


class TestOptions:
    def test_those_the_checks_ask_for_are_accepted(self, rules):
        checks = {i.check: set(i.options) for i in rules.demands}

        validate_options(rules, checks)

        assert any(checks.values())
        checks = {check: options | {"one_more"} for check, options in checks.items()}
        with pytest.raises(RulebookError, match="缺少参数“one_more”"):
            validate_options(rules, checks)

    def test_unknown_missing_and_checkless_are_told_together(self, rules):
        checks = {i.check: set(i.options) for i in rules.demands}
        checks["upkeep.home_stale"] = {"window_day"}
        del checks["wording.typo"]

        with pytest.raises(RulebookError) as error:
            validate_options(rules, checks)

        words = str(error.value)
        assert "没有参数“window_days”,是否想写“window_day”" in words
        assert "缺少参数“window_day”" in words
        assert "没有名为“wording.typo”的检查" in words
        assert re.search(r"national-2019\.yaml 第 \d+ 行", words)
