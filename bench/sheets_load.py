"""
Writes a city's publications and prints files, MB written, CPU seconds of all processes, seconds.

UNITS units under a system of INDICATORS indicators with FINDINGS findings are scored first, uncounted; then
every score sheet is written as docx and xlsx, two ranked annexes as both, and the matrix.

    python bench/sheets_load.py [UNITS] [INDICATORS] [FINDINGS]
"""

import os
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from kaoping.findings import Decision, Finding, Looked, Suspect, Witness
from kaoping.reports import (
    MatrixMaterial,
    RankingMaterial,
    RoundFacts,
    SheetMaterial,
    file_name,
    write_matrix,
    write_ranking,
)
from kaoping.roster.units import Unit
from kaoping.rounds.sheet_printing import SheetJob, printing
from kaoping.rulebook import Basis, Deduction, Indicator, IndicatorSystem, Rule, Source
from kaoping.scoring import Material, score_round

TOPS = 8
AT = datetime(2026, 6, 23, 1, 30, tzinfo=UTC)
FACTS = RoundFacts(
    "2026年上半年政务公开考评", "望川市政务公开领导小组办公室", date(2026, 7, 10), "2026年1月至6月"
)
GROUPS = ("县市区", "市直单位")


def main() -> None:
    units, indicators, findings = (int(word) for word in (*sys.argv[1:], "35", "200", "20000")[:3])
    system = _system(indicators)
    roster = tuple(Unit(f"望川市第{n}单位", GROUPS[n >= 6], GROUPS[n >= 6], order=n) for n in range(units))
    found = tuple(_finding(n, roster, system) for n in range(findings))
    looked = tuple(Looked(unit.name, "upkeep.dead_link", 100) for unit in roster)
    weights = {group: {system.name: Decimal(100)} for group in GROUPS}
    scores = score_round(Material(roster, {system.name: system}, weights, found, looked))
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        began, cpu = time.perf_counter(), _cpu_s()
        _write(Path(name), scores, system, found)
        took, cpu = time.perf_counter() - began, _cpu_s() - cpu
        sizes = [path.stat().st_size for path in Path(name).iterdir()]
    print(len(sizes), f"{sum(sizes) / 1e6:.1f}", f"{cpu:.1f}", f"{took:.1f}")


def _cpu_s() -> float:
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def _write(folder: Path, scores, system: IndicatorSystem, found: tuple[Finding, ...]) -> None:
    by_unit: dict[str, dict[str, Finding]] = {}
    for one in found:
        by_unit.setdefault(one.suspect.unit, {})[one.id] = one
    standing = {one.unit: one for one in scores.standings}
    jobs = [
        SheetJob(
            SheetMaterial(FACTS, one, system, by_unit.get(one.unit, {}), standing=standing[one.unit]),
            folder / file_name(one.unit),
        )
        for one in scores.sheets
    ]
    with printing(jobs):
        _write_tables(folder, scores, system)


def _write_tables(folder: Path, scores, system: IndicatorSystem) -> None:
    sheets = {sheet.unit: ((sheet, Decimal(1)),) for sheet in scores.sheets}
    for number, group in enumerate(GROUPS, 1):
        ranked = tuple(one for one in scores.standings if one.group == group)
        annex = RankingMaterial(FACTS, group, f"附件{number}", ranked, sheets, {system.name: system})
        for suffix in ("docx", "xlsx"):
            write_ranking(annex, folder / f"annex-{number}.{suffix}")
    groups = tuple(
        (group, tuple(sheets[one.unit][0][0] for one in scores.standings if one.group == group))
        for group in GROUPS
    )
    write_matrix(MatrixMaterial(FACTS, groups, {system.name: system}), folder / "matrix.xlsx")


def _system(count: int) -> IndicatorSystem:
    each = Decimal(100) / count
    groups, left = [], count - TOPS
    for top in range(TOPS):
        mine = left // TOPS + (top < left % TOPS)
        leaves = tuple(_leaf(f"{chr(65 + top)}{n}", each) for n in range(1, mine + 1))
        groups.append(
            Indicator(chr(65 + top), f"第{top + 1}类指标", each * mine, children=leaves, points_mark="seen")
        )
    full = sum((one.points for one in groups), Decimal(0))
    return IndicatorSystem(
        name="load", title="考评指标", version="2026", source=Source(), applies_to=GROUPS, full=full,
        groups=tuple(groups),
    )  # fmt: skip


def _leaf(id_: str, points: Decimal) -> Indicator:
    deduct = Deduction("finding", Decimal("0.05"))
    rule = Rule(f"{id_}.1", "栏目内容不符合公开要求", "check", "upkeep.dead_link", deduct)
    basis = (Basis("政府信息公开条例第二十条", "recalled"),)
    return Indicator(id_, f"指标{id_}的公开情况", points, rules=(rule,), basis=basis, points_mark="seen")


def _finding(number: int, roster: tuple[Unit, ...], system: IndicatorSystem) -> Finding:
    leaves = _LEAVES or _LEAVES.extend(system.leaves()) or _LEAVES
    leaf, unit = leaves[number // len(roster) % len(leaves)], roster[number % len(roster)]
    url = f"http://www.wangchuan.example/zwgk/fdzdgknr/2026/t2026{number:06}.html"
    seen = Witness("check", "upkeep.dead_link", AT, digest=f"sha256:{number:064x}")
    suspect = Suspect(
        id=f"{number:016x}", unit=unit.name, system=system.name, indicator=leaf.id, rule=leaf.rules[0].id,
        url=url, object=str(number), message="栏目内容为空，应当公开的机构职能、办公地址、联系方式均未见",
        quote="本栏目正在建设中，敬请关注望川市人民政府门户网站", witnesses=(seen,),
    )  # fmt: skip
    return Finding(suspect, "confirmed", Decision(suspect.id, "confirm", "", AT, "两次所见"))


_LEAVES: list[Indicator] = []

if __name__ == "__main__":
    main()
