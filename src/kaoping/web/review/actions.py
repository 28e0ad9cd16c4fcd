"""Writes of the review desk: each in one transaction, with its decision and its audit entry."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from kaoping.errors import KaopingError

from ..audit.actions import record
from ..people.models import User
from .models import Decision, Exemption, Suspect
from .scopes import scope_of
from .workflow import AFTER, CLOSED_ROUNDS, Act, may, needs_second


class NotPossible(KaopingError):
    """A ruling that cannot be made; the words say why and what to do."""


class DecidedMeanwhile(NotPossible):
    """Somebody else was quicker: `suspect` is as it stands now."""

    def __init__(self, suspect: Suspect) -> None:
        super().__init__("这个问题刚刚被别人处理过,请先看过再决定。")
        self.suspect = suspect


@transaction.atomic
def confirm_suspect(suspect: Suspect, *, by: User, version: int, reason: str = "") -> Suspect:
    """
    Rule that the fault is one. A veto or a 严重 one waits for another person after that.

    Args:
        suspect: As the person saw it.
        by: Who rules.
        version: The suspect's version that he saw.
        reason: A note; may be empty.

    Raises:
        DecidedMeanwhile: The suspect is no longer what he saw.
        NotPossible: Its state or its round's forbids it.
    """
    return _rule(suspect, "confirm", by=by, version=version, reason=reason)


@transaction.atomic
def dismiss_suspect(suspect: Suspect, *, by: User, version: int, reason: str) -> Suspect:
    """Rule that it is no fault. Raises as `confirm_suspect`, and for a missing reason."""
    return _rule(suspect, "dismiss", by=by, version=version, reason=reason)


@transaction.atomic
def exempt_suspect(suspect: Suspect, *, by: User, version: int, reason: str, until: date) -> Suspect:
    """
    Rule that it does not count until the end of `until`; later runs are silent about it until then. Raises
    as `confirm_suspect`, and for a missing reason.
    """
    return _rule(suspect, "exempt", by=by, version=version, reason=reason, until=until)


@transaction.atomic
def reopen_suspect(suspect: Suspect, *, by: User, version: int, reason: str) -> Suspect:
    """Take a ruling back; its exception ends. Raises as `confirm_suspect`, and for a missing reason."""
    now = timezone.now()
    held = _held(suspect, "reopen", version)
    _demand(reason)
    _end_exceptions(held, by=by, reason=reason, now=now)
    return _set_down(held, "suspect", "reopen", by=by, reason=reason, now=now)


@transaction.atomic
def agree(suspect: Suspect, *, by: User, version: int, reason: str = "") -> Suspect:
    """
    The second person's yes: what the first ruled now holds. Raises as `confirm_suspect`, and where the
    second person is the first.
    """
    now = timezone.now()
    held = _held(suspect, "agree", version)
    first = _first_of_two(held, by)
    if first.verdict == "exempt" and first.until:
        _except(held, by=first.by or by, reason=first.reason, until=first.until)
    words = reason or "同意"
    return _set_down(
        held,
        AFTER[first.verdict],
        first.verdict,
        by=by,
        reason=words,
        now=now,
        until=first.until,
        second=True,
    )


@transaction.atomic
def disagree(suspect: Suspect, *, by: User, version: int, reason: str) -> Suspect:
    """The second person's no: the suspect is open again. Raises as `agree`, and for a missing reason."""
    held = _held(suspect, "disagree", version)
    _first_of_two(held, by)
    _demand(reason)
    return _set_down(held, "suspect", "reopen", by=by, reason=reason, now=timezone.now(), second=True)


@transaction.atomic
def revoke_exemption(exemption: Exemption, *, by: User, reason: str) -> None:
    """
    End an exception before its day: later runs tell of the fact again, and its suspect is open where its
    round still is. Raises `NotPossible` where it has ended already, or for a missing reason.
    """
    _demand(reason)
    now = timezone.now()
    held = Exemption.objects.select_for_update(no_key=True).get(pk=exemption.pk)
    if held.revoked_at is not None:
        raise NotPossible("这条例外已经撤销。")
    _revoke(held, by=by, reason=reason, now=now)
    suspect = held.suspect
    if suspect and suspect.state == "exempted" and suspect.round.state not in CLOSED_ROUNDS:
        _set_down(suspect, "suspect", "reopen", by=by, reason=f"撤销例外:{reason}", now=now)
    record(by=by, action="review.revoke", subject=f"exemption:{held.public_id}", reason=reason)


