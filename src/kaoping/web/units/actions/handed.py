"""Writes of task notices that somebody must claim."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from ...audit.actions import record
from ...people.models import User
from ...planning.models import Unit
from ..models import Claim, HandedTask
from ..refusals import Outrun, Refused


@transaction.atomic
def hand_out(
    *, by: User, title: str, words: str, units: Iterable[Unit], claim_by: date, due: date | None
) -> HandedTask:
    """Hand a task to units. Raises `Refused` without units or with days in the wrong order."""
    wanted = list(units)
    if not wanted:
        raise Refused("请至少选择一个单位。")
    if due and due < claim_by:
        raise Refused("完成期限早于认领期限。")
    made = HandedTask.objects.create(title=title, words=words, claim_by=claim_by, due=due, made_by=by)
    Claim.objects.bulk_create(Claim(task=made, unit=unit) for unit in wanted)
    record(by=by, action="units.hand_out", subject=f"handed:{made.public_id}", title=title, units=len(wanted))
    return made


@transaction.atomic
def take_on(task: HandedTask, unit: Unit, *, by: User, owner: str, now: datetime | None = None) -> Claim:
    """A unit takes a task on and names who does it. Raises `Outrun` the second time."""
    held = Claim.objects.select_for_update(no_key=True).get(task=task, unit=unit)
    if held.claimed_at:
        raise Outrun(f"本单位已认领,责任人是 {held.owner}。")
    if not owner.strip():
        raise Refused("请写明责任人。")
    held.owner, held.claimed_at = owner.strip(), now or timezone.now()
    held.save(update_fields=["owner", "claimed_at"])
    record(by=by, action="units.take_on", subject=f"handed:{task.public_id}", unit=unit.name)
    return held


@transaction.atomic
def finish(task: HandedTask, unit: Unit, *, by: User, now: datetime | None = None) -> Claim:
    """That it is done. Raises `Refused` before it was claimed, `Outrun` the second time."""
    held = Claim.objects.select_for_update(no_key=True).get(task=task, unit=unit)
    if not held.claimed_at:
        raise Refused("请先认领,再报完成。")
    if held.done_at:
        raise Outrun("这项任务已报完成。")
    held.done_at = now or timezone.now()
    held.save(update_fields=["done_at"])
    record(by=by, action="units.finish", subject=f"handed:{task.public_id}", unit=unit.name)
    return held
