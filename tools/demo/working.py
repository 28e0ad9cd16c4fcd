"""The worker's own code at work inside the demo's process: jobs, single pages, looks, checks of accounts."""

import threading
import time
from collections.abc import Callable
from typing import Any

from almanac import Days
from stage import Stage

STOPS_WITHIN_S = 10.0
AT_ONCE = 3  # sites in hand at once: while one begins or is laid down, others are fetched


class Unfinished(RuntimeError):
    """The worker did not do what was asked; the words say what."""


def work_until(is_done: Callable[[], bool], *, within_s: float = 900) -> None:
    """Let workers take jobs until `is_done`. Raises `Unfinished` after so many seconds."""
    from kaoping.web.gathering.conducting import conduct
    from kaoping.web.gathering.worker import run

    stop = threading.Event()
    threads = [
        threading.Thread(
            target=_closing(run), args=(f"demo-{n}",),
            kwargs={"stop": stop, "conduct": conduct, "is_first": False}, daemon=True,
        )
        for n in range(AT_ONCE)
    ]  # fmt: skip
    ends_at = time.monotonic() + within_s
    for thread in threads:
        thread.start()
    try:
        while not is_done():
            if time.monotonic() > ends_at:
                raise Unfinished(f"{within_s:.0f} 秒内没有采集完")
            time.sleep(0.3)
    finally:
        stop.set()
        for thread in threads:
            thread.join(STOPS_WITHIN_S)


def _closing(work: Callable[..., None]) -> Callable[..., None]:
    def closing(*args: Any, **more: Any) -> None:
        from django.db import connection

        try:
            work(*args, **more)
        finally:
            connection.close()

    return closing


def work_off(turn: Callable[[], bool]) -> int:
    """Take turns of the worker's side until there is nothing left. Answers how many."""
    done = 0
    while turn():
        done += 1
    return done


def beside(turn: Callable[[], bool]) -> threading.Thread:
    """As `work_off`, in a thread beside what comes next; whoever wants its end joins it."""
    thread = threading.Thread(target=_closing(work_off), args=(turn,), daemon=True)
    thread.start()
    return thread


def side_by_side(turn: Callable[[], bool]) -> None:
    """As `work_off`, two at a time."""
    for thread in [beside(turn) for _ in range(2)]:
        thread.join()


def gather(stage: Stage, days: Days) -> str:
    """Every site of the round, from its server."""
    from kaoping.web.gathering.actions import start_round

    round_ = stage.round_named(days.title)
    begun = start_round(round_, by=stage.people["office_admin"], limits={})
    _gathered(round_)
    return f"{begun}个网站,{_seen(round_)}"


def gather_again(stage: Stage, days: Days, *, sites: int) -> str:
    """Hours later a second look where machines saw most: they confirm only what they saw twice."""
    from django.db.models import Count

    from kaoping.web.gathering.actions import look_again
    from kaoping.web.gathering.models import Job
    from kaoping.web.review.models import Suspect

    stage.clock.move_to(days.looked, 15)
    round_ = stage.round_named(days.title)
    most = (
        Suspect.objects.filter(round=round_, lane="machine", site__isnull=False)
        .values("site").annotate(n=Count("pk")).order_by("-n", "site")
    )  # fmt: skip
    for row in most[:sites]:
        job = Job.objects.get(round=round_, site=row["site"], kind="gather")
        look_again(job, by=stage.people["office_admin"])
    _gathered(round_)
    return f"{min(sites, len(most))}个网站再看一次,{_seen(round_)}"


def _gathered(round_: Any) -> None:
    from kaoping.web.gathering.models import Job

    under_way = Job.objects.filter(round=round_, state__in=("queued", "running"))
    work_until(lambda: not under_way.exists())
    if failed := Job.objects.filter(round=round_, state="failed").first():
        raise Unfinished(f"{failed.site.name}没有采集成:{failed.message}")


def _seen(round_: Any) -> str:
    from kaoping.web.gathering.models import Job
    from kaoping.web.review.models import Suspect

    pages = sum(job.progress.get("fetched", 0) for job in Job.objects.filter(round=round_))
    return f"取回{pages}个地址,疑似问题{Suspect.objects.filter(round=round_).count()}个"
