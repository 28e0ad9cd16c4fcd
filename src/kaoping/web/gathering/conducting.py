"""Conducts one job: has the site visited by a process of its own, then lays what it saw into the round."""

import logging
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from kaoping.rounds.stem import STEM

from ..audit.actions import record
from ..planning.actions import refuse_closed
from ..planning.models import Site
from .ingesting import Ingest, LeaseLost
from .leases import LONGEST_PAUSE
from .models import Job
from .orders import EXIT_DONE, EXIT_REFUSED, STOP, Order, Outcome, Tick, read_outcome
from .plans import folder_of, order_of, round_folder
from .visits import load_of

if TYPE_CHECKING:
    from .worker import Hold

log = logging.getLogger("kaoping.worker")
LOOKS_EVERY_S = 0.3
SHOWN_EVERY_S = 1.5
STOPS_WITHIN_S = 60.0
MOST_CRASHES = 3
# a job's state after it was asked to end, and the words
ASKED = {
    "pause": ("paused", "已按要求暂停,可继续"),
    "cancel": ("cancelled", "已取消"),
    "stop": ("queued", "采集进程停止,将由下一个进程接着进行"),
    "lost": ("queued", ""),
}


def conduct(hold: "Hold") -> tuple[str, str]:
    """
    Do the job from where it stands; answers its state at the end and a message. Raises
    `kaoping.web.planning.actions.Refused` once the round is released: nothing is added to it.
    """
    job = Job.objects.select_related("round", "site__unit").get(pk=hold.job.pk)
    refuse_closed(job.round)
    _keep_folder(job)
    order = order_of(job)
    outcome = read_outcome(Path(order.folder), order.lap)
    if outcome is None:
        visit = Visit(order)
        visit.follow(hold)
        outcome = read_outcome(Path(order.folder), order.lap)
        if outcome is None:
            return _without_outcome(job, visit, hold.asked)
    try:
        _lay_down(job, outcome, hold)
    except LeaseLost:
        return ASKED["lost"]
    if outcome.is_whole:
        return "done", ";".join(outcome.remarks)[:500]
    return "incomplete", ";".join(outcome.why) or "部分页面没有访问,原因和数量见下"


def _keep_folder(job: Job) -> None:
    if not job.folder:
        job.folder = str(folder_of(job).relative_to(round_folder(job.round)))
        job.save(update_fields=["folder"])


def _without_outcome(job: Job, visit: "Visit", asked: str) -> tuple[str, str]:
    if asked:
        return ASKED[asked]
    if visit.code == EXIT_REFUSED:
        return "failed", visit.tick.error or "不能开始检查,详情见日志"
    crashes = int(job.counts.get("crashes", 0)) + 1
    words = f"访问进程意外退出(代码 {visit.code})"
    log.warning("visit ended unexpectedly", extra={"job": str(job.public_id), "code": visit.code})
    job.counts = {**job.counts, "crashes": crashes}
    job.not_before = timezone.now() + min(timedelta(seconds=10 * crashes), LONGEST_PAUSE)
    job.save(update_fields=["counts", "not_before"])
    if crashes >= MOST_CRASHES:
        return "failed", f"{words},已试 {crashes} 次。可在检查日志后点“继续”再试"
    return "queued", f"{words},稍后接着进行"


class Visit:
    """The process that visits the site, followed until it ends. `tick` is the last it told."""

    def __init__(self, order: Order) -> None:
        self.tick = Tick()
        self.code = 0
        self._process = STEM.begin("kaoping.web.gathering.visiting")
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode(order) + b"\n")
        self._process.stdin.flush()

    def follow(self, hold: "Hold") -> None:
        """Show its progress in the job's row; end it where that is wanted."""
        listener = threading.Thread(target=self._listen, daemon=True, name="visit")
        listener.start()
        shown_at, ends_at = 0.0, 0.0
        while self._process.poll() is None:
            now = time.monotonic()
            if hold.asked and not ends_at:
                ends_at = now + STOPS_WITHIN_S
                self._tell_to_stop()
            if hold.asked == "lost" or (ends_at and now > ends_at):
                self._process.kill()
            if now - shown_at > SHOWN_EVERY_S:
                shown_at = now
                _show(hold, self.tick)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(LOOKS_EVERY_S)
        listener.join(5)
        self.code = self._process.wait()
        if self.code == EXIT_DONE:
            _show(hold, self.tick)

    def _tell_to_stop(self) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(STOP)
            self._process.stdin.flush()
        except OSError:  # it has ended meanwhile
            return

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.tick = msgspec.json.decode(line, type=Tick)


def _show(hold: "Hold", tick: Tick) -> None:
    held = Job.objects.filter(pk=hold.job.pk, worker=hold.worker, state="running")
    try:
        held.update(progress=asdict(tick))
    except (OperationalError, InterfaceError):  # restarted: the visit needs no database, and goes on
        log.warning("progress not shown", exc_info=True, extra={"job": str(hold.job.public_id)})
        connection.close()


def _lay_down(job: Job, outcome: Outcome, hold: "Hold") -> None:
    """Everything the visit saw into the round; the same again changes nothing."""
    folder = folder_of(job)
    done = Ingest(job, folder, outcome, worker=hold.worker).run()
    load = load_of(folder, job.site.host)
    with transaction.atomic():
        values = {
            "unseen": [asdict(one) for one in outcome.unseen],
            "load": asdict(load),
            "counts": asdict(done),
            "is_whole": outcome.is_whole,
        }
        held = Job.objects.filter(pk=job.pk, worker=hold.worker, state="running")
        if not held.update(**values):
            raise LeaseLost
        Site.objects.filter(pk=job.site_id).update(drift=list(outcome.drift), drift_seen_at=timezone.now())
        record(
            by="采集进程",
            action="gathering.visited",
            subject=f"job:{job.public_id}",
            site=job.site.name,
            whole=outcome.is_whole,
            drift=list(outcome.drift),
            **asdict(done),
        )
