"""
Section not updated (栏目不更新).

Looks at:     the newest date among a section's rows; pinned old rows do not matter: the newest decides.
Problem when: it is older than the period that the office registered for this section, else that of the
              section's kind. Kinds without a period are not judged. An exemption that has expired does not
              hold, and the message says so.
Unsure when:  the rows could not be seen, need rendering, or at least half of them bear no date. The national
              rule takes information without a date for not updated; whether none is printed, a person sees.
Silent:       archives and topics; a section that the office exempts, as long as that is in force.
Not its job:  an empty section; see `upkeep.section_empty`.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from kaoping.pages.replies import months_before
from kaoping.pages.subjects import Section
from kaoping.rulebook import Rulebook, SectionTerm, section_term

from ..declaration import check
from ..observation import Observation, problem, unsure

KIND_WORDS = {
    "news": "动态要闻", "notice": "通知公告", "policy": "政策文件", "interpretation": "政策解读",
    "plan": "规划计划", "personnel": "人事信息",
}  # fmt: skip
UNDATED_RULE = "未注明发布时间的按未更新看待,请人工核对"


@check(
    title="栏目不更新",
    reads=Section,
    lane="machine",
    message="“{name}”({kind_words}类)最新信息日期为{newest},距检查日已{days}天,超过{period}未更新{note}",
    basis="国办秘函〔2019〕19号网站检查指标第一部分“栏目不更新”",
    remedy="请补发应公开的信息;确无内容的,按程序撤并栏目或转为归档专题。",
)
def section_stale(
    section: Section,
    rules: Rulebook,
    *,
    news_days: int,
    notice_months: int,
    policy_months: int,
    interpretation_months: int,
    plan_months: int,
    personnel_months: int,
    today: date,
) -> Iterator[Observation]:
    months = {
        "notice": notice_months,
        "policy": policy_months,
        "interpretation": interpretation_months,
        "plan": plan_months,
        "personnel": personnel_months,
    }
    term = section_term(rules.section_terms, section.unit, (section.name, section.url), today)
    is_registered = term is not None and not term.is_expired(today)
    if section.is_archive or (is_registered and term is not None and term.period_days is None):
        return
    if is_registered and term is not None and term.period_days is not None:
        oldest_allowed = today - timedelta(days=term.period_days)
        period = f"登记的{term.period_days}天"
    elif section.kind == "news":
        oldest_allowed, period = today - timedelta(days=news_days), f"{news_days}天"
    elif section.kind in months:
        oldest_allowed = months_before(today, months[section.kind])
        period = f"{months[section.kind]}个月"
    else:
        return
    newest = section.newest if section.newest and section.newest <= today else None
    if newest is not None and newest >= oldest_allowed:
        return
    if why := _why_unsure(section, newest):
        yield unsure(section.url, why=why, name=section.name)
    elif newest is not None:
        yield problem(
            section.url,
            name=section.name,
            kind=section.kind,
            kind_words=KIND_WORDS.get(section.kind, "其他"),
            newest=newest,
            days=(today - newest).days,
            period=period,
            rows=section.item_count,
            note=expired_words(term, today),
        )


def expired_words(term: SectionTerm | None, today: date) -> str:
    """What a message says of an exemption that no longer holds, or ``""``."""
    if term is None or not term.is_expired(today):
        return ""
    return f";原登记“{term.reason}”已于{term.until}到期"


def _why_unsure(section: Section, newest: date | None) -> str:
    if section.unseen or section.needs_rendering:
        return f"没有看到“{section.name}”的内容({section.unseen or section.needs_rendering})"
    if section.item_count and newest is None:
        return f"“{section.name}”的{section.item_count}条信息都没有可识别的日期({UNDATED_RULE})"
    if section.undated_count and section.undated_count * 2 >= section.item_count:
        return f"“{section.name}”的{section.item_count}条信息中{section.undated_count}条没有可识别的日期"
    return ""
