"""Writes of proof at the inspection desk: uploads, and pages captured at this moment."""

from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from ..audit.actions import record
from ..evidence.models import Evidence
from ..evidence.uploads import keep_bytes, keep_upload
from ..people.models import User
from .actions import Refused, refuse_closed
from .looking import Seen, look
from .models import Task


def add_files(task: Task, files: Any, *, by: User) -> list[Evidence]:
    """
    Take uploaded or pasted files as proof of a task.

    Raises:
        RefusedUpload: A file is not taken.
        Refused: The round is beyond inspecting.
    """
    refuse_closed(task.round)
    return [
        keep_upload(content=file.read(), name=file.name, round_=task.round, unit=task.unit, by=by, task=task)
        for file in files
    ]


def capture_page(task: Task, url: str, *, by: User) -> Seen:
    """
    Archive a page as it stands now, and its picture where this machine can draw one.

    Raises:
        Refused: The page did not come, or the round is beyond inspecting; the words say why.
    """
    refuse_closed(task.round)
    seen = look(url, round_=task.round, with_picture=True)
    if seen.failure and not seen.archive:
        raise Refused(f"没有截取到页面:{seen.failure}。")
    _keep(task, seen, by=by)
    if seen.failure:
        raise Refused(f"没有截取到页面:{seen.failure}。访问经过已存档。")
    return seen


@transaction.atomic
def _keep(task: Task, seen: Seen, *, by: User) -> None:
    made = Evidence.objects.create(
        round=task.round,
        unit=task.unit,
        task=task,
        kind="capture",
        name=(urlsplit(seen.url).path.rstrip("/").rpartition("/")[2] or urlsplit(seen.url).netloc)[:200],
        media_type=seen.media_type,
        size_bytes=seen.size_bytes,
        digest=seen.digest,
        url=seen.url,
        archive=seen.archive,
        offset=seen.offset,
        taken_at=seen.at,
        added_by=by,
    )
    if seen.picture:
        keep_bytes(
            content=seen.picture,
            name="截图.png",
            media_type="image/png",
            kind="screenshot",
            round_=task.round,
            unit=task.unit,
            by=by,
            task=task,
            url=seen.url,
        )
    record(
        by=by,
        action="inspection.capture",
        subject=f"evidence:{made.public_id}",
        url=seen.url,
        status=seen.status,
        digest=seen.digest,
    )
