"""
Stops guessing: five failures under one name, or thirty from one address, within a quarter of an hour close
the door for a quarter of an hour.

An attempt is counted before it is examined, so that a thousand at once are no more than five. A name that
does not exist is treated like one that does.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from .models import Throttle

WINDOW = timedelta(minutes=15)
PER_NAME, PER_ADDRESS = 5, 30
FORGOTTEN_AFTER = timedelta(days=1)


class LockedOut(Exception):
    """Too many failures; `minutes` until the next attempt is taken, at least 1."""

    def __init__(self, until: datetime, now: datetime) -> None:
        self.minutes = max(1, -int((now - until).total_seconds() // 60))
        super().__init__(f"尝试次数过多,请 {self.minutes} 分钟后再试。忘记密码可请管理员发送重设链接。")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt that is being examined. Left alone it counts as a failure."""

    limits: Mapping[str, int]
    is_last: bool

    def take_back(self) -> None:
        """It was no failure; earlier ones stand."""
        rows = Throttle.objects.filter(key__in=self.limits, failures__gt=0)
        rows.update(failures=F("failures") - 1, until=None)

    def forget(self) -> None:
        """Somebody is in: failures under the name are forgotten, those from the address stand."""
        self.take_back()
        name = next(iter(self.limits))
        Throttle.objects.filter(key=name).delete()


def begin(name: str, address: str, *, now: datetime | None = None) -> Attempt:
    """
    Count an attempt under a name from an address.

    Raises:
        LockedOut: The door is closed; the attempt is neither counted nor to be examined.
    """
    now = now or timezone.now()
    limits = {_key("name", name.strip().lower()): PER_NAME, _key("address", address): PER_ADDRESS}
    _refuse_closed(Throttle.objects.filter(key__in=limits), now)  # the flood is turned away without a write
    with transaction.atomic():
        Throttle.objects.filter(since__lt=now - FORGOTTEN_AFTER).delete()
        Throttle.objects.bulk_create([Throttle(key=key, since=now) for key in limits], ignore_conflicts=True)
        rows = list(Throttle.objects.select_for_update(no_key=True).filter(key__in=limits).order_by("key"))
        _refuse_closed(rows, now)
        for row in rows:
            _count(row, limits[row.key], now)
    return Attempt(limits, any(row.until is not None for row in rows))


def _refuse_closed(rows: Iterable[Throttle], now: datetime) -> None:
    closed = [row.until for row in rows if row.until and row.until > now]
    if closed:
        raise LockedOut(max(closed), now)


def _count(row: Throttle, limit: int, now: datetime) -> None:
    if row.until or row.since < now - WINDOW:
        row.failures, row.since, row.until = 0, now, None
    row.failures += 1
    if row.failures >= limit:
        row.until = now + WINDOW
    row.save()


def is_locked(name: str, *, now: datetime | None = None) -> bool:
    """Whether attempts under the name are refused now."""
    key = _key("name", name)
    return Throttle.objects.filter(key=key, until__gt=now or timezone.now()).exists()


def unlock(name: str) -> None:
    """Open the door to a name again."""
    Throttle.objects.filter(key=_key("name", name)).delete()


def _key(kind: str, value: str) -> str:
    return f"{kind}:{hashlib.sha256(value.encode(errors='replace')).hexdigest()}"
