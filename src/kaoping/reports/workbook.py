"""Writes the report as a workbook: the same rows as the page, and all of them."""

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.workbook import Workbook

from kaoping.checks.observation import Answer, Observation
from kaoping.errors import OutputError

from .arrangement import about_of, facts_of, message_of, ordered
from .cells import Row, SheetWriter, Table
from .material import RunReport, SiteReport
from .matrix_sheets import matrix_sheets
from .words import (
    ANSWER_WORDS,
    LANE_WORDS,
    MARK_WORDS,
    PRECHECK_NOTE,
    STATE_WORDS,
    VETO_WORDS,
    duration,
    moment,
    period,
    size,
)

MOST_PAGES = 200  # addresses in one cell

OBSERVATION_COLUMNS = (
    ("网站", 20),
    ("单位", 20),
    ("类别", 11),
    ("检查项", 20),
    ("严重程度", 9),
    ("核实方式", 11),
    ("说明", 48),
    ("页面地址", 44),
    ("原文", 44),
    ("问题文字", 14),
    ("建议", 20),
    ("所指", 32),
    ("其他页面数", 10),
    ("其他页面", 40),
    ("依据", 36),
    ("依据标记", 14),
    ("整改", 32),
    ("证据摘要", 20),
    ("存档文件", 24),
    ("存档偏移", 12),
    ("看到时间", 17),
    ("检查编号", 26),
)
OVERVIEW = Table("概况", (("网站", 26), ("单位", 24), ("项目", 26), ("结果", 18), ("说明", 70), ("标记", 16)))
OBSERVATIONS: tuple[tuple[Table, Answer], ...] = (
    (Table("问题", OBSERVATION_COLUMNS, frozenset({7})), "problem"),
    (Table("待判断", OBSERVATION_COLUMNS, frozenset({7})), "unsure"),
    (Table("未检查", OBSERVATION_COLUMNS, frozenset({7})), "not_checked"),
)
SECTION_COLUMNS = (
    ("网站", 20),
    ("类别", 12),
    ("栏目", 26),
    ("位置", 36),
    ("状态", 12),
    ("最新日期", 12),
    ("距判断日期天数", 14),
    ("应更新", 14),
    ("条数", 8),
    ("地址", 44),
    ("说明", 36),
)
SECTIONS = Table("栏目", SECTION_COLUMNS, frozenset({9}))
UNVISITED_COLUMNS = (("网站", 20), ("情形", 12), ("原因", 36), ("该原因总数", 12), ("地址举例", 70))
NOT_VISITED = Table("未访问地址", UNVISITED_COLUMNS, frozenset({4}))


def write_report_xlsx(report: RunReport, path: Path) -> None:
    """
    Write every row of the run; memory stays flat and the same report gives the same bytes.

    Every text is a string cell: what a spreadsheet could take for a formula gets a leading apostrophe,
    and what XML cannot hold is shown as a symbol. Cells beyond Excel's limit are cut and say so.

    Raises:
        OutputError: The file cannot be written.
    """
    unfinished = path.with_name(f"{path.name}.part")
    created = datetime.combine(report.today, time())
    try:
        with xlsxwriter.Workbook(str(unfinished), {"constant_memory": True}) as workbook:
            workbook.set_properties({"title": "预检报告", "comments": PRECHECK_NOTE, "created": created})
            _write_sheets(workbook, report)
        unfinished.replace(path)
    except (OSError, XlsxWriterException) as error:
        raise OutputError(
            f"表格写不出来:{path}({error})。请检查磁盘空间和写入权限,并关闭已打开的表格。"
        ) from error


def _write_sheets(workbook: Workbook, report: RunReport) -> None:
    writer = SheetWriter(workbook)
    writer.write(OVERVIEW, _overview_rows(report))
    for table, answer in OBSERVATIONS:
        writer.write(table, _observation_rows(report, answer))
    writer.write(SECTIONS, _section_rows(report))
    writer.write(NOT_VISITED, _unvisited_rows(report))
    for table, rows in matrix_sheets(report):
        writer.write(table, rows)


