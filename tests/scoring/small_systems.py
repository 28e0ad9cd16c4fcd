"""Small indicator systems, units and findings for tests, written as the records themselves."""

from decimal import Decimal

from kaoping.findings import Finding, Looked, Suspect
from kaoping.roster.units import Unit
from kaoping.rulebook.sources import Source
from kaoping.rulebook.systems import Deduction, Grade, Indicator, IndicatorSystem, Rule

GRADES = (
    Grade("优秀", Decimal(90)),
    Grade("良好", Decimal(80)),
    Grade("合格", Decimal(60)),
    Grade("不合格", Decimal(0)),
)
COUNTY = Unit("甲县", kind="县市区", group="县市区")


def rule(id_, points=1, per="finding", *, by="check", name="", **deduct):
    return Rule(
        id=id_,
        when=f"细则{id_}",
        by=by,
        name=name or f"check.{id_}",
        deduct=Deduction(per=per, points=Decimal(str(points)), **deduct),
    )


def leaf(id_, points, *rules, **more):
    return Indicator(id=id_, title=f"指标{id_}", points=Decimal(str(points)), rules=rules, **more)


def group(id_, *children, **more):
    total = sum((child.points for child in children), Decimal(0))
    return Indicator(id=id_, title=f"类别{id_}", points=total, children=children, **more)


def system(*groups, full=100, **more):
    more = {"name": "small", "places": 2, "pass_line": Decimal(60), "grades": GRADES} | more
    return IndicatorSystem(
        title="小体系", version="1", source=Source(), applies_to=(), full=Decimal(full), groups=groups, **more
    )


def finding(
    rule_id, number=1, *, state="confirmed", unit="甲县", url=None, object_="", facts=None, name="small"
):
    suspect = Suspect(
        id=f"{unit}-{rule_id}-{number}",
        unit=unit,
        system=name,
        indicator=rule_id.rpartition(".")[0],
        rule=rule_id,
        url=f"http://a.gov.cn/{rule_id}/{number}" if url is None else url,
        object=object_,
        message="有问题",
        facts=facts or {},
    )
    return Finding(suspect, state)


def findings(rule_id, count, **more):
    return [finding(rule_id, number, **more) for number in range(count)]


def seen(system_, unit="甲县", subjects=10, *, but=()):
    """That all rules of a system and all its vetoes were looked at, but those named."""
    names = [one.id for indicator in system_.walk() for one in indicator.rules]
    names += [case.id for veto in system_.vetoes for case in veto.cases]
    if system_.bonus:
        names += [one.id for item in system_.bonus.items for one in item.rules]
    return [Looked(unit, name, subjects) for name in names if name not in but]


def line(sheet, indicator):
    return next(one for one in sheet.lines if one.indicator == indicator)
