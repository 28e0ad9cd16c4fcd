"""A round whose archive holds captured pages, and suspects that they prove."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.web import builders

from kaoping.archive import Archive
from kaoping.gather import Capture
from kaoping.rounds.run_file import RunPlan, write_run
from kaoping.web.evidence.proofs import proofs_of
from kaoping.web.gathering.models import Job

NUMBER = "13800138000"
PAGE = (
    "<html><title>公示</title><body><p>关于规范管理的解读</p>"
    f"<p>联系人张某,手机 {NUMBER[:4]}<b>{NUMBER[4:]}</b></p></body></html>"
)


def archived(settings, of, unit, body, content_type="text/html; charset=utf-8", **fields):
    """A suspect of the round, confirmed, whose proof is a page in a job's archive; with its proof."""
    site = builders.site(unit)
    job = Job.objects.create(round=of, site=site, sighting=1, folder=f"runs/{site.host}")
    folder = Path(settings.ROUNDS_FOLDER) / str(of.public_id) / job.folder
    (folder / "archive").mkdir(parents=True)
    write_run(folder, RunPlan(sites=(), today=of.today, run_id=str(job.public_id)))
    connection = sqlite3.connect(folder / "state.sqlite")
    capture = Capture(
        site=site.host, url=f"{site.url}a.html", fetched_at=datetime(2026, 7, 1, tzinfo=UTC), status=200,
        headers=(("Content-Type", content_type), ("Set-Cookie", "sid=1")), body=body.encode(),
    )  # fmt: skip
    with Archive(folder / "archive", connection, run_id=str(job.public_id)) as archive:
        stored = archive.append(capture)
    connection.commit()
    connection.close()
    witness = builders.WITNESS | {"digest": stored.digest, "archive": stored.file, "offset": stored.offset}
    given = {"state": "confirmed", "url": capture.url, "witnesses": [witness], "site": site}
    made = builders.suspect(unit, of, **given | fields)
    return made, proofs_of(made)[0]


@pytest.fixture
def archive(settings):
    def make(of, unit, body=PAGE, *rest, **fields):
        return archived(settings, of, unit, body, *rest, **fields)

    return make
