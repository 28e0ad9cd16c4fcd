"""
Many sites, or many archives, as jobs of an engine; and one result of all of them.

One unit's sites are one job, for they are judged together. Each job's folder below ``jobs/`` is what
`kaoping check` leaves, and can be replayed alone.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import Path

from kaoping.errors import OutputError, UsageError
from kaoping.gather import host_of, normalise, split_port
from kaoping.gather.platforms import Resolve, hosts_of, resolved
from kaoping.roster import MappingEntry, SiteEntry

from .checking import load_for_checks, refuse_twins
from .engines import JobEnd, JobTable, Order, alone, conduct, open_engine
from .engines.conducting import Tell
from .engines.jobs import stamped
from .engines.table import JobRow, read_table
from .joined_outputs import join_outputs
from .run_file import RunPlan, Since, write_whole
from .session import quiet_hours
from .stores import is_address, open_store, plan_at, runs_at
from .unit_pairs import unit_key

HOSTS_FILE = "hosts.txt"
LONGEST_KEY = 80


@dataclass(frozen=True, slots=True)
class ManyEnd:
    """How it went: each job's end, by key, in order."""

    table: JobTable
    ends: Mapping[str, JobEnd]


@dataclass(frozen=True, slots=True)
class Spread:
    """
    Where the jobs are done: ``embedded`` or a scheduler's address; `at_once` 0 for as many as cores; `store`:
    the address at which all is kept once it is over, or ``""``.
    """

    engine: str
    at_once: int = 0
    store: str = ""
    resolve: Resolve = resolved


def check_many(
    plan: RunPlan, out: Path, spread: Spread, *, is_resumed: bool, previous: Path | None = None, tell: Tell
) -> ManyEnd:
    """
    Gather and judge the plan's sites as jobs of an engine; `plan.max_minutes` holds for each job.

    Raises:
        KaopingError: For what the user can mend.
    """
    load_for_checks(Path(plan.rulebook) if plan.rulebook else None)
    refuse_twins(plan.sites)
    quiet_hours(plan.quiet_hours)
    store = open_store(spread.store).address if spread.store else ""
    groups: dict[str, list[SiteEntry]] = {}
    for entry in plan.sites:
        groups.setdefault(unit_key(entry), []).append(entry)
    rows = tuple(JobRow(job_key(sites), tuple(sites)) for sites in groups.values())
    run_id = plan.run_id or datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    with open_engine(spread.engine, at_once=spread.at_once) as engine:
        table = _prepared(out, JobTable("check", run_id, rows), is_resumed=is_resumed)
        with alone(out, engine.name):
            write_whole(out / HOSTS_FILE, "\n".join(sorted(_own_hosts(plan.sites))).encode())
            shared = hosts_of((site.url for site in plan.sites), resolve=spread.resolve)
            orders = [
                replace(_gathering(row, plan, table, out.resolve(), previous, shared), store=store)
                for row in table.jobs
            ]
            ends = conduct(orders, engine, out, tell=tell)
            join_outputs(out, table, ends)
    return ManyEnd(table, ends)


def replay_many(
    sources: Sequence[str],
    out: Path,
    spread: Spread,
    *,
    today: date | None,
    rulebook: Path | None,
    mapping: Sequence[MappingEntry] = (),
    only_changed: Since | None = None,
    is_resumed: bool,
    tell: Tell,
) -> ManyEnd:
    """
    Judge many stored runs again as jobs of an engine, without the network.

    Args:
        sources: Output folders of `check_sites`, of `check_many`, or of earlier replays of either; or their
            addresses in a store.

    Raises:
        KaopingError: For what the user can mend.
    """
    load_for_checks(rulebook)
    rows = tuple(_replay_rows([run for source in sources for run in runs_at(source)]))
    with open_engine(spread.engine, at_once=spread.at_once) as engine:
        table = _prepared(out, JobTable("replay", "", rows), is_resumed=is_resumed)
        with alone(out, engine.name):
            orders = [
                stamped(
                    Order(
                        key=row.key, root=str(out.resolve()), source=row.source, today=today,
                        rulebook=str(rulebook.resolve()) if rulebook else "", mapping=tuple(mapping),
                        only_changed=only_changed,
                    )
                )
                for row in table.jobs
            ]  # fmt: skip
            ends = conduct(orders, engine, out, tell=tell)
            join_outputs(out, table, ends)
    return ManyEnd(table, ends)


