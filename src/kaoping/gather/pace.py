"""
How fast each host is asked, and when it is left alone.

A host is never asked by more than `concurrency` requests at once, nor sooner than `1 / rate` seconds after
the last began. A host whose answers take long, that times out, or that asks for quiet, is asked one at
a time and more seldom. Waiting goes by the monotonic clock; only the quiet hours read the clock on the wall.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as day_time
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from kaoping.gather.capture import Capture, Failure, Role

SLOW_S = 2.0
SLOW_FACTOR = 5.0
LONGEST_GAP_S = 30.0
LONGEST_PAUSE_S = 300.0
# a wait that no host can mean (the hostile 31 years): read as if none had been given
_ABSURD_WAIT_S = 86_400.0
_FIRST_PAUSE_S = 5.0
# pauses of our own choosing, where the host names none
_LONGEST_OWN_PAUSE_S, _FAST_PAUSE_S = 60.0, 4.0
_REFUSALS = 5
_WIDEST = 16
_FIRST_WIDTH = 2
# 412 and 521 are what the common verification walls answer with
_REFUSING = frozenset({403, 412, 429, 521})
_BUSY = frozenset({429, 503})
_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(slots=True)
class _Host:
    width: int
    in_flight: int = 0
    next_start: float = 0.0
    mean_s: float = 0.0
    answers: int = 0
    pauses: int = 0
    refusals: int = 0
    tolerance: int = _REFUSALS
    delay_s: float = 0.0
    is_refusing: bool = False
    is_slow: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class Pace:
    """
    Args:
        rate: Requests a second and host; 0 means as fast as the host answers well (tests, own network).
        concurrency: Requests at once and host; with rate 0 the width adapts between 1 and 16 instead.
        quiet: Two times of day in Asia/Shanghai between which nothing is sent (may pass midnight).
        now: The clock on the wall, aware.
    """

    def __init__(
        self,
        *,
        rate: float = 1.0,
        concurrency: int = 2,
        quiet: tuple[day_time, day_time] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(_ZONE),
    ) -> None:
        self.gap_s = 1.0 / rate if rate > 0 else 0.0
        self._concurrency = max(1, concurrency)
        self._quiet = quiet
        self._now = now
        self._hosts: dict[str, _Host] = {}

    @property
    def is_fast(self) -> bool:
        return self.gap_s == 0.0

    def slots(self, host: str) -> int:
        """How many requests the host may have at once, now."""
        state = self._of(host)
        return 1 if state.is_slow or state.pauses or state.delay_s else state.width

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait until the host may be asked, and hold one of its slots for as long as the block lasts."""
        state = self._of(host)
        while not self._may_start(host, state):
            await self._wait(state)
        state.in_flight += 1
        state.next_start = time.monotonic() + self._gap(state)
        try:
            yield
        finally:
            state.in_flight -= 1
            state.changed.set()

    def record(self, host: str, capture: Capture) -> None:
        """Learn from an answer. Refusals of mere targets do not count against a site's own pages."""
        state = self._of(host)
        if capture.failure is Failure.TIMEOUT:
            state.is_slow, state.width = True, 1
            state.next_start = max(state.next_start, time.monotonic() + self.gap_s)
        elif capture.failure is None:
            self._learn_speed(state, capture)
        if capture.status in _BUSY:
            self._pause(state, capture)
        elif capture.status is not None and capture.failure is None:
            state.pauses = 0
        self._count_refusal(state, capture)
        state.changed.set()

    def has_run_out_of_patience(self, host: str) -> bool:
        """Whether the last answers were all refusals, often enough to ask whether the host shuts us out."""
        state = self._of(host)
        return not state.is_refusing and state.refusals >= state.tolerance

    def is_refusing(self, host: str) -> bool:
        state = self._hosts.get(host)
        return state is not None and state.is_refusing

    def refuse(self, host: str) -> None:
        """Count the host as refusing us from now on."""
        self._of(host).is_refusing = True

    def forgive(self, host: str) -> None:
        """Its home page still answers: only some pages are shut. Ask more patiently next time."""
        state = self._of(host)
        state.refusals, state.tolerance = 0, state.tolerance * 2

    def set_crawl_delay(self, host: str, delay_s: float) -> None:
        """A delay that robots.txt asks for, in seconds."""
        self._of(host).delay_s = delay_s

    def _of(self, host: str) -> _Host:
        state = self._hosts.get(host)
        if state is None:
            width = _FIRST_WIDTH if self.is_fast else self._concurrency
            state = self._hosts[host] = _Host(width)
        return state

    def _may_start(self, host: str, state: _Host) -> bool:
        if state.in_flight >= self.slots(host) or time.monotonic() < state.next_start:
            return False
        return self._quiet is None or self._quiet_left_s() <= 0

    async def _wait(self, state: _Host) -> None:
        left = state.next_start - time.monotonic()
        if self._quiet is not None:
            left = max(left, self._quiet_left_s())
        state.changed.clear()
        try:
            # the wall clock may be set: the quiet hours are looked at again each minute
            async with asyncio.timeout(min(left, 60.0) if left > 0 else 60.0):
                await state.changed.wait()
        except TimeoutError:
            pass

    def _gap(self, state: _Host) -> float:
        gap = max(self.gap_s, state.delay_s)
        if state.is_slow and not self.is_fast:
            gap = max(gap, min(SLOW_FACTOR * state.mean_s, LONGEST_GAP_S))
        return gap

    def _learn_speed(self, state: _Host, capture: Capture) -> None:
        weight = max(0.2, 1 / (state.answers + 1))
        state.mean_s += weight * (capture.elapsed_s - state.mean_s)
        state.answers += 1
        state.is_slow = state.mean_s > SLOW_S
        if state.is_slow:
            state.width = 1
        elif capture.status in _REFUSING:
            state.width = max(1, state.width // 2)
        elif self.is_fast:
            state.width = min(state.width + 1, _WIDEST)
        else:
            state.width = self._concurrency

    def _pause(self, state: _Host, capture: Capture) -> None:
        pause = _wait_asked(capture.header("retry-after"), capture.fetched_at)
        if pause is None:
            first = 1.0 if self.is_fast else max(_FIRST_PAUSE_S, 2 * self.gap_s)
            pause = min(
                first * 2 ** min(state.pauses, 10), _FAST_PAUSE_S if self.is_fast else _LONGEST_OWN_PAUSE_S
            )
        state.pauses += 1
        state.next_start = max(state.next_start, time.monotonic() + min(pause, LONGEST_PAUSE_S))

    def _count_refusal(self, state: _Host, capture: Capture) -> None:
        if capture.status in _REFUSING:
            state.refusals += capture.role is not Role.ROBOTS
        elif capture.failure is None:
            state.refusals = 0

    def _quiet_left_s(self) -> float:
        assert self._quiet is not None
        now, (start, end) = self._now().astimezone(_ZONE), self._quiet
        clock = now.time()
        is_quiet = start <= clock < end if start <= end else clock >= start or clock < end
        if not is_quiet:
            return 0.0
        over = datetime.combine(now.date(), end, tzinfo=_ZONE)
        return ((over if over > now else over + timedelta(days=1)) - now).total_seconds()


def _wait_asked(value: str, asked_at: datetime) -> float | None:
    """Seconds that a Retry-After asks for; None where it is absent, unreadable or absurd."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        seconds = float(value[:12])
    else:
        try:
            seconds = (parsedate_to_datetime(value) - asked_at).total_seconds()
        except (TypeError, ValueError):
            return None
    return max(0.0, seconds) if seconds <= _ABSURD_WAIT_S else None
