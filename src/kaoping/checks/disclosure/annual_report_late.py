"""
Annual report on open government published late (信息公开年报发布超期).

Looks at:     a unit's own report on last year, by the day on which it was published; of several the earliest.
Problem when: it came out after 31 January, a government's after 31 March.
Unsure when:  its day of publication could not be read.
Silent:       no report of last year at all; reports of other bodies that a portal lists.
Not its job:  a report that is not there, see `disclosure.annual_report_missing`.
"""

from collections.abc import Iterator
from datetime import date

from kaoping.pages.annualreports import annual_reports, due_date
from kaoping.pages.disclosure import DisclosureMap
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure


@check(
    title="信息公开年报发布超期",
    reads=DisclosureMap,
    lane="machine",
    message="{year}年政府信息公开工作年度报告于{published}发布,晚于{due},超期{days}天",
    basis="政府信息公开条例(国务院令第711号)第四十九条",
    remedy="请按期编制发布年度报告:部门每年1月31日前,政府每年3月31日前。",
)
def annual_report_late(
    subject: DisclosureMap,
    rules: Rulebook,
    *,
    item: str,
    deadline: str,
    government_deadline: str,
    government_kinds: list[str],
    today: date,
) -> Iterator[Observation]:
    found = next((one for one in subject.items if one.id == item), None)
    if found is None or found.told_at or found.state in ("not_applicable", "linked_out"):
        return
    year = today.year - 1
    reports = [r for r in annual_reports(found, subject.unit, rules) if r.year == year]
    dated = sorted((r.published, r.url, r) for r in reports if r.published is not None)
    if not dated:
        if reports:
            yield unsure(reports[0].url, why=f"没有读到{year}年年报的发布日期", item=found.item, year=year)
        return
    published, _, first = dated[0]
    due = due_date(subject.unit_kind, today, deadline, government_deadline, government_kinds)
    if published > due:
        yield problem(
            first.url or found.url,
            item=found.item,
            year=year,
            title=first.title,
            published=published,
            due=due,
            days=(published - due).days,
        )
