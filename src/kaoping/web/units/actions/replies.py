"""Writes of a unit to its draft: answers to single findings, and objections."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from ...audit.actions import record
from ...evidence.uploads import Screened, keep_screened, screened
from ...people.models import User
from ...planning.actions import refuse_closed
from ...review.models import Suspect
from ..causes import refuse_unknown
from ..models import APPEAL_STATES, REPLY_WORDS, Appeal, Reply, Term
from ..refusals import Outrun, Refused
from ..states import ANSWERED_IN, APPEALS

Files = Sequence[tuple[str, bytes]]


def answer(
    suspect: Suspect,
    *,
    by: User,
    kind: str,
    words: str = "",
    cause: str = "",
    attached: Files = (),
    now: datetime | None = None,
) -> Reply:
    """
    A unit's answer to a finding of its draft; an objection opens an appeal.

    Args:
        suspect: The finding, which the caller may see.
        by: A person of the unit; only its administrator objects.
        kind: A key of `REPLY_WORDS`.
        words: What the unit says; needed unless it accepts.
        cause: Why it was wrong, out of the office's list; ``""`` for none. An objection names none.
        attached: Names and contents of proof.

    Raises:
        Refused: The draft is not out, the day has passed, the role may not, or words are missing.
        Outrun: There is an appeal already.
        RefusedUpload: A file is not taken; then nothing is written.
    """
    files = [screened(content=content, name=name) for name, content in attached]
    return _answered(suspect, by, kind, words, cause, files, now or timezone.now())


@transaction.atomic
def _answered(
    suspect: Suspect, by: User, kind: str, words: str, cause: str, files: Sequence[Screened], now: datetime
) -> Reply:
    term = _open_term(suspect)
    is_late = timezone.localdate(now) > term.appeal_due
    if kind == "object":
        _may_object(term, by, now)
    if kind not in REPLY_WORDS or (kind != "accept" and not words.strip()):
        raise Refused("请选择答复并写明理由。")
    if cause:
        refuse_unknown(cause)
    if kind != "object" and Appeal.objects.filter(suspect=suspect, state="open").exists():
        raise Outrun("这个问题已提出异议,正待裁定。要改为认可或说明,请先撤回异议。")
    reply = Reply.objects.create(
        round=suspect.round, unit=suspect.unit, suspect=suspect, indicator=suspect.indicator,
        kind=kind, words=words.strip(), by=by, at=now, is_late=is_late,
        cause="" if kind == "object" else cause,
    )  # fmt: skip
    if kind == "object":
        _appeal(reply, suspect, now)
    _keep(files, suspect, by, now)
    record(by=by, action=f"units.{kind}", subject=f"suspect:{suspect.public_id}", words=words, late=is_late)
    return reply


@transaction.atomic
def accept_all(suspects: Iterable[Suspect], *, by: User, now: datetime | None = None) -> int:
    """
    Accept all of these findings to which nothing has been said yet. Answers how many.

    Raises:
        Refused: There is none, or the draft is not out.
    """
    now = now or timezone.now()
    named = [one.pk for one in suspects]
    answered = Reply.objects.filter(suspect__in=named).values("suspect")
    silent = list(Suspect.objects.filter(pk__in=named).exclude(pk__in=answered).order_by("pk"))
    if not silent:
        raise Refused("每一项都已答复,没有可以一并认可的。")
    for one in silent:
        answer(one, by=by, kind="accept", now=now)
    record(by=by, action="units.accept_all", subject=silent[0].round.title, count=len(silent))
    return len(silent)


def _keep(files: Sequence[Screened], suspect: Suspect, by: User, now: datetime) -> None:
    """Proof that comes with an answer is as old as the answer: what comes later does not count."""
    for one in files:
        made = keep_screened(one, round_=suspect.round, unit=suspect.unit, by=by, suspect=suspect)
        if made.taken_at > now:
            made.taken_at = now
            made.save(update_fields=["taken_at"])


def _open_term(suspect: Suspect) -> Term:
    term = Term.objects.filter(round=suspect.round).first()
    if suspect.round.state not in ANSWERED_IN or term is None:
        raise Refused(f"本轮现为“{suspect.round.get_state_display()}”,不在答复阶段。")
    return term


def _may_object(term: Term, by: User, now: datetime) -> None:
    if not by.has_perm("units.object"):
        raise Refused("异议由单位管理员提出。您可以先作说明,或请单位管理员办理。")
    today = timezone.localdate(now)
    if term.closed_at or today > term.appeal_due:
        raise Refused(
            f"申诉期限为 {term.appeal_due:%Y-%m-%d}({term.appeal_counted}),今天是 {today:%Y-%m-%d},"
            "已过期限,不能再提出异议。仍可作说明,随初评结果存档。"
        )


def _appeal(reply: Reply, suspect: Suspect, now: datetime) -> Appeal:
    try:
        with transaction.atomic():
            return Appeal.objects.create(
                round=suspect.round, unit=suspect.unit, reply=reply, suspect=suspect, at=now
            )
    except IntegrityError:
        held = Appeal.objects.filter(suspect=suspect).exclude(state="withdrawn").get()
        raise Outrun(f"这个问题已有异议({APPEAL_STATES[held.state]}),不能重复提出。") from None


@transaction.atomic
def withdraw_appeal(appeal: Appeal, *, by: User) -> Appeal:
    """
    Take an objection back while nobody has ruled.

    Raises:
        Outrun: It was ruled on or withdrawn.
        kaoping.web.planning.actions.Refused: The round is released.
    """
    refuse_closed(appeal.round)
    held = Appeal.objects.select_for_update(no_key=True).get(pk=appeal.pk)
    state = APPEALS.get((held.state, "withdraw"))
    if state is None:
        raise Outrun(f"这项异议现为“{APPEAL_STATES[held.state]}”,不能撤回。")
    held.state = state
    held.save(update_fields=["state"])
    record(by=by, action="units.withdraw_appeal", subject=f"appeal:{held.public_id}")
    return held
