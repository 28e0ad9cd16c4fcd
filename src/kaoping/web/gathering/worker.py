"""
The worker's loop: takes a job, has it conducted while the lease is renewed beside it, takes the next.

A worker that dies leaves its lease to run out; another takes the job and goes on where it stood. Besides
jobs it does the day's small duties: the audit trail's anchor, sessions that are over.
"""

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from datetime import date, datetime

from django.db import close_old_connections
from django.utils import timezone

from ..audit.actions import anchor
from ..serving import end_with_parent
from ..units.duties import begin as begin_clerk
from .leases import RENEWED_EVERY_S, beat, let_go, renew, take
from .models import Job

log = logging.getLogger("kaoping.worker")
IDLE_S = 2.0


class Hold:
    """A worker's hold on a job while it is conducted. `wanted` turns to ``pause``, ``cancel`` or ``lost``."""

    def __init__(self, job: Job, worker: str) -> None:
        self.job, self.worker = job, worker
        self.wanted = ""
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True, name="lease")

    def __enter__(self) -> "Hold":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _keep(self) -> None:
        started_at = timezone.now()
        while not self._is_over.wait(RENEWED_EVERY_S):
            now = timezone.now()
            wanted = renew(self.job, self.worker, now=now)
            self.wanted = "lost" if wanted is None else wanted
            beat(self.worker, started_at=started_at, now=now, doing=str(self.job.public_id))
        close_old_connections()


Conduct = Callable[[Hold], tuple[str, str]]  # the job's state at the end, and a message


def run(name: str, *, stop: threading.Event, conduct: Conduct | None = None) -> None:
    """
    Work until `stop` is set.

    Args:
        name: The worker's name, one of its kind.
        stop: Set by a signal; a job under way is told by its `Hold` being asked to pause.
        conduct: Does a job and answers how it ended. Without it no job is taken.
    """
    started_at, day = timezone.now(), None
    while not stop.is_set():
        now = timezone.now()
        beat(name, started_at=started_at, now=now)
        day = _duties(day, now)
        job = take(name, now=now) if conduct is not None else None
        if job is None or conduct is None:
            stop.wait(IDLE_S)
            continue
        work_on(job, name, conduct)


def work_on(job: Job, name: str, conduct: Conduct) -> None:
    """Have one job conducted; an error of ours fails the job, never the worker."""
    try:
        with Hold(job, name) as hold:
            state, message = conduct(hold)
    except Exception:
        log.exception("job failed", extra={"job": str(job.public_id)})
        state, message = "failed", "程序出错,详情见日志。"
    let_go(job, name, state=state, now=timezone.now(), message=message)


def _duties(done_on: date | None, now: datetime) -> date:
    """Once a day: anchor the audit trail and tell it to the log, forget sessions that are over."""
    today = timezone.localdate(now)
    if done_on == today:
        return today
    from django.contrib.sessions.backends.db import SessionStore

    if (made := anchor(now=now)) is not None:
        log.info("audit anchor", extra={"anchor": str(made)})
    SessionStore.clear_expired()
    close_old_connections()
    return today


def main() -> None:
    """The worker as a process, Django being set up: ``python -m kaoping.web.gathering``."""
    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stop.set())
    end_with_parent()
    begin_clerk(stop)
    run(f"{socket.gethostname()}-{os.getpid()}", stop=stop)
