"""
Looks again at what a third party said, before it can count: the page is fetched and its words looked for.

Seeing it again, or not, decides nothing by itself: what is contradicted goes to a person, for a page may show
another face to another visitor, or have been mended since.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from ..audit.actions import record
from ..evidence.models import Evidence
from ..inspection.looking import Seen, look
from ..people.models import User
from .actions import OPEN_STATES
from .models import Item

WORDS = {"pending": "待复查", "seen again": "已复现", "contradicted": "未复现", "cannot tell": "无法判断"}
MOST_PAGES = 10
GONE = (404, 410)


def recheck(items: Iterable[Item], *, by: User | str, most_pages: int = MOST_PAGES) -> dict[str, int]:
    """
    Look again at some items; each page is fetched once, however many items it has. Those of rounds that take
    no imports any more are left as they are.

    Returns:
        How many came out how.
    """
    counts = dict.fromkeys(WORDS, 0)
    open_ones = (one for one in items if one.round.state in OPEN_STATES)
    ordered = sorted(open_ones, key=lambda one: (str(one.body.get("url", "")), one.pk))
    for number, (url, own) in enumerate(groupby(ordered, key=lambda one: str(one.body.get("url", "")))):
        if number >= most_pages:
            break
        for verdict in _looked(url, list(own), by):
            counts[verdict] += 1
    return counts


def _looked(url: str, items: Sequence[Item], by: User | str) -> list[str]:
    if not url:
        return [_kept(one, "cannot tell", "没有网址,请人工核对", None, by) for one in items]
    objects = [str(one.body.get("object", "")) for one in items]
    targets = [one for one in objects if one.startswith(("http://", "https://"))]
    words = [one for one in objects if one and one not in targets]
    seen = look(url, round_=items[0].round, words=words, targets=targets)
    found = dict(zip(words, seen.found, strict=False))
    statuses = dict(zip(targets, seen.targets, strict=False))
    return [
        _kept(item, *judged(seen, about, found, statuses), seen, by)
        for item, about in zip(items, objects, strict=True)
    ]


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
def _kept(item: Item, verdict: str, words: str, seen: Seen | None, by: User | str) -> str:
    item.confirmation, item.recheck, item.rechecked_at = verdict, words[:300], timezone.now()
    item.save(update_fields=["confirmation", "recheck", "rechecked_at"])
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
            added_by=by if isinstance(by, User) else None,
        )
    record(by=by, action="imports.recheck", subject=f"item:{item.pk}", verdict=verdict, words=words)
    return verdict
