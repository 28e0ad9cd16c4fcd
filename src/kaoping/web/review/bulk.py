"""Many suspects at once: all of one template, or all that machines have measured twice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from kaoping.findings import Bulk, Coverage, Looked, confirm_in_bulk

from ..audit.actions import record
from ..gathering.models import Coverage as CoverageRow
from ..imports.queries import only_imported
from ..inspection.models import Answer
from ..people.models import User
from ..planning.models import Round
from ..publishing.rows import systems_of
from . import actions
from .models import Decision, Suspect
from .records import suspect_of
from .workflow import CLOSED_ROUNDS, needs_second

SHOWN = 200
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Left:
    """A suspect that a bulk act leaves, and why, in Chinese."""

    suspect: Suspect
    why: str


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What machines may confirm now, what is left, at most 200 shown of each, and all their counts."""

    confirmed: tuple[tuple[int, Any], ...]
    left: tuple[Left, ...]
    left_count: int
    waiting_count: int


def measured(round_: Round) -> Verdicts:
    """What a bulk confirmation of the round would do now; nothing is written."""
    rows = Suspect.objects.filter(round=round_, state="suspect", lane="machine").select_related(
        "unit", "site"
    )
    by_fact = {row.fact: row for row in rows}
    bulk = confirm_in_bulk(
        map(suspect_of, by_fact.values()),
        systems_of(round_).values(),
        _coverage(round_),
        _answered(round_),
    )
    return _verdicts(bulk, by_fact)


def _verdicts(bulk: Bulk, by_fact: dict[str, Suspect]) -> Verdicts:
    confirmed, left = [], []
    for decision in bulk.decisions:
        row = by_fact[decision.suspect]
        if needs_second(is_veto=row.is_veto, severity=row.severity):
            left.append(Left(row, "单项否决和严重问题须两人认定"))
        else:
            confirmed.append((row.pk, decision))
    left += [Left(by_fact[fact], why) for fact, why in bulk.to_person]
    waiting = [Left(by_fact[fact], "还没有相隔一小时以上的第二次检查") for fact in bulk.waiting]
    shown = tuple((left + waiting)[:SHOWN])
    return Verdicts(tuple(confirmed), shown, len(left), len(waiting))


def _coverage(round_: Round) -> list[Coverage]:
    """What each job looked at; a job is a run."""
    rows = CoverageRow.objects.filter(round=round_).select_related("unit", "job__site")
    return [
        Coverage(
            run=str(row.job.public_id),
            site=row.job.site.host,
            unit=row.unit.name,
            check=row.check_id,
            looked_at=row.looked_at,
            not_checked=row.not_checked,
            why=row.why,
        )
        for row in rows
    ]


def _answered(round_: Round) -> list[Looked]:
    rows = Answer.objects.filter(task__round=round_, is_draft=False, verdict__in=("met", "not_applicable"))
    return [
        Looked(one.task.unit.name, one.task.rule, 1, verdict=one.verdict)
        for one in rows.select_related("task__unit")
    ]


def confirm_measured(round_: Round, *, by: User, expected: int) -> int:
    """
    Confirm what machines saw twice. The decisions are nobody's own; who pressed the button stands in the
    audit trail.

    Raises:
        NotPossible: The round is closed, or there are now others than the person was shown.
    """
    if round_.state in CLOSED_ROUNDS:
        raise actions.NotPossible("本轮结果已经发布,不能再批量确认。")
    found = measured(round_).confirmed
    if len(found) != expected:
        raise actions.NotPossible(f"可确认的现在是 {len(found)} 条,不是 {expected} 条,请重新核对后再确认。")
    with transaction.atomic():
        decisions = dict(found)
        rows = Suspect.objects.select_for_update(no_key=True).filter(pk__in=decisions, state="suspect")
        return _confirm(list(rows), decisions, round_, by)


def _confirm(rows: list[Suspect], decisions: dict[int, Any], round_: Round, by: User) -> int:
    now = timezone.now()
    for row in rows:
        row.state, row.version, row.decided_at = "confirmed", row.version + 1, now
    Suspect.objects.bulk_update(rows, ["state", "version", "decided_at"], batch_size=CHUNK)
    Decision.objects.bulk_create(
        (
            Decision(suspect=row, verdict="confirm", by=None, at=now, reason=decisions[row.pk].reason)
            for row in rows
        ),
        batch_size=CHUNK,
    )
    record(
        by=by,
        action="review.confirm_bulk",
        subject=f"round:{round_.public_id}",
        count=len(rows),
        suspects=actions.subjects(rows),
    )
    return len(rows)


def decidable(rows: Sequence[Suspect]) -> list[Suspect]:
    """Those on which one ruling may be made for all: without what only a third party told of."""
    hearsay = set(
        only_imported(Suspect.objects.filter(pk__in=[one.pk for one in rows])).values_list("pk", flat=True)
    )
    return [one for one in rows if one.pk not in hearsay]


def decide_group(
    given: Sequence[Suspect],
    *,
    verdict: str,
    by: User,
    expected: int,
    reason: str,
    until: date | None = None,
) -> int:
    """
    One ruling for all open faults of a template, all or none; what only a third party told of is left out.

    Args:
        given: The open ones.
        expected: How many `decidable` ones the person was shown.

    Raises:
        NotPossible: There are now others than the person was shown; or as the single act.
        DecidedMeanwhile: Somebody decided one of them at this moment.
    """
    rows = decidable(given)
    if len(rows) != expected:
        raise actions.NotPossible(
            f"这一组待处理的现在是 {len(rows)} 条,不是 {expected} 条,请重新核对后再提交。"
        )
    acts: dict[str, Callable[..., Suspect]] = {
        "confirm": actions.confirm_suspect,
        "dismiss": actions.dismiss_suspect,
        "exempt": actions.exempt_suspect,
    }
    extra: dict[str, Any] = {"until": until} if verdict == "exempt" else {}
    with transaction.atomic():
        for row in rows:
            acts[verdict](row, by=by, version=row.version, reason=reason, **extra)
    return len(rows)
