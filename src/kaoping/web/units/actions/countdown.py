"""Writes of the countdown to a higher office's assessment."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from kaoping.rulebook import Indicator, IndicatorSystem

from ...audit.actions import record
from ...people.models import User
from ...planning.models import SystemVersion
from ...planning.system_files import system_of_version
from ..models import Countdown, Goal
from ..refusals import Refused


@transaction.atomic
def begin(*, by: User, title: str, starts: date, day: date, system: SystemVersion | None = None) -> Countdown:
    """A countdown, with a goal of each single indicator. Raises `Refused` for days out of order."""
    if starts > day:
        raise Refused("开始日期晚于采样日。")
    made = Countdown.objects.create(title=title, starts=starts, day=day, made_by=by)
    goals = [] if system is None else [
        Goal(
            countdown=made, indicator=one.id[:60], title=one.title[:200], points=one.points, due=day
        ) for one in _leaves(system_of_version(system))
    ]  # fmt: skip
    Goal.objects.bulk_create(goals)
    record(by=by, action="units.begin_countdown", subject=title, day=day, goals=len(goals))
    return made


def _leaves(system: IndicatorSystem) -> Iterator[Indicator]:
    todo = list(system.groups)
    while todo:
        one = todo.pop(0)
        if one.children:
            todo[:0] = one.children
        else:
            yield one


@transaction.atomic
def save_goal(countdown: Countdown, values: Mapping[str, Any], *, by: User, goal: Goal | None = None) -> Goal:
    """Add or change a goal. Raises `Refused` where it is due after the sampling day."""
    if values["due"] > countdown.day:
        raise Refused(f"完成期限晚于采样日 {countdown.day:%Y-%m-%d}。")
    made = goal or Goal(countdown=countdown)
    for name, value in values.items():
        setattr(made, name, value)
    made.save()
    record(by=by, action="units.save_goal", subject=f"{countdown.title}:{made.title}", done=made.done_at)
    return made
