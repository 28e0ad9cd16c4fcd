"""Writes of returned report documents: uploaded, or fetched from the mailbox and confirmed by a person."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ...audit.actions import record
from ...evidence.uploads import Screened, lay_aside, screened
from ...people.models import User
from ...planning.actions import refuse_sealed
from ...planning.models import Round, Unit
from ..models import Report, Term
from ..refusals import Outrun, Refused

TAKEN_IN = ("released", "rectifying")


def upload_report(
    *, content: bytes, name: str, round_: Round, unit: Unit, by: User, now: datetime | None = None
) -> Report:
    """
    Take a report that was uploaded by the unit, or by the office for it.

    Raises:
        Refused: The round takes none now, or the same file came before.
        RefusedUpload: The file is not taken.
    """
    now = now or timezone.now()
    _refuse_untaken(round_)
    file = screened(content, name)
    with transaction.atomic():
        if Report.objects.filter(round=round_, unit=unit, digest=file.digest, is_discarded=False).exists():
            raise Refused(f"“{file.name}”已经报送过,没有重复登记。")
        made = Report.objects.create(
            round=round_, unit=unit, **_laid(file), received_at=now, lane="upload", is_confirmed=True,
            is_late=is_late(round_, now), by=by,
        )  # fmt: skip
        subject = f"report:{made.public_id}"
        record(by=by, action="units.upload_report", subject=subject, unit=unit.name, digest=made.digest)
    return made


def _laid(file: Screened) -> dict[str, Any]:
    """The file on the disk, and what its row says of it."""
    lay_aside(file.content, file.digest)
    return {
        "name": file.name, "digest": file.digest, "media_type": file.media_type,
        "size_bytes": len(file.content),
    }  # fmt: skip


def is_late(round_: Round, at: datetime) -> bool:
    """Whether a report that came at this moment came after its last day in Beijing."""
    term = Term.objects.filter(round=round_).first()
    return bool(term and term.report_due and timezone.localdate(at) > term.report_due)


def lay_letter(
    *, round_: Round, unit: Unit | None, content: bytes, name: str, letter: str,
    sender: str, subject: str, matched: str, at: datetime,
) -> Report | None:  # fmt: skip
    """
    Lay down a document out of a letter for somebody to confirm. None where it was laid down before.

    Raises:
        RefusedUpload: The file is not taken.
    """
    file = screened(content, name)
    with transaction.atomic():
        if Report.objects.filter(letter=letter, digest=file.digest).exists():
            return None
        made = Report.objects.create(
            round=round_, unit=unit, **_laid(file), received_at=at, lane="mail", sender=sender[:200],
            subject=subject[:200], matched=matched[:200], letter=letter, is_late=is_late(round_, at),
        )  # fmt: skip
        record(by="kaoping", action="units.fetch_report", subject=f"report:{made.public_id}", sender=sender)
    return made


@transaction.atomic
def confirm_report(report: Report, *, by: User, round_: Round, unit: Unit) -> Report:
    """
    A person says whose report it is.

    Raises:
        Outrun: Somebody said so before.
        Refused: It is a stranger, or the round takes none now.
    """
    held = _waiting(report)
    _refuse_untaken(round_)
    if not round_.members.filter(unit=unit).exists():
        raise Refused(f"{unit} 不在“{round_}”的名单中。")
    held.round, held.unit, held.is_confirmed, held.by = round_, unit, True, by
    held.is_late = is_late(round_, held.received_at)
    held.save()
    record(by=by, action="units.confirm_report", subject=f"report:{held.public_id}", unit=unit.name)
    return held


@transaction.atomic
def discard_report(report: Report, *, by: User) -> Report:
    """That a letter's document is no report; it stays in the list. As `confirm_report`."""
    held = _waiting(report)
    held.is_discarded, held.by = True, by
    held.save(update_fields=["is_discarded", "by"])
    record(by=by, action="units.discard_report", subject=f"report:{held.public_id}")
    return held


def _refuse_untaken(round_: Round) -> None:
    if round_.state not in TAKEN_IN:
        raise Refused(f"“{round_}”现为“{round_.get_state_display()}”,不收整改报告。")


def _waiting(report: Report) -> Report:
    held = (
        Report.objects.select_for_update(no_key=True, of=("self",)).select_related("round").get(pk=report.pk)
    )
    refuse_sealed(held.round)
    if held.is_confirmed or held.is_discarded:
        raise Outrun("这份文件已经处理过,页面已过期。")
    return held
