"""Invented facts of a notice of 望川: what the tests of notices are made of."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from kaoping.reports.notice import (
    AnnexFacts,
    CategoryFacts,
    Cause,
    Fault,
    GroupFacts,
    NoticeFacts,
    RoundTerms,
    Share,
    Website,
    draft_notice,
)
from kaoping.roster import Unit
from kaoping.rulebook import load_rulebook

SEED = Path(__file__).resolve().parents[3] / "shared" / "domain" / "huangshi-2022.yaml"
NAMES = ("教育局", "民政局", "财政局", "司法局", "审计局")
UNITS = tuple(
    Unit(f"望川市{name}", "市直单位", "市直单位", aliases=(f"市{name}", name), order=n)
    for n, name in enumerate(NAMES, start=1)
)
EDU, CIVIL, FINANCE, LAW, AUDIT = (unit.name for unit in UNITS)
LATE = "文件发布后超过3个工作日才解读"
WORDING = load_rulebook().notice()
# what template languages of ten families would run
PAYLOADS = (
    "{{7*7}}", "${7*7}", "<%= 7*7 %>", "#{7*7}", "{% for x in ().__class__.__mro__ %}{% endfor %}",
    "{{''.__class__}}", "{单位.__class__}", "{0.__init__}", "%(x)s %n$s", "@{7*7}", "$(touch /tmp/x)",
)  # fmt: skip


def fault(*units, what=LATE, count=None, of=5, kinds=("B2.1", "interpretation.late"), **changes):
    """One fault that a round found."""
    share = Share("市直单位", units, of, count if count is not None else len(units))
    sources = tuple(f"Q{n}" for n in range(1, share.count + 1))
    made = Fault(units, what, sources, is_title=True, kinds=kinds, shares=(share,))
    return replace(made, **changes)


def category(*faults, id_="interpretation", **changes):
    return replace(CategoryFacts(id_, bases=("某办法第三条",), faults=faults, source="figure:c"), **changes)


def facts(**changes):
    """A whole notice's facts: one unit praised and named at once, one fault, one cause, deadlines."""
    made = NoticeFacts(
        office="望川市政务公开领导小组办公室",
        name="望川市2026年上半年政务公开考评",
        day=date(2026, 7, 10),
        number="望政公开办〔2026〕3号",
        addressees=("市直各单位",),
        period="2026年1月至6月",
        method="人工检查",
        coverage_mode="全覆盖检查",
        groups=(GroupFacts("市直单位", 5, (EDU, LAW), "figure:group"),),
        progress=(CIVIL,),
        findings=12,
        units_with_findings=4,
        open_suspects=7,
        categories=(category(fault(EDU, FINANCE, count=4)),),
        causes=(Cause("责任没有压实", ("重视不够", "依靠外包公司"), 9, "causes/0"),),
        terms=RoundTerms(date(2026, 7, 24), 10, date(2026, 7, 20), 6, 2),
        mail="zwgk@wangchuan.example",
        annexes=(AnnexFacts(1, "上半年考评成绩（市直单位）"), AnnexFacts(2, "责任人联系表")),
        website=Website("望川市人民政府", "www.wangchuan.example", "4299010001", "通知公告"),
        roster=UNITS,
    )
    return replace(made, **changes)


def notice(edition="public", wording=WORDING, **changes):
    return draft_notice(facts(**changes), wording, edition)


def said(made, place):
    """The words of one part or category."""
    return "".join(sentence.text for where, sentence in made.placed() if where == place)
