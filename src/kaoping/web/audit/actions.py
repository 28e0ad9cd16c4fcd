"""Writes to the audit trail; there is no action that changes or removes an entry."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from . import chain, queries
from .models import Anchor, ChainHead, Entry

LONGEST_NAME, LONGEST_ACTION, LONGEST_SUBJECT = 64, 60, 200
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@transaction.atomic
def record(*, by: Any, action: str, subject: object, now: datetime | None = None, **detail: Any) -> Entry:
    """
    Set down an act. Call it in the act's own transaction, last: the act and its entry stand or fall
    together, and others wait for the chain's end from here to the commit.

    Args:
        by: The user who acts, or the name of a process.
        action: The permission's manner of speaking, ``review.confirm``.
        subject: What was acted on, best as ``kind:public id``; cut to 200 characters.
        now: The moment, for acts that are set down later.
        detail: Reasons and values, before and after. Never a password, token or full personal number.
    """
    head = _locked_head()
    line = chain.sealed(
        chain.Line(
            number=head.number + 1,
            at=now or timezone.now(),
            by=_text(getattr(by, "username", by))[:LONGEST_NAME],
            role=str(getattr(by, "role", "")),
            action=action[:LONGEST_ACTION],
            subject=_text(subject)[:LONGEST_SUBJECT],
            detail={key: _plain(value) for key, value in detail.items()},
            before=head.digest,
        )
    )
    _anchor_day_before(head, line)
    entry = Entry.objects.create(
        number=line.number,
        at=line.at,
        by=line.by,
        role=line.role,
        action=line.action,
        subject=line.subject,
        detail=line.detail,
        before=line.before,
        digest=line.digest,
    )
    ChainHead.objects.filter(pk=head.pk).update(number=line.number, digest=line.digest, at=line.at)
    return entry


def verify_trail(*, by: Any, told: Sequence[chain.Head] = ()) -> tuple[queries.Verdict, Entry]:
    """Verify the whole trail and set down what was found: the verdict and its entry."""
    verdict = queries.verify(told)
    done = record(
        by=by,
        action="audit.verify",
        subject=f"audit:1-{verdict.head.number}",
        entries=verdict.entries,
        anchors=verdict.anchors,
        whole=verdict.is_whole,
        count=verdict.count,
        breaks=[str(one) for one in verdict.breaks],
        head=f"{verdict.head.number}:{verdict.head.digest}",
    )
    return verdict, done


@transaction.atomic
def anchor(*, now: datetime | None = None) -> Anchor | None:
    """Set down the chain's head, once for each head; None where the trail is empty."""
    head = _locked_head()
    if not head.number:
        return None
    found, _ = Anchor.objects.get_or_create(
        number=head.number, digest=head.digest, defaults={"at": now or timezone.now()}
    )
    return found


def _locked_head() -> ChainHead:
    """The chain's end, held until the transaction ends: entries are numbered one at a time."""
    head = ChainHead.objects.select_for_update(no_key=True).filter(pk=1).first()
    if head is None:  # a database that was emptied
        ChainHead.objects.get_or_create(pk=1, defaults={"digest": chain.START})
        head = ChainHead.objects.select_for_update(no_key=True).get(pk=1)
    return head


def _anchor_day_before(head: ChainHead, line: chain.Line) -> None:
    """A day's first entry sets down the head that the day before ended with."""
    if head.at and timezone.localdate(head.at) < timezone.localdate(line.at):
        Anchor.objects.get_or_create(number=head.number, digest=head.digest, defaults={"at": line.at})


def _plain(value: Any) -> Any:
    """The value in JSON that every database gives back as it took it."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {_text(key): _plain(one) for key, one in value.items()}
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, str):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, str | date | Decimal | UUID | float):
        return _text(value)
    return _text(getattr(value, "public_id", value))


def _text(value: object) -> str:
    return _UNSTORABLE.sub("�", str(value))
