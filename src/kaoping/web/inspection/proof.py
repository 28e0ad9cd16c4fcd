"""Writes of proof at the inspection desk: uploads, and pages captured at this moment."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from ..audit.actions import record
from ..evidence.models import Evidence
from ..evidence.uploads import keep_bytes, keep_upload
from ..people.models import User
from .actions import refuse_closed
from .looking import Seen
from .models import CaptureOrder, Task


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


@transaction.atomic
def ask_for_capture(task: Task, url: str, *, by: User, now: datetime | None = None) -> CaptureOrder:
    """
    Have the worker archive a page as it stands now, and its picture where the machine can draw one. Asked for
    again while it is still to come, it is the same order.

    Raises:
        Refused: The round is beyond inspecting.
    """
    refuse_closed(task.round)
    waiting = task.orders.select_for_update(no_key=True).filter(
        url=url, by=by, state__in=("queued", "running")
    )
    if (before := waiting.first()) is not None:
        return before
    order = CaptureOrder.objects.create(task=task, url=url, by=by, asked_at=now or timezone.now())
    record(by=by, action="inspection.ask_for_capture", subject=f"task:{task.public_id}", url=url)
    return order


@transaction.atomic
def settle_capture(order: CaptureOrder, seen: Seen | None, *, now: datetime) -> bool:
    """
    Keep what came of an order, `seen` being None where nothing did after all tries. False, and nothing kept,
    where another worker has taken it meanwhile.
    """
    held = CaptureOrder.objects.select_for_update(no_key=True).get(pk=order.pk)
    if held.state != "running" or held.tries != order.tries:
        return False
    kept = _keep(held.task, seen, by=held.by) if seen and seen.archive else None
    is_there = kept is not None and seen is not None and not seen.failure
    held.state, held.evidence = ("done" if is_there else "failed"), kept
    held.message = _told(seen)[:300]
    held.lease_until, held.ended_at = None, now
    held.save(update_fields=["state", "evidence", "message", "lease_until", "ended_at"])
    return True


def _told(seen: Seen | None) -> str:
    if seen is None:
        return "试了几次都没有完成。请稍后再试,或自己截图上传。"
    if seen.failure:
        return f"没有取到页面:{seen.failure}。" + ("访问经过已存档。" if seen.archive else "")
    return f"HTTP {seen.status}," + ("已截图。" if seen.picture else f"{seen.no_picture or '未截图'}。")


@transaction.atomic
def _keep(task: Task, seen: Seen, *, by: User) -> Evidence:
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
    return made
