"""The same sites by one command, without an office: `kaoping check` and its report."""

import csv
import subprocess
import sys
from pathlib import Path

from almanac import AUTUMN
from stage import Stage

SITES, PAGES = 2, 60


def begin(stage: Stage) -> None:
    """Two of the sites, as an engineer checks them, while the office goes on; `end` says how it went."""
    roster = stage.out / "sites.csv"
    chosen = [site for site in stage.office.sites if site.skin != "vue"][:SITES]
    with roster.open("w", encoding="utf-8-sig", newline="") as file:
        head = ("单位名称", "单位类别", "网站名称", "首页网址", "网站标识码", "下辖乡镇")
        rows = [(s.unit, s.unit_kind, s.name, s.home_url, s.code, "、".join(s.townships)) for s in chosen]
        csv.writer(file).writerows([head, *rows])
    command = [str(Path(sys.executable).parent / "kaoping"), "check", str(roster)]
    command += ["--out", str(stage.out / "result"), "--today", AUTUMN.looked.isoformat()]
    command += ["--rate", "0", "--allow-private", "--max-pages", str(PAGES), "--render", "never", "--quiet"]
    command += ["--allow", stage.city.outer_url.removeprefix("http://").strip("/")]
    log = (stage.out / "check.log").open("w", encoding="utf-8")
    stage.beside.append(subprocess.Popen(command, stdout=log, stderr=log))


def end(stage: Stage) -> str:
    """Wait for it. Raises `RuntimeError` with its own words where it failed."""
    if stage.beside.pop().wait() not in (0, 1):
        raise RuntimeError(f"kaoping check 没有完成:{(stage.out / 'check.log').read_text('utf-8')[-500:]}")
    return f"{SITES}个网站,报告在 {stage.out / 'result' / 'report.html'}"
