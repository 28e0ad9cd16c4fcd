"""What an office registers of single sections: another period, or an exemption, be it expired."""

from datetime import date

import pytest

from kaoping.checks import judge, load_checks
from kaoping.errors import RulebookError
from kaoping.pages import Section
from kaoping.rulebook import load_rulebook

TODAY = date(2026, 9, 15)
TERMS = """\
title: 适用登记
source: {what: 考评办登记, mark: suggested}
exemptions: []
sections:
  - {unit: 望川市档案局, section: 工作动态, reason: 机构改革, until: 2026-06-30}
  - {unit: 望川市档案局, section: 通知公告, reason: 业务季节性强, until: 2026-12-31}
  - {unit: 望川市档案局, section: "http://daj.example/cxfw/", reason: 登记为每季更新, period_days: 92}
  - {unit: 望川市档案局, section: 工作简报, reason: 登记为每年更新, period_days: 366}
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    (folder / "exemptions").mkdir()
    (folder / "exemptions" / "own.yaml").write_text(TERMS, "utf-8")
    return load_rulebook(folder)


def section(name, kind, newest, url="http://daj.example/x/", unit="望川市档案局"):
    return Section(name=name, url=url, kind=kind, newest=newest, item_count=20, unit=unit)


def said(rules, subject, check="upkeep.section_stale"):
    return judge(load_checks()[check], subject, rules, today=TODAY)


def test_a_section_that_is_exempt_is_not_accused(rules):
    assert said(rules, section("通知公告", "notice", date(2025, 1, 1))) == ()


def test_the_exemption_is_the_units_own(rules):
    other = section("通知公告", "notice", date(2025, 1, 1), unit="望川市统计局")

    assert [o.answer for o in said(rules, other)] == ["problem"]


def test_an_exemption_that_has_expired_does_not_hold_and_is_told(rules):
    (found,) = said(rules, section("工作动态", "news", date(2026, 8, 1)))

    assert found.answer == "problem"
    assert found.message.endswith(";原登记“机构改革”已于2026-06-30到期")


def test_a_registered_period_takes_the_place_of_the_kinds(rules):
    lively = section("工作简报", "news", date(2026, 1, 10))

    assert said(rules, lively) == ()


def test_a_section_of_no_kind_is_judged_by_its_registered_period(rules):
    late = section("查询服务", "service", date(2026, 3, 1), url="http://daj.example/cxfw/")

    (found,) = said(rules, late)

    assert found.facts["period"] == "登记的92天"


def test_an_exempt_section_may_be_empty(rules):
    blank = Section(name="通知公告", url="http://daj.example/x/", kind="notice", unit="望川市档案局")

    assert said(rules, blank, "upkeep.section_empty") == ()


def test_an_empty_section_whose_exemption_has_expired_is_told(rules):
    blank = Section(name="工作动态", url="http://daj.example/x/", kind="news", unit="望川市档案局")

    (found,) = said(rules, blank, "upkeep.section_empty")

    assert "到期" in found.message


def test_a_wrong_field_is_refused_with_file_line_and_field(tmp_path):
    (tmp_path / "exemptions").mkdir()
    wrong = TERMS.replace("period_days: 92", "period_days: 三个月")
    (tmp_path / "exemptions" / "own.yaml").write_text(wrong, "utf-8")

    with pytest.raises(RulebookError) as error:
        load_rulebook(tmp_path)

    assert all(words in str(error.value) for words in ("own.yaml", "第 7 行", "period_days"))