@transaction.atomic
def reopen_expired(*, today: date) -> int:
    """
    Open the suspects whose exemption's last day has passed, in rounds that are not closed. The worker calls
    it once a day. Answers how many there were.
    """
    past = Exemption.objects.filter(until__lt=today, revoked_at=None, suspect__state="exempted")
    past = past.exclude(suspect__round__state__in=CLOSED_ROUNDS)
    now, count = timezone.now(), 0
    # all held before the first is set down: nobody waits for a row with the audit trail's end in hand
    rows = Suspect.objects.select_for_update(no_key=True).filter(pk__in=past.values("suspect"))
    for held in list(rows.order_by("pk")):
        if (
            held.state == "exempted"
            and not held.exemptions.filter(until__gte=today, revoked_at=None).exists()
        ):
            _set_down(held, "suspect", "reopen", by=None, reason="豁免到期,重新认定", now=now)
            count += 1
    return count


def _rule(
    suspect: Suspect, verdict: Act, *, by: User, version: int, reason: str, until: date | None = None
) -> Suspect:
    held = _held(suspect, verdict, version)
    if verdict != "confirm":
        _demand(reason)
    if verdict == "exempt" and (until is None or until < timezone.localdate()):
        raise NotPossible("豁免要写到哪一天为止,且不能早于今天。")
    now = timezone.now()
    if needs_second(is_veto=held.is_veto, severity=held.severity):
        return _set_down(held, "second", verdict, by=by, reason=reason, now=now, until=until)
    if until is not None:
        _except(held, by=by, reason=reason, until=until)
    return _set_down(held, AFTER[verdict], verdict, by=by, reason=reason, now=now, until=until)


def _held(suspect: Suspect, act: Act, version: int) -> Suspect:
    """The row as it stands now, held until the transaction ends, if it is what the person saw."""
    held = (
        Suspect.objects.select_for_update(no_key=True, of=("self",))
        .select_related("round", "unit")
        .get(pk=suspect.pk)
    )
    if held.version != version:
        raise DecidedMeanwhile(held)
    if held.round.state in CLOSED_ROUNDS:
        raise NotPossible("本轮结果已经发布,认定不能再改;单位有异议的,走申诉或更正。")
    if not may(held.state, act):
        raise NotPossible(f"“{held.get_state_display()}”的问题不能这样处理。")
    return held


def _first_of_two(held: Suspect, by: User) -> Decision:
    first = held.decisions.order_by("-at", "-id").first()
    if first is None:
        raise NotPossible("找不到第一人的认定,请退回重开。")
    if first.by_id == by.pk:
        raise NotPossible("您已作出第一次认定,请由另一人复核。")
    return first


def _demand(reason: str) -> None:
    if not reason.strip():
        raise NotPossible("请写明理由。")


def _set_down(
    held: Suspect,
    state: str,
    verdict: str,
    *,
    by: User | None,
    reason: str,
    now: datetime,
    until: date | None = None,
    second: bool = False,
) -> Suspect:
    """The decision, the suspect's new state and the audit entry."""
    before, held.state, held.version = held.state, state, held.version + 1
    held.decided_at = now if state in AFTER.values() else None
    held.save(update_fields=["state", "version", "decided_at"])
    Decision.objects.create(
        suspect=held, verdict=verdict, by=by, at=now, reason=reason.strip(), until=until, is_second=second
    )
    record(
        by=by or "kaoping",
        action=f"review.{verdict}",
        subject=f"suspect:{held.public_id}",
        before=before,
        after=state,
        reason=reason.strip(),
        until=until,
        second=second,
    )
    return held


def _except(held: Suspect, *, by: User, reason: str, until: date) -> None:
    Exemption.objects.create(
        unit=held.unit,
        check_id=held.check_id,
        scope=scope_of(held),
        reason=reason.strip(),
        by=by,
        until=until,
        suspect=held,
    )


def _end_exceptions(held: Suspect, *, by: User, reason: str, now: datetime) -> None:
    for one in held.exemptions.filter(revoked_at=None):
        _revoke(one, by=by, reason=reason, now=now)


def _revoke(one: Exemption, *, by: User, reason: str, now: datetime) -> None:
    one.revoked_at, one.revoked_by, one.revoked_because = now, by, reason.strip()
    one.save(update_fields=["revoked_at", "revoked_by", "revoked_because"])


def subjects(suspects: Iterable[Suspect]) -> list[str]:
    """Public ids, for an audit entry of several at once."""
    return [str(one.public_id) for one in suspects]
