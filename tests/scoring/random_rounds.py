"""Invented rounds with all in them: every kind of deduction, caps, vetoes, bonus, parts, open suspects."""

from dataclasses import replace
from decimal import Decimal

from small_systems import GRADES, finding, group, leaf, system

from kaoping.findings import Looked
from kaoping.roster.units import Unit
from kaoping.rulebook.systems import Bonus, Deduction, Rule, Step, VetoCase, VetoRule
from kaoping.scoring import Material, PartsShare

KINDS = ("县市区", "市直单位")
TRAITS = ("没有对外服务职能", "没有网站")


def random_material(chosen):
    """A round of one or two groups. `chosen` is a `random.Random`; the same one gives the same round."""
    systems = {name: random_system(chosen, name) for name in ("s1", "s2")[: chosen.randint(1, 2)]}
    units = tuple(random_units(chosen))
    rows, found = [], []
    for unit in units:
        for one in systems.values():
            found += random_findings(chosen, one, unit)
        rows += random_looks(chosen, systems.values(), unit)
    chosen.shuffle(found)
    weights = {name: random_weights(chosen, systems) for name in KINDS}
    parts = {KINDS[0]: PartsShare(Decimal(chosen.choice([20, 50])), "s1")} if chosen.random() < 0.4 else {}
    return Material(units, systems, weights, tuple(found), tuple(rows), parts)


def random_weights(chosen, systems):
    if len(systems) == 1:
        return {"s1": Decimal(100)}
    first = chosen.choice([30, 50, 70])
    return {"s1": Decimal(first), "s2": Decimal(100 - first)}


def random_units(chosen):
    for n in range(chosen.randint(2, 5)):
        kind = chosen.choice(KINDS)
        traits = tuple(trait for trait in TRAITS if chosen.random() < 0.2)
        yield Unit(f"单位{n}", kind, kind, traits=traits, order=n)
        if kind == KINDS[0] and chosen.random() < 0.5:
            for m in range(chosen.randint(1, 3)):
                weight = chosen.choice(["1", "2", "0.5", "3"])
                yield Unit(f"单位{n}之{m}", "乡镇街道", "", f"单位{n}", weight, order=n)


def random_system(chosen, name):
    groups = []
    for g in range(chosen.randint(1, 3)):
        children = [random_leaf(chosen, f"{name}G{g}.{n}") for n in range(chosen.randint(1, 3))]
        if chosen.random() < 0.3:
            inner = [random_leaf(chosen, f"{name}G{g}.9.{n}") for n in range(2)]
            children.append(group(f"{name}G{g}.9", *inner, **random_limits(chosen)))
        groups.append(group(f"{name}G{g}", *children, **random_limits(chosen)))
    bonus = None
    if chosen.random() < 0.6:
        items = (leaf(f"{name}X1", 5, random_rule(chosen, f"{name}X1.1")), leaf(f"{name}X2", 3))
        bonus = Bonus(Decimal(6), chosen.choice([None, Decimal(50), Decimal(80)]), items)
    return system(
        *groups, full=chosen.choice([100, 120]), name=name, places=chosen.choice([1, 2, 3]), bonus=bonus,
        vetoes=tuple(random_vetoes(chosen, name)),
        pass_line=chosen.choice([None, Decimal(60)]), grades=GRADES,
    )  # fmt: skip


def random_limits(chosen):
    return {
        "at_most": Decimal(chosen.randint(1, 12)) if chosen.random() < 0.3 else None,
        "applies_to": (chosen.choice(KINDS),) if chosen.random() < 0.1 else (),
        "skip_when": (chosen.choice(TRAITS),) if chosen.random() < 0.15 else (),
        "subunits": chosen.random() < 0.15,
    }


def random_leaf(chosen, id_):
    rules = [random_rule(chosen, f"{id_}.{n}") for n in range(chosen.randint(0, 3))]
    points = Decimal(chosen.randint(1, 40)) / chosen.choice([1, 2, 4])
    category = chosen.choice(["", "", "lookback"])
    return leaf(id_, points, *rules, category=category, **random_limits(chosen))


def random_rule(chosen, id_):
    per = chosen.choice(["once", "finding", "fact", "ladder", "rate"])
    points = Decimal(chosen.randint(1, 30)) / 10
    steps = tuple(Step(Decimal(over), points * n) for n, over in enumerate((0, 3, 7), start=1))
    deduct = Deduction(
        per=per,
        points=points,
        at_most=Decimal(chosen.randint(1, 8)) / 2 if chosen.random() < 0.4 else None,
        same=chosen.choice([("town",), ("town", "site")]),
        steps=steps if per == "ladder" else (),
        measure=chosen.choice(["days", "count"]),
    )
    by = chosen.choice(["check", "check", "ask", "import", "derived"])
    name = "" if by == "ask" else chosen.choice(["typo", "late", f"own.{id_}"])
    return Rule(id_, f"细则{id_}", by, name, deduct, doubles=chosen.random() < 0.1)


def random_vetoes(chosen, name):
    for n in range(chosen.randint(0, 2)):
        effect = chosen.choice(["stop", "mark", "grade"])
        case = VetoCase(f"{name}V{n}.1", "情形", "check", f"veto{n}", count=chosen.randint(1, 3))
        yield VetoRule(f"{name}V{n}", "否决", "出现", effect, (case,), Decimal(59))


def rules_of(system_):
    told = [one for indicator in system_.walk() for one in indicator.rules]
    bonus = system_.bonus.items if system_.bonus else ()
    return told + [one for item in bonus for one in item.rules]


def random_findings(chosen, system_, unit):
    ids = [one.id for one in rules_of(system_)] + [c.id for veto in system_.vetoes for c in veto.cases]
    found = []
    for id_ in ids:
        for n in range(chosen.choice([0, 0, 0, 1, 1, 2, 4])):
            state = chosen.choice(["confirmed", "confirmed", "suspect", "dismissed", "exempted"])
            facts = {"town": chosen.choice("甲乙丙"), "days": chosen.randint(0, 9)}
            if found and chosen.random() < 0.3:
                facts["finding"] = chosen.choice(found).id
            place = {"url": f"http://a/{chosen.randint(1, 4)}", "object_": chosen.choice(["", "帐户"])}
            found.append(
                finding(id_, n, state=state, unit=unit.name, facts=facts, name=system_.name, **place)
            )
    return found


def random_looks(chosen, systems, unit):
    names = {name for one in systems for each in rules_of(one) for name in (each.id, each.name) if name}
    names |= {case.name for one in systems for veto in one.vetoes for case in veto.cases}
    names |= {leaf_.id for one in systems for leaf_ in one.leaves() if not leaf_.rules}
    for name in sorted(names):
        if chosen.random() < 0.8:
            verdict = chosen.choice([""] * 8 + ["met", "not_applicable"])
            row = Looked(unit.name, name, chosen.randint(0, 9), verdict=verdict)
            yield replace(row, unseen=chosen.choice([0, 0, 0, 1])) if row.subjects else row
