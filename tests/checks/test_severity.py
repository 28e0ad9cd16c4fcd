import pytest

from kaoping.checks.severity import place_of, severity_of
from kaoping.errors import RulebookError
from kaoping.pages.page import Link, Page
from kaoping.rulebook import load_rulebook

RULES = load_rulebook()


class TestSeverity:
    @pytest.mark.parametrize(
        ("class_", "place", "level"),
        [
            ("S1", "body", "严重"),
            ("严重", "body", "严重"),
            ("机构名称", "body", "疑似"),
            ("机构名称", "in_title", "严重"),
            ("错字", "body", "一般"),
            ("错字", "home", "疑似"),
            ("书写规范", "body", "提示"),
            ("没有听说过的类别", "leaders", "疑似"),
            ("", "body", "一般"),
        ],
    )
    def test_it_follows_class_and_place(self, class_, place, level):
        assert severity_of(RULES, class_, place) == level

    def test_no_place_weighs_less_than_the_body(self):
        levels = RULES.severity_table("wording").levels.values()
        gravity = ["提示", "一般", "疑似", "严重"]

        assert all(gravity.index(one[place]) >= gravity.index(one["body"]) for one in levels for place in one)


class TestPlaces:
    def test_a_title_weighs_most(self):
        assert place_of(Page(shape="home"), RULES, where="title") == "in_title"

    def test_the_home_page_before_its_sections(self):
        assert place_of(Page(shape="home"), RULES, where="text") == "home"

    def test_a_leaders_section_is_known_by_its_name_or_by_the_path_to_it(self):
        path = (Link(text="首页"), Link(text="市领导"))

        assert place_of(Page(section="领导活动"), RULES, where="text") == "leaders"
        assert place_of(Page(breadcrumb=path), RULES, where="text") == "leaders"
        assert place_of(Page(section="通知公告"), RULES, where="text") == "body"


class TestTheTable:
    def test_an_office_may_bring_its_own_and_mistakes_are_named(self, tmp_path):
        folder = tmp_path / "severities"
        folder.mkdir()
        levels = "in_title: 一般, home: 一般, leaders: 一般, body: 一般"
        (folder / "wording.yaml").write_text(
            "title: 等级\nsource: {what: 示例, mark: suggested}\nother: S9\nleaders: []\nclasses:\n"
            f"  - {{id: S1, title: 一, names: [错字], {levels}}}\n"
            f"  - {{id: S2, title: 二, names: [错字], {levels}}}\n",
            "utf-8",
        )

        with pytest.raises(RulebookError) as error:
            load_rulebook(tmp_path)

        assert "没有类别“S9”" in str(error.value)
        assert "“错字”已归入 S1" in str(error.value)
