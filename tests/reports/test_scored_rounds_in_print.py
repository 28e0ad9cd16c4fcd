"""Rounds scored from invented findings, printed, and added up again from the print: nothing may differ."""

import random
from dataclasses import replace

import openpyxl
import pytest
from assessed import D, facts, finding

from kaoping.findings import Looked
from kaoping.reports import (
    RankingMaterial,
    SheetMaterial,
    file_name,
    verify_files,
    write_ranking,
    write_score_sheet,
)
from kaoping.roster.units import Unit
from kaoping.rulebook import (
    Bonus,
    Deduction,
    Grade,
    Indicator,
    IndicatorSystem,
    Rule,
    Source,
    Step,
    VetoCase,
    VetoRule,
)
from kaoping.scoring import Material, PartsShare, score_round

GROUPS = ("县市区", "市直单位")
GRADES = (Grade("优秀", D(90)), Grade("良好", D(80)), Grade("合格", D(60)), Grade("不合格", D(0)))


def deduction(draw):
    return draw.choice(
        [
            Deduction("once", D("1.5")),
            Deduction("finding", D("0.3"), at_most=D(2)),
            Deduction("finding", D("0.25")),
            Deduction("ladder", steps=(Step(D(1), D("0.5")), Step(D(3), D(2))), measure="count"),
            Deduction("rate", D(7)),
        ]
    )


def leaf(draw, id_, points):
    rules = tuple(
        Rule(f"{id_}.{n}", f"细则{id_}.{n}", "check", f"made.{id_.lower()}{n}", deduction(draw))
        for n in (1, 2)
    )
    return Indicator(
        id_, f"指标{id_}", D(points), rules=rules, skip_when=("无此职能",) if draw.random() < 0.2 else (),
        subunits=draw.random() < 0.2, points_mark="seen",
    )  # fmt: skip


def system(draw, name):
    groups = tuple(
        Indicator(
            top, f"一级{top}", D(points), at_most=draw.choice([None, D(points) / 2]),
            children=tuple(leaf(draw, f"{top}{n}", D(points) / 5) for n in range(1, 6)),
        )
        for top, points in (("A", 40), ("B", 35), ("C", 25))
    )  # fmt: skip
    case = VetoCase("V1.1", "多次出现", "check", "made.a11", draw.choice([3, 50]))
    veto = VetoRule(
        "V1", "一票否决", "多次出现", draw.choice(["stop", "mark", "grade"]), (case,), mark_points=D(59)
    )
    bonus = Bonus(D(2), D(80), (replace(leaf(draw, "P1", 3), skip_when=(), subunits=False),))
    return IndicatorSystem(
        name=name, title=f"指标体系{name}", version="2026", source=Source(), applies_to=GROUPS, full=D(100),
        groups=groups, vetoes=(veto,), bonus=bonus, grades=GRADES, pass_line=D(60),
        digest="sha256:" + "11" * 32,
    )  # fmt: skip


def round_of(draw):
    systems = {name: system(draw, name) for name in ("site", "media")}
    units = [
        Unit(f"望川第{n}单位", group, group, traits=("无此职能",) if draw.random() < 0.3 else (), order=n)
        for n, group in enumerate(draw.choices(GROUPS, k=6))
    ]
    parts = [
        Unit(f"{one.name}甲乙"[:-1] + str(n), "乡镇街道", "", one.name, str(n + 1), order=100 + n)
        for one in units
        for n in range(2)
        if one.group == GROUPS[0]
    ]
    found = [found_in(draw, systems, (*units, *parts), n) for n in range(draw.randint(0, 150))]
    looked = tuple(
        Looked(one.name, rule.name, 20, unseen=draw.choice([0, 0, 0, 2]))
        for one in (*units, *parts)
        for made in systems.values()
        for node in (*made.walk(), *made.bonus.items)
        for rule in node.rules
    )
    weights = {
        GROUPS[0]: {"site": D(100)},
        GROUPS[1]: draw.choice([{"site": D(60), "media": D(40)}, {"media": D(100)}]),
    }
    share = {GROUPS[0]: PartsShare(D(30), "site")} if parts and draw.random() < 0.5 else {}
    return Material((*units, *parts), systems, weights, tuple(found), looked, share)


def found_in(draw, systems, units, number):
    made = draw.choice(list(systems.values()))
    leaf_ = draw.choice([*made.leaves(), *made.bonus.items])
    return finding(
        number, unit=draw.choice(units).name, system=made.name, indicator=leaf_.id,
        rule=draw.choice(leaf_.rules).id, state=draw.choice(["confirmed", "confirmed", "suspect"]),
    )  # fmt: skip


def printed(folder, material):
    """Every sheet and annex of the round in both formats."""
    scores = score_round(material)
    found = {one.id: one for one in material.findings}
    for sheet in scores.sheets:
        told = SheetMaterial(facts(), sheet, material.systems[sheet.system], found)
        for suffix in ("docx", "xlsx"):
            path = folder / f"{file_name(sheet.unit)}-{sheet.system}.{suffix}"
            write_score_sheet(told, path)
            yield path
    for group in GROUPS:
        own = material.weights[group]
        standings = tuple(one for one in scores.standings if one.group == group)
        sheets = {
            one.unit: tuple((s, own[s.system] / 100) for s in scores.sheets if s.unit == one.unit)
            for one in standings
        }
        for suffix in ("docx", "xlsx") if standings else ():
            path = folder / f"{group}.{suffix}"
            write_ranking(RankingMaterial(facts(), group, "附件1", standings, sheets, material.systems), path)
            yield path


@pytest.mark.parametrize("seed", range(12))
def test_every_print_of_a_scored_round_adds_up(tmp_path, seed):
    paths = list(printed(tmp_path, round_of(random.Random(seed))))

    found = verify_files(paths)

    assert found.sheets >= 12
    assert [flaw.line for flaw in found.flaws] == []


def numbers_in(path):
    """Worksheet and place of every number of the lines and of their sum, but for mere bounds of the total."""
    book = openpyxl.load_workbook(path)
    unheld = ("加分上限", "加分起算线", "最低可能", "最高可能", "保留小数位数")
    return [
        (page.title, cell.coordinate)
        for page in (book["评分明细"], book["总分核算"])
        for row in page.iter_rows()
        if row[0].value not in unheld
        for cell in row
        if isinstance(cell.value, int | float) and (page.title, cell.column_letter) != ("评分明细", "G")
    ]


@pytest.mark.parametrize("seed", range(3))
def test_a_change_to_any_number_of_a_sheet_is_found(tmp_path, seed):
    draw = random.Random(seed)
    path = next(p for p in printed(tmp_path, round_of(draw)) if p.suffix == ".xlsx")
    changed = tmp_path / "changed.xlsx"

    unfound = []
    for name, place in draw.sample(numbers_in(path), 25):
        book = openpyxl.load_workbook(path)
        book[name][place] = book[name][place].value + 1
        book.save(changed)
        if verify_files([changed]).is_sound:
            unfound.append((name, place))

    assert unfound == []
