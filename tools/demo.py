"""`make demo`: serves the invented city on this machine, checks its sites, and says where the report lies."""

import shutil
import subprocess
import sys
from pathlib import Path

from kaoping_toytown import build_city, serve

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "demo-out"
SITES, PAGES = 8, 120


def main() -> int:
    """Run the demo; 0 where the product did its work, whatever faults it found."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir()
    city = build_city(seed=1, sites=SITES, pages=PAGES)
    with serve(city) as served:
        roster = OUT / "sites.csv"
        served.sites_csv(roster)
        print(f"已在本机搭起虚构的示例城市:{len(city.sites)}个网站,每站约{PAGES}页,名单见 {roster}")
        command = [str(Path(sys.executable).parent / "kaoping"), "check", str(roster)]
        command += ["--out", str(OUT / "result"), "--today", city.recipe.today.isoformat()]
        command += ["--rate", "0", "--allow-private", "--max-minutes", "10"]
        command += ["--allow", served.outer_url.removeprefix("http://").strip("/")]
        print("$", " ".join(["kaoping", *command[1:]]), flush=True)
        code = subprocess.run(command, check=False).returncode
    if code not in (0, 1):
        print(f"演示没有跑完(退出码{code})。", file=sys.stderr)
        return code
    print(f"\n请用浏览器打开:{OUT / 'result' / 'report.html'}")
    print(f"表格:{OUT / 'result' / 'report.xlsx'};逐条记录:{OUT / 'result' / 'observations.jsonl'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
