"""
No report on rectification (未报送整改报告).

Looks at:     each unit that owes a report on rectification.
Problem when: its last day has passed and no report has come.
Unsure when:  no last day was set.
Silent:       a report that came, late or not; a last day that has not passed.
Not its job:  a report that came late; see `followup.report_late`.
"""

from collections.abc import Iterator
from datetime import date

from kaoping.roster.openitems import ReportDuty
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure


@check(
    title="未报送整改报告",
    reads=ReportDuty,
    lane="person",
    message="截至{today}未报送{round}整改报告,应于{due}前报送{how}",
    basis="通报关于按期报送整改情况报告的要求",
    remedy="请立即补报整改情况报告,说明逾期原因。",
)
def report_missing(duty: ReportDuty, rules: Rulebook, *, today: date) -> Iterator[Observation]:
    if duty.received is not None:
        return
    if duty.due is None:
        yield unsure(duty.url, why="没有规定报送期限", round=duty.round)
    elif today > duty.due:
        how = f"({duty.counted})" if duty.counted else ""
        yield problem(duty.url, round=duty.round, due=duty.due.isoformat(), today=today.isoformat(), how=how)
