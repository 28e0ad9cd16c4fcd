"""
Task taken on by nobody (任务未认领).

Looks at:     each task handed to a unit.
Problem when: the last day to take it on has passed and it was not taken on, or only afterwards.
Unsure when:  no last day was set and nobody has taken it on.
"""

from collections.abc import Iterator
from datetime import date

from kaoping.roster.openitems import UnitTask
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure


@check(
    title="任务未按时认领",
    reads=UnitTask,
    lane="person",
    message="任务“{item}”应于{claim_by}前认领,{what}",
    basis="政务公开工作要点及任务分工关于按时认领任务的要求",
    remedy="请尽快认领任务,明确责任人和完成时限。",
)
def unclaimed(task: UnitTask, rules: Rulebook, *, today: date) -> Iterator[Observation]:
    if task.claim_by is None:
        if task.claimed is None:
            yield unsure(task.url, why="没有规定认领期限", item=task.task)
        return
    taken = task.claimed or today
    if taken <= task.claim_by:
        return
    what = f"{task.claimed.isoformat()}才认领" if task.claimed else f"截至{today.isoformat()}无人认领"
    yield problem(task.url, item=task.task, claim_by=task.claim_by.isoformat(), what=what)
