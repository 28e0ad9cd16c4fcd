"""A pre-check from end to end, and its replay: gather, judge, write."""

import asyncio
import shutil
import sqlite3
import sys
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from kaoping import __version__
from kaoping.checks import load_checks
from kaoping.errors import OutputError, RosterError, UsageError
from kaoping.gather import Frontier, host_of, normalise
from kaoping.reports import RunReport
from kaoping.roster import MappingEntry, SiteEntry
from kaoping.rulebook import Rulebook, load_rulebook, validate_options

from .coverage import write_coverage
from .cut_short import cut_sites
from .embryo import Embryo
from .judging import Judgement, SiteJudge
from .material import run_report
from .memory import give_back
from .outputs import write_gather_log, write_observations, write_reports
from .previous import Previous
from .progress import Progress
from .questions import write_mapping, write_questions
from .rejudging import change_since, marked, still_marked
from .replaying import replay_archive
from .result_files import PAGES_TABLE
from .room import room_told
from .run_file import (
    STATE_FILE,
    RunPlan,
    Since,
    merged,
    own_hosts,
    prepare_folder,
    read_run,
    write_run,
)
from .session import Session, quiet_hours
from .store import PageStore, open_state, small_cache
from .stores.bringing import AtHand
from .table_child import finish_table, start_table

T = TypeVar("T")


def check_sites(
    plan: RunPlan,
    folder: Path,
    *,
    is_resumed: bool,
    previous: Path | None = None,
    progress: Progress,
    on_tick: Callable[[], None],
    has_reports: bool = True,
    embryo: Embryo | None = None,
) -> RunReport:
    """
    Gather the plan's sites into `folder`, judge them, write every output; without reports what people read of
    a run by itself (page, workbook, table of pages) is left out; `replay_run` writes it when it is wanted.
    `embryo` becomes the nursery of the children that read, where one was begun early.

    Raises:
        KaopingError: For what the user can mend: a wrong rulebook, a folder in use, two sites on one host.
    """
    rules = load_for_checks(Path(plan.rulebook) if plan.rulebook else None)
    refuse_twins(plan.sites)
    # what the user can mend is said before anything is written
    quiet_hours(plan.quiet_hours)
    earlier = Previous(previous) if previous else None
    run_id = plan.run_id or datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    plan = replace(plan, run_id=run_id, rulebook_version=rules.version)
    begun = prepare_folder(folder, marked(plan, rules), is_resumed=is_resumed)
    plan = still_marked(begun, rules)
    if plan != begun:
        write_run(folder, plan)
    with room_told(folder, "加 --resume 再执行一次"):
        gathered = gather(
            plan, folder, rules, previous=earlier, progress=progress, on_tick=on_tick, embryo=embryo
        )
        return _judge_and_write(
            gathered.plan,
            folder,
            gathered.connection,
            rules,
            gathered.why,
            progress,
            on_tick,
            has_reports=has_reports,
        )


@dataclass(frozen=True, slots=True)
class Gathered:
    """What gathering left: the plan with what was cut short, the open state file, and why it ended early."""

    plan: RunPlan
    connection: sqlite3.Connection
    why: tuple[str, ...]


def gather(
    plan: RunPlan,
    folder: Path,
    rules: Rulebook,
    *,
    previous: Previous | None = None,
    progress: Progress,
    on_tick: Callable[[], None],
    embryo: Embryo | None = None,
) -> Gathered:
    """Gather the plan's sites into a folder that `prepare_folder` made ready."""
    session = Session(
        plan, folder, rules, previous=previous, progress=progress, on_tick=on_tick, embryo=embryo
    )
    try:
        why = _run(session.run()).why
    finally:
        session.close()
    plan = replace(plan, cut_short=cut_sites(session.connection))
    write_run(folder, plan)
    return Gathered(plan, session.connection, why)


