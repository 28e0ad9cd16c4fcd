"""Writes of uploaded proof: told by content, pictures drawn anew, kept by digest outside the web root."""

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from ..audit.actions import record
from ..inspection.models import Task
from ..people.models import User
from ..planning.models import Round, Unit
from ..review.models import Suspect
from .models import Evidence
from .opening import RefusedUpload, kind_of, opened, plain_name

LARGEST_BYTES = 20 << 20
QUOTA_BYTES = 500 << 20  # of one unit in one round
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain",
    "csv": "text/csv",
}


def keep_upload(
    *,
    content: bytes,
    name: str,
    round_: Round,
    unit: Unit,
    by: User,
    task: Task | None = None,
    suspect: Suspect | None = None,
    url: str = "",
) -> Evidence:
    """
    Take a file as proof. The same file again for the same thing is the one that is there.

    Raises:
        RefusedUpload: Too large, beyond the unit's quota, damaged, or of a kind that is not taken.
    """
    name = plain_name(name)
    if not content:
        raise RefusedUpload(f"“{name}”是空文件,没有接收。")
    if len(content) > LARGEST_BYTES:
        raise RefusedUpload(f"“{name}”超过 {LARGEST_BYTES >> 20} MB,请压缩或拆分后上传。")
    kind = kind_of(content)
    head, drawn = opened(content, name, kind)
    if kind == "picture":
        content = drawn
    media_type = head.get("media_type") or MEDIA_TYPES.get(head.get("format", ""), "application/octet-stream")
    return keep_bytes(
        content=content,
        name=Path(name).stem + head["suffix"],
        media_type=media_type,
        kind="upload",
        round_=round_,
        unit=unit,
        by=by,
        task=task,
        suspect=suspect,
        url=url,
    )


@transaction.atomic
def keep_bytes(
    *,
    content: bytes,
    name: str,
    media_type: str,
    kind: str,
    round_: Round,
    unit: Unit,
    by: User,
    task: Task | None = None,
    suspect: Suspect | None = None,
    url: str = "",
) -> Evidence:
    """Keep bytes that are known to be harmless. Raises `RefusedUpload` beyond the unit's quota."""
    digest = hashlib.sha256(content).hexdigest()
    known = Evidence.objects.filter(
        digest=f"sha256:{digest}", round=round_, unit=unit, task=task, suspect=suspect
    ).first()
    if known is not None:
        return known
    Unit.objects.select_for_update().get(pk=unit.pk)  # two uploads at once count one after the other
    used = Evidence.objects.filter(round=round_, unit=unit, archive="").aggregate(n=Sum("size_bytes"))["n"]
    if (used or 0) + len(content) > QUOTA_BYTES:
        raise RefusedUpload(f"本单位本轮佐证已用满 {QUOTA_BYTES >> 20} MB,请联系考评办清理后再传。")
    store_upload(content, digest)
    made = Evidence.objects.create(
        round=round_,
        unit=unit,
        suspect=suspect,
        task=task,
        kind=kind,
        name=name[:200],
        media_type=media_type,
        size_bytes=len(content),
        digest=f"sha256:{digest}",
        url=url,
        taken_at=timezone.now(),
        added_by=by,
    )
    record(by=by, action="evidence.add", subject=f"evidence:{made.public_id}", digest=made.digest, kind=kind)
    return made


def upload_path(digest: str) -> Path:
    """Where the bytes of an upload lie, by ``sha256:<hex>``."""
    plain = digest.removeprefix("sha256:")
    return Path(settings.MEDIA_ROOT) / plain[:2] / plain


def store_upload(content: bytes, digest: str) -> None:
    """On the disk before any row speaks of it."""
    path = upload_path(digest)
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
