"""
Interpretation published too late (政策解读超期).

Looks at:     each policy document with the first interpretation of it.
Problem when: more than `within_workdays` working days lie between the document's date and the interpretation.
              The document's date is its publication, or the one that `counted_from` names
              (`signed`, `printed`, `in_force`), which stands in the message.
Unsure when:  either date could not be read, or they reach beyond the years whose holidays are known.
Not its job:  an interpretation older than its policy: `interpretation.backdated` goes before this check.
              A document without any: `interpretation.missing`. Missing links: `interpretation.unlinked`.
              A higher level's document that the site only passes on.
"""

from collections.abc import Iterator
from datetime import date

from kaoping.pages.documents import is_first
from kaoping.pages.page import Page
from kaoping.pages.subjects import PolicyPair
from kaoping.rulebook import OutsideCalendar, Rulebook, how_counted

from ..declaration import check
from ..observation import Observation, problem, unsure

DATE_WORDS = {"published": "发布", "signed": "成文", "printed": "印发", "in_force": "施行"}


@check(
    title="政策解读超期",
    reads=PolicyPair,
    lane="machine",
    message="解读于文件{counted_from}后第{workdays}个工作日发布,超过{limit}个工作日({counted})",
    basis="国办发〔2016〕19号(2016年政务公开工作要点),解读材料在文件公开后3个工作日内发布",
    remedy="请把解读与文件同步起草、同步审签、同步发布。",
)
def late(
    pair: PolicyPair, rules: Rulebook, *, within_workdays: int, counted_from: str
) -> Iterator[Observation]:
    if pair.is_reposted or not is_first(pair):
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
        counted = how_counted(rules.workdays, first, last, within_workdays)
        workdays = rules.workdays.between(first, last)
    except OutsideCalendar:
        why = f"{first}至{last}超出已知的工作日历"
        yield unsure(policy.url, interpretation.url, why=why, interpretation=interpretation.url)
        return
    if workdays > within_workdays:
        yield problem(
            policy.url,
            interpretation.url,
            *(copy.url for copy in pair.copies),
            workdays=workdays,
            limit=within_workdays,
            counted_from=from_words,
            policy_date=first,
            interpretation_date=last,
            interpretation=interpretation.url,
            counted=counted,
        )


def _counted_date(policy: Page, counted_from: str) -> date | None:
    match counted_from:
        case "published":
            return policy.published
        case "printed":  # the day that the colophon or the information table gives, else that of signing
            return _seen(policy, "printed") or _seen(policy, "signed")
    return _seen(policy, counted_from)


def _seen(policy: Page, what: str) -> date | None:
    return next((seen.value for seen in policy.dates if seen.what == what and seen.value), None)
