"""Says in one message that a folder has no room left, wherever the write was that failed."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kaoping.errors import OutputError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DATABASE_WORDS = ("full", "disk i/o", "no space left")


@contextmanager
def room_told(folder: Path, cure: str) -> Iterator[None]:
    """
    Raises `OutputError` for a full disk. What SQLite had committed stands, the rest was taken back by it.

    Args:
        cure: What to do once there is room (Chinese, a clause).
    """
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        if not is_full(error):
            raise
        raise OutputError(
            f"磁盘空间不足({error}),{folder} 没有写完。已有的存档完好;请腾出空间后{cure}。"
        ) from error


def is_full(error: BaseException) -> bool:
    """Whether a write failed for want of room: one of a file, or one of a database of either kind."""
    if isinstance(error, OSError):
        return error.errno in _FULL
    return any(word in str(error).lower() for word in _DATABASE_WORDS)
