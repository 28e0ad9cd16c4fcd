"""
Data of earlier states of the product are taken over by today's: migrated, opened, and scored the same.

They were written by that code itself (`tools/earlier_data.py`) and are never made anew.
"""

import json
import lzma
import os
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

HERE = Path(__file__).parent
EARLIER = sorted(path.name.removesuffix(".sqlite.xz") for path in HERE.glob("*.sqlite.xz"))
LOOK = """
import json, django
django.setup()
from django.test import Client
from django.urls import reverse
from kaoping.scoring import score_round
from kaoping.web.audit.queries import verify
from kaoping.web.people.models import User
from kaoping.web.planning.models import Round, Unit
from kaoping.web.publishing.models import ScoreSnapshot
from kaoping.web.publishing.rows import material_of
client = Client(headers={"host": "127.0.0.1"})
client.force_login(User.objects.get(role="office_admin"))
told = {"rounds": [], "is_whole": verify().is_whole, "units": Unit.objects.count()}
names = ("planning:units", "planning:home", "review:queue")
told["pages"] = {name: client.get(reverse(name)).status_code for name in names}
for round_ in Round.objects.order_by("pk"):
    kept = ScoreSnapshot.objects.filter(round=round_, is_latest=True).order_by("unit__name")
    now = score_round(material_of(round_))
    ranks = {one.unit: one.rank for one in now.standings}
    told["rounds"].append({
        "state": round_.state,
        "kept": [[one.unit.name, str(one.total.normalize()), one.rank] for one in kept],
        "now": sorted([s.unit, str(s.total.normalize()), ranks[s.unit]] for s in now.sheets),
    })
    page = reverse("publishing:scores", args=[round_.public_id])
    told["pages"][f"scores {round_.state}"] = client.get(page).status_code
print(json.dumps(told, ensure_ascii=False))
"""


def environment(folder):
    ours = ("KAOPING_", "DJANGO_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "kaoping.web.settings",
        "KAOPING_DATA": str(folder),
        "KAOPING_SECRET_KEY": "a key for tests alone",
        "KAOPING_SECRET": "a secret for tests alone",
    }


def python(folder, *words):
    return subprocess.run(
        (sys.executable, *map(str, words)), env=environment(folder), capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip


def database_of(name):
    return lzma.decompress((HERE / f"{name}.sqlite.xz").read_bytes())


def migrations(path):
    with closing(sqlite3.connect(path)) as database:
        return set(database.execute("SELECT app, name FROM django_migrations"))


@pytest.fixture(scope="module", params=EARLIER)
def office(request, tmp_path_factory):
    """An earlier office's data folder, taken over by `kaoping web migrate`."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "kaoping.sqlite").write_bytes(database_of(request.param))
    done = python(folder, "-m", "kaoping", "web", "migrate", "--data", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def told(office):
    done = python(office, "-c", LOOK)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.slow
class TestOffice:
    def test_there_is_something_to_migrate(self, office):
        before = office / "before.sqlite"
        before.write_bytes(database_of(min(EARLIER)))

        assert migrations(before) < migrations(office / "kaoping.sqlite")

    def test_all_rounds_score_what_they_scored(self, told):
        assert {one["state"] for one in told["rounds"]} == {"reviewing", "drafted", "released", "sealed"}
        for one in told["rounds"]:
            assert one["now"] == one["kept"]
            assert len({total for _, total, _ in one["kept"]}) > 1

    def test_its_pages_open_and_its_audit_trail_is_whole(self, told):
        assert set(told["pages"].values()) == {200}, told["pages"]
        assert told["is_whole"]
        assert told["units"] == 3

    def test_a_second_migration_finds_nothing_to_do(self, office):
        before = (office / "kaoping.sqlite").read_bytes()

        done = python(office, "-m", "kaoping", "web", "migrate", "--data", office)

        assert done.returncode == 0, done.stderr
        assert (office / "kaoping.sqlite").read_bytes() == before


@pytest.mark.slow
@pytest.mark.parametrize("name", EARLIER)
class TestRun:
    def test_an_earlier_run_is_judged_again_whole(self, name, tmp_path):
        with tarfile.open(HERE / f"{name}.run.tar.xz") as packed:
            packed.extractall(tmp_path, filter="data")
        run, out = tmp_path / "run", tmp_path / "out"

        done = python(tmp_path, "-m", "kaoping", "replay", run, "--out", out, "--quiet", "--only-changed")

        assert done.returncode in (0, 1, 3), done.stderr
        assert "全部重新读取" in done.stdout
        assert read(out) == read(run)
        assert pages(out) == pages(run) > 4


def read(folder):
    """The sites that something was said of; what is said may have become better since."""
    lines = (folder / "observations.jsonl").read_text("utf-8").splitlines()
    return {one["site"] for one in map(json.loads, lines)}


def pages(folder):
    with closing(sqlite3.connect(folder / "state.sqlite")) as state:
        return state.execute("SELECT count(*) FROM pages WHERE unreadable=''").fetchone()[0]
