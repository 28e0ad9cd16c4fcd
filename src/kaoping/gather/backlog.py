"""Bodies fetched and not yet read: bounded in number and in bytes, so that memory stays flat."""

import asyncio


class Backlog:
    """Room for `most` bodies and `most_bytes` together; a single larger one is let in alone."""

    def __init__(self, most: int = 48, most_bytes: int = 64 << 20) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._count = self._bytes = 0
        self._freed = asyncio.Event()

    async def enter(self, size_bytes: int) -> None:
        """Wait for room and take it."""
        while self._count and (self._count >= self._most or self._bytes + size_bytes > self._most_bytes):
            self._freed.clear()
            await self._freed.wait()
        self._count += 1
        self._bytes += size_bytes

    def leave(self, size_bytes: int) -> None:
        """Give the room back."""
        self._count -= 1
        self._bytes -= size_bytes
        self._freed.set()
