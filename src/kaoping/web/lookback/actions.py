"""Writes of this desk: look backs begun, taken from another office's list, ended, fed into a round."""

import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from kaoping.errors import LedgerError
from kaoping.ledger import OPEN_ITEMS, OpenItems, read_open_items, write_open_items

from ..audit.actions import record
from ..people.models import User
from ..planning.models import Round
from ..units.refusals import Outrun, Refused
from . import feeding
from .items import folder_of, open_items_of
from .models import STATES, LookBack

EARLIER = ("released", "rectifying", "sealed")
FED_IN = ("planned", "gathering", "inspecting", "reviewing")
LARGEST_LIST = 50 << 20
MOST_ITEMS = 50_000


@transaction.atomic
def begin_look_back(
    source: Round, *, target: Round | None, by: User, now: datetime | None = None
) -> LookBack:
    """
    Ask the worker to look again at the confirmed findings of an earlier round.

    Raises:
        Refused: The round is not published yet or has no confirmed finding; the target takes none any more.
        Outrun: A look back at it is under way.
    """
    now = now or timezone.now()
    source = Round.objects.get(pk=source.pk)
    if source.state not in EARLIER:
        raise Refused(f"“{source}”现为“{source.get_state_display()}”,发布后才能“回头看”。")
    if LookBack.objects.filter(source=source, state__in=("queued", "running")).exists():
        raise Outrun(f"对“{source}”的“回头看”正在进行,没有重复开始。")
    content = open_items_of(source, timezone.localdate(now))
    return _begun(content, source=source, target=target, name="", by=by, now=now)


@transaction.atomic
def begin_from_list(
    *, content: bytes, name: str, target: Round | None, by: User, now: datetime | None = None
) -> LookBack:
    """As `begin_look_back`, from another office's open items (open-items.json). Raises `Refused`."""
    now = now or timezone.now()
    if not 0 < len(content) <= LARGEST_LIST:
        raise Refused(f"“{name}”是空文件或超过 {LARGEST_LIST >> 20} MB,没有接收。")
    with tempfile.TemporaryDirectory(prefix="kaoping-list-") as folder:
        path = Path(folder) / OPEN_ITEMS
        path.write_bytes(content)
        try:
            items = read_open_items(path)
        except LedgerError as error:
            words = str(error).replace(str(path), f"“{name}”")
            raise Refused(f"{words}请上传封存文件或结果文件夹中的 {OPEN_ITEMS}。") from None
    return _begun(items, source=None, target=target, name=name, by=by, now=now)


def _begun(
    content: OpenItems, *, source: Round | None, target: Round | None, name: str, by: User, now: datetime
) -> LookBack:
    if not content.items:
        raise Refused(f"“{content.round}”没有已确认的问题,不需要“回头看”。")
    if len(content.items) > MOST_ITEMS:
        raise Refused(f"清单有 {len(content.items)} 个问题,一次最多 {MOST_ITEMS} 个,请分开。")
    _refuse_late(target)
    made = LookBack.objects.create(
        title=f"{content.round}“回头看”"[:200], source=source, target=target, name=name[:200],
        items=len(content.items), today=timezone.localdate(now), made_by=by, made_at=now,
    )  # fmt: skip
    folder = folder_of(made)
    folder.mkdir(parents=True, exist_ok=True)
    os.chmod(folder, 0o700)
    write_open_items(content, folder / OPEN_ITEMS)
    record(
        by=by, action="lookback.begin", subject=f"look-back:{made.public_id}", of=content.round,
        items=made.items, target=target.title if target else "",
    )  # fmt: skip
    return made


def _refuse_late(target: Round | None) -> None:
    if target is not None and target.state not in FED_IN:
        words = f"“{target}”现为“{target.get_state_display()}”,初评反馈后不能再计入新的问题。"
        raise Refused(words)


@transaction.atomic
def cancel(one: LookBack, *, by: User) -> LookBack:
    """End a look back; what it fetched stays. Raises `Outrun` where it has ended."""
    held = LookBack.objects.select_for_update(no_key=True, of=("self",)).get(pk=one.pk)
    if not held.is_active:
        raise Outrun(f"这次“回头看”已是“{STATES[held.state]}”,不能取消。")
    if held.state == "queued":
        held.state, held.ended_at = "cancelled", timezone.now()
    held.is_cancelled = True
    held.save(update_fields=["state", "ended_at", "is_cancelled"])
    record(by=by, action="lookback.cancel", subject=f"look-back:{held.public_id}")
    return held


@transaction.atomic
def go_on(one: LookBack, *, by: User) -> LookBack:
    """Go on with one that failed or was cancelled. Raises `Outrun` otherwise."""
    held = LookBack.objects.select_for_update(no_key=True, of=("self",)).get(pk=one.pk)
    if held.state not in ("failed", "cancelled"):
        raise Outrun(f"这次“回头看”已是“{STATES[held.state]}”,不需要继续。")
    held.state, held.is_cancelled, held.tries, held.message, held.ended_at = "queued", False, 0, "", None
    held.save(update_fields=["state", "is_cancelled", "tries", "message", "ended_at"])
    record(by=by, action="lookback.go_on", subject=f"look-back:{held.public_id}")
    return held


@transaction.atomic
def feed(one: LookBack, target: Round, *, by: User | str) -> feeding.Fed:
    """
    Lay what was seen into a round: under its derived rules as suspects, and as looked at for every unit. The
    same again changes nothing more.

    Raises:
        Refused: It is not done, another round has it already, or the round takes none any more.
        KaopingError: The outcome cannot be read, or the round's rules are wrong.
    """
    held = LookBack.objects.select_for_update(no_key=True, of=("self",)).get(pk=one.pk)
    fresh = Round.objects.select_for_update(no_key=True, of=("self",)).get(pk=target.pk)
    if held.state != "done":
        raise Refused(f"这次“回头看”现为“{STATES[held.state]}”,完成后才能计入。")
    if held.fed_at and held.target_id != fresh.pk:
        raise Refused(f"这次“回头看”已计入“{held.target}”,不能再计入别的轮次。")
    _refuse_late(fresh)
    done = feeding.lay_into(held, fresh)
    held.target, held.fed_at, held.fed = fresh, timezone.now(), done.words[:300]
    held.save(update_fields=["target", "fed_at", "fed"])
    record(
        by=by, action="lookback.feed", subject=f"look-back:{held.public_id}", target=fresh.title,
        suspects=done.suspects, confirmed=done.confirmed, unknown=list(done.unknown),
    )  # fmt: skip
    return done
