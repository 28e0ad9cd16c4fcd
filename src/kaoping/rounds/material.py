"""Puts together what the reports say of a run."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from kaoping.checks import Check, load_checks
from kaoping.gather import Frontier
from kaoping.pages import Section
from kaoping.pages.replies import measure
from kaoping.reports import CheckFacts, Coverage, RunReport, SectionRow, SiteReport
from kaoping.reports.interaction import InteractionPart, interaction_part
from kaoping.rulebook import Rulebook
from kaoping.scoring import precheck_verdict

from .attachment_store import AttachmentStore
from .attachments import OVER_NUMBER, Attachments
from .judging import Judgement
from .matrix_material import item_rows, township_rows
from .outputs import busiest_second, span
from .run_file import RunPlan
from .store import CACHE_MB, OWN_REQUESTS, PageStore, fact

SECTION_KIND_WORDS = {
    "news": "动态要闻",
    "notice": "通知公告",
    "policy": "政策文件",
    "interpretation": "政策解读",
    "plan": "规划计划",
    "personnel": "人事信息",
    "finance": "财政资金",
    "statistics": "统计数据",
    "overview": "概况职能",
    "leaders": "领导信息",
    "disclosure": "信息公开",
    "annual_report": "公开年报",
    "interaction": "互动交流",
    "service": "办事服务",
    "topic": "专题专栏",
    "other": "其他",
}
DAYS_A_MONTH = 30.44
MOST_EXAMPLES = 20


def run_report(
    plan: RunPlan,
    connection: sqlite3.Connection,
    judgements: Sequence[Judgement],
    rules: Rulebook,
    why: Iterable[str],
) -> RunReport:
    """The whole run as the reports need it. `why` says what cut it short."""
    reasons = [*why, *_unseen_sites(judgements)]
    return RunReport(
        sites=tuple(_site_report(j, connection, rules, plan.today) for j in judgements),
        today=plan.today,
        rulebook_version=rules.version,
        product_version=plan.product_version,
        is_complete=not reasons,
        incomplete_why=tuple(reasons),
        checks={c.id: check_facts(c, rules) for c in load_checks().values()},
        command=plan.command,
    )


def _unseen_sites(judgements: Sequence[Judgement]) -> Iterator[str]:
    for j in judgements:
        is_accused = any(o.check == "upkeep.unreachable" and o.answer == "problem" for o in j.observations)
        if j.site.home is None and not j.site.pages_seen and not is_accused:
            who = j.entry.name or j.entry.unit or j.site.site
            yield f"{who}:{j.site.home_unseen or '没有看到首页'},未能检查"


def check_facts(check: Check, rules: Rulebook) -> CheckFacts:
    """What reports say of a check: the words of the rulebook's demand, else its own."""
    indicator = rules.demand_of(check.id)
    if indicator is None:
        return CheckFacts(
            id=check.id, title=check.title, basis=check.basis, remedy=check.remedy, lane=check.lane
        )
    return CheckFacts(
        id=check.id,
        title=indicator.title or check.title,
        group=indicator.group,
        basis=indicator.basis or check.basis,
        basis_mark=indicator.basis_mark,
        remedy=indicator.remedy or check.remedy,
        lane=check.lane,
    )


def _site_report(j: Judgement, connection: sqlite3.Connection, rules: Rulebook, today: date) -> SiteReport:
    key = j.site.site
    requests, received = connection.execute(
        f"SELECT count(*), coalesce(sum(body_bytes),0) FROM captures WHERE site=? AND {OWN_REQUESTS}", (key,)
    ).fetchone()
    started, finished = span(connection, key)
    not_browsed = fact(connection, "no_browser")
    is_needed = any(s.needs_rendering for s in j.sections)
    return SiteReport(
        site=key,
        unit=j.entry.unit,
        unit_kind=j.entry.unit_kind,
        name=j.entry.name,
        home_url=j.site.home_url,
        verdict=precheck_verdict(j.site, j.observations, j.sections, rules),
        observations=j.observations,
        sections=tuple(_section_rows(j, rules)),
        interaction=_interaction(j, rules, today),
        pages_found=_pages_found(connection, key),
        pages_seen=j.site.pages_seen,
        targets_checked=j.targets_checked,
        looked_at=j.looked_at,
        interpretations=j.interpretations,
        items=item_rows(j.maps.disclosure, rules) if j.site.pages_seen else (),
        townships=township_rows(j.maps.platforms) if j.site.pages_seen else (),
        requests=requests,
        bytes_received=received,
        started=started,
        finished=finished,
        busiest_second=busiest_second(connection, key),
        not_visited=tuple(
            Coverage(n.reason, n.count, n.examples)
            for n in Frontier(connection, cache_mb=CACHE_MB).not_visited(key)
        )
        + _unfetched(connection, key),
        failures=tuple(_failures(connection, key)),
        remarks=(*j.remarks, *((not_browsed,) if not_browsed and is_needed else ())),
    )


