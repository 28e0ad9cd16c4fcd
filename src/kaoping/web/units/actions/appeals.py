"""Writes of the ruling on objections."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ...audit.actions import record
from ...people.models import User
from ...planning.models import Round
from ...publishing.actions import rescore
from ...review.models import Decision, Suspect
from ..models import APPEAL_STATES, Appeal
from ..refusals import Outrun, Refused
from ..states import ANSWERED_IN, APPEALS
from .rounds import total_of


@transaction.atomic
def rule_appeal(
    appeal: Appeal, *, by: User, is_upheld: bool, reason: str, now: datetime | None = None
) -> Appeal:
    """
    Rule on an objection. Where it is upheld the finding is dismissed and the round scored anew; the unit's
    totals before and after are kept.

    Raises:
        Outrun: Somebody ruled, or the unit withdrew.
        Refused: Without a reason, by the person who confirmed the finding, or once the round is published.
    """
    now = now or timezone.now()
    # the round is held: two rulings at once score one after the other
    round_ = Round.objects.select_for_update(no_key=True).get(pk=appeal.round_id)
    held = Appeal.objects.select_for_update(no_key=True).get(pk=appeal.pk)
    state = APPEALS.get((held.state, "uphold" if is_upheld else "reject"))
    if state is None:
        raise Outrun(f"这项异议现为“{APPEAL_STATES[held.state]}”,不能再次裁定。")
    _may_rule(held, round_, by, reason)
    held.state, held.ruling, held.ruled_by, held.ruled_at = state, reason.strip(), by, now
    held.before = held.after = total_of(round_, held.unit_id)
    if is_upheld:
        _dismiss(held, by=by, now=now)
        rescore(round_, by=by, reason=f"异议成立:{held.public_id}")
        held.after = total_of(round_, held.unit_id)
    held.save()
    record(
        by=by, action=f"units.{state}", subject=f"appeal:{held.public_id}", reason=reason,
        before=held.before, after=held.after,
    )  # fmt: skip
    return held


def has_confirmed(appeal: Appeal, user: User) -> bool:
    """Whether somebody had a hand in the finding that is objected to, and so may not rule."""
    if appeal.suspect_id is None:
        return False
    return Decision.objects.filter(suspect=appeal.suspect_id, by=user).exists()


def _may_rule(appeal: Appeal, round_: Round, by: User, reason: str) -> None:
    if not by.has_perm("units.rule"):
        raise Refused("异议由复核员裁定。")
    if round_.state not in ANSWERED_IN:
        raise Refused(f"本轮现为“{round_.get_state_display()}”,结果不能再改。")
    if has_confirmed(appeal, by):
        raise Refused("您参与认定了这个问题,异议请由另一位复核员裁定。")
    if not reason.strip():
        raise Refused("请写明裁定理由,理由会告知单位。")


def _dismiss(appeal: Appeal, *, by: User, now: datetime) -> None:
    """By the proof as it was when the unit objected: what was mended later is no reason."""
    suspect = Suspect.objects.select_for_update(no_key=True, of=("self",)).get(appeals=appeal)
    if suspect.state != "confirmed":
        raise Refused(f"这个问题现为“{suspect.get_state_display()}”,不再计分,异议无须裁定为成立。")
    before, suspect.state, suspect.decided_at = suspect.state, "dismissed", now
    suspect.version += 1
    suspect.save(update_fields=["state", "decided_at", "version"])
    Decision.objects.create(
        suspect=suspect,
        verdict="dismiss",
        by=by,
        at=now,
        reason=f"异议成立:{appeal.ruling}"[:500],
        is_second=True,
    )
    record(
        by=by, action="review.dismiss", subject=f"suspect:{suspect.public_id}", before=before,
        after="dismissed", appeal=str(appeal.public_id),
    )  # fmt: skip
