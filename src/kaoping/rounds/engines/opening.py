"""Opens the engine that was asked for."""

from collections.abc import Iterator
from contextlib import contextmanager

from kaoping.errors import UsageError

from .contract import Engine
from .embedded import Embedded

EMBEDDED = "embedded"


@contextmanager
def open_engine(asked: str, *, at_once: int = 0) -> Iterator[Engine]:
    """
    The engine: ``embedded``, or a scheduler's address. `at_once` is for the embedded one.

    Raises:
        UsageError: It is neither, or cannot be reached.
    """
    engine = _opened(asked, at_once)
    try:
        yield engine
    finally:
        engine.close()


def _opened(asked: str, at_once: int) -> Engine:
    if asked == EMBEDDED:
        return Embedded(at_once)
    if "://" not in asked:
        raise UsageError(f"--engine {asked} 不对,请写 embedded 或调度进程的地址,如 tcp://10.1.2.3:8786。")
    if at_once:
        raise UsageError("--at-once 只用于 --engine embedded;集群同时做多少由各工作进程的线程数决定。")
    from .distributed import Distributed

    return Distributed(asked)