def _overview_rows(report: RunReport) -> Iterator[Row]:
    yield "", "", "说明", "", PRECHECK_NOTE, ""
    yield "", "", "判断日期", report.today.isoformat(), "", ""
    yield "", "", "规则库版本", report.rulebook_version, "", ""
    yield "", "", "软件版本", report.product_version, "", ""
    yield "", "", "是否完整", "完整" if report.is_complete else "不完整", ";".join(report.incomplete_why), ""
    for site in report.sites:
        yield from _site_rows(site)


def _site_rows(site: SiteReport) -> Iterator[Row]:
    name, unit = name_of(site), site.unit
    yield name, unit, "首页", "", site.home_url, ""
    for line in site.verdict.lines:
        mark = MARK_WORDS.get(line.mark, line.mark)
        yield name, unit, f"{line.id} {line.name}", VETO_WORDS[line.state], line.reason, mark
    for answer, word in ANSWER_WORDS.items():
        yield name, unit, f"{word}条数", sum(seen.answer == answer for seen in site.observations), "", ""
    figures = (
        ("看懂页面", site.pages_seen),
        ("发现地址", site.pages_found),
        ("核验目标", site.targets_checked),
        ("发出请求", site.requests),
        ("最忙一秒请求", site.busiest_second),
    )
    for title, count in figures:
        yield name, unit, title, count, "", ""
    yield name, unit, "接收数据", size(site.bytes_received), "", ""
    yield name, unit, "用时", duration(site.started, site.finished), moment(site.started), ""
    for remark in site.remarks:
        yield name, unit, "备注", "", remark, ""


def _observation_rows(report: RunReport, answer: Answer) -> Iterator[Row]:
    for site in report.sites:
        chosen = (seen for seen in site.observations if seen.answer == answer)
        for seen in ordered(chosen, report):
            yield _observation_row(seen, site, report)


def _observation_row(seen: Observation, site: SiteReport, report: RunReport) -> Row:
    facts = facts_of(seen.check, report)
    others = tuple(dict.fromkeys(page for page in seen.pages if page != seen.url))
    return (
        name_of(site),
        seen.unit or site.unit,
        facts.group,
        facts.title,
        seen.severity,
        LANE_WORDS.get(seen.lane, seen.lane),
        message_of(seen),
        seen.url,
        seen.quote,
        seen.quote[slice(*seen.span)] if seen.span else "",
        seen.suggestion,
        " ".join(about_of(seen)),
        len(others),
        " ".join(others[:MOST_PAGES]),
        facts.basis,
        MARK_WORDS.get(facts.basis_mark, facts.basis_mark),
        facts.remedy,
        seen.evidence.digest,
        seen.evidence.archive,
        seen.evidence.offset if seen.evidence.archive else None,
        moment(seen.seen_at),
        seen.check,
    )


def _section_rows(report: RunReport) -> Iterator[Row]:
    for site in report.sites:
        for row in site.sections:
            yield (
                name_of(site),
                row.kind,
                row.name,
                " › ".join(row.path),
                STATE_WORDS.get(row.state, row.state),
                row.newest.isoformat() if row.newest else "",
                (report.today - row.newest).days if row.newest else None,
                period(row.period_days),
                row.item_count,
                row.url,
                row.note,
            )


def _unvisited_rows(report: RunReport) -> Iterator[Row]:
    for site in report.sites:
        for fate, coverages in (("去看了没看成", site.failures), ("没有去看", site.not_visited)):
            for coverage in coverages:
                for address in coverage.examples or ("",):
                    yield name_of(site), fate, coverage.reason, coverage.count, address


def name_of(site: SiteReport) -> str:
    """What people call the site."""
    return site.name or site.unit or site.site or "未命名网站"