def job_key(sites: Sequence[SiteEntry]) -> str:
    """A folder's name for the job of one unit's sites: the first one's host, and a digest of all."""
    keys = sorted(host_of(normalise(site.url) or site.url) for site in sites)
    digest = blake2b("\n".join(keys).encode(), digest_size=4).hexdigest()
    return f"{re.sub('[^a-z0-9.-]', '_', keys[0])[:LONGEST_KEY]}-{digest}"


def _replay_rows(runs: Sequence[str]) -> list[JobRow]:
    if not runs:
        raise UsageError("没有要重新判断的存档。请给出检查的输出目录。")
    rows: dict[str, JobRow] = {}
    for run in runs:
        plan = plan_at(run)
        key = job_key(plan.sites)
        if key in rows:
            key = f"{key}-{re.sub('[^A-Za-z0-9-]', '_', plan.run_id)}"
        if key in rows:
            raise UsageError(f"{run} 与 {rows[key].source} 是同一次检查,请只给一个。")
        rows[key] = JobRow(key, plan.sites, run if is_address(run) else str(Path(run).resolve()))
    return list(rows.values())


def _prepared(out: Path, table: JobTable, *, is_resumed: bool) -> JobTable:
    """The table in force; a resumed one keeps what it began with. Raises `OutputError`."""
    if out.exists() and not out.is_dir():
        raise OutputError(f"{out} 是一个文件,不能作为输出目录。请换一个 --out 目录。")
    begun = read_table(out) if out.is_dir() else None
    if begun is None:
        if out.is_dir() and any(out.iterdir()):
            raise OutputError(f"输出目录 {out} 不是空目录。请换一个空的 --out 目录。")
        out.mkdir(parents=True, exist_ok=True)
        table.write(out)
        return table
    if not is_resumed:
        raise OutputError(
            f"输出目录 {out} 已有一次检查的结果。续查请加 --resume,重新检查请换一个 --out 目录。"
        )
    if (begun.kind, [row.key for row in begun.jobs]) != (table.kind, [row.key for row in table.jobs]):
        raise OutputError(f"{out} 中是另一批网站的检查,不能用 --resume 续查。请换一个 --out 目录。")
    return begun


def _gathering(
    row: JobRow,
    plan: RunPlan,
    table: JobTable,
    root: Path,
    previous: Path | None,
    shared: Mapping[str, frozenset[str]],
) -> Order:
    earlier = previous / "jobs" / row.key if previous else None
    own = replace(
        plan,
        sites=row.sites,
        run_id=f"{table.run_id}-{row.key.rpartition('-')[2]}",
        own_hosts=str(root / HOSTS_FILE),
        allowed=_allowed(plan),
    )
    return stamped(
        Order(
            key=row.key,
            root=str(root),
            plan=own,
            previous=str(earlier.resolve()) if earlier and earlier.is_dir() else "",
            hosts=tuple(sorted({host for site in row.sites for host in shared.get(site.url, ())})),
        )
    )


def _own_hosts(sites: Sequence[SiteEntry]) -> set[str]:
    return {host_of(home) for site in sites if (home := normalise(site.url))}


def _allowed(plan: RunPlan) -> tuple[tuple[str, int], ...]:
    """Private hosts that a job may reach: the other sites of the roster too, as in one run of all."""
    if not plan.allow_private:
        return plan.allowed
    homes = [home for site in plan.sites if (home := normalise(site.url))]
    return (*plan.allowed, *(split_port(host_of(home), home.partition(":")[0]) for home in homes))
