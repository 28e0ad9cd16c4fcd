"""What a check saw becomes a suspect of a unit under a rule."""

from datetime import date

import pytest
from assessed_units import BUREAU, CITY, PAGE, SITE, SYSTEM, SYSTEMS, TODAY, UNITS, dead, laid, seen, typo

from kaoping.errors import FindingsError
from kaoping.findings import Assessed
from kaoping.roster import Unit
from kaoping.rulebook import Waiver


class TestWhatIsLaid:
    def test_it_names_unit_indicator_rule_and_what_was_seen(self):
        (one,) = laid(typo())

        assert (one.unit, one.system, one.indicator, one.rule) == (CITY, SYSTEM.name, "E1", "E1.1")
        assert (one.url, one.object, one.quote, one.lane) == (PAGE, "布署", "认真布署工作", "person")
        assert one.witnesses[0].digest.startswith("sha256:")

    def test_hints_and_what_was_not_checked_lay_nothing(self):
        assert laid(typo(lane="hint"), dead(answer="not_checked")) == ()

    def test_what_a_check_was_unsure_of_goes_to_a_person(self):
        (one,) = laid(dead(answer="unsure"))

        assert (one.lane, one.witnesses[0].answer) == ("person", "unsure")

    def test_a_rule_takes_only_what_it_asks_for(self):
        assert laid(dead(severity="提示")) == ()

    def test_a_check_that_no_rule_names_lays_nothing(self):
        assert laid(seen("upkeep.home_stale")) == ()

    def test_units_are_known_by_their_aliases_and_sites(self):
        by_alias, by_site = laid(
            dead(unit="望川市政府"), dead(unit="别的", site="mz.example"), site_units={"mz.example": BUREAU}
        )

        assert (by_alias.unit, by_site.unit) == (CITY, BUREAU)

    def test_facts_that_no_rule_asks_for_are_not_carried_on(self):
        (one,) = laid(seen(facts={"wrong": "布署", "count": 1, "reason": "疑为“部署”之误"}))

        assert one.facts == {"wrong": "布署"}

    def test_what_the_ledger_tells_is_laid_by_the_check_over_it(self):
        first, second = laid(*(seen("followup.relapsed", facts={"item": id_}) for id_ in ("甲", "乙")))

        assert (first.rule, first.witnesses[0].voice, first.facts) == ("G.1", "ledger", {"item": "甲"})
        assert first.id != second.id


class TestStrangers:
    def test_a_unit_that_is_not_listed_is_refused_with_the_nearest_name(self):
        with pytest.raises(FindingsError, match=r"“望川市民正局”:2 条.*望川市民政局"):
            laid(dead(unit="望川市民正局"), typo(unit="望川市民正局"))

    def test_it_can_be_passed_over_by_name_or_site(self):
        assert laid(dead(unit="省里"), passed_over=("省里",)) == ()
        assert laid(dead(unit="省里", site="a.example"), passed_over=("a.example",)) == ()


class TestExceptions:
    def test_what_people_have_excepted_since_the_run_is_no_suspect(self):
        waiver = Waiver(entry="布署", author="张三", reason="店名", until=date(2026, 12, 31))

        found = laid(typo(), typo(wrong="秸杆"), waivers=(waiver,), today=TODAY)

        assert [one.object for one in found] == ["秸杆"]

    def test_an_exception_that_has_expired_excepts_nothing(self):
        waiver = Waiver(entry="布署", author="张三", reason="店名", until=date(2026, 9, 1))

        assert len(laid(typo(), waivers=(waiver,), today=TODAY)) == 1

    def test_without_a_day_they_cannot_be_looked_at(self):
        with pytest.raises(ValueError, match="today"):
            laid(typo(), waivers=(Waiver(entry="布署"),))


class TestAssessed:
    def test_an_indicator_of_another_kind_of_unit_does_not_apply(self):
        assessed = Assessed(UNITS, SYSTEMS)

        assert "H.1" in assessed.by_rule(UNITS[0])
        assert "H.1" not in assessed.by_rule(UNITS[1])

    def test_a_trait_takes_an_indicator_away(self):
        unit = Unit("新县", "县市区", "县市区", traits=("新设",))

        assert "H.1" not in Assessed((unit,), SYSTEMS).by_rule(unit)

    def test_a_part_is_under_what_its_parent_is_under(self):
        assert "H.1" in Assessed(UNITS, SYSTEMS).by_rule(UNITS[2])

    @pytest.mark.parametrize("unit", [Unit("甲", group="无此组"), Unit("甲"), Unit("甲", parent="没有")])
    def test_a_unit_in_no_group_is_refused(self, unit):
        with pytest.raises(FindingsError, match=r"“甲”.*没有对应的指标体系"):
            Assessed((unit,), SYSTEMS)

    def test_one_site_of_many_units_is_read_once_for_each_kind(self):
        assessed = Assessed(UNITS, SYSTEMS)

        assert assessed.by_check(UNITS[0]) is assessed.by_check(UNITS[0])
        assert SITE.startswith("www.")
