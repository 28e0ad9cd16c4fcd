"""Reads of this desk: always through the rows that the user may see."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from kaoping.ledger import ReportState, report_duties, report_state
from kaoping.roster import ReportDuty

from ..evidence.models import Evidence
from ..planning.models import Member, Round, Unit
from ..publishing.models import ScoreSnapshot
from ..review.models import Suspect
from . import deadlines
from .models import Appeal, Contact, RectificationTask, Reply, Report, Seen, Step, Term
from .states import ANSWERED_IN, OWED

AFTER_RELEASE = ("released", "rectifying", "sealed")


@dataclass(frozen=True, slots=True)
class Item:
    """A finding of a draft with what the unit said to it. `how` is the arithmetic of the points it cost."""

    suspect: Suspect
    reply: Reply | None
    appeal: Appeal | None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of the sheet as it is shown; `losses` are (what, points, how, findings)."""

    line: Mapping[str, Any]
    losses: tuple[tuple[str, str, str, tuple[Item, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A unit's sheet under one system."""

    snapshot: ScoreSnapshot
    lines: tuple[SheetLine, ...]
    struck: tuple[tuple[str, str, tuple[Item, ...]], ...] = ()


def sheets_of(user: Any, round_: Round, unit: Unit) -> list[Sheet]:
    """The unit's newest sheets, item by item."""
    items = items_of(user, round_, unit)
    rows = ScoreSnapshot.objects.visible_to(user).filter(round=round_, unit=unit, is_latest=True)
    return [_sheet(row, items) for row in rows.order_by("system")]


def _sheet(row: ScoreSnapshot, items: Mapping[str, Item]) -> Sheet:
    told = row.sheet
    lines = tuple(
        SheetLine(
            line | {"lost_points": _lost(line)},
            tuple(
                (loss["when"], loss["points"], loss["how"], _named(loss["findings"], items))
                for loss in line.get("losses", ())
            ),
        )
        for line in told.get("lines", ())
    )
    struck = tuple(
        (veto["title"], veto["why"], _named(veto["findings"], items))
        for veto in told.get("vetoes", ())
        if veto["is_certain"]  # suspects are not the unit's affair
    )
    return Sheet(row, lines, struck)


def _lost(line: Mapping[str, Any]) -> Decimal:
    if line["state"] == "not_applicable":
        return Decimal(0)
    return Decimal(line["full"]) - Decimal(line["points"])


def _named(ids: Iterable[str], items: Mapping[str, Item]) -> tuple[Item, ...]:
    return tuple(items[one] for one in ids if one in items)


def items_of(user: Any, round_: Round, unit: Unit) -> dict[str, Item]:
    """The unit's findings by the fact's id, each with the latest reply, its appeal and its proof."""
    suspects = Suspect.objects.visible_to(user).filter(round=round_, state="confirmed")
    suspects = suspects.filter(Q(unit=unit) | Q(unit__parent=unit))
    replies = {
        reply.suspect_id: reply
        for reply in Reply.objects.visible_to(user).filter(suspect__in=suspects).order_by("at", "id")
    }
    appeals = {
        appeal.suspect_id: appeal
        for appeal in Appeal.objects.visible_to(user).filter(suspect__in=suspects).order_by("at", "id")
    }
    proof: dict[int | None, list[Evidence]] = {}
    for one in Evidence.objects.visible_to(user).filter(suspect__in=suspects).order_by("taken_at", "id"):
        proof.setdefault(one.suspect_id, []).append(one)
    return {
        suspect.fact: Item(
            suspect, replies.get(suspect.pk), appeals.get(suspect.pk), tuple(proof.get(suspect.pk, ()))
        )
        for suspect in suspects.order_by("id")
    }


@dataclass(frozen=True, slots=True)
class Owed:
    """What a unit has to do, by when and how that was counted."""

    words: str
    due: date | None
    counted: str
    url_name: str
    round: Round | None = None
    is_late: bool = False
    count: int = 0


def owed_by(user: Any, unit: Unit, today: date) -> list[Owed]:
    """All that the unit owes now, the soonest first."""
    found: list[Owed] = []
    for round_ in Round.objects.visible_to(user)[:20]:
        term = Term.objects.filter(round=round_).first()
        if round_.state in ANSWERED_IN and term:
            found += _owed_answers(user, round_, unit, term, today)
        if round_.state in AFTER_RELEASE and round_.state != "sealed":
            found += _owed_tasks(user, round_, unit, today)
            found += _owed_report(user, round_, unit, term, today)
    from .models import Claim

    for claim in Claim.objects.visible_to(user).filter(unit=unit, claimed_at=None).select_related("task"):
        due = claim.task.claim_by
        found.append(Owed(f"认领任务:{claim.task.title}", due, "", "handed", None, today > due, 1))
    if not Contact.objects.visible_to(user).filter(unit=unit, ended_at=None).exists():
        found.append(Owed("填报责任人联系表", None, "没有在任责任人", "contact", None, False, 1))
    return sorted(found, key=lambda one: (one.due is None, one.due or today))


def _owed_answers(user: Any, round_: Round, unit: Unit, term: Term, today: date) -> list[Owed]:
    left = sum(item.reply is None for item in items_of(user, round_, unit).values())
    if not left:
        return []
    is_late = today > term.appeal_due
    return [Owed("答复初评结果", term.appeal_due, term.appeal_counted, "sheet", round_, is_late, left)]


def _owed_tasks(user: Any, round_: Round, unit: Unit, today: date) -> list[Owed]:
    tasks = RectificationTask.objects.visible_to(user).filter(round=round_, unit=unit, state__in=OWED)
    rows = tasks.exclude(state="reported").order_by("due").values("due", "counted").annotate(n=Count("id"))
    return [
        Owed("整改问题", row["due"], row["counted"], "tasks", round_, today > row["due"], row["n"])
        for row in rows
    ]


def _owed_report(user: Any, round_: Round, unit: Unit, term: Term | None, today: date) -> list[Owed]:
    if term is None or term.report_due is None:
        return []
    if Report.objects.visible_to(user).filter(round=round_, unit=unit, is_confirmed=True).exists():
        return []
    is_late = today > term.report_due
    return [Owed("报送整改报告", term.report_due, term.report_counted, "reports", round_, is_late, 1)]


@dataclass(slots=True)
class UnitProgress:
    """How far one unit is with its draft and its rectification."""

    unit: Unit
    group: str
    seen: Any = None
    items: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    late: int = 0
    appeals: Counter[str] = field(default_factory=Counter)
    tasks: Counter[str] = field(default_factory=Counter)
    overdue: int = 0
    is_past: bool = False

    @property
    def answered(self) -> int:
        return sum(self.kinds.values())

    @property
    def silent(self) -> int:
        return self.items - self.answered

    @property
    def open_tasks(self) -> int:
        return sum(self.tasks[state] for state in OWED)


def progress_of(user: Any, round_: Round, today: date) -> list[UnitProgress]:
    """Every unit of the round: who has seen, answered, objected, who is late."""
    members = Member.objects.filter(round=round_).select_related("unit").order_by("unit__order", "unit__name")
    found = {m.unit_id: UnitProgress(m.unit, m.group) for m in members}
    term = Term.objects.filter(round=round_).first()
    is_past = bool(term and today > term.appeal_due)
    for seen in Seen.objects.visible_to(user).filter(round=round_):
        if seen.unit_id in found:
            found[seen.unit_id].seen = seen.at
    _count_items(user, round_, found)
    for row in _counts(Appeal.objects.visible_to(user).filter(round=round_)):
        if row["unit"] in found:
            found[row["unit"]].appeals[row["state"]] += row["n"]
    for row in _counts(RectificationTask.objects.visible_to(user).filter(round=round_)):
        if row["unit"] in found:
            found[row["unit"]].tasks[row["state"]] += row["n"]
    for unit_id in overdue_tasks(user, round_, today).values_list("unit", flat=True):
        if unit_id in found:
            found[unit_id].overdue += 1
    for one in found.values():
        one.is_past = is_past and one.silent > 0
    return list(found.values())


def _counts(rows: QuerySet[Any]) -> Any:
    return rows.order_by().values("unit", "state").annotate(n=Count("id"))


def _count_items(user: Any, round_: Round, found: Mapping[int, UnitProgress]) -> None:
    suspects = Suspect.objects.visible_to(user).filter(round=round_, state="confirmed")
    owners = dict(suspects.order_by().values_list("pk", F("unit")))
    for unit_id in owners.values():
        if unit_id in found:
            found[unit_id].items += 1
    latest: dict[int, Reply] = {}
    for reply in Reply.objects.visible_to(user).filter(round=round_).order_by("at", "id"):
        latest[reply.suspect_id or 0] = reply
    for reply in latest.values():
        if reply.unit_id in found and reply.suspect_id in owners:
            found[reply.unit_id].kinds[reply.kind] += 1
            found[reply.unit_id].late += reply.is_late


def overdue_tasks(user: Any, round_: Round, today: date) -> QuerySet[RectificationTask]:
    """Tasks whose last day has passed and which the unit has not reported."""
    owed = [state for state in OWED if state != "reported"]
    return RectificationTask.objects.visible_to(user).filter(round=round_, state__in=owed, due__lt=today)


@dataclass(frozen=True, slots=True)
class Escalated:
    """A unit on the escalation list, with how many tasks are overdue and the oldest of their days."""

    unit: Unit
    count: int
    oldest: date
    late_by: int | None


def escalation(user: Any, round_: Round, today: date) -> list[Escalated]:
    """Units with overdue tasks, those that are latest first."""
    tasks: dict[int, list[RectificationTask]] = {}
    for task in overdue_tasks(user, round_, today).select_related("unit").order_by("due"):
        tasks.setdefault(task.unit_id, []).append(task)
    found = [
        Escalated(many[0].unit, len(many), many[0].due, deadlines.late_by(many[0].due, today))
        for many in tasks.values()
    ]
    return sorted(found, key=lambda one: (one.oldest, -one.count, one.unit.order))


def duties_of(user: Any, round_: Round, today: date) -> list[tuple[ReportDuty, ReportState, Unit]]:
    """Whose report on rectification came, and when; by the ledger's rules."""
    term = Term.objects.filter(round=round_).first()
    units = Unit.objects.filter(rectification__round=round_).distinct().order_by("order", "name")
    by_name = {unit.name: unit for unit in units}
    received: dict[str, list[Any]] = {}
    for report in (
        Report.objects.visible_to(user).filter(round=round_, is_confirmed=True).select_related("unit")
    ):
        if report.unit:
            received.setdefault(report.unit.name, []).append(report.received_at)
    due, counted = (term.report_due, term.report_counted) if term else (None, "")
    duties = report_duties(by_name, received, title=round_.title, due=due, counted=counted)
    return [(duty, report_state(duty, today), by_name[duty.unit]) for duty in duties]


def steps_of(user: Any, task: RectificationTask) -> list[tuple[Step, str]]:
    """What happened to a task, with who did it: a unit's people are not told who in the office."""
    rows = Step.objects.visible_to(user).filter(task=task).select_related("by")
    return [(step, _who(user, step)) for step in rows]


def _who(user: Any, step: Step) -> str:
    if step.by is None:
        return "系统"
    if user.is_of_unit and not step.by.is_of_unit:
        return "考评办"
    return str(step.by)


@dataclass(frozen=True, slots=True)
class ContactState:
    """A unit's responsible person, or since when there is none."""

    unit: Unit
    contact: Contact | None
    gap_since: Any = None


def contact_states(user: Any) -> list[ContactState]:
    """Of every assessed unit: who is responsible, who has not told, whose person left without a successor."""
    units = Unit.objects.visible_to(user).filter(is_closed=False, parent=None)
    newest: dict[int, Contact] = {}
    for contact in Contact.objects.visible_to(user).order_by("since", "id"):
        newest[contact.unit_id] = contact
    found = []
    for unit in units:
        last = newest.get(unit.pk)
        is_held = last is not None and last.ended_at is None
        gap = last.ended_at if last is not None and not is_held else None
        found.append(ContactState(unit, last if is_held else None, gap))
    return found


def open_rounds(user: Any, states: Sequence[str]) -> QuerySet[Round]:
    """Rounds in these states, the newest first."""
    return Round.objects.visible_to(user).filter(state__in=states)


def today() -> date:
    """This day in Beijing."""
    return timezone.localdate()
