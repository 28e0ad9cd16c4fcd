"""Writes of returned report documents: uploaded, or fetched from the mailbox and confirmed by a person."""

import hashlib
import os
import secrets
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from ...audit.actions import record
from ...evidence.opening import kind_of, opened, plain_name
from ...evidence.uploads import LARGEST_BYTES, MEDIA_TYPES, upload_path
from ...people.models import User
from ...planning.models import Round, Unit
from ..models import Report, Term
from ..refusals import Outrun, Refused

TAKEN_IN = ("released", "rectifying")


def kept(content: bytes, name: str) -> tuple[str, str, str, int]:
    """
    A document looked at and laid aside: its digest, name, media type and size.

    Raises:
        RefusedUpload: Damaged, hostile, or of a kind that is not taken.
        Refused: Empty or too large.
    """
    name = plain_name(name)
    if not 0 < len(content) <= LARGEST_BYTES:
        raise Refused(f"“{name}”是空文件或超过 {LARGEST_BYTES >> 20} MB,没有接收。")
    kind = kind_of(content)
    head, drawn = opened(content, name, kind)
    content = drawn if kind == "picture" else content
    media = head.get("media_type") or MEDIA_TYPES.get(head.get("format", ""), "application/octet-stream")
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    _store(content, upload_path(digest))
    return digest, f"{Path(name).stem}{head['suffix']}"[:200], media, len(content)


def _store(content: bytes, path: Path) -> None:
    """On the disk before any row speaks of it."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{secrets.token_hex(8)}")
    with part.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.chmod(0o600)
    part.replace(path)


@transaction.atomic
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
    if round_.state not in TAKEN_IN:
        raise Refused(f"本轮现为“{round_.get_state_display()}”,不收整改报告。")
    digest, name, media_type, size = kept(content, name)
    if Report.objects.filter(round=round_, unit=unit, digest=digest, is_discarded=False).exists():
        raise Refused(f"“{name}”已经报送过,没有重复登记。")
    made = Report.objects.create(
        round=round_, unit=unit, name=name, digest=digest, media_type=media_type, size_bytes=size,
        received_at=now, lane="upload", is_confirmed=True, is_late=is_late(round_, now), by=by,
    )  # fmt: skip
    record(
        by=by, action="units.upload_report", subject=f"report:{made.public_id}", unit=unit.name, digest=digest
    )
    return made


def is_late(round_: Round, at: datetime) -> bool:
    """Whether a report that came at this moment came after its last day in Beijing."""
    term = Term.objects.filter(round=round_).first()
    return bool(term and term.report_due and timezone.localdate(at) > term.report_due)


@transaction.atomic
def lay_letter(
    *, round_: Round, unit: Unit | None, content: bytes, name: str, letter: str,
    sender: str, subject: str, matched: str, at: datetime,
) -> Report | None:  # fmt: skip
    """
    Lay down a document out of a letter for somebody to confirm. None where it was laid down before.

    Raises:
        Refused, RefusedUpload: The file is not taken.
    """
    digest, name, media_type, size = kept(content, name)
    if Report.objects.filter(letter=letter, digest=digest).exists():
        return None
    made = Report.objects.create(
        round=round_, unit=unit, name=name, digest=digest, media_type=media_type, size_bytes=size,
        received_at=at, lane="mail", sender=sender[:200], subject=subject[:200], matched=matched[:200],
        letter=letter, is_late=is_late(round_, at),
    )  # fmt: skip
    record(by="kaoping", action="units.fetch_report", subject=f"report:{made.public_id}", sender=sender)
    return made


@transaction.atomic
def confirm_report(report: Report, *, by: User, round_: Round, unit: Unit) -> Report:
    """A person says whose report it is. Raises `Outrun` the second time, `Refused` for a stranger."""
    held = _waiting(report)
    if not round_.members.filter(unit=unit).exists():
        raise Refused(f"{unit} 不在“{round_}”的名单中。")
    held.round, held.unit, held.is_confirmed, held.by = round_, unit, True, by
    held.is_late = is_late(round_, held.received_at)
    held.save()
    record(by=by, action="units.confirm_report", subject=f"report:{held.public_id}", unit=unit.name)
    return held


@transaction.atomic
def discard_report(report: Report, *, by: User) -> Report:
    """That a letter's document is no report; it stays in the list. Raises `Outrun` the second time."""
    held = _waiting(report)
    held.is_discarded, held.by = True, by
    held.save(update_fields=["is_discarded", "by"])
    record(by=by, action="units.discard_report", subject=f"report:{held.public_id}")
    return held


def _waiting(report: Report) -> Report:
    held = Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    if held.is_confirmed or held.is_discarded:
        raise Outrun("这份文件已经处理过,页面已过期。")
    return held
