"""Findings and open suspects as rows: number, page, words quoted, evidence; inside also who and why."""

from collections.abc import Mapping

from kaoping.findings import Finding

from ..words import moment
from .discretion import digest_of, page_of, quote_of, seen_by, words_of
from .material import RoundFacts
from .publication import Cell, Column, Grid, Row
from .score_words import FINDINGS, OPEN

FINDING_COLUMNS = (
    Column("序号", 3.2, "count"),
    Column("问题编号", 5.5, "sign"),
    Column("指标", 7, "name"),
    Column("细则", 4.5, "sign"),
    Column("问题", 14),
    Column("页面", 15, "link"),
    Column("原文", 11),
    Column("证据摘要", 8, "digest"),
    Column("发现途径", 5.5, "sign"),
)
INNER_COLUMNS = (Column("发现时间", 6.4, "sign"), Column("确认", 9))
LONGEST_QUOTE = 120


def finding_grid(findings: tuple[Finding, ...], facts: RoundFacts, titles: Mapping[str, str]) -> Grid:
    """Confirmed findings, numbered from 1 in their order; the internal edition says who confirmed and why."""
    columns = FINDING_COLUMNS if facts.is_public else (*FINDING_COLUMNS, *INNER_COLUMNS)
    rows = tuple(_row(number, one, facts, titles) for number, one in enumerate(findings, 1))
    return Grid(FINDINGS, columns, rows)


def suspect_grid(suspects: tuple[Finding, ...], facts: RoundFacts, titles: Mapping[str, str]) -> Grid:
    """What nobody has decided yet, in the order given."""
    columns = (*FINDING_COLUMNS, *INNER_COLUMNS)
    rows = tuple(_row(number, one, facts, titles) for number, one in enumerate(suspects, 1))
    return Grid(OPEN, columns, rows)


def _row(number: int, finding: Finding, facts: RoundFacts, titles: Mapping[str, str]) -> Row:
    suspect, is_public = finding.suspect, facts.is_public
    quote = quote_of(finding, is_public)
    cells: tuple[Cell, ...] = (
        number,
        finding.id,
        titles.get(suspect.indicator, suspect.indicator),
        suspect.rule,
        words_of(suspect.message, is_public),
        page_of(finding, is_public),
        quote if len(quote) <= LONGEST_QUOTE else f"{quote[:LONGEST_QUOTE]}…",
        digest_of(finding),
        seen_by(finding, is_public),
    )
    return cells if is_public else (*cells, _first_seen(finding), _confirmed(finding))


def _first_seen(finding: Finding) -> str:
    instants = [one.seen_at for one in finding.suspect.witnesses if one.seen_at is not None]
    return moment(min(instants, default=None))


def _confirmed(finding: Finding) -> str:
    decision = finding.decision
    if decision is None:
        return ""
    who = "、".join(name for name in (decision.by or "机器两次所见", decision.second_by) if name)
    return ";".join(part for part in (who, moment(decision.at), decision.reason) if part)
