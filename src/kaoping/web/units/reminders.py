"""
Reminders of what is to be put right, on a ladder: before the last day, on it, and after it. Each rung once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..audit.actions import record
from ..planning.models import Unit
from .models import Contact, Message, RectificationTask, Report, Term
from .sending import LANE_PAGE, lane, send

# days after the last one, and the rung's words; of those reached the latest is sent
RUNGS: Mapping[str, tuple[int, str]] = {
    "before": (-2, "即将到期"),
    "day": (0, "今天到期"),
    "after": (1, "已逾期"),
    "after3": (3, "逾期三天"),
    "after7": (7, "逾期七天,已列入督办清单"),
}
OWED = ("open", "claimed", "planned", "extended", "false", "cannot tell")
MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Reminder:
    """A message that is due: `key` is the same for the same rung of the same last day."""

    key: str
    unit: Unit
    rung: str
    subject: str
    words: str


def rung_of(due: date, today: date) -> str:
    """The latest rung that has been reached, or ``""``."""
    reached = [name for name, (days, _) in RUNGS.items() if today >= due + timedelta(days=days)]
    return reached[-1] if reached else ""


def due_reminders(today: date) -> tuple[Reminder, ...]:
    """All that the ladder says today, those included that were sent before."""
    return (*_of_tasks(today), *_of_reports(today))


def _of_tasks(today: date) -> Iterable[Reminder]:
    groups: dict[tuple[int, int, date], list[RectificationTask]] = {}
    tasks = RectificationTask.objects.filter(round__state="rectifying", state__in=OWED)
    soonest = today - timedelta(days=RUNGS["before"][0])
    for task in tasks.filter(due__lte=soonest).select_related("round", "unit", "suspect").order_by("id"):
        groups.setdefault((task.round_id, task.unit_id, task.due), []).append(task)
    for (round_id, unit_id, due), members in groups.items():
        rung = rung_of(due, today)
        first = members[0]
        lines = "\n".join(f"{n}. {one.suspect.message[:80]}" for n, one in enumerate(members[:10], 1))
        more = f"\n……共 {len(members)} 项" if len(members) > 10 else ""
        yield Reminder(
            key=f"task:{round_id}:{unit_id}:{due.isoformat()}:{rung}",
            unit=first.unit,
            rung=rung,
            subject=f"整改期限{RUNGS[rung][1]}:{len(members)} 项({due:%Y-%m-%d})",
            words=f"{first.unit}:\n“{first.round}”中下列问题的整改期限为 {due:%Y-%m-%d}({first.counted}),"
            f"{RUNGS[rung][1]}。\n{lines}{more}\n请登录考评系统“本单位”办理。",
        )


def _of_reports(today: date) -> Iterable[Reminder]:
    soonest = today - timedelta(days=RUNGS["before"][0])
    for term in Term.objects.filter(round__state="rectifying", report_due__lte=soonest).select_related(
        "round"
    ):
        due = term.report_due
        assert due is not None
        came = Report.objects.filter(round=term.round, is_confirmed=True).values("unit")
        units = Unit.objects.filter(rectification__round=term.round).exclude(pk__in=came).distinct()
        rung = rung_of(due, today)
        for unit in units:
            yield Reminder(
                key=f"report:{term.round_id}:{unit.pk}:{due.isoformat()}:{rung}",
                unit=unit,
                rung=rung,
                subject=f"整改报告{RUNGS[rung][1]}({due:%Y-%m-%d})",
                words=f"{unit}:\n“{term.round}”的整改报告应于 {due:%Y-%m-%d} 前报送({term.report_counted}),"
                f"{RUNGS[rung][1]},尚未收到。\n请登录考评系统“本单位”上传。",
            )


def remind(*, today: date, now: datetime | None = None) -> tuple[int, int]:
    """
    Send what the ladder says today and has not said before, and try again what failed.

    Returns:
        How many were sent, and how many failed: the list of messages says why.
    """
    now = now or timezone.now()
    fresh = [made for one in due_reminders(today) if (made := _set_down(one, now)) is not None]
    again = Message.objects.filter(lane="smtp", sent_at=None, tries__gt=0, tries__lt=MOST_TRIES)
    waiting = {one.pk: one for one in (*again, *fresh) if one.lane != LANE_PAGE}
    results = [_deliver(one, now) for one in waiting.values()]
    if fresh:
        record(by="kaoping", action="units.remind", subject=f"{today:%Y-%m-%d}", messages=len(fresh))
    return len(fresh) - sum(not ok for ok in results), sum(not ok for ok in results)


@transaction.atomic
def _set_down(reminder: Reminder, now: datetime) -> Message | None:
    """Before it is sent, so that two workers send it once. None where it was said before."""
    to = recipients(reminder.unit)
    made, is_new = Message.objects.get_or_create(
        key=reminder.key,
        defaults={
            "unit": reminder.unit, "rung": reminder.rung, "subject": reminder.subject[:200],
            "words": reminder.words, "lane": lane() if to else LANE_PAGE, "at": now, "to": ",".join(to)[:500],
            "error": "" if to else "没有登记邮箱,只在系统内提醒",
        },
    )  # fmt: skip
    return made if is_new else None


def recipients(unit: Unit) -> list[str]:
    """Where a unit's mail goes: its responsible person, or else those who look after its account."""
    contact = Contact.objects.filter(unit=unit, ended_at=None).first()
    if contact and contact.email:
        return [contact.email]
    people = unit.people.filter(role="unit_admin", is_active=True).exclude(email="")
    return list(people.order_by("pk").values_list("email", flat=True)[:3])


def _deliver(message: Message, now: datetime) -> bool:
    message.tries += 1
    message.error = send(message)
    message.sent_at = None if message.error else now
    message.save(update_fields=["tries", "error", "sent_at"])
    return not message.error


@transaction.atomic
def resend(message: Message, *, by: Any) -> Message:
    """Send a failed one once more."""
    held = Message.objects.select_for_update(no_key=True).get(pk=message.pk)
    if held.sent_at is None and held.lane != LANE_PAGE:
        _deliver(held, timezone.now())
        record(by=by, action="units.resend", subject=held.key, error=held.error)
    return held
