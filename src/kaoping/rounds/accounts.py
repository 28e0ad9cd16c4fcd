"""A check of new-media accounts from end to end: lanes opened, posts and accounts judged, results written."""

import asyncio
import sys
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from kaoping.archive import Archive
from kaoping.checks import load_checks, observation_json
from kaoping.errors import OutputError
from kaoping.pages.newmedia import Post, joined_posts
from kaoping.pages.personal import masked
from kaoping.reports.accounts import AccountsReport
from kaoping.rulebook import Rulebook

from .account_folder import AccountFolder, open_folder
from .account_judging import AccountsJudged, judge_accounts
from .account_lanes import Lanes, NetworkPlan, keep_given
from .account_pictures import read_pictures, refuse_without_library
from .checking import load_for_checks
from .coverage import HEAD, coverage_rows
from .csv_tables import csv_bytes
from .embryo import Embryo
from .lane_tasks import LanePool
from .material import check_facts
from .nursery import Nursery
from .outputs import write_gather_log
from .result_files import COVERAGE, OBSERVATIONS
from .run_file import ARCHIVE_FOLDER, STATE_FILE, write_whole
from .store import open_state

POSTS_TABLE, GIVEN = "posts.parquet", "given"
REPORT_HTML, REPORT_XLSX = "report.html", "report.xlsx"
T = TypeVar("T")
_USUAL = NetworkPlan()


@dataclass(frozen=True, slots=True)
class AccountsPlan:
    """What `kaoping accounts` was asked."""

    folder: Path
    today: date
    rulebook: Path | None = None
    network: NetworkPlan = _USUAL
    product_version: str = ""
    command: str = ""
    reads_pictures: bool = False


def check_accounts(
    plan: AccountsPlan,
    out: Path,
    *,
    on_phase: Callable[[str], None] = lambda _: None,
    embryo: Embryo | None = None,
) -> AccountsReport:
    """
    Check the accounts of a folder and write every output into `out`, a new or empty folder.
    `embryo` becomes the nursery of the children that read, where one was begun early.

    Raises:
        KaopingError: For what the user can mend; nothing is written before the lists are read without fault.
    """
    if plan.reads_pictures:
        refuse_without_library()
    rules = load_for_checks(plan.rulebook)
    on_phase("读取名单和清单")
    found = open_folder(plan.folder, today=plan.today)
    _prepare(out)
    judged = _run(_checked(plan, out, found, rules, on_phase, embryo))
    report = _report(plan, judged, rules)
    on_phase("写出结果")
    keep_given(plan.folder, found.files, out / GIVEN)
    _write(out, report)
    _write_coverage(out, judged)
    return report


async def _checked(
    plan: AccountsPlan,
    out: Path,
    found: AccountFolder,
    rules: Rulebook,
    on_phase: Callable[[str], None],
    embryo: Embryo | None,
) -> AccountsJudged:
    connection = open_state(out / STATE_FILE)
    run_id = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    archive = Archive(out / ARCHIVE_FOLDER, connection, run_id=run_id)
    try:
        async with Nursery(rules, plan.today, embryo) as nursery, LanePool(nursery) as pool:
            on_phase("读取订阅源和文章")
            await Lanes(found, nursery, plan.today, archive).open(plan.network, pool)
            archive.sync()
            posts = joined_posts(found.posts)
            if plan.reads_pictures:
                on_phase("识读图片")
                read = await read_pictures(posts, plan.network, archive, nursery)
                posts = read.posts
                found.remarks += read.remarks
                archive.sync()
            on_phase("判断")
            judged = await judge_accounts(found, posts, rules, plan.today, pool)
        write_gather_log(out, connection)
        return judged
    finally:
        archive.close()
        connection.close()


def _report(plan: AccountsPlan, judged: AccountsJudged, rules: Rulebook) -> AccountsReport:
    demand = rules.demand_of("newmedia.stale")
    return AccountsReport(
        today=plan.today,
        accounts=judged.rows,
        lanes=judged.lanes,
        posts=judged.posts,
        observations=judged.observations,
        checks={c.id: check_facts(c, rules) for c in load_checks().values() if c.is_of_accounts},
        remarks=judged.remarks,
        window_days=int(demand.options["window_days"]) if demand else 14,
        rulebook_version=rules.version,
        product_version=plan.product_version,
        command=plan.command,
    )


def _write(out: Path, report: AccountsReport) -> None:
    from kaoping.reports.accounts_html import write_accounts_html
    from kaoping.reports.accounts_workbook import write_accounts_xlsx
    from kaoping.reports.posts_table import write_posts_table

    write_whole(out / OBSERVATIONS, b"".join(observation_json(o) + b"\n" for o in report.observations))
    names = {row.seen.site: row.seen for row in report.accounts}
    rows = (_post_row(post, names[post.site].platform, names[post.site].name) for post in report.posts)
    write_posts_table(rows, out / POSTS_TABLE)
    write_accounts_html(report, out / REPORT_HTML)
    write_accounts_xlsx(report, out / REPORT_XLSX)


def _write_coverage(out: Path, judged: AccountsJudged) -> None:
    rows = (
        row
        for one in sorted(judged.rows, key=lambda r: r.seen.site)
        for row in coverage_rows(
            one.seen.site,
            one.seen.unit,
            judged.looked_at[one.seen.site],
            (o for o in judged.observations if o.site == one.seen.site),
        )
    )
    write_whole(out / COVERAGE, csv_bytes(HEAD, rows))


def _post_row(post: Post, platform: str, account: str) -> Mapping[str, object]:
    return {
        "site": post.site,
        "unit": post.unit,
        "platform": platform,
        "account": account,
        "url": post.url,
        "title": masked(post.title),
        "published": post.published,
        "lane": post.lane,
        "told_by": "、".join(post.told_by),
        "where": post.where,
        "deleted": post.deleted,
        "doubt": post.doubt,
        "text_length": len(post.text),
        "pictures": len(post.pictures),
        "digest": post.digest,
        "seen_at": post.seen_at,
    }


def _prepare(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise OutputError(f"{out} 是一个文件,不能作为输出目录。请换一个 --out 目录。")
    if out.is_dir() and any(out.iterdir()):
        raise OutputError(f"输出目录 {out} 不是空目录。请换一个空的 --out 目录。")
    try:
        (out / ARCHIVE_FOLDER).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"无法建立输出目录 {out}:{error.strerror}。") from error


def _run(work: Coroutine[Any, Any, T]) -> T:
    if sys.platform != "win32":
        import uvloop

        return uvloop.run(work)
    return asyncio.run(work)