def replay_run(
    run: AtHand,
    *,
    out: Path,
    today: date | None,
    rulebook: Path | None,
    mapping: Sequence[MappingEntry] = (),
    only_changed: Since | None = None,
    progress: Progress,
    on_tick: Callable[[], None],
    embryo: Embryo | None = None,
) -> RunReport:
    """
    Judge a stored run again, without the network.

    Args:
        run: An output folder of `check_sites` or of an earlier replay (`at_hand`).
        out: Where results are written; may be the run's folder itself.
        today: Another monitoring day, or None for the run's own.
        rulebook: Another office's folder, or None for the run's own.
        mapping: Decisions besides those that the run was given; they win over them.
        only_changed: Read again only what the change of the rules can touch: the same bytes, sooner. But what
            is kept is not held against the archive: a proof reads all.
        embryo: As in `check_sites`.
    """
    folder = run.folder
    begun = plan = read_run(folder)
    is_elsewhere = out.resolve() != folder.resolve()
    hosts = Path(plan.own_hosts) if plan.own_hosts and run.origin and is_elsewhere else None
    plan = replace(
        plan,
        archive=run.origin or str(run.archive.resolve()) if is_elsewhere else plan.archive,
        own_hosts=str(out.resolve() / hosts.name) if hosts else plan.own_hosts,
        today=today or plan.today,
        rulebook=str(rulebook.resolve()) if rulebook else plan.rulebook,
        product_version=__version__,
        mapping=merged(plan.mapping, mapping),
    )
    rules = load_for_checks(Path(plan.rulebook) if plan.rulebook else None)
    change = change_since(only_changed, begun, plan.today, rules)
    progress.read_all_because = change.why if only_changed else ""
    plan = marked(plan, rules)
    with room_told(out, "换一个空的 --out 目录再执行一次" if is_elsewhere else "再执行一次"):
        connection = _state_for_replay(folder, out, plan)
        if hosts:
            shutil.copyfile(hosts, out / hosts.name)  # what was brought from a store goes again
        _run(
            replay_archive(
                connection,
                run.archive,
                plan,
                rules,
                change=change,
                progress=progress,
                on_tick=on_tick,
                embryo=embryo,
            )
        )
        return _judge_and_write(plan, out, connection, rules, (), progress, on_tick)


def load_for_checks(folder: Path | None) -> Rulebook:
    """The rulebook, with its options held against the checks that exist. Raises `RulebookError`."""
    rules = load_rulebook(folder)
    validate_options(rules, {check.id: frozenset(check.options) for check in load_checks().values()})
    return rules


def refuse_twins(sites: Iterable[SiteEntry]) -> None:
    """Raises `RosterError` where there is no site, or two stand on one host."""
    seen: dict[str, SiteEntry] = {}
    for entry in sites:
        home = normalise(entry.url)
        if home is None:
            raise RosterError(
                f"网址 {entry.url} 不是有效的网站地址。请写成 http://www.example.gov.cn 的样子。"
            )
        key = host_of(home)
        if key in seen:
            where = f"第{entry.row}行与第{seen[key].row}行" if entry.row else "所给网址中有两个"
            raise RosterError(f"{where}是同一主机 {key}。一台主机只能列一次,请删去一个。")
        seen[key] = entry
    if not seen:
        raise UsageError("没有要检查的网站。请给出网址或网站名单。")


def _state_for_replay(folder: Path, out: Path, plan: RunPlan) -> sqlite3.Connection:
    if out.resolve() != folder.resolve():
        if out.is_dir() and any(out.iterdir()):
            raise OutputError(f"输出目录 {out} 不是空目录。请换一个空的 --out 目录。")
        out.mkdir(parents=True, exist_ok=True)
        if (folder / STATE_FILE).exists():
            with sqlite3.connect(folder / STATE_FILE) as source, sqlite3.connect(out / STATE_FILE) as target:
                source.backup(target)
        write_run(out, plan)
    connection = open_state(out / STATE_FILE)
    Frontier(connection)  # its table, where only the archive was kept
    return connection


def _judge_and_write(
    plan: RunPlan,
    folder: Path,
    connection: sqlite3.Connection,
    rules: Rulebook,
    why: tuple[str, ...],
    progress: Progress,
    on_tick: Callable[[], None],
    *,
    has_reports: bool = True,
) -> RunReport:
    small_cache(connection)
    give_back(connection)  # what gathering held may go before the tables are made
    progress.phase = "汇总"
    hosts = [host_of(normalise(s.url) or "") for s in plan.sites]
    table = start_table(folder / STATE_FILE, folder / PAGES_TABLE, hosts) if has_reports else None
    judge = SiteJudge(
        connection,
        PageStore(connection),
        rules,
        plan.today,
        plan.sites,
        mapping=plan.mapping,
        own_hosts=own_hosts(plan),
    )
    judgements: list[Judgement] = []
    for entry in plan.sites:
        judgements.append(judge.judge(entry))
        on_tick()
    report = run_report(plan, connection, judgements, rules, why)
    write_observations(folder, judgements)
    write_coverage(folder, judgements)
    write_gather_log(folder, connection)
    write_mapping(folder, plan.mapping)
    write_questions(folder, (j.maps.disclosure for j in judgements))
    if table is not None:
        write_reports(folder, report)
        finish_table(table)
    connection.close()
    return report


def _run(work: Coroutine[Any, Any, T]) -> T:
    if sys.platform != "win32":
        import uvloop

        return uvloop.run(work)
    return asyncio.run(work)
