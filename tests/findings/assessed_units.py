"""A small system and two units, for tests of findings."""

from datetime import UTC, date, datetime
from decimal import Decimal

from kaoping.checks import Evidence, Observation
from kaoping.findings import Suspect, Witness, joined, suspects_of
from kaoping.roster import Unit
from kaoping.rulebook import Deduction, Indicator, IndicatorSystem, Rule, Source, VetoCase, VetoRule

TODAY = date(2026, 9, 15)
CITY = "望川市人民政府"
BUREAU = "望川市民政局"
SITE = "www.wangchuan.example"
HOME = f"http://{SITE}/"
PAGE = f"{HOME}xwdt/1.html"
GRAVE = ("严重", "一般")


def rule(id_, name, by="check", **given):
    return Rule(id_, f"{id_}的情形", by, name, Deduction(points=Decimal("0.5")), **given)


SYSTEM = IndicatorSystem(
    "wangchuan-2026", "望川市考评指标", "1", Source(), (), Decimal(100),
    groups=(
        Indicator(
            "E", "信息审核", Decimal(60),
            children=(
                Indicator("E1", "错敏", Decimal(30), rules=(rule("E1.1", "wording.typo"),)),
                Indicator(
                    "E2", "死链", Decimal(30),
                    rules=(
                        rule("E2.1", "upkeep.dead_link", confirm="machine", where={"severity": GRAVE}),
                        rule("E2.2", "upkeep.section_stale", confirm="machine"),
                    ),
                ),
            ),
        ),
        Indicator("F", "安全", Decimal(0), rules=(rule("F.1", "integrity.foreign_script"),)),
        Indicator("G", "回头看", Decimal(0), rules=(rule("G.1", "followup.relapsed", by="derived"),)),
        Indicator(
            "H", "组织", Decimal(40), applies_to=("县市区",), skip_when=("新设",),
            rules=(rule("H.1", "", by="ask", question="是否部署?"),),
        ),
    ),
    vetoes=(
        VetoRule("V1", "严重错误", "有严重错误", "stop", (
            VetoCase("V1.1", "严重表述错误", "check", "wording.typo", where={"severity": ("严重",)}),
        )),
    ),
)  # fmt: skip
SYSTEMS = {"县市区": (SYSTEM,), "市直单位": (SYSTEM,)}
UNITS = (
    Unit(CITY, "县市区", "县市区", aliases=("望川", "望川市政府")),
    Unit(BUREAU, "市直单位", "市直单位"),
    Unit("石榴湾街道办事处", "乡镇街道", "", CITY),
)


def at(hour, minute=0, day=1):
    return datetime(2026, 9, day, hour, minute, tzinfo=UTC)


def seen(check="wording.typo", url=PAGE, *pages, hour=1, day=1, **given):
    facts = given.pop("facts", {})
    given = {"unit": CITY, "site": SITE, "message": "看到了", "lane": "person", **given}
    return Observation(
        check=check, url=url, pages=pages, facts=facts, seen_at=at(hour, day=day),
        evidence=Evidence(f"sha256:{hour:064x}", "a.warc.gz", 7), rule_version="v1", **given,
    )  # fmt: skip


def typo(wrong="布署", quote="认真布署工作", url=PAGE, *pages, **given):
    return seen("wording.typo", url, *pages, quote=quote, facts={"wrong": wrong, "right": "部署"}, **given)


def dead(target="http://dead.example/a", url=PAGE, *pages, **given):
    return seen("upkeep.dead_link", url, *pages, facts={"target": target}, **{"lane": "machine", **given})


def stale(name="公示公告", url=f"{HOME}gsgg/", **given):
    return seen("upkeep.section_stale", url, facts={"name": name}, **{"lane": "machine", **given})


def laid(*observations, run="", **given):
    return suspects_of(observations, UNITS, SYSTEMS, run=run, **given)


def one_of(*observations, run=""):
    (found,) = joined(laid(*observations, run=run))
    return found


def suspect(id_="AAAA-AAAA-AAAA-AAAA", *witnesses, **given):
    fields = {"unit": CITY, "system": SYSTEM.name, "indicator": "E1", "rule": "E1.1", "url": PAGE}
    fields |= {"object": "布署", "message": "看到了", "site": SITE, **given}
    return Suspect(id_, witnesses=witnesses or (Witness("check", "wording.typo", at(1), key="k"),), **fields)
