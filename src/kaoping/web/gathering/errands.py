"""Single pages that people ask the worker for, in a thread beside its jobs: nobody waits for a whole site."""

import threading

from ..imports.rechecking import recheck_next
from ..inspection.capturing import capture_next
from . import turns

IDLE_S = 1.0


def begin(stop: threading.Event) -> threading.Thread:
    """The errands in a thread of their own: single pages before lists."""
    return turns.begin(lambda: capture_next() or recheck_next(), stop, name="errands", idle_s=IDLE_S)
