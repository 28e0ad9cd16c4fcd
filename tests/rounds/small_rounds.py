"""A small round's folder, written file by file: two units, one system, a handful of facts."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from kaoping.checks import observation_json
from kaoping.checks.observation import Evidence, Observation

ROUND = """\
title: 望川市半年考评
office: 望川市政务公开领导小组办公室
period: {from: 2026-01-01, to: 2026-06-30}
today: 2026-09-15
notice_date: 2026-09-15
rulebook: rulebook
groups:
  - name: 市直单位
    systems: [{system: small, weight: 100}]
deadlines: {rectify_workdays: 10, report_workdays: 6}
"""
SYSTEM = """\
title: 小体系
version: "1"
source: {what: 测试, mark: suggested}
marks: suggested
applies_to: [市直单位]
full: 10
pass_line: 6
grades:
  - {name: 合格, at_least: 6}
  - {name: 不合格, at_least: 0}
groups:
  - id: A
    title: 内容
    points: 10
    children:
      - id: A1
        title: 文字
        points: 6
        basis: [{text: 测试依据}]
        rules:
          - {id: A1.1, when: 有错别字, check: wording.typo, deduct: {points: 0.5}, evidence: 快照}
          - {id: A1.2, when: 没有审核, ask: 是否没有审核?, deduct: {points: 1, per: once}, evidence: 记录}
      - id: A2
        title: 链接
        points: 4
        basis: [{text: 测试依据}]
        rules:
          - id: A2.1
            when: 链接打不开
            check: upkeep.dead_link
            confirm: machine
            deduct: {points: 1, at_most: 3}
            evidence: 快照
"""
UNITS = (("望川市甲局", "市直单位", "甲局"), ("望川市乙局", "市直单位", "乙局"))
HOMES = {"望川市甲局": "jia.wangchuan.example", "望川市乙局": "yi.wangchuan.example"}
FIRST = datetime(2026, 9, 10, 1, tzinfo=UTC)
SECOND = datetime(2026, 9, 10, 5, tzinfo=UTC)
CHECKS = ("wording.typo", "upkeep.dead_link")
ANSWERS_HEAD = ("单位", "细则编号", "结论", "检查人", "时间", "说明")
DECISIONS_HEAD = ("问题编号", "结论", "决定人", "时间", "理由", "有效期")


def typo(unit, page, wrong, **more):
    site = HOMES[unit]
    seen = Observation(
        check="wording.typo", site=site, unit=unit, url=f"http://{site}/{page}", message=f"“{wrong}”写错",
        facts={"wrong": wrong, "right": "对"}, quote=wrong, lane="person",
        evidence=Evidence("sha256:" + "ab" * 32, "kaoping-1.warc.gz", 10), rule_version="v", seen_at=FIRST,
    )  # fmt: skip
    return replace(seen, **more)


def dead_link(unit, target, seen_at=FIRST):
    site = HOMES[unit]
    return Observation(
        check="upkeep.dead_link", site=site, unit=unit, url=f"http://{site}/", message=f"{target}打不开",
        facts={"target": target, "counted_as": "首页"}, lane="machine",
        evidence=Evidence("sha256:" + "cd" * 32, "kaoping-1.warc.gz", 20), rule_version="v", seen_at=seen_at,
    )  # fmt: skip


def write_table(path: Path, head, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows((head, *rows))
    return path


def read_table(path: Path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def run(folder: Path, name: str, *seen: Observation, not_checked: int = 0) -> None:
    """A run's observations and coverage of both units, as `kaoping check` leaves them."""
    (folder / "observations").mkdir(parents=True, exist_ok=True)
    (folder / "observations" / f"{name}.jsonl").write_bytes(
        b"".join(observation_json(o) + b"\n" for o in seen)
    )
    head = ("site", "unit", "check", "looked_at", "unsure", "not_checked", "failed", "why")
    rows = [(HOMES[u], u, c, 20, 0, not_checked, 0, "") for u, _, _ in UNITS for c in CHECKS]
    write_table(folder / "coverage" / f"{name}.csv", head, rows)


def small_round(folder: Path, *, round_yaml: str = ROUND, system: str = SYSTEM) -> Path:
    """A round that nobody has looked at yet."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "round.yaml").write_text(round_yaml, encoding="utf-8")
    indicators = folder / "rulebook" / "indicators"
    indicators.mkdir(parents=True, exist_ok=True)
    (indicators / "small.yaml").write_text(system, encoding="utf-8")
    write_table(folder / "units.csv", ("单位名称", "单位类别", "别名"), UNITS)
    return folder


def looked_at_round(folder: Path, *seen: Observation, **more) -> Path:
    """A round of one run, of which every question is answered."""
    small_round(folder, **more)
    run(folder, "first", *seen)
    answer(folder, *((unit, "A1.2", "符合") for unit, _, _ in UNITS))
    return folder


def answer(folder: Path, *rows) -> None:
    full = [(*row, "甲检查员", "2026-09-11 10:00", "经查看") for row in rows]
    write_table(folder / "answers" / "答复.csv", ANSWERS_HEAD, full)


def decide(folder: Path, *rows) -> None:
    """Rows of id and verdict."""
    full = [(id_, verdict, "乙检查员", "2026-09-12 10:00", "经核对", "") for id_, verdict in rows]
    write_table(folder / "decisions" / "认定.csv", DECISIONS_HEAD, full)
