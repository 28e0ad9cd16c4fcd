"""Reads of the audit trail."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone

from . import chain
from .models import Anchor, ChainHead, Entry

SHOWN_BREAKS = 200
CHUNK = 2000
NO_TIME = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying the whole trail found. `breaks` holds the first 200 of `count`."""

    entries: int
    anchors: int
    count: int
    breaks: tuple[chain.Break, ...]
    head: chain.Head

    @property
    def is_whole(self) -> bool:
        return not self.count


def line_of(entry: Entry) -> chain.Line:
    """The row as the chain's plain line."""
    return chain.Line(
        entry.number,
        entry.at or NO_TIME,  # somebody wrote what is no date
        entry.by,
        entry.role,
        entry.action,
        entry.subject,
        entry.detail,
        entry.before,
        entry.digest,
    )


def verify(told: Sequence[chain.Head] = ()) -> Verdict:
    """
    Hold the whole trail against itself, its anchors, and heads that were told outside (`told`). Nobody waits
    for it: entries never change, and those made meanwhile are left for the next time.
    """
    end = _end()
    kept = [chain.Head(one.number, one.digest) for one in Anchor.objects.filter(number__lte=end.number)]
    read = _Read(end.number)
    shown, count = [], 0
    for one in (*chain.breaks(read, [*kept, *told, *([end] if end.number else [])]), *_beyond_the_end()):
        count += 1
        if count <= SHOWN_BREAKS:
            shown.append(one)
    return Verdict(read.count, len(kept) + len(told), count, tuple(shown), read.head)


def _end() -> chain.Head:
    row = ChainHead.objects.filter(pk=1).first()
    return chain.Head(row.number, row.digest) if row else chain.Head(0, chain.START)


def _beyond_the_end() -> Iterator[chain.Break]:
    """Entries and anchors past the chain's end were not made by `actions.record`."""
    last = Entry.objects.aggregate(last=Max("number"))["last"] or 0
    anchored = Anchor.objects.aggregate(last=Max("number"))["last"] or 0
    end = _end().number  # read after them: an honest end is never behind
    if last > end:
        yield chain.Break(chain.INSERTED, end + 1, last)
    if anchored > max(last, end):
        yield chain.Break(chain.CUT, max(last, end) + 1, anchored)


class _Read:
    """Lines of the stored rows as they are read, with how many there were and the last."""

    def __init__(self, until: int) -> None:
        self._rows = Entry.objects.filter(number__lte=until).order_by("number")
        self.count = 0
        self.head = chain.Head(0, chain.START)

    def __iter__(self) -> Iterator[chain.Line]:
        after: int | None = None
        while chunk := self._chunk(after):
            for line in chunk:
                self.count += 1
                yield line
            after = chunk[-1].number
            self.head = chain.Head(chunk[-1].number, chunk[-1].digest)

    def _chunk(self, after: int | None) -> list[chain.Line]:
        rows = self._rows if after is None else self._rows.filter(number__gt=after)
        try:
            return [line_of(entry) for entry in rows[:CHUNK]]
        except (ValueError, TypeError):  # somebody wrote what is no JSON
            numbers = list(rows.values_list("number", flat=True)[:CHUNK])
            return [_readable(number) for number in numbers]


def _readable(number: int) -> chain.Line:
    """The row's line, or one that fits no digest where the row cannot be read."""
    try:
        return line_of(Entry.objects.get(number=number))
    except (ValueError, TypeError):
        return chain.Line(number, NO_TIME, "", "", "", "", {}, "", "")


def is_entry_whole(entry: Entry) -> bool:
    """Whether the entry's digest fits its content and the entry before it."""
    before = Entry.objects.filter(number=entry.number - 1).first()
    expected = before.digest if before else chain.START
    return entry.before == expected and chain.digest_of(line_of(entry)) == entry.digest


def entries(
    *, by: str = "", action: str = "", subject: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[Entry]:
    """Entries that fit; an action may be given by its desk alone (``review``); days are Beijing days."""
    rows = Entry.objects.all()
    if by:
        rows = rows.filter(by=by)
    if action:
        rows = rows.filter(action=action) if "." in action else rows.filter(action__startswith=f"{action}.")
    if subject:
        rows = rows.filter(subject=subject)
    if since:
        rows = rows.filter(at__gte=_midnight(since))
    if until:
        rows = rows.filter(at__lt=_midnight(until + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def table(rows: QuerySet[Entry]) -> Iterator[list[Any]]:
    """Rows of the export, oldest first, with all that is needed to verify them elsewhere."""
    for entry in rows.order_by("number").iterator(CHUNK):
        yield [
            entry.number,
            entry.at.isoformat(timespec="microseconds"),
            entry.by,
            entry.role,
            entry.action,
            entry.subject,
            json.dumps(entry.detail, ensure_ascii=False, sort_keys=True),
            entry.before,
            entry.digest,
        ]


HEADINGS = ("序号", "时间", "操作人", "角色", "操作", "对象", "内容", "上一条校验值", "校验值")
