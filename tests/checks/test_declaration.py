from kaoping.checks import load_checks, refuse_wrong_options
from kaoping.pages.page import Page
from kaoping.rulebook import load_rulebook


class TestLoadChecks:
    def test_a_check_is_found_by_its_path_and_nothing_is_registered(self):
        checks = load_checks()

        assert checks["interpretation.late"].options == ("within_workdays", "counted_from")
        assert Page in checks["wording.typo"].subjects
        assert list(checks) == sorted(checks)

    def test_the_day_of_judgement_is_no_option(self):
        stale = load_checks()["upkeep.home_stale"]

        assert stale.wants_today
        assert stale.options == ("window_days",)

    def test_the_shipped_rulebook_gives_every_check_its_options(self):
        rules, checks = load_rulebook(), load_checks()

        refuse_wrong_options(rules)

        assert len(rules.demands) > 40
        assert [d.id for d in rules.demands if set(d.options) != set(checks[d.check].options)] == []
