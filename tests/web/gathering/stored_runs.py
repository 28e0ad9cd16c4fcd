"""Runs as a visit leaves them in a job's folder, without any visit: observations, coverage, outcome, log."""

from datetime import UTC, datetime, timedelta

from tests.web import builders

from kaoping.checks import Observation, observation_json
from kaoping.rounds.coverage import HEAD
from kaoping.rounds.csv_tables import csv_bytes
from kaoping.rounds.result_files import COVERAGE, GATHER_LOG, OBSERVATIONS
from kaoping.rulebook import load_system, system_yaml
from kaoping.web.gathering.orders import Outcome, Unseen, write_outcome
from kaoping.web.gathering.plans import folder_of

CHECK = "upkeep.dead_link"
MORNING = datetime(2026, 9, 15, 1, 0, tzinfo=UTC)


def real_system():
    """A shipped indicator system as a stored version."""
    system = load_system("department-example", None)
    return builders.system(
        name=system.name, title=system.title, version=system.version, digest=system.digest,
        text=system_yaml(system),
    )  # fmt: skip


def dead_links(site, count, *, at=MORNING, first=0, **fields):
    """Observations of so many dead links, each on a page of its own."""
    return [
        Observation(
            check=CHECK, site=site.host, unit=site.unit.name, url=f"{site.url}news/{n}.html", severity="一般",
            message=f"站内页面打不开(返回404):{site.url}old/{n}.html", lane="machine", seen_at=at,
            facts={"target": f"{site.url}old/{n}.html", "status": 404, "counted_as": "其他页面", "count": 1},
            **fields,
        )
        for n in range(first, first + count)
    ]  # fmt: skip


def store(job, observations, *, not_checked=0, is_whole=True, drift=(), why=()):
    """Write what a visit would have left. Answers the folder."""
    folder = folder_of(job)
    folder.mkdir(parents=True, exist_ok=True)
    lines = b"".join(observation_json(one) + b"\n" for one in observations)
    (folder / OBSERVATIONS).write_bytes(lines)
    row = (
        job.site.host,
        job.site.unit.name,
        CHECK,
        "50",
        "0",
        str(not_checked),
        "0",
        "超时" if not_checked else "",
    )
    (folder / COVERAGE).write_bytes(csv_bytes(HEAD, [row]))
    moments = [(MORNING + timedelta(seconds=40 * n)).isoformat() for n in range(6)]
    log = "# 时间(UTC)\t方法\t地址\t结果\t字节\t耗时毫秒\t用途\n" + "".join(
        f"{at}\tGET\t{job.site.url}{n}.html\t200\t1000\t20\tpage\n" for n, at in enumerate(moments)
    )
    (folder / GATHER_LOG).write_text(log, "utf-8")
    outcome = Outcome(
        lap=job.lap, is_complete=is_whole, is_whole=is_whole, why=tuple(why), observations=len(observations),
        unseen=(Unseen("failed", "超时", 3, (f"{job.site.url}slow.html",)),), drift=tuple(drift),
    )  # fmt: skip
    write_outcome(folder, outcome)
    return folder


def taken(job, *, at=MORNING, worker="w"):
    """The job as its worker holds it, begun at an instant."""
    from kaoping.web.gathering.models import Job

    Job.objects.filter(pk=job.pk).update(state="running", worker=worker, started_at=at, lease_until=at)
    return Job.objects.select_related("round", "site__unit").get(pk=job.pk)
