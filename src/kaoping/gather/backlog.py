"""Bodies fetched and not yet read: bounded in number and in bytes, so that memory stays flat."""

import asyncio
from collections import deque


class Backlog:
    """Room for `most` bodies and `most_bytes` together; a single larger one is let in alone."""

    def __init__(self, most: int = 48, most_bytes: int = 64 << 20) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._count = self._bytes = 0
        self._waiting: deque[tuple[asyncio.Future[None], int]] = deque()

    async def enter(self, size_bytes: int) -> None:
        """Wait for room and take it; who came first is let in first."""
        if not self._waiting and self._has_room(size_bytes):
            self._take(size_bytes)
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append((turn, size_bytes))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.leave(size_bytes)
            raise

    def leave(self, size_bytes: int) -> None:
        """Give the room back."""
        self._count -= 1
        self._bytes -= size_bytes
        while self._waiting:
            turn, wanted = self._waiting[0]
            if not turn.done() and not self._has_room(wanted):
                return
            self._waiting.popleft()
            if not turn.done():  # one that was given up takes no room
                self._take(wanted)
                turn.set_result(None)

    def _has_room(self, size_bytes: int) -> bool:
        return not self._count or (self._count < self._most and self._bytes + size_bytes <= self._most_bytes)

    def _take(self, size_bytes: int) -> None:
        self._count += 1
        self._bytes += size_bytes
