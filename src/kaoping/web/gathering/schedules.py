"""Starts what the planning desk has scheduled, when its time has come."""

from datetime import datetime

from django.db import transaction

from ..planning.actions import advance
from ..planning.models import Schedule
from .actions import GATHERED_IN, ask_for_look, sites_of

NAME = "采集进程"


def start_scheduled(*, now: datetime) -> int:
    """Make the jobs of all schedules that are due; each once. Answers how many schedules were started."""
    due = Schedule.objects.filter(is_done=False, starts_at__lte=now).order_by("starts_at", "pk")
    return sum(_start(pk, now) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _start(pk: int, now: datetime) -> bool:
    row = Schedule.objects.select_for_update(no_key=True).filter(pk=pk, is_done=False).first()
    if row is None:  # another worker was quicker
        return False
    row.is_done = True
    row.save(update_fields=["is_done"])
    round_ = row.round
    if round_.state == "planned" and round_.members.exists():
        round_ = advance(round_, "start gathering", by=NAME, reason="按排定的时间")
    if round_.state not in GATHERED_IN:
        return False
    ask_for_look(
        round_,
        sites_of(round_),
        by=NAME,
        spread_minutes=row.spread_minutes,
        quiet_hours=row.quiet_hours,
        now=now,
    )
    return True
