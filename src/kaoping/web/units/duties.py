"""What the worker does beside its jobs: looks at reports and accounts, reminds, fetches the mailbox."""

import logging
import threading
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from ..gathering import turns
from ..imports.media_runs import check_next
from .looking import look_at_next
from .mailbox import fetch
from .reminders import remind

log = logging.getLogger("kaoping.worker")
IDLE_S = 2.0
REMINDS_FROM_HOUR = 8  # in Beijing: nobody is reminded at night


class Clerk:
    """Does what is due; remembers when it last did what comes by the day or the hour."""

    def __init__(self) -> None:
        self.reminded_on: date | None = None
        self.fetched_at: datetime | None = None

    def work(self, now: datetime) -> bool:
        """One turn. Answers whether there may be more at once."""
        local = timezone.localtime(now)
        if local.hour >= REMINDS_FROM_HOUR and self.reminded_on != local.date():
            self.reminded_on = local.date()
            sent, failed = remind(today=local.date(), now=now)
            log.info("reminders", extra={"sent": sent, "failed": failed})
        every = timedelta(minutes=settings.IMAP_MINUTES)
        if settings.IMAP_HOST and (self.fetched_at is None or now - self.fetched_at >= every):
            self.fetched_at = now
            brought = fetch()
            log.info("mailbox", extra={"laid": brought.laid, "error": brought.error})
        return look_at_next(now=now) or check_next(now=now)


def begin(stop: threading.Event) -> threading.Thread:
    """The clerk in a thread of its own, beside the worker's jobs."""
    clerk = Clerk()
    return turns.begin(lambda: clerk.work(timezone.now()), stop, name="clerk", idle_s=IDLE_S)
