"""
Report on rectification after its last day (整改报告逾期).

Looks at:     each unit that owes a report on rectification.
Problem when: the report came after its last day.
Unsure when:  it came, and the working days in between lie in a year whose calendar is not known.
Not its job:  a report that has not come; see `followup.report_missing`.
"""

from collections.abc import Iterator
from typing import Any

from kaoping.roster.openitems import ReportDuty
from kaoping.rulebook import OutsideCalendar, Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure


@check(
    title="整改报告逾期报送",
    reads=ReportDuty,
    lane="person",
    message="{round}整改报告应于{due}前报送,{received}才报送,逾期{workdays}个工作日{how}",
    basis="通报关于按期报送整改情况报告的要求",
    remedy="请按通报规定的时限报送整改情况报告,临期提前办理。",
)
def report_late(duty: ReportDuty, rules: Rulebook) -> Iterator[Observation]:
    if duty.received is None or duty.due is None or duty.received <= duty.due:
        return
    facts: dict[str, Any] = {
        "round": duty.round, "due": duty.due.isoformat(), "received": duty.received.isoformat(),
    }  # fmt: skip
    try:
        workdays = rules.workdays.between(duty.due, duty.received)
    except OutsideCalendar as error:
        yield unsure(duty.url, why=str(error), **facts)
        return
    how = f"({duty.counted})" if duty.counted else ""
    yield problem(duty.url, workdays=workdays, how=how, **facts)
