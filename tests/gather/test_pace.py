import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime
from datetime import time as day_time
from itertools import pairwise

import pytest

from kaoping.gather import Capture, Failure, Pace, Role
from kaoping.gather.pace import _wait_asked

GOOD = Capture(status=200, elapsed_s=0.01, fetched_at=datetime(2026, 1, 1, tzinfo=UTC))


async def starts(pace: Pace, n: int, busy_s: float = 0.0, host: str = "a.cn") -> tuple[list[float], int]:
    """When each of n requests began, and how many ran at once at most."""
    began, at_once, most = [], 0, 0

    async def one():
        nonlocal at_once, most
        async with pace.turn(host):
            began.append(time.monotonic())
            at_once += 1
            most = max(most, at_once)
            await asyncio.sleep(busy_s)
            at_once -= 1

    await asyncio.gather(*(one() for _ in range(n)))
    return began, most


def test_requests_keep_their_distance_and_their_number():
    began, most = asyncio.run(starts(Pace(rate=20), 6, busy_s=0.2))

    gaps = [b - a for a, b in pairwise(began)]
    assert min(gaps) >= 0.049
    assert most <= 2


def test_a_fast_pace_grows_with_good_answers_and_shrinks_with_bad_ones():
    pace = Pace(rate=0)

    for _ in range(40):
        pace.record("a.cn", GOOD)
    assert pace.slots("a.cn") == 16

    pace.record("a.cn", replace(GOOD, status=None, failure=Failure.TIMEOUT))
    assert pace.slots("a.cn") == 1


def test_slow_answers_make_the_gap_longer_up_to_half_a_minute():
    pace = Pace(rate=1)
    pace.record("a.cn", replace(GOOD, elapsed_s=3.0))
    pace.record("b.cn", replace(GOOD, elapsed_s=20.0))

    assert pace._gap(pace._of("a.cn")) == pytest.approx(15.0)
    assert pace._gap(pace._of("b.cn")) == 30.0
    assert pace.slots("a.cn") == 1


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        ("", None),
        ("soon", None),
        ("999999999", None),
        ("3600", 3600.0),
        ("Thu, 01 Jan 2026 00:01:00 GMT", 60.0),
        ("Thu, 01 Jan 2020 00:00:00 GMT", 0.0),
    ],
)
def test_a_wait_that_is_asked_for_is_read(value, seconds):
    assert _wait_asked(value, GOOD.fetched_at) == seconds


def test_a_busy_host_is_left_alone_and_never_longer_than_five_minutes():
    pace = Pace(rate=1)
    for wait in ("3600", "999999999"):
        pace.record("a.cn", replace(GOOD, status=429, headers=(("Retry-After", wait),)))

        left = pace._of("a.cn").next_start - time.monotonic()
        assert 4 < left <= 300


def test_five_refusals_in_a_row_raise_the_question():
    pace = Pace(rate=0)
    refusal = replace(GOOD, status=403, role=Role.PAGE)
    for _ in range(4):
        pace.record("a.cn", refusal)
    pace.record("a.cn", GOOD)
    for _ in range(4):
        pace.record("a.cn", refusal)
    assert not pace.has_run_out_of_patience("a.cn")

    pace.record("a.cn", refusal)
    assert pace.has_run_out_of_patience("a.cn")

    pace.forgive("a.cn")
    assert not pace.has_run_out_of_patience("a.cn")


@pytest.mark.parametrize(
    ("clock", "is_sent"),
    [("23:30", False), ("03:00", False), ("06:59", False), ("07:00", True), ("12:00", True)],
)
def test_nothing_is_sent_in_the_quiet_hours(clock, is_sent):
    now = datetime.fromisoformat(f"2026-11-23T{clock}:00+08:00")
    pace = Pace(rate=0, quiet=(day_time(23), day_time(7)), now=lambda: now.astimezone(UTC))

    async def try_it():
        try:
            async with asyncio.timeout(0.05), pace.turn("a.cn"):
                return True
        except TimeoutError:
            return False

    assert asyncio.run(try_it()) is is_sent
