"""
No annual report on open government for last year (信息公开年报缺失).

Looks at:     a unit's item of annual reports, with all rows and documents that answer it.
Problem when: none of its own reports is on last year, and the deadline for this kind of unit has passed.
Unsure when:  the place was not seen, waits for the office's word, or lists more rows than were kept; a report
              without a year in its title came out since New Year.
Silent:       before the deadline; reports kept on the shared platform or portal to which the section links;
              units that do not owe one.
Not its job:  a report that came late, see `disclosure.annual_report_late`.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from kaoping.pages.annualreports import AnnualReport, annual_reports, due_date
from kaoping.pages.disclosure import DisclosureItem, DisclosureMap
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure


@check(
    title="信息公开年报缺失",
    reads=DisclosureMap,
    lane="machine",
    message="没有找到{year}年政府信息公开工作年度报告({ground})",
    basis="政府信息公开条例(国务院令第711号)第四十九条、第五十条",
    remedy="请补发该年度报告,并放入“政府信息公开年报”栏目。",
)
def annual_report_missing(
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
    due = due_date(subject.unit_kind, today, deadline, government_deadline, government_kinds)
    if found is None or found.told_at or found.state in ("not_applicable", "linked_out") or today <= due:
        return
    reports = annual_reports(found, subject.unit, rules)
    year = today.year - 1
    if any(report.year == year for report in reports):
        return
    where = found.url or subject.home_url
    if why := _why_unsure(found, reports, today):
        yield unsure(where, why=why, item=found.item, year=year)
        return
    yield problem(where, item=found.item, year=year, ground=_ground(reports), years=_years(reports), due=due)


def _why_unsure(found: DisclosureItem, reports: Sequence[AnnualReport], today: date) -> str:
    if found.state in ("unsure", "ask"):
        return f"“{found.item}”{found.why}"
    for report in reports:
        if report.year is None and report.published and report.published.year == today.year:
            return f"《{report.title}》没有写明是哪一年的报告"
    kept = sum(len(place.items) for place in found.places)
    if found.count > kept and found.places:
        return f"年报栏目有{found.count}条,只看到{kept}条"
    return ""


def _years(reports: Sequence[AnnualReport]) -> list[int]:
    return sorted({report.year for report in reports if report.year is not None}, reverse=True)


def _ground(reports: Sequence[AnnualReport]) -> str:
    years = _years(reports)
    return f"已见到的是{'、'.join(map(str, years[:6]))}年的报告" if years else "没有见到任何年度的报告"
