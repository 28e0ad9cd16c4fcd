"""
A round over a small served city in a data folder of its own, worked on by real worker processes.

Everything runs in processes of their own, as in an office: the test only starts, kills and looks.
"""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

SEED = """
import json, sys, django
from datetime import date
django.setup()
from kaoping.rulebook import load_system, system_yaml
from kaoping.web.planning.models import Member, Round, Site, SystemVersion, Unit
from kaoping.web.gathering.actions import start_round
given = json.loads(sys.argv[1])
system = load_system("department-example", None)
version = SystemVersion.objects.create(
    name=system.name, title=system.title, version=system.version, digest=system.digest,
    text=system_yaml(system),
)
round_ = Round.objects.create(
    title="望川市考评", office="望川市政务公开办", period_from=date(2026, 1, 1), period_to=date(2026, 6, 30),
    today=date(2026, 9, 15),
)
for number, url in enumerate(given["urls"]):
    name = f"望川市第{number + 1}局"
    unit = Unit.objects.create(name=name, kind="市直单位", group="市直单位", order=number)
    Site.objects.create(unit=unit, name=f"第{number + 1}局网站", url=url, host=url.split("/")[2])
    Member.objects.create(round=round_, unit=unit, group="市直单位", system=version)
start_round(round_, by="测试", limits={"rate": 0, "render": "never", "views": False, "max_attachments": 10})
"""
AGAIN = """
import django
django.setup()
from kaoping.web.gathering.actions import look_again
from kaoping.web.gathering.models import Job
for job in Job.objects.filter(sighting=1):
    look_again(job, by="测试")
"""


class Office:
    """A data folder with its database; `environment` is what its processes run in."""

    def __init__(self, folder: Path, *, workers: int = 2, lease_s: float = 3, database: str = "") -> None:
        self.folder, self.database = folder, database
        folder.mkdir(parents=True, exist_ok=True)
        kept = {key: value for key, value in os.environ.items() if not key.startswith("KAOPING_")}
        self.environment = {
            **kept,
            "DJANGO_SETTINGS_MODULE": "kaoping.web.settings",
            "KAOPING_DATA": str(folder),
            "KAOPING_SECRET_KEY": "a key for tests alone",
            "KAOPING_SECRET": "a secret for tests alone",
            "KAOPING_ALLOW_PRIVATE": "1",
            "KAOPING_WORKERS": str(workers),
            "KAOPING_LEASE_SECONDS": str(lease_s),
            **({"KAOPING_DATABASE": database} if database else {}),
        }
        self.python("-m", "django", "migrate", "-v0")

    def python(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            (sys.executable, *words), env=self.environment, check=True, capture_output=True, text=True,
            timeout=300,
        )  # fmt: skip

    def plan(self, urls: list[str]) -> None:
        self.python("-c", SEED, json.dumps({"urls": urls}))

    def look_again(self) -> None:
        self.python("-c", AGAIN)

    def worker(self) -> subprocess.Popen[bytes]:
        with (self.folder / "worker.log").open("ab") as log:
            return subprocess.Popen(
                (sys.executable, "-m", "kaoping.web.gathering"), env=self.environment, stderr=log
            )

    def rows(self, query: str) -> list[tuple]:
        if self.database:
            return self._rows_of_the_server(query)
        address = f"file:{self.folder / 'kaoping.sqlite'}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=30)) as connection:
            return list(connection.execute(query))

    def _rows_of_the_server(self, query: str) -> list[tuple]:
        import psycopg
        from psycopg.types.json import set_json_loads

        with psycopg.connect(self.database) as connection:
            set_json_loads(lambda text: bytes(text).decode(), connection)  # as SQLite tells it: as text
            return list(connection.execute(query))

    def states(self) -> list[str]:
        return [state for (state,) in self.rows("SELECT state FROM gathering_job ORDER BY id")]

    def is_over(self) -> bool:
        return not {"queued", "running"} & set(self.states())

    def log(self) -> str:
        return (self.folder / "worker.log").read_text("utf-8")


def told(office: Office) -> dict[str, list]:
    """Everything the round holds, without what differs from run to run: instants, numbers of rows, places."""
    observations = [
        _timeless(json.loads(body)) for (body,) in office.rows("SELECT body FROM review_observation")
    ]
    suspects = office.rows(
        "SELECT fact, url, object, message, severity, lane, is_veto, group_key, state, sightings, pages,"
        " facts FROM review_suspect ORDER BY fact"
    )
    coverage = office.rows(
        "SELECT s.host, c.check_id, c.looked_at, c.not_checked, c.failed, c.why FROM gathering_coverage c"
        " JOIN gathering_job j ON j.id=c.job_id JOIN planning_site s ON s.id=j.site_id"
        " ORDER BY s.host, j.sighting, c.check_id"
    )
    jobs = office.rows("SELECT state, counts, unseen, is_whole FROM gathering_job ORDER BY id")
    return {
        "observations": sorted(observations, key=lambda one: json.dumps(one, sort_keys=True)),
        "suspects": suspects,
        "coverage": coverage,
        "jobs": [(state, _calm(counts), unseen, whole) for state, counts, unseen, whole in jobs],
    }


def _timeless(body: dict) -> dict:
    return {**body, "seen_at": "", "evidence": body.get("evidence", {}).get("digest", "")}


def _calm(counts: str) -> dict:
    """Figures of a job, without how often its visit was cut short."""
    return {key: value for key, value in json.loads(counts).items() if key != "crashes"}


WRITER = """
import sys, time, django
django.setup()
from django.db import transaction
from kaoping.web.audit.actions import record
from kaoping.web.planning.models import Round, Unit
while True:
    with transaction.atomic():
        Round.objects.update(seed=str(time.time()))
        record(by="网页", action="test.write", subject="round")
    list(Unit.objects.all())
    time.sleep(0.02)
"""


def writer(office: Office) -> subprocess.Popen[bytes]:
    """A process that writes as pages do, again and again, until it is killed; an error ends it."""
    with (office.folder / "writer.log").open("ab") as log:
        return subprocess.Popen((sys.executable, "-c", WRITER), env=office.environment, stderr=log)
