from dataclasses import replace
from datetime import date

import pytest

from kaoping.checks import judge, load_checks
from kaoping.errors import RulebookError
from kaoping.pages.page import Page
from kaoping.pages.subjects import Section
from kaoping.rulebook import load_rulebook

TODAY = date(2022, 8, 25)
STALE = Section(
    site="www.a.gov.cn",
    url="http://www.a.gov.cn/d/",
    name="动态",
    kind="news",
    item_count=3,
    newest=date(2022, 1, 1),
)


@pytest.fixture(scope="module")
def rules():
    return load_rulebook()


class TestJudge:
    def test_it_completes_what_the_check_yields(self, rules):
        (seen,) = judge(load_checks()["upkeep.section_stale"], STALE, rules, today=TODAY)

        assert (seen.check, seen.site, seen.lane) == ("upkeep.section_stale", "www.a.gov.cn", "machine")
        assert seen.rule_version == rules.version
        assert "动态" in seen.message

    def test_a_crash_is_not_checked_and_never_ends_the_run(self, rules):
        def broken(page, rules):
            raise ZeroDivisionError
            yield

        check = replace(load_checks()["wording.typo"], function=broken)

        (seen,) = judge(check, Page(url="http://www.a.gov.cn/1.html", site="www.a.gov.cn"), rules)

        assert seen.answer == "not_checked"
        assert seen.url == "http://www.a.gov.cn/1.html"
        assert "检查程序出错" in seen.message

    def test_what_was_said_before_the_crash_is_dropped(self, rules):
        typo = load_checks()["wording.typo"]

        def half(page, rules):
            yield from typo.function(page, rules)
            raise ZeroDivisionError

        seen = judge(replace(typo, function=half), Page(url="u", text="完成按装。"), rules)

        assert [o.answer for o in seen] == ["not_checked"]

    @pytest.mark.parametrize("options", [{}, {"window_days": 14, "extra": 1}])
    def test_missing_and_unknown_options_are_refused(self, rules, options):
        with pytest.raises(RulebookError, match=r"upkeep\.home_stale"):
            judge(load_checks()["upkeep.home_stale"], STALE, rules, today=TODAY, options=options)

    def test_a_check_that_asks_for_the_day_must_be_told_it(self, rules):
        with pytest.raises(ValueError, match="day of judgement"):
            judge(load_checks()["upkeep.section_stale"], STALE, rules)
