"""Writes the report on accounts as a workbook: every row of it."""

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from kaoping.checks.observation import Observation
from kaoping.errors import OutputError
from kaoping.pages.newmedia import lane_of
from kaoping.pages.personal import masked

from .accounts import AccountsReport
from .cells import Row, SheetWriter, Table
from .words import ANSWER_WORDS, LANE_WORDS, moment

ACCOUNTS = Table(
    "账号",
    (
        ("单位", 22), ("平台", 12), ("账号", 24), ("状态", 8), ("最近发布", 12), ("距监测点天数", 12),
        ("推文数", 8), ("最长间断(天)", 12), ("累计断更(天)", 12), ("数据来源", 36), ("功能核查", 16),
        ("问题", 8), ("待判断", 8),
    ),
)  # fmt: skip
SEEN = (
    ("单位", 22), ("账号", 26), ("检查项", 22), ("严重程度", 9), ("核实方式", 11), ("说明", 50),
    ("推文地址", 44), ("原文", 44), ("建议", 20), ("其他推文数", 10), ("依据", 36), ("整改", 32),
    ("证据摘要", 20), ("证据位置", 26), ("看到时间", 17), ("检查编号", 24),
)  # fmt: skip
POSTS = Table(
    "推文",
    (
        ("单位", 22), ("账号", 26), ("标题", 48), ("发布日期", 12), ("来源", 18), ("全部来源", 24),
        ("地址", 44), ("字数", 8), ("图片", 6), ("已删除", 20), ("日期疑点", 36), ("出处", 30),
    ),
    frozenset({6}),
)  # fmt: skip
LANES = Table("数据来源", (("来源", 24), ("账号数", 10), ("推文数", 10)))
REMARKS = Table("资料说明", (("说明", 100),))


def write_accounts_xlsx(report: AccountsReport, path: Path) -> None:
    """
    Write every row; cells can do nothing but be read, and the same report gives the same bytes.

    Raises:
        OutputError: The file cannot be written.
    """
    unfinished = path.with_name(f"{path.name}.part")
    created = datetime.combine(report.today, time())
    try:
        with xlsxwriter.Workbook(str(unfinished), {"constant_memory": True}) as workbook:
            workbook.set_properties({"title": "政务新媒体检查报告", "created": created})
            writer = SheetWriter(workbook)
            writer.write(ACCOUNTS, _accounts(report))
            for answer, name in ANSWER_WORDS.items():
                writer.write(Table(name, SEEN, frozenset({6})), (_seen(o, report) for o in report.of(answer)))
            writer.write(POSTS, _posts(report))
            writer.write(LANES, ((lane.name, lane.accounts, lane.posts) for lane in report.lanes))
            writer.write(REMARKS, ((words,) for words in report.remarks))
        unfinished.replace(path)
    except (OSError, XlsxWriterException) as error:
        raise OutputError(
            f"表格写不出来:{path}({error})。请检查磁盘空间和写入权限,并关闭已打开的表格。"
        ) from error


def _accounts(report: AccountsReport) -> Iterator[Row]:
    for row in report.accounts:
        one = row.seen
        yield (
            one.unit,
            one.platform,
            one.name,
            one.state,
            one.newest.isoformat() if one.newest else "",
            row.days_since,
            one.post_count,
            row.longest_gap,
            row.broken_days,
            "、".join(one.lanes) or "没有数据",
            row.functions,
            row.problems,
            row.unsure,
        )


def _seen(one: Observation, report: AccountsReport) -> Row:
    facts = report.checks[one.check]
    return (
        one.unit,
        one.site,
        facts.title,
        one.severity,
        LANE_WORDS[one.lane],
        one.message,
        one.url,
        one.quote,
        one.suggestion,
        len(one.pages),
        facts.basis,
        facts.remedy,
        one.evidence.digest,
        f"{one.evidence.archive}:{one.evidence.offset}" if one.evidence.archive else "",
        moment(one.seen_at) if one.seen_at else "",
        one.check,
    )


def _posts(report: AccountsReport) -> Iterator[Row]:
    for post in report.posts:
        yield (
            post.unit,
            post.site,
            masked(post.title),
            post.published.isoformat() if post.published else "",
            lane_of(post.lane).name,
            "、".join(lane_of(one).name for one in post.told_by),
            post.url,
            len(post.text),
            len(post.pictures),
            post.deleted,
            post.doubt,
            post.where,
        )
