"""
What a province is planned by: CPU a page of a whole check and of judging it again, and the bytes kept of a
page, of one site of the invented city with COUNT pages of about 57 KB.

    python bench/capacity_load.py [COUNT]
"""

import sys
import tempfile
from datetime import date
from pathlib import Path

from measuring import run_watched

from kaoping_toytown import build_city, serve

TODAY = date(2026, 9, 15)
FIXED = ("--rate", "0", "--allow-private", "--render", "never", "--quiet", "--today", TODAY.isoformat())


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory(prefix="kaoping-capacity-") as folder:
        out, again = Path(folder) / "out", Path(folder) / "again"
        city = build_city(seed=7, today=TODAY, sites=1, pages=count, page_bytes=60_000)
        with serve(city) as served:
            home = served.sites[0].home_url
            checked = _watched("check", home, "--out", str(out), "--max-pages", "100000", *FIXED)
        replayed = _watched("replay", str(out), "--out", str(again), "--quiet")
        pages = _pages(out)
        archive = sum(path.stat().st_size for path in (out / "archive").rglob("*.gz"))
        rest = sum(path.stat().st_size for path in out.iterdir() if path.is_file())
        print(f"pages {pages}, requests {_requests(out)}")
        print(f"check: {1000 * checked.cpu_s / pages:.1f} ms of CPU a page, {checked.seconds:.0f} s")
        print(f"replay: {1000 * replayed.cpu_s / pages:.1f} ms of CPU a page, {replayed.seconds:.0f} s")
        print(
            f"KiB a page: archive {archive / pages / 1024:.1f}, index and results {rest / pages / 1024:.1f}"
        )
        print(f"peak of the main process: {checked.peak_mb:.0f} MB, {replayed.peak_mb:.0f} MB")


def _watched(*words: str):
    cost = run_watched([sys.executable, "-m", "kaoping", *words], timeout_s=3600)
    if cost.code not in (0, 1):
        sys.exit(cost.output)
    return cost


def _pages(out: Path) -> int:
    import sqlite3

    with sqlite3.connect(out / "state.sqlite") as state:
        return int(state.execute("SELECT count(*) FROM pages WHERE unreadable=''").fetchone()[0])


def _requests(out: Path) -> int:
    with (out / "gather.log").open(encoding="utf-8") as log:
        return sum(1 for _ in log) - 1


if __name__ == "__main__":
    main()
