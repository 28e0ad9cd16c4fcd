"""
Two whole rounds of the invented city, made as an office makes them: by running the product's commands.

The spring round lies in ``previous/``; then time passes, some faults are mended, some come back, some are
only reported as mended, and the autumn round begins.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kaoping_toytown.city import build_city
from kaoping_toytown.inspectors import Inspectors, claims, closings, read_table
from kaoping_toytown.office import (
    CONTACTS_HEAD,
    OFFICE,
    UNITS_HEAD,
    Office,
    office_of,
    sites_needed,
    write_rows,
)
from kaoping_toytown.serving import ServedCity, serve
from kaoping_toytown.truth import Expected, write_jsonl

DAY = date(2026, 9, 15)  # on which the city is looked at, both times
SPRING, AUTUMN = "2026-09-16", "2026-10-20"
COUNTY_SYSTEM, DEPARTMENT_SYSTEM = "wangchuan-county", "department-example"
_SITES_HEAD = ("单位名称", "单位类别", "网站名称", "首页网址", "网站标识码", "下辖乡镇")
_FINE = (0, 1, 3)  # nothing wrong; something found; not complete, for a site refuses us


@dataclass(frozen=True, slots=True)
class Plan:
    """How large a round is made, and where."""

    out: Path
    seed: int = 1
    counties: int = 6
    departments: int = 29
    pages: int = 60
    max_pages: int = 100


def build_round(plan: Plan, say: Callable[[str], None] = print) -> Path:
    """
    Make a round's folder, ready for ``kaoping score``; answers the folder.

    Raises:
        FileExistsError: There is something at `plan.out`.
        RuntimeError: A command of the product failed.
    """
    if plan.out.exists() and any(plan.out.iterdir()):
        raise FileExistsError(f"{plan.out} 不是空目录")
    sites = sites_needed(plan.departments)
    first = build_city(seed=plan.seed, today=DAY, sites=sites, pages=plan.pages)
    second = build_city(seed=plan.seed, today=DAY, sites=sites, pages=plan.pages, later=True)
    with serve(first, second_city=second) as served:
        say("上一轮:检查示例城市的网站")
        spring = _Folder(plan, plan.out / "previous", served)
        spring.set_up(_round_yaml("2026年上半年", "2026-09-16", _SPRING))
        spring.check("first")
        spring.judge(served.truth, SPRING)
        later = served.show_second(second)
        fates = later.city.fates
        found = read_table(spring.folder / "results" / "findings.csv")
        owed = spring.folder / "rectification"
        claims(found, fates, owed / "claims.csv", day="2026-09-28")
        closings(found, fates, owed / "events.jsonl", day="2026-09-29")
        spring.score()
        say("本轮:回头看,再检查一次")
        autumn = _Folder(plan, plan.out, later)
        autumn.set_up(_round_yaml("2026年下半年", AUTUMN, _AUTUMN))
        autumn.look_back(spring.folder / "results" / "open-items.json")
        autumn.check("first")
        autumn.judge(later.truth, AUTUMN, leaves_open=True)
    say(f"轮次目录:{plan.out}。评分:kaoping score {plan.out}")
    return plan.out


class _Folder:
    """One round's folder while it is made."""

    def __init__(self, plan: Plan, folder: Path, served: ServedCity) -> None:
        self.folder = folder
        self._plan = plan
        self._served = served
        self._office = office_of(
            served.sites, counties=plan.counties, departments=plan.departments, seed=plan.seed
        )

    def set_up(self, words: str) -> None:
        """Who is assessed by what."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "round.yaml").write_text(words, encoding="utf-8")
        system = self.folder / "rulebook" / "indicators" / f"{COUNTY_SYSTEM}.yaml"
        system.parent.mkdir(parents=True)
        system.write_text(_COUNTY, encoding="utf-8")
        _write_rolls(self.folder, self._office)

    def check(self, name: str) -> None:
        """Fetch and judge the sites of the office's units."""
        budget = ("--max-pages", self._plan.max_pages, "--max-attachments", 5, "--max-minutes", 20)
        self._fetch("check", self.folder / "sites.csv", "runs/" + name, *budget, "--no-views")

    def look_back(self, items: Path) -> None:
        """Look again at what the last round left open."""
        self._fetch("lookback", items, "lookback", "--max-pages", self._plan.max_pages)

    def judge(self, truth: Sequence[Expected], day: str, *, leaves_open: bool = False) -> None:
        """People see, decide and answer; a second time for what the answers themselves laid to units."""
        write_jsonl(truth, self.folder / "truth.jsonl")
        people = Inspectors(truth, seed=self._plan.seed, day=day)
        at = self.folder
        suspects, unseen = at / "results" / "suspects.csv", at / "results" / "unseen.csv"
        self.score()
        people.see(read_table(suspects), at / "inspections" / "巡查.csv", at / "monitors" / "监测.csv")
        people.answer(read_table(unseen), at / "answers" / "答复.csv", leaves_open=leaves_open)
        self.score()
        people.decide(read_table(suspects), at / "decisions" / "认定.csv", leaves_open=leaves_open)
        self.score()

    def score(self) -> None:
        """Score the round as it stands."""
        self._run("score", self.folder)

    def _fetch(self, verb: str, what: Path, out: str, *more: object) -> None:
        outer = self._served.outer_url.removeprefix("http://").strip("/")
        self._run(verb, what, "--out", self.folder / out, *more, *_POLITE, "--allow", outer)

    def _run(self, *words: object) -> None:
        command = [sys.executable, "-m", "kaoping", *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode not in _FINE:
            raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def _write_rolls(folder: Path, office: Office) -> None:
    write_rows(folder / "units.csv", UNITS_HEAD, office.unit_rows())
    write_rows(folder / "contacts.csv", CONTACTS_HEAD, office.contact_rows())
    write_rows(
        folder / "rectification" / "tasks.csv", ("任务", "单位", "认领期限", "认领时间"), office.task_rows()
    )
    write_rows(folder / "rectification" / "reports.csv", ("单位", "提交时间"), office.report_rows())
    rows = [(s.unit, s.unit_kind, s.name, s.home_url, s.code, "、".join(s.townships)) for s in office.sites]
    write_rows(folder / "sites.csv", _SITES_HEAD, rows)


def _round_yaml(half: str, today: str, rest: str) -> str:
    return _ROUND.format(half=half, today=today, office=OFFICE, rest=rest)


_POLITE = ("--rate", 0, "--allow-private", "--render", "never", "--quiet", "--today", DAY.isoformat())
_ROUND = """\
# 虚构的示例:望川市并不存在
title: 望川市{half}政务公开考评
office: {office}
period: {{from: 2026-01-01, to: 2026-12-31}}
today: {today}
notice_date: {today}
seed: 望川2026
rulebook: rulebook
runs: [runs/first]
deadlines: {{rectify_workdays: 10, report_workdays: 6}}
progress: {{percent: 5, ranks: 3}}
groups:
  - {{name: 县市区, systems: [{{system: wangchuan-county, weight: 100}}]}}
  - {{name: 市直单位, systems: [{{system: department-example, weight: 100}}]}}
{rest}"""
_SPRING = ""
_AUTUMN = "previous: previous\nlookback: lookback\n"
_COUNTY = """\
# 在县(市、区)示例体系上改一处:乡镇内容按各乡镇得分加权平均
extends: county-example
title: 望川市县(市、区)考评指标
version: "2026"
source: {what: 虚构的示例, mark: suggested}
change:
  - {id: C2, set: {subunits: true}, reason: 乡镇得分按权重平均计入}
"""
