"""
Looks again at what a third party said, before it can count: the page is fetched and its words looked for.

Seeing it again, or not, decides nothing by itself: what is contradicted goes to a person, for a page may show
another face to another visitor, or have been mended since.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import OperationalError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from ..audit.actions import record
from ..evidence.models import Evidence
from ..inspection.looking import DEADLINE_S, Seen, look
from ..pages.terms import is_over
from ..people.models import User
from .actions import OPEN_STATES
from .models import Item, Recheck

log = logging.getLogger("kaoping.worker")
WORDS = {"pending": "待复查", "seen again": "已复现", "contradicted": "未复现", "cannot tell": "无法判断"}
MOST_ITEMS = 500
MOST_TRIES = 3
LEASE = timedelta(seconds=DEADLINE_S + 30)
GONE = (404, 410)


@transaction.atomic
def ask_for_recheck(items: QuerySet[Item], *, by: User, now: datetime | None = None) -> Recheck | None:
    """
    Have the worker look at these items again. None where all of them wait already, or there are none; those
    of rounds that take no imports any more are left as they are.

    Args:
        items: In the order in which they are to be looked at.
    """
    chosen = list(
        items.filter(look="", round__state__in=OPEN_STATES).values_list("pk", flat=True)[:MOST_ITEMS]
    )
    if not chosen:
        return None
    order = Recheck.objects.create(by=by, asked_at=now or timezone.now(), whole=len(chosen))
    Item.objects.filter(pk__in=chosen).update(order=order, look="queued", look_until=None, looks=0)
    record(by=by, action="imports.ask_for_recheck", subject=f"recheck:{order.public_id}", items=len(chosen))
    return order


def recheck_next(*, now: datetime | None = None) -> bool:
    """
    Look again at the next page that is asked for, with all its items. False where none is. What was cut off
    is begun anew; what was cut off too often goes to a person.
    """
    items = _taken(now or timezone.now())
    if not items:
        return False
    url = _url(items[0])
    if items[0].looks > MOST_TRIES:
        for one in items:
            _kept(one, "cannot tell", "试了几次都没有完成,请人工核对", None)
        return True
    try:
        _looked(url, items)
    except OperationalError:
        raise  # restarted, or full: it is taken up again once its lease is over
    except Exception:
        log.exception("recheck failed", extra={"url": url})
        for one in items:
            _kept(one, "cannot tell", "程序出错,没有看成,请人工核对", None)
    return True


@transaction.atomic
def _taken(now: datetime) -> list[Item]:
    """All items of one order that speak of the page of the oldest that waits, now this worker's."""
    waiting = Q(look="queued") | Q(look="running") & is_over("look_until", LEASE, now=now)
    rows = (
        Item.objects.select_for_update(no_key=True, of=("self",)).filter(waiting).order_by("order_id", "pk")
    )
    first = rows.first()
    if first is None:
        return []
    own = [one for one in rows.filter(order=first.order_id, round=first.round_id) if _url(one) == _url(first)]
    for one in own:
        one.look, one.look_until, one.looks = "running", now + LEASE, one.looks + 1
    Item.objects.bulk_update(own, ["look", "look_until", "looks"])
    return list(
        Item.objects.filter(pk__in=[one.pk for one in own])
        .select_related("round", "unit", "suspect", "order__by")
        .order_by("pk")
    )


def _url(item: Item) -> str:
    return str(item.body.get("url", ""))


def _looked(url: str, items: Sequence[Item]) -> None:
    if not url:
        for one in items:
            _kept(one, "cannot tell", "没有网址,请人工核对", None)
        return
    objects = [str(one.body.get("object", "")) for one in items]
    targets = [one for one in objects if one.startswith(("http://", "https://"))]
    words = [one for one in objects if one and one not in targets]
    seen = look(url, round_=items[0].round, words=words, targets=targets)
    found = dict(zip(words, seen.found, strict=False))
    statuses = dict(zip(targets, seen.targets, strict=False))
    for item, about in zip(items, objects, strict=True):
        verdict, told = judged(seen, about, found, statuses)
        _kept(item, verdict, told, seen)


def judged(
    seen: Seen, about: str, found: dict[str, bool], statuses: dict[str, int | None]
) -> tuple[str, str]:
    """A verdict and its Chinese words, from what was seen of the page and of what is meant on it."""
    if about in statuses:
        status = statuses[about]
        if status in GONE:
            return "seen again", f"链接返回 {status}"
        return (
            ("contradicted", f"链接可打开({status})")
            if status and status < 400
            else (
                "cannot tell",
                f"链接没有打开({status or '无响应'}),可能是一时故障",
            )
        )
    if not seen.is_ok:
        why = seen.failure or f"HTTP {seen.status}"
        return "cannot tell", f"网页没有打开:{why}"
    if not about:
        return "cannot tell", "没有写明具体对象,请人工核对"
    if about not in found:
        return "cannot tell", "网页没有读出文字"
    return ("seen again", "网页上有这段文字") if found[about] else ("contradicted", "网页上没有找到这段文字")


@transaction.atomic
def _kept(item: Item, verdict: str, words: str, seen: Seen | None) -> bool:
    """Keep what came of a look. False, and nothing kept, where another worker has the item meanwhile."""
    held = Item.objects.select_for_update(no_key=True, of=("self",)).select_related("round").get(pk=item.pk)
    if held.look != "running" or (held.order_id, held.looks) != (item.order_id, item.looks):
        return False
    if held.round.state not in OPEN_STATES:  # closed meanwhile: what stands there stays
        held.look, held.look_until = "", None
        held.save(update_fields=["look", "look_until"])
        return False
    by = item.order.by if item.order else None
    held.confirmation, held.recheck, held.rechecked_at = verdict, words[:300], timezone.now()
    held.look, held.look_until = "", None
    held.save(update_fields=["confirmation", "recheck", "rechecked_at", "look", "look_until"])
    if seen and seen.archive:
        Evidence.objects.create(
            round=item.round,
            unit=item.unit,
            suspect=item.suspect,
            kind="capture",
            name="复查时的网页",
            media_type=seen.media_type,
            size_bytes=seen.size_bytes,
            digest=seen.digest,
            url=seen.url,
            archive=seen.archive,
            offset=seen.offset,
            taken_at=seen.at,
            added_by=by,
        )
    record(
        by=by or "worker", action="imports.recheck", subject=f"item:{item.pk}", verdict=verdict, words=words
    )
    return True