def _interaction(j: Judgement, rules: Rulebook, today: date) -> InteractionPart:
    """The part on interaction, measured by the limits of the rulebook's indicator; none without one."""
    indicator = rules.demand_of("interaction.reply_overdue")
    if indicator is None or not j.maps.interaction.site:
        return InteractionPart()
    reading = j.maps.interaction
    replies = measure(reading.messages, rules.workdays, today=today, **indicator.options)
    guides = rules.demand_of("interaction.guide_incomplete")
    return interaction_part(reading, replies, guides.options["missing_classes"] if guides else 4)


def _pages_found(connection: sqlite3.Connection, key: str) -> int:
    """Pages known on the site's own hosts: its own, and the twin with or without ``www.``."""
    rows = connection.execute(
        "SELECT host, count(*) FROM urls WHERE site=? AND target IN ('page','frame') GROUP BY host", (key,)
    )
    return sum(count for host, count in rows if host.removeprefix("www.") == key.removeprefix("www."))


def _failures(connection: sqlite3.Connection, key: str) -> Iterator[Coverage]:
    rows: dict[str, list[str]] = {}
    for url, reason in connection.execute(
        "SELECT url, reason FROM urls WHERE site=? AND state=5 ORDER BY url", (key,)
    ):
        rows.setdefault(reason, []).append(url)
    for reason, urls in sorted(rows.items(), key=lambda row: (-len(row[1]), row[0])):
        yield Coverage(reason, len(urls), tuple(urls[:MOST_EXAMPLES]))


def _unfetched(connection: sqlite3.Connection, key: str) -> tuple[Coverage, ...]:
    store, files = PageStore(connection), AttachmentStore(connection)
    urls = Attachments(connection, store, files, key).over_number()
    return (Coverage(OVER_NUMBER, len(urls), tuple(urls[:MOST_EXAMPLES])),) if urls else ()


def _section_rows(j: Judgement, rules: Rulebook) -> Iterator[SectionRow]:
    told: dict[str, tuple[str, str]] = {}
    for o in j.observations:
        if o.check in ("upkeep.section_stale", "upkeep.section_empty"):
            for url in (o.url, *o.pages):
                told[url] = (o.check, o.answer)
    indicator = rules.demand_of("upkeep.section_stale")
    options = indicator.options if indicator else {}
    for section in j.sections:
        yield _section_row(section, told.get(section.url), _period_days(section, options))


def _section_row(section: Section, told: tuple[str, str] | None, period: int | None) -> SectionRow:
    state, note = "fresh", ""
    if told is not None:
        check, answer = told
        state = "unseen" if answer != "problem" else "empty" if check.endswith("empty") else "stale"
    elif section.unseen or section.needs_rendering:
        state, note = "unseen", section.unseen or section.needs_rendering
    elif period is None:
        state = "long_term"
    return SectionRow(
        name=section.name,
        path=section.path,
        kind=SECTION_KIND_WORDS[section.kind],
        url=section.url,
        newest=section.newest,
        item_count=section.item_count,
        period_days=period,
        state=state,  # type: ignore[arg-type]
        note=note or ("专题或归档" if section.is_archive else section.empty_words),
    )


def _period_days(section: Section, options: Mapping[str, object]) -> int | None:
    if section.is_archive:
        return None
    days = options.get(f"{section.kind}_days")
    if isinstance(days, int):
        return days
    months = options.get(f"{section.kind}_months")
    return round(months * DAYS_A_MONTH) if isinstance(months, int) else None
