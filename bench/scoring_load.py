"""
Scores invented rounds: a city's, then a province's.

    python scoring_load.py UNITS INDICATORS FINDINGS

UNITS in groups of 35 at most under one system of INDICATORS indicators of two rules each, all looked at, with
FINDINGS findings of which one in ten is an open suspect. Prints seconds of CPU of scoring and ranking the
round, of a what-if with other prices and a tenth of the findings dropped (scores before at hand), and of
writing all scores down; the peak memory in MB after scoring, and before it (the invented round); seconds of
CPU of adding up one point a finding by unit and rule, the limit of what reads each finding once; and the
number of findings scored.
"""

import random
import resource
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from kaoping.findings import Finding, Looked, Suspect
from kaoping.roster.units import Unit
from kaoping.rulebook.sources import Source
from kaoping.rulebook.systems import Deduction, Indicator, IndicatorSystem, Rule
from kaoping.scoring import Changes, Material, score_round, scores_json, what_if

GROUP, PER_GROUP = 35, 10


def main() -> None:
    units, indicators, findings = map(int, sys.argv[1:])
    material = _material(units, indicators, findings)
    before_mb = _peak_mb()
    scores, score_s = _timed(lambda: score_round(material))
    scored_mb = _peak_mb()
    _, limit_s = _timed(lambda: _only_added(material))
    changes = Changes(
        dropped=frozenset(one.id for one in material.findings[::10]),
        points={"city": {leaf.id: leaf.points * 2 for leaf in list(material.systems["city"].leaves())[:5]}},
    )
    _, what_if_s = _timed(lambda: what_if(material, changes, scores))
    told, write_s = _timed(lambda: scores_json(scores))
    lost = sum(len(loss.findings) for s in scores.sheets for line in s.lines for loss in line.losses)
    assert told
    assert lost > findings * 0.8, "the findings were not scored"
    print(f"{score_s:.2f} {what_if_s:.2f} {write_s:.2f} {scored_mb:.0f} {before_mb:.0f} {limit_s:.2f} {lost}")


def _only_added(material: Material) -> dict[tuple[str, str], Decimal]:
    """The limit: one pass over the findings with one addition each."""
    sums: dict[tuple[str, str], Decimal] = {}
    point = Decimal("0.1")
    for one in material.findings:
        place = one.suspect.unit, one.suspect.rule
        sums[place] = sums.get(place, Decimal(0)) + point
    return sums


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.process_time()
    done = work()
    return done, time.process_time() - began


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _material(units: int, indicators: int, findings: int) -> Material:
    chosen = random.Random(7)
    system = _system(indicators)
    rules = [rule.id for leaf in system.leaves() for rule in leaf.rules]
    roster = tuple(Unit(f"单位{n}", "市直单位", f"组{n // GROUP}", order=n) for n in range(units))
    looked = tuple(Looked(unit.name, rule, 50) for unit in roster for rule in rules)
    weights = {unit.group: {"city": Decimal(100)} for unit in roster}
    found = tuple(_finding(n, roster[n % units].name, chosen.choice(rules)) for n in range(findings))
    return Material(roster, {"city": system}, weights, found, looked)


def _system(indicators: int) -> IndicatorSystem:
    groups = []
    for first in range(0, indicators, PER_GROUP):
        leaves = tuple(_leaf(first // PER_GROUP, n) for n in range(min(PER_GROUP, indicators - first)))
        total = sum((leaf.points for leaf in leaves), Decimal(0))
        groups.append(Indicator(f"G{first // PER_GROUP}", "一级指标", total, children=leaves))
    full = sum((group.points for group in groups), Decimal(0))
    return IndicatorSystem("city", "体系", "1", Source(), (), full, tuple(groups))


def _leaf(group: int, n: int) -> Indicator:
    ways = (
        Deduction("finding", Decimal("0.05"), at_most=Decimal(3)),
        Deduction("once", Decimal(1)),
        Deduction("fact", Decimal("0.1"), same=("town",)),
        Deduction("rate", Decimal(2)),
    )
    id_ = f"G{group}.{n}"
    # every tenth indicator shares a check with its neighbour, so that facts have to be told apart
    name = f"check.{group}" if n in (0, 1) else f"check.{id_}"
    rules = tuple(
        Rule(f"{id_}.{k}", "细则", "check", name if not k else f"{name}.{k}", ways[(n + k) % 4])
        for k in range(2)
    )
    return Indicator(id_, "指标", Decimal(5), rules=rules)


def _finding(n: int, unit: str, rule: str) -> Finding:
    suspect = Suspect(
        id=f"{n:020x}", unit=unit, system="city", indicator=rule[:-2], rule=rule, url=f"http://a.gov.cn/{n}",
        object="", message="有问题", facts={"town": n % 7},
    )  # fmt: skip
    return Finding(suspect, "suspect" if n % 10 == 0 else "confirmed")


if __name__ == "__main__":
    main()
