"""Invented score sheets, findings and standings of 望川: what the tests of publications are made of."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from kaoping.findings import Decision, Finding, Suspect, Witness
from kaoping.reports import RoundFacts, SheetMaterial
from kaoping.rulebook import Basis, Bonus, Deduction, Indicator, IndicatorSystem, Rule, Source, VetoRule
from kaoping.scoring import Loss, ScoreLine, ScoreSheet, Standing

D = Decimal
DAY = date(2026, 7, 10)
UNIT, OFFICE = "望川市教育局", "望川市政务公开领导小组办公室"
AT = datetime(2026, 6, 23, 1, 30, tzinfo=UTC)
HOME = "http://jyj.wangchuan.example/"
INSPECTOR, RULER = "检查员甲", "审核员乙"
LAW = Basis("政府信息公开条例第二十条", "recalled")
UNSURE = Basis("某地考评办法第三条")


def leaf(id_, title, points, **changes):
    rule = Rule(f"{id_}.1", f"{title}不符合要求", "check", "upkeep.dead_link", Deduction("finding", D("0.5")))
    return Indicator(id_, title, D(points), rules=(rule,), basis=(LAW,), points_mark="seen", **changes)


def system(**changes):
    groups = (
        Indicator("A", "主动公开", D(50), children=(leaf("A1", "机构职能", 20), leaf("A2", "历次规划", 30))),
        Indicator(
            "B", "政策解读", D(30), children=(leaf("B1", "解读及时性", 10), leaf("B2", "解读关联", 20))
        ),
        Indicator("C", "互动服务", D(20), children=(replace(leaf("C1", "留言统计", 20), basis=(UNSURE,)),)),
    )
    made = IndicatorSystem(
        name="wangchuan-2026", title="望川市政务公开考评指标", version="2026", source=Source(),
        applies_to=("市直单位",), full=D(100), groups=groups, digest="sha256:" + "5e" * 32,
        bonus=Bonus(D(3), D(90), (leaf("P1", "创新做法", 3),)),
        vetoes=(VetoRule("V1", "网站不可访问", "多次打不开", "mark", (), D(59), mark="seen"),),
    )  # fmt: skip
    return replace(made, **changes)


def finding(number=1, **changes):
    """A confirmed finding under A1.1 of the unit; a state of suspect takes its decision away."""
    state = changes.pop("state", "confirmed")
    seen = Witness(
        "check", "upkeep.dead_link", AT, digest="sha256:" + f"{number:064x}", quote="机构职能栏目为空"
    )
    witness = changes.pop("witness", seen)
    suspect = Suspect(
        id=f"W{number:04}", unit=UNIT, system="wangchuan-2026", indicator="A1", rule="A1.1",
        url=f"{HOME}jgzn/{number}.html", object=str(number), message="机构职能栏目没有内容",
        quote="机构职能栏目为空", witnesses=(witness,),
    )  # fmt: skip
    decision = None if state == "suspect" else Decision(f"W{number:04}", "confirm", RULER, AT, "已截图核实")
    return Finding(replace(suspect, **changes), state, decision)


def line(id_, title, level, full, lost=0, **changes):
    points = D(full) - D(lost)
    made = ScoreLine(id_, title, level, "fail" if lost else "pass", D(full), points, points, points)
    if lost and changes.get("is_leaf", True):
        told = Loss(f"{id_}.1", f"{title}不符合要求", D(lost), (), f"{lost}分×1处={lost}分")
        made = replace(made, losses=(told,))
    return replace(made, **changes)


def sheet(unit=UNIT, a1="1", b1="0.5", **changes):
    """A sheet whose sums are right: `a1` and `b1` are lost under A1 and B1."""
    a1, b1 = D(a1), D(b1)
    count = int(a1 / D("0.5"))
    loss = Loss(
        "A1.1",
        "机构职能不符合要求",
        a1,
        tuple(f"W{n:04}" for n in range(1, count + 1)),
        f"0.5分×{count}处={a1}分",
    )
    lines = (
        line("A", "主动公开", 1, 50, a1, is_leaf=False),
        line("A1", "机构职能", 2, 20, a1, losses=(loss,) if a1 else ()),
        line("A2", "历次规划", 2, 30),
        line("B", "政策解读", 1, 30, b1, is_leaf=False),
        line("B1", "解读及时性", 2, 10, b1),
        line("B2", "解读关联", 2, 20),
        line("C", "互动服务", 1, 20, is_leaf=False),
        line("C1", "留言统计", 2, 20),
    )
    kept = D(100) - a1 - b1
    gain = Loss("P1.1", "创新做法", D(1), (), "1分×1处=1分")
    made = ScoreSheet(
        unit=unit, system="wangchuan-2026", system_digest="sha256:" + "5e" * 32, lines=lines, kept=kept,
        applicable=D(100), rebased=kept, bonus=D(1) if kept > 90 else D(0),
        total=kept + (1 if kept > 90 else 0), low=kept + (1 if kept > 90 else 0),
        high=kept + (1 if kept > 90 else 0), grade="优秀" if kept >= 90 else "良好", is_passed=True,
        formula=f"{kept}分(满分100分)", basis=kept, enter_over=D(90),
        bonus_lines=(line("P1", "创新做法", 1, 3, 2, losses=(gain,)),), bonus_earned=D(1),
    )  # fmt: skip
    return replace(made, **changes)


def provisional(**changes):
    """A sheet on which C1 was not looked at: 20 points are open."""
    whole = sheet()
    open_ = {"state": "not_checked", "low": D(0), "why": "3个页面未能查看"}
    lines = tuple(replace(one, **open_) if one.indicator in ("C", "C1") else one for one in whole.lines)
    return replace(whole, lines=lines, low=whole.total - 21, grade="待核", is_passed=None, **changes)


def facts(**changes):
    return replace(RoundFacts("2026年上半年政务公开考评", OFFICE, DAY, "2026年1月至6月"), **changes)


def material(made=None, findings=None, **changes):
    """The material of a sheet with its two findings."""
    made = made or sheet()
    if findings is None:
        findings = [finding(1), finding(2)]
    own = {one.id: one for one in findings}
    whole = SheetMaterial(facts(), made, system(), own, group="市直单位")
    return replace(whole, **changes)


def standing(unit=UNIT, rank=1, total="99.5", **changes):
    total = None if total is None else D(total)
    made = Standing(unit, "市直单位", rank, total, D(100), total, "优秀", True)
    return replace(made, **changes)
