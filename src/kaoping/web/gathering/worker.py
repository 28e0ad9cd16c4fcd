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
import time
from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone

from kaoping.errors import KaopingError

from ..audit.actions import anchor
from ..serving import end_with_parent
from ..units.duties import begin as begin_clerk
from .errands import begin as begin_errands
from .leases import beat, lease, let_go, renew, renewed_every_s, settle_left, take
from .models import Job
from .schedules import start_scheduled

log = logging.getLogger("kaoping.worker")
IDLE_S = 2.0


class Hold:
    """A worker's hold on a job while it is conducted, renewed beside the work."""

    def __init__(self, job: Job, worker: str, stop: threading.Event) -> None:
        self.job, self.worker = job, worker
        self._wanted = ""
        self._stop = stop
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True, name="lease")

    @property
    def asked(self) -> str:
        """``pause`` or ``cancel`` by a person, ``stop`` by whoever ends the worker, ``lost``, or ``""``."""
        return self._wanted or ("stop" if self._stop.is_set() else "")

    def __enter__(self) -> "Hold":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _keep(self) -> None:
        started_at = timezone.now()
        while not self._is_over.wait(renewed_every_s()):
            try:
                self._renew(started_at)
            except Error:  # the next beat may get through; a lease outlasts several
                log.warning("lease not renewed", exc_info=True)
                connection.close()  # one that the server cut off is of no use to the next beat
        close_old_connections()
        connection.close()

    def _renew(self, started_at: datetime) -> None:
        now = timezone.now()
        wanted = renew(self.job, self.worker, now=now)
        self._wanted = "lost" if wanted is None else wanted
        beat(self.worker, started_at=started_at, now=now, doing=str(self.job.public_id))


Conduct = Callable[[Hold], tuple[str, str]]  # the job's state at the end, and a message


def run(name: str, *, stop: threading.Event, conduct: Conduct, is_first: bool = True) -> None:
    """
    Work until `stop` is set.

    Args:
        name: The worker's name, one of its kind.
        stop: Set by a signal; a job under way is told by its `Hold`.
        conduct: Does a job and answers how it ended.
        is_first: Whether this one does the day's duties and starts what is scheduled.
    """
    started_at, day = timezone.now(), None
    while not stop.is_set():
        try:
            now = timezone.now()
            beat(name, started_at=started_at, now=now)
            if is_first:
                day = _duties(day, now)
                settle_left(now=now)
                start_scheduled(now=now)
            job = take(name, now=now)
        except Error:  # it may be restarted, or full: nothing is lost by waiting
            log.exception("database not at hand")
            connection.close()
            job = None
        if job is None:
            stop.wait(IDLE_S)
            continue
        work_on(job, name, conduct, stop)


def work_on(job: Job, name: str, conduct: Conduct, stop: threading.Event) -> None:
    """Have one job conducted; an error fails the job, never the worker."""
    try:
        with Hold(job, name, stop) as hold:
            state, message = conduct(hold)
    except KaopingError as error:
        state, message = "failed", str(error)
    except (OperationalError, InterfaceError):
        log.exception("database not at hand", extra={"job": str(job.public_id)})
        connection.close()
        state, message = "queued", "数据库暂时不可用,稍后接着进行"
    except Exception:
        log.exception("job failed", extra={"job": str(job.public_id)})
        state, message = "failed", "程序出错,详情见日志。"
    _end(job, name, state, message, stop)


def _end(job: Job, name: str, state: str, message: str, stop: threading.Event) -> None:
    """Let the job go, as soon as the database takes it; else its lease runs out, and it is settled anew."""
    ends_at = time.monotonic() + lease().total_seconds()
    while True:
        try:
            let_go(job, name, state=state, now=timezone.now(), message=message)
        except Error:
            log.warning("job not let go yet", exc_info=True, extra={"job": str(job.public_id)})
            connection.close()
            if time.monotonic() > ends_at or stop.wait(IDLE_S):
                return
        else:
            return


def _duties(done_on: date | None, now: datetime) -> date:
    """Once a day: anchor the audit trail and tell it to the log, forget sessions, end exemptions."""
    today = timezone.localdate(now)
    if done_on == today:
        return today
    from django.contrib.sessions.backends.db import SessionStore

    from ..review.actions import reopen_expired

    if (made := anchor(now=now)) is not None:
        log.info("audit anchor", extra={"anchor": str(made)})
    SessionStore.clear_expired()
    if reopened := reopen_expired(today=today):
        log.info("exemptions over", extra={"count": reopened})
    close_old_connections()
    return today


def main() -> None:
    """The workers of this process, Django being set up: ``python -m kaoping.web.gathering``."""
    from ..lookback.looking import begin as begin_look_backs
    from .conducting import conduct

    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stop.set())
    end_with_parent()
    begin_clerk(stop)
    begin_errands(stop)
    begin_look_backs(stop)
    name = f"{socket.gethostname()}-{os.getpid()}"
    others = [
        threading.Thread(
            target=run,
            args=(f"{name}-{number}",),
            kwargs={"stop": stop, "conduct": conduct, "is_first": False},
            name=f"worker-{number}",
        )
        for number in range(2, max(1, settings.WORKERS) + 1)
    ]
    for thread in others:
        thread.start()
    run(name, stop=stop, conduct=conduct)
    for thread in others:
        thread.join()
