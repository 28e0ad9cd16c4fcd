"""Work that goes on beside the worker's jobs, each kind in a thread of its own, a turn after the other."""

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

log = logging.getLogger("kaoping.worker")


def begin(turn: Callable[[], bool], stop: threading.Event, *, name: str, idle_s: float) -> threading.Thread:
    """
    Begin the thread. It takes turns until `stop` is set; an error ends one turn, never the thread.

    Args:
        turn: Does the next thing; answers whether there may be more at once.
        name: The thread's, and what the log calls a turn that failed.
        idle_s: The pause where there is nothing to do.
    """
    thread = threading.Thread(target=_run, args=(turn, stop, name, idle_s), name=name, daemon=True)
    thread.start()
    return thread


def _run(turn: Callable[[], bool], stop: threading.Event, name: str, idle_s: float) -> None:
    while not stop.is_set():
        try:
            has_more = turn()
        except (DatabaseError, InterfaceError):
            log.exception("database not at hand")
            connection.close()  # one that the server cut off is of no use to the next turn
            has_more = False
        except Exception:
            log.exception("turn failed", extra={"work": name})
            has_more = False
        close_old_connections()
        if not has_more:
            stop.wait(idle_s)
