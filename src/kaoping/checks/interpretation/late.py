"""
Interpretation published too late (政策解读超期).

Looks at:     each policy document paired with an interpretation that names it.
Problem when: more than `within_workdays` working days lie between the document's date and the interpretation.
              The document's date is its publication, or the one that `counted_from` names (`signed` …).
Unsure when:  either date could not be read, or they reach beyond the years whose holidays are known.
Not its job:  an interpretation older than its policy; see `interpretation.backdated`.
              A higher level's document that the site only passes on.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from kaoping.pages.page import Page
from kaoping.pages.subjects import PolicyPair
from kaoping.rulebook import CountedDay, OutsideCalendar, Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure

MOST_DAYS_TOLD = 12
DATE_WORDS = {"published": "发布", "signed": "成文", "in_force": "施行"}


@check(
    title="政策解读超期",
    reads=PolicyPair,
    lane="machine",
    message="解读于文件{counted_from}后第{workdays}个工作日发布,超过{limit}个工作日"
    "({policy_date}至{interpretation_date})",
    basis="国办发〔2016〕19号(2016年政务公开工作要点),解读材料在文件公开后3个工作日内发布",
    remedy="请把解读与文件同步起草、同步审签、同步发布。",
)
def late(
    pair: PolicyPair, rules: Rulebook, *, within_workdays: int, counted_from: str
) -> Iterator[Observation]:
    if pair.is_reposted:
        return
    policy, interpretation = pair.policy, pair.interpretation
    first, last = _counted_date(policy, counted_from), interpretation.published
    from_words = DATE_WORDS.get(counted_from, counted_from)
    if first is None or last is None:
        absent = f"文件的{from_words}日期" if first is None else "解读的发布日期"
        yield unsure(
            policy.url, interpretation.url, why=f"没有读到{absent}", interpretation=interpretation.url
        )
        return
    if last <= first:
        return
    try:
        days = rules.workdays.counted(first, last)
        workdays = rules.workdays.between(first, last)
    except OutsideCalendar:
        why = f"{first}至{last}超出已知的工作日历"
        yield unsure(policy.url, interpretation.url, why=why, interpretation=interpretation.url)
        return
    if workdays > within_workdays:
        yield problem(
            policy.url,
            interpretation.url,
            workdays=workdays,
            limit=within_workdays,
            counted_from=from_words,
            policy_date=first,
            interpretation_date=last,
            interpretation=interpretation.url,
            counted=_told(days),
        )


def _counted_date(policy: Page, counted_from: str) -> date | None:
    if counted_from == "published":
        return policy.published
    return next((seen.value for seen in policy.dates if seen.what == counted_from and seen.value), None)


def _told(days: Sequence[CountedDay]) -> str:
    """How it was counted, for people: which days between the two were not worked, and why."""
    off = [f"{d.day}{d.reason}" for d in days if not d.is_workday]
    shown = "、".join(off[:MOST_DAYS_TOLD])
    if not off:
        return "期间没有节假日"
    return f"不计{shown}" + (f"等{len(off)}天" if len(off) > MOST_DAYS_TOLD else "")
