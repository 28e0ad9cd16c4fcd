"""Single pages that people ask the worker for, in a thread beside its jobs: nobody waits for a whole site."""

import logging
import threading

from django.db import DatabaseError, close_old_connections

from ..imports.rechecking import recheck_next
from ..inspection.capturing import capture_next

log = logging.getLogger("kaoping.worker")
IDLE_S = 1.0


def run(stop: threading.Event) -> None:
    """Work until `stop` is set, single pages before lists; an error ends one turn, never the thread."""
    while not stop.is_set():
        try:
            has_more = capture_next() or recheck_next()
        except DatabaseError:
            log.exception("database not at hand")
            has_more = False
        except Exception:
            log.exception("errand failed")
            has_more = False
        close_old_connections()
        if not has_more:
            stop.wait(IDLE_S)


def begin(stop: threading.Event) -> threading.Thread:
    """The errands in a thread of their own."""
    thread = threading.Thread(target=run, args=(stop,), name="errands", daemon=True)
    thread.start()
    return thread
