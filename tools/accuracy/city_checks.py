"""Compares whole runs over the invented city with what is known of it: a table by check."""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kaoping_toytown import Decoy, Expected, ServedCity, build_city, serve

NAMED_FACTS = ("item", "target")


@dataclass
class Tally:
    """Counts by check, and the cases behind them."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    decoys: Counter[str] = field(default_factory=Counter)
    accused: Counter[str] = field(default_factory=Counter)
    words: list[str] = field(default_factory=list)

    def add(self, truth: Iterable[Expected], decoys: Iterable[Decoy], observations: list[dict]) -> None:
        """Count one run."""
        truth, decoys = list(truth), list(decoys)
        problems = [o for o in observations if o["answer"] == "problem"]
        for expected in truth:
            self.planted[expected.check] += 1
            if any(agrees(o, expected) for o in problems):
                self.found[expected.check] += 1
            else:
                self.words.append(f"漏报 {expected.check} {expected.url} {expected.facts} {expected.why}")
        for o in problems:
            self.alarms[o["check"]] += 1
            if not any(agrees(o, expected) for expected in truth):
                self.false[o["check"]] += 1
                self.words.append(f"误报 {o['check']} {o['url']} {o['message']} {o['quote'][:60]}")
        for decoy in decoys:
            self.decoys[decoy.check] += 1
            accused = [o for o in problems if stands_at(o, decoy) and not any(agrees(o, e) for e in truth)]
            if accused:
                self.accused[decoy.check] += 1
                self.words.append(f"上当 {decoy.check} {decoy.url} {decoy.why}: {accused[0]['message']}")

    def rows(self) -> list[str]:
        """Markdown rows, one a check."""
        rows = []
        for check in sorted(self.planted | self.alarms | self.decoys):
            recall = _share(self.found[check], self.planted[check])
            precision = _share(self.alarms[check] - self.false[check], self.alarms[check])
            rows.append(
                f"| {check} | {self.planted[check]} | {self.found[check]} | {recall} | {self.alarms[check]} |"
                f" {self.false[check]} | {precision} | {self.accused[check]}/{self.decoys[check]} |"
            )
        return rows


def agrees(observation: dict, expected: Expected) -> bool:
    """Whether an observation is the planted fault: check, site, page, and the item or target meant."""
    if (observation["check"], observation["site"]) != (expected.check, expected.site):
        return False
    named = {k: v for k, v in expected.facts.items() if k in NAMED_FACTS}
    if any(observation["facts"].get(k) != v for k, v in named.items()):
        return False
    return expected.url in (observation["url"], *observation["pages"])


def stands_at(observation: dict, decoy: Decoy) -> bool:
    """Whether an observation accuses the decoy's page under the decoy's check."""
    return observation["check"] == decoy.check and decoy.url in (observation["url"], *observation["pages"])


def run_city(served: ServedCity, out: Path, *more: str) -> list[dict]:
    """Check every site of a served city; answers its observations."""
    roster = served.sites_csv(out.with_suffix(".csv"))
    command = [
        sys.executable,
        "-m",
        "kaoping",
        "check",
        str(roster),
        "--out",
        str(out),
        "--rate",
        "0",
        "--quiet",
    ]
    command += ["--allow-private", "--allow", served.outer_url.removeprefix("http://").strip("/")]
    command += ["--today", served.city.recipe.today.isoformat(), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    # 3 is incomplete: a city has a site that refuses us
    if done.returncode not in (0, 1, 3):
        raise RuntimeError(done.stdout + done.stderr)
    return [json.loads(line) for line in (out / "observations.jsonl").read_text("utf-8").splitlines()]


def city_lines(seeds: list[int], sites: int, pages: int, render: str) -> list[str]:
    """Check a city a seed; prints each miss and false alarm, answers the section of the document."""
    tally = Tally()
    for seed in seeds:
        city = build_city(seed=seed, sites=sites, pages=pages)
        with tempfile.TemporaryDirectory() as folder, serve(city) as served:
            out = Path(folder) / "out"
            tally.add(served.truth, served.decoys, run_city(served, out, "--render", render))
    print("\n".join(tally.words))
    named = "、".join(map(str, seeds))
    return [
        "## 检查项:虚构城市",
        "",
        f"集合:toytown,种子 {named},每座城市 {sites} 个网站、每站约 {pages} 页,",
        f"七种 CMS 皮肤,`--render {render}`。故障由生成器埋设;“假象”看似有问题而不应报警。",
        "网站由同一项目生成,只能说明规则在已知变化下不出错,不能代替真实网站。",
        "",
        "| 检查 | 埋设 | 找到 | 召回率 | 报警 | 误报 | 精确率 | 上当的假象 |",
        "|---|---|---|---|---|---|---|---|",
        *tally.rows(),
        "",
    ]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "—"
