"""Writes that lead a round through draft, objections and rectification."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ...audit.actions import record
from ...people.models import User
from ...planning.actions import advance, refuse_closed
from ...planning.models import Round
from ...publishing.actions import rescore
from ...publishing.models import ScoreSnapshot
from ...review.models import Suspect
from .. import deadlines
from ..causes import named_causes
from ..models import RectificationTask, Seen, Step, Term
from ..refusals import Refused


@transaction.atomic
def send_drafts(round_: Round, *, by: User, now: datetime | None = None) -> Term:
    """
    Score the round and show each unit its draft. The term for objections begins on the day after.

    Raises:
        Refused: The calendar does not reach to the last day.
        kaoping.web.planning.actions.Refused: The round is not under review.
        ScoringError: It cannot be scored.
    """
    now = now or timezone.now()
    due, counted = deadlines.counted(timezone.localdate(now), deadlines.appeal_workdays(round_))
    moved = advance(round_, "send drafts", by=by)
    rescore(moved, by=by, reason="发送初评反馈")
    term, _ = Term.objects.update_or_create(
        round=moved, defaults={"sent_at": now, "appeal_due": due, "appeal_counted": counted}
    )
    record(by=by, action="units.send_drafts", subject=moved.title, appeal_due=due, counted=counted)
    return term


@transaction.atomic
def open_appeals(round_: Round, *, by: User) -> Round:
    """Go on to ruling; units may still object until the last day."""
    return advance(round_, "open appeals", by=by)


@transaction.atomic
def close_appeals(round_: Round, *, by: User, now: datetime | None = None) -> Term:
    """
    End the time for objections, from its last day on.

    Raises:
        Refused: The last day has not passed, it was ended before, or the round is released.
    """
    now = now or timezone.now()
    refuse_closed(round_)
    term = Term.objects.select_for_update(no_key=True).filter(round=round_).first()
    if term is None:
        raise Refused("初评结果还没有发送,没有可以截止的申诉。")
    if term.closed_at:
        raise Refused("申诉已经截止,没有再次截止。")
    if timezone.localdate(now) <= term.appeal_due:
        raise Refused(f"申诉期限到 {term.appeal_due:%Y-%m-%d}({term.appeal_counted}),期满前不能截止。")
    term.closed_at = now
    term.save(update_fields=["closed_at"])
    record(by=by, action="units.close_appeals", subject=round_.title)
    return term


@transaction.atomic
def mark_seen(round_: Round, *, by: User, now: datetime | None = None) -> bool:
    """That a unit has opened its draft. Answers whether it was the first time; a sealed round keeps none."""
    if by.unit is None or round_.state == "sealed":
        return False
    _, is_first = Seen.objects.get_or_create(
        round=round_, unit=by.unit, defaults={"by": by, "at": now or timezone.now()}
    )
    if is_first:
        record(by=by, action="units.seen", subject=f"{round_.title}:{by.unit.name}")
    return is_first


@transaction.atomic
def start_rectifying(round_: Round, *, by: User, now: datetime | None = None) -> int:
    """
    Make a task of every confirmed finding, due by its severity, and set the day of the report. Answers how
    many tasks there are.

    Raises:
        Refused: The notice has no date, or a last day lies beyond the calendar: nothing is made then.
        kaoping.web.planning.actions.Refused: The round is not released.
    """
    now = now or timezone.now()
    if round_.notice_date is None:
        raise Refused("本轮还没有通报日期,整改期限从通报之日起算。请先在“计划”中填写通报日期。")
    moved = advance(round_, "start rectifying", by=by)
    report_due, counted = deadlines.counted(round_.notice_date, deadlines.report_workdays(round_))
    Term.objects.update_or_create(
        round=moved,
        defaults={"report_due": report_due, "report_counted": counted},
        create_defaults={
            "report_due": report_due, "report_counted": counted, "sent_at": now,
            "appeal_due": round_.notice_date,
        },
    )  # fmt: skip
    made = _tasks_of(moved)
    RectificationTask.objects.bulk_create(made)
    Step.objects.bulk_create(
        Step(task=task, kind="opened", by=by, at=now, words=task.counted) for task in made
    )
    record(
        by=by, action="units.start_rectifying", subject=moved.title, tasks=len(made), report_due=report_due
    )
    return len(made)


def _tasks_of(round_: Round) -> list[RectificationTask]:
    assert round_.notice_date is not None
    terms: dict[str, tuple] = {}  # type: ignore[type-arg]
    made = []
    named = {fact: cause for cause, own in named_causes(round_).items() for fact, _ in own}
    suspects = Suspect.objects.filter(round=round_, state="confirmed", rectification=None)
    for suspect in suspects.order_by("unit__order", "indicator", "id").iterator(chunk_size=2000):
        if suspect.severity not in terms:
            workdays = deadlines.rectify_workdays(round_, suspect.severity)
            terms[suspect.severity] = deadlines.counted(round_.notice_date, workdays)
        due, counted = terms[suspect.severity]
        before = next((w.get("digest", "") for w in suspect.witnesses if w.get("digest")), "")
        made.append(
            RectificationTask(
                round=round_, unit_id=suspect.unit_id, suspect=suspect, due=due,
                counted=counted, before_digest=before,
                cause=named.get(suspect.fact, ""),
            )
        )  # fmt: skip
    return made


def total_of(round_: Round, unit_id: int) -> str:
    """A unit's totals now, as printed: several systems parted by 、; ``""`` where it has none."""
    rows = ScoreSnapshot.objects.filter(round=round_, unit=unit_id, is_latest=True).order_by("system")
    return "、".join("不评分" if row.total is None else f"{row.total.normalize():f}" for row in rows)[:20]
