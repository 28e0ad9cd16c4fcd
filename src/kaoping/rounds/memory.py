"""Gives memory that nobody uses any more back to the system: a run of days must not grow."""

import ctypes
import functools
import sqlite3
import sys
from collections.abc import Callable
from contextlib import suppress


@functools.cache
def _trim() -> Callable[[int], int] | None:
    """The C library's own way of giving free memory back, where it has one."""
    if not sys.platform.startswith("linux"):
        return None
    with suppress(OSError, AttributeError):
        trim: Callable[[int], int] = ctypes.CDLL("libc.so.6").malloc_trim
        return trim
    return None


def give_back(connection: sqlite3.Connection) -> None:
    """
    Empty the database's cache of pages and return free memory.

    Bodies of 60 KB and cached pages of 4 KB lie side by side: without this the heap is full of holes and a
    run over 20,000 pages takes three times the memory of one over 2,000.
    """
    connection.execute("PRAGMA shrink_memory")
    trim = _trim()
    if trim is not None:
        trim(0)
