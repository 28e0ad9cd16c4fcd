"""The engine without a cluster: so many processes at once on this machine."""

import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from .jobs import JobEnd, Order
from .working import decoded, encoded, work


@dataclass(frozen=True, slots=True)
class _Started:
    future: Future[bytes]

    def is_done(self) -> bool:
        return self.future.done()

    def end(self) -> JobEnd:
        return decoded(self.future.result())


class Embedded:
    """`at_once` jobs in child processes; 0 for as many as there are cores."""

    name = "embedded"

    def __init__(self, at_once: int = 0) -> None:
        self._slots = at_once or os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(self._slots, thread_name_prefix="job")

    def slots(self) -> int:
        return self._slots

    def start(self, order: Order) -> _Started:
        return _Started(self._pool.submit(work, encoded(order)))

    def close(self) -> None:
        self._pool.shutdown(wait=True)
