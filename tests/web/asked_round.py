"""A round of two bureaus under a small system that asks people, for tests of inspecting and importing."""

from decimal import Decimal

from tests.web import builders

from kaoping.rulebook import (
    Basis,
    Deduction,
    Indicator,
    IndicatorSystem,
    Rule,
    Source,
    VetoCase,
    VetoRule,
    system_yaml,
)
from kaoping.web.planning.models import Assignment


def _rule(id_, by, name="", **given):
    return Rule(id_, f"{id_}的情形", by, name, Deduction(points=Decimal("0.5")), **given)


BASIS = (Basis("望川市考评办法(示例)第一条"),)
SYSTEM = IndicatorSystem(
    "wangchuan-2026", "望川市考评指标", "1", Source("望川市考评办法(示例)"), ("市直部门",), Decimal(100),
    groups=(
        Indicator("A1", "机构信息", Decimal(40), basis=BASIS, rules=(
            _rule("A1.1", "ask", question="机构职能缺失几项要素?", evidence="页面快照"),
            _rule("A1.2", "ask", question="是否没有年度报告?"),
            _rule("A1.3", "check", "upkeep.dead_link"),
        )),
        Indicator("E1", "错敏", Decimal(60), basis=BASIS, rules=(_rule("E1.1", "check", "wording.typo"),)),
    ),
    vetoes=(
        VetoRule("V1", "弄虚作假", "有弄虚作假", "stop", (
            VetoCase("V1.1", "伪造佐证", "ask", "", question="是否伪造佐证?"),
        )),
    ),
)  # fmt: skip


def asked_round(*units, state="inspecting", system=SYSTEM, **fields):
    """A round with these units in it, all under the small system."""
    made = builders.round_(state, **fields)
    version = builders.system(name=system.name, text=system_yaml(system))
    for unit in units:
        builders.member(made, unit, system=version)
    return made


def assigned(round_, unit, *inspectors):
    """The inspectors as raters 1, 2 … of the unit."""
    for rater, inspector in enumerate(inspectors, 1):
        Assignment.objects.create(round=round_, unit=unit, inspector=inspector, rater=rater)
