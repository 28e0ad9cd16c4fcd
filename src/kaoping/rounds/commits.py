"""When the state file's transaction is committed: soon after each change, never in the middle of one."""

import asyncio
import sqlite3

from kaoping.errors import OutputError

EVERY_S = 0.05


class Commits:
    """
    Commits at most every 50 milliseconds. All writes to the connection are made between two turns of the
    event loop's timer, so what belongs together is committed together.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._timer: asyncio.TimerHandle | None = None
        self._error: OutputError | None = None
        self._db.execute("BEGIN")

    def soon(self) -> None:
        """Something was written. Raises the `OutputError` of an earlier commit that failed."""
        if self._error is not None:
            raise self._error
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(EVERY_S, self._tick)

    def now(self) -> None:
        """Commit and begin anew. Raises `OutputError` where the disk is full."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        try:
            self._db.execute("COMMIT")
            self._db.execute("BEGIN")
        except sqlite3.OperationalError as error:
            raise OutputError(f"写入检查记录失败:{error}。请腾出磁盘空间后加 --resume 继续。") from error

    def _tick(self) -> None:
        self._timer = None
        try:
            self.now()
        except OutputError as error:
            self._error = error  # raised to the run by the next `soon`

    def close(self) -> None:
        """Commit what is left."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._db.in_transaction:
            self._db.execute("COMMIT")
