"""Writes of rectification: claimed, planned, reported, put off, verified."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from ...audit.actions import record
from ...evidence.uploads import Screened, keep_screened, screened
from ...people.models import User
from ...planning.actions import refuse_sealed
from .. import deadlines
from ..causes import refuse_unknown
from ..models import TASK_STATES, Extension, RectificationTask, Step
from ..refusals import Outrun, Refused
from ..states import ACT_WORDS, OWED, TASKS


def _advance(
    task: RectificationTask, act: str, *, by: User | None, now: datetime, words: str = ""
) -> RectificationTask:
    """The task held and led on along the table, with its step. The caller saves what else it changes."""
    held = (
        RectificationTask.objects.select_for_update(no_key=True, of=("self",))
        .select_related("round")
        .get(pk=task.pk)
    )
    refuse_sealed(held.round)
    state = TASKS.get((held.state, act))
    if state is None:
        raise Outrun(f"这项任务现为“{TASK_STATES[held.state]}”,不能{ACT_WORDS[act]}。")
    before, held.state = held.state, state
    held.save(update_fields=["state"])
    Step.objects.create(task=held, kind=act, by=by, at=now, words=words)
    record(
        by=by or "kaoping", action=f"units.task_{act.replace(' ', '_')}", subject=f"task:{held.public_id}",
        before=before, after=state, words=words,
    )  # fmt: skip
    return held


@transaction.atomic
def claim(task: RectificationTask, *, by: User, owner: str, now: datetime | None = None) -> RectificationTask:
    """Name who sees to it. Raises `Refused` without a name, `Outrun` once it is closed."""
    if not owner.strip():
        raise Refused("请写明责任人。")
    held = _advance(task, "claim", by=by, now=now or timezone.now(), words=f"责任人:{owner.strip()}")
    held.owner = owner.strip()
    held.save(update_fields=["owner"])
    return held


@transaction.atomic
def set_plan(
    task: RectificationTask, *, by: User, plan: str, cause: str, now: datetime | None = None
) -> RectificationTask:
    """
    How it will be put right, and its cause. Raises `Refused` without either, or before somebody claimed it.
    """
    if not plan.strip():
        raise Refused("请写明整改措施。")
    if not task.owner:
        raise Refused("请先认领并写明责任人,再定整改计划。")
    refuse_unknown(cause)
    held = _advance(task, "plan", by=by, now=now or timezone.now(), words=plan.strip())
    held.plan, held.cause = plan.strip(), cause
    held.save(update_fields=["plan", "cause"])
    return held


def report(
    task: RectificationTask,
    *,
    by: User,
    words: str,
    cause: str,
    attached: Sequence[tuple[str, bytes]] = (),
    now: datetime | None = None,
) -> RectificationTask:
    """
    That it is put right, with proof: the machine looks again at once.

    Raises:
        Refused: Without words or cause.
        Outrun: It is reported already, or closed.
        RefusedUpload: A file is not taken; then nothing is written.
    """
    if not words.strip():
        raise Refused("请写明整改情况。")
    files = [screened(content=content, name=name) for name, content in attached]
    return _reported(task, by, words, cause, files, now or timezone.now())


@transaction.atomic
def _reported(
    task: RectificationTask, by: User, words: str, cause: str, files: Sequence[Screened], now: datetime
) -> RectificationTask:
    refuse_unknown(cause)
    held = _advance(task, "report", by=by, now=now, words=words.strip())
    for one in files:
        keep_screened(one, round_=held.round, unit=held.unit, by=by, suspect=held.suspect)
    held.report, held.cause, held.reported_at = words.strip(), cause, now
    held.look, held.look_lease, held.message = "queued", None, ""
    held.verified_at, held.after_digest = None, ""
    held.save()
    return held


@transaction.atomic
def withdraw(task: RectificationTask, *, by: User, now: datetime | None = None) -> RectificationTask:
    """Take a report back before it was verified. Raises `Outrun` afterwards."""
    held = _advance(task, "withdraw", by=by, now=now or timezone.now())
    held.reported_at, held.look = None, ""
    held.save(update_fields=["reported_at", "look"])
    return held


@transaction.atomic
def ask_extension(
    task: RectificationTask, *, by: User, due: date, reason: str, now: datetime | None = None
) -> Extension:
    """
    Ask for a later day.

    Raises:
        Refused: Not later, no working day, beyond the calendar, without a reason, or nothing is owed.
        Outrun: One is asked for already.
    """
    now = now or timezone.now()
    refuse_sealed(task.round)
    if task.state not in OWED or task.state == "reported":
        raise Refused(f"这项任务现为“{task.get_state_display()}”,不需要延期。")
    if not reason.strip():
        raise Refused("请写明延期理由。")
    if due <= task.due:
        raise Refused(f"延至日期应晚于现在的期限 {task.due:%Y-%m-%d}。")
    _within_calendar(due)
    try:
        with transaction.atomic():
            made = Extension.objects.create(task=task, due=due, reason=reason.strip(), by=by, at=now)
    except IntegrityError:
        raise Outrun("这项任务已有一项延期申请待批。") from None
    words = f"申请延至 {due:%Y-%m-%d}:{reason.strip()}"
    Step.objects.create(task=task, kind="ask extension", by=by, at=now, words=words)
    record(by=by, action="units.ask_extension", subject=f"task:{task.public_id}", due=due, reason=reason)
    return made


def _within_calendar(day: date) -> None:
    from kaoping.rulebook import OutsideCalendar

    try:
        is_workday = deadlines.is_workday(day)
    except OutsideCalendar as error:
        raise Refused(f"{day:%Y-%m-%d} 超出已知的工作日历:{error}") from error
    if not is_workday:
        raise Refused(f"{day:%Y-%m-%d} 不是工作日,请选一个工作日。")


@transaction.atomic
def rule_extension(
    extension: Extension, *, by: User, is_granted: bool, words: str, now: datetime | None = None
) -> Extension:
    """Grant or refuse a later day. Raises `Outrun` the second time, `Refused` where a no has no reason."""
    now = now or timezone.now()
    held = (
        Extension.objects.select_for_update(no_key=True, of=("self",))
        .select_related("task__round")
        .get(pk=extension.pk)
    )
    refuse_sealed(held.task.round)
    if held.state != "asked":
        raise Outrun(f"这项延期申请已处理({held.get_state_display()})。")
    if not is_granted and not words.strip():
        raise Refused("请写明不同意的理由。")
    held.state = "granted" if is_granted else "refused"
    held.ruling, held.ruled_by, held.ruled_at = words.strip(), by, now
    held.save()
    if is_granted:
        told = f"延至 {held.due:%Y-%m-%d}"
        task = _advance(held.task, "extend", by=by, now=now, words=f"{told}。{words.strip()}".rstrip("。"))
        task.counted = f"原期限 {task.due:%Y-%m-%d},{timezone.localdate(now):%Y-%m-%d} 批准{told}"[:300]
        task.due = held.due
        task.save(update_fields=["due", "counted"])
    else:
        Step.objects.create(task=held.task, kind="refuse extension", by=by, at=now, words=words.strip())
        record(by=by, action="units.refuse_extension", subject=f"task:{held.task.public_id}", reason=words)
    return held


@transaction.atomic
def judge(
    task: RectificationTask, *, by: User, outcome: str, reason: str, now: datetime | None = None
) -> RectificationTask:
    """
    What a person of the office saw where the machine could not tell, or an exemption.

    Args:
        outcome: ``verified``, ``false`` or ``exempt``.

    Raises:
        Refused: Without a reason, or another outcome.
        Outrun: The task's state does not allow it.
    """
    now = now or timezone.now()
    if outcome not in {"verified", "false", "exempt"} or not reason.strip():
        raise Refused("请选择结论并写明理由。")
    held = _advance(task, outcome, by=by, now=now, words=reason.strip())
    held.message, held.verified_at, held.look = reason.strip()[:500], now, ""
    held.save(update_fields=["message", "verified_at", "look"])
    return held


@transaction.atomic
def settle(
    task: RectificationTask, *, outcome: str, message: str, digest: str, looks: int, now: datetime
) -> RectificationTask | None:
    """
    What the machine saw of a report. None where it was withdrawn or reported anew meanwhile: `looks` is the
    number of the look; or where the round was sealed meanwhile.
    """
    held = (
        RectificationTask.objects.select_for_update(no_key=True, of=("self",))
        .select_related("round")
        .get(pk=task.pk)
    )
    is_other = held.state != "reported" or held.look != "running" or held.looks != looks
    if is_other or held.round.state == "sealed":
        return None
    held = _advance(held, outcome, by=None, now=now, words=message)
    held.look, held.look_lease, held.message = "", None, message[:500]
    held.after_digest, held.verified_at = digest, now
    held.save()
    return held


@transaction.atomic
def look_again(task: RectificationTask, *, by: User) -> RectificationTask:
    """Have the machine look once more at what was reported. Raises `Outrun` where nothing waits for it."""
    held = (
        RectificationTask.objects.select_for_update(no_key=True, of=("self",))
        .select_related("round")
        .get(pk=task.pk)
    )
    refuse_sealed(held.round)
    if held.state != "reported" or held.look == "running":
        raise Outrun("只有已报整改、尚未复核的任务可以再次复核。")
    held.look, held.look_lease = "queued", None
    held.save(update_fields=["look", "look_lease"])
    record(by=by, action="units.look_again", subject=f"task:{held.public_id}")
    return held
