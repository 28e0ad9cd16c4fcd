"""What an engine is: somewhere to start an order, and a handle that tells when it has ended."""

from typing import Protocol

from .jobs import JobEnd, Order


class WorkerLost(Exception):
    """Whoever did the job is gone, without a word: it may be started again."""


class Handle(Protocol):
    """A job that was started."""

    def is_done(self) -> bool:
        """Whether `end` answers at once."""

    def end(self) -> JobEnd:
        """How it ended. Raises `WorkerLost`."""


class Engine(Protocol):
    """
    Where jobs are done. It promises no more than that a job was started at least once: a job writes its
    results once, whoever does it and however often.
    """

    name: str

    def slots(self) -> int:
        """How many jobs it does at once, now."""

    def start(self, order: Order) -> Handle:
        """Have an order done."""

    def close(self) -> None:
        """Let go of it."""
