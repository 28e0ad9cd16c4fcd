"""
Makes data as an earlier state of this repository wrote them, for the test of upgrading.

    python tools/earlier_data.py COMMIT [--out tests/web/upgrade]

The code of the commit itself makes them: an office's database with rounds in several states, scored, and a
small gathered site. They are stored compressed; later ones are added beside them.
"""

import argparse
import json
import lzma
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEED = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.web import builders
from tests.web.publishing.rounds import scored_round
by, other = builders.user("office_admin"), builders.user("reviewer")
units = [builders.unit(f"望川市{name}局") for name in ("农业农村", "水利", "财政")]
for unit in units:
    builders.site(unit)
    builders.user("unit_admin", unit=unit)
lost = {"reviewing": (1, 0, 3), "drafted": (2, 0, 5), "released": (0, 4, 1), "sealed": (7, 0, 0)}
for state, losses in lost.items():
    scored_round(units, by, state=state, losses=losses)
"""
SITE = """
import subprocess, sys
from datetime import date
from kaoping_toytown import build_city, serve
with serve(build_city(seed=5, today=date(2026, 9, 15), sites=1, pages=4)) as served:
    home = served.base_url(served.city.sites[0])
    done = subprocess.run([sys.executable, "-m", "kaoping", "check", home, "--out", sys.argv[1],
        "--rate", "0", "--allow-private", "--render", "never", "--quiet", "--today", "2026-09-15",
        "--no-views", "--max-pages", "8", "--max-attachments", "1"])
sys.exit(0 if done.returncode in (0, 1, 3) else 1)
"""


def main() -> int:
    """Check the commit out aside, let its code make the data, store them."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("commit")
    asked.add_argument("--out", type=Path, default=ROOT / "tests" / "web" / "upgrade")
    given = asked.parse_args()
    commit = _git("rev-parse", "--short=7", given.commit).strip()
    with tempfile.TemporaryDirectory(prefix="kaoping-earlier-") as name:
        folder = Path(name)
        _git("worktree", "add", "--detach", str(folder / "code"), commit)
        try:
            _made(folder)
        finally:
            _git("worktree", "remove", "--force", str(folder / "code"))
        given.out.mkdir(parents=True, exist_ok=True)
        _stored(folder, given.out, commit)
    return 0


def _made(folder: Path) -> None:
    code = folder / "code"
    kept = {key: value for key, value in os.environ.items() if not key.startswith("KAOPING_")}
    environment = kept | {
        "PYTHONPATH": f"{code / 'src'}:{code}",
        "DJANGO_SETTINGS_MODULE": "kaoping.web.settings",
        "KAOPING_DATA": str(folder / "data"),
        "KAOPING_SECRET_KEY": "a key for tests alone",
        "KAOPING_SECRET": "a secret for tests alone",
    }
    (folder / "data").mkdir()
    for words in (("-c", SEED), ("-c", SITE, str(folder / "run"))):
        subprocess.run((sys.executable, *words), env=environment, cwd=code, check=True)
    # the run's folder names the place where it was made
    run = json.loads((folder / "run" / "run.json").read_bytes())
    (folder / "run" / "run.json").write_text(json.dumps(run | {"command": ""}), "utf-8")


def _stored(folder: Path, out: Path, commit: str) -> None:
    with closing(sqlite3.connect(folder / "data" / "kaoping.sqlite")) as database:
        database.execute("VACUUM INTO ?", (str(folder / "whole.sqlite"),))
    (out / f"{commit}.sqlite.xz").write_bytes(lzma.compress((folder / "whole.sqlite").read_bytes(), preset=9))
    with closing(sqlite3.connect(folder / "run" / "state.sqlite")) as state:
        state.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for name in ("report.xlsx", "report.html", "pages.parquet", "gather.log"):
        (folder / "run" / name).unlink(missing_ok=True)
    with tarfile.open(out / f"{commit}.run.tar.xz", "w:xz", preset=9) as packed:
        packed.add(folder / "run", arcname="run")
    shutil.rmtree(folder / "run")
    for path in sorted(out.glob(f"{commit}.*")):
        print(f"{path.name}: {path.stat().st_size} bytes")


def _git(*words: str) -> str:
    return subprocess.run(("git", "-C", str(ROOT), *words), check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
