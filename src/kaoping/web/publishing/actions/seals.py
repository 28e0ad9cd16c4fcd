"""Sealing: the round is closed for good, and all of it is put into one archive that proves itself."""

import contextlib
import fcntl
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction

from kaoping.rounds.sealing import SUFFIX, Sealed, seal

from ...audit.actions import record
from ...audit.models import Entry
from ...gathering.models import Job
from ...people.models import User
from ...planning.actions import advance
from ...planning.models import Round
from ..models import Seal
from ..refusals import Refused, held
from ..rows import now
from ..sealed_folder import export_round


def sealed_path(round_: Round) -> Path:
    """Where the round's archive lies; never below the folder that is sealed."""
    return Path(settings.ROUNDS_FOLDER) / "sealed" / f"{round_.public_id}{SUFFIX}"


def seal_round(round_: Round, *, by: User) -> Seal:
    """
    Seal a released round. It is closed first, so that nothing changes while the archive is made; where the
    making fails, it is opened again. A machine that stopped halfway is no harm: sealing again goes on.

    Raises:
        Refused: It is sealed already, somebody is sealing it, something is still being gathered, or it is not
            released.
        KaopingError: The archive cannot be made; nothing was sealed.
    """
    with _alone(round_) as draft:
        before = _closed(round_, by=by)
        try:
            sealed, head = _archived(round_, draft)
        except BaseException:
            _opened(round_, before, by=by)
            raise
        return _kept(round_, sealed, head, by=by)


@contextlib.contextmanager
def _alone(round_: Round) -> Iterator[Path]:
    """An empty folder in which this process alone makes the archive."""
    target = sealed_path(round_)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{round_.public_id}.part")
    with target.with_name(f".{round_.public_id}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused("有人正在封存这一轮,请稍后刷新页面查看结果。") from None
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        try:
            yield draft
        finally:
            shutil.rmtree(draft, ignore_errors=True)


@transaction.atomic
def _closed(round_: Round, *, by: User) -> str:
    """Close the round; its state before. One that was closed by a sealing that did not end stays so."""
    fresh = held(round_)
    if Seal.objects.filter(round=fresh).exists():
        raise Refused("本轮已经封存,没有再次封存。")
    if fresh.state == "sealed":
        return _state_before(fresh)
    if under_way := Job.objects.filter(round=fresh, state__in=("queued", "running")).count():
        raise Refused(f"还有 {under_way} 个采集任务没有结束,请先到“采集”中取消,再封存。")
    advance(fresh, "seal", by=by)
    return fresh.state


def _state_before(round_: Round) -> str:
    """The state from which a sealing that did not end had closed the round."""
    steps = Entry.objects.filter(action="planning.advance", subject=round_.title).order_by("-number")
    return next((one.detail["before"] for one in steps if one.detail.get("after") == "sealed"), "released")


@transaction.atomic
def _opened(round_: Round, state: str, *, by: User) -> None:
    Round.objects.filter(pk=round_.pk).update(state=state)
    record(by=by, action="publishing.seal_failed", subject=round_.title, state=state)


def _archived(round_: Round, draft: Path) -> tuple[Sealed, str]:
    fresh = Round.objects.get(pk=round_.pk)
    head = export_round(fresh, draft)
    about = {
        "title": fresh.title,
        "office": fresh.office,
        "round": str(fresh.public_id),
        "audit_head": head,
        "period": [str(fresh.period_from), str(fresh.period_to)],
    }
    return seal(draft, sealed_path(fresh), about=about), head


@transaction.atomic
def _kept(round_: Round, sealed: Sealed, head: str, *, by: User) -> Seal:
    made = Seal.objects.create(
        round=round_, at=now(), by=by, path=sealed.path.name, digest=sealed.digest, head=head
    )
    record(
        by=by,
        action="publishing.seal",
        subject=round_.title,
        digest=sealed.digest,
        files=sealed.files,
        bytes=sealed.size_bytes,
    )
    return made
