"""Has all jobs of a folder done on an engine: leases hosts, starts again what was lost, settles the end."""

import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kaoping.errors import UsageError

from .contract import Engine, Handle, WorkerLost
from .jobs import STOP_FILE, STOPPED, JobEnd, Order, read_end

LOOKS_EVERY_S = 0.1
MOST_LOSSES = 3
Tell = Callable[[int, int, int], None]  # jobs over, jobs running, jobs in all


@dataclass(slots=True)
class _Conducting:
    engine: Engine
    waiting: list[Order]
    running: dict[str, tuple[Order, Handle]] = field(default_factory=dict)
    ends: dict[str, JobEnd] = field(default_factory=dict)
    losses: Counter[str] = field(default_factory=Counter)

    def start_what_may(self) -> None:
        """Start jobs in their order while there are slots; never two at one host."""
        leased = {host for order, _ in self.running.values() for host in order.hosts}
        room = self.engine.slots() - len(self.running)
        left: list[Order] = []
        for order in self.waiting:
            if room > 0 and leased.isdisjoint(order.hosts):
                self.running[order.key] = (order, self.engine.start(order))
                leased.update(order.hosts)
                room -= 1
            else:
                left.append(order)
        self.waiting = left

    def settle_what_ended(self) -> None:
        for key in [key for key, (_, handle) in self.running.items() if handle.is_done()]:
            order, handle = self.running.pop(key)
            try:
                self.ends[key] = handle.end()
            except WorkerLost as why:
                self._lost(order, str(why))

    def _lost(self, order: Order, why: str) -> None:
        """What a dead worker left is taken up by another; but not for ever."""
        if (end := read_end(order.folder)) is not None:
            self.ends[order.key] = end  # it had ended, and died before it said so
            return
        self.losses[order.key] += 1
        if self.losses[order.key] < MOST_LOSSES:
            self.waiting.append(order)
        else:
            words = f"工作进程意外退出{MOST_LOSSES}次({why}),可加 --resume 再试"
            self.ends[order.key] = JobEnd(order.key, "lost", (words,))


def conduct(
    orders: Sequence[Order], engine: Engine, root: Path, *, tell: Tell | None = None
) -> Mapping[str, JobEnd]:
    """
    Have every order done that is not over yet; each key has an end in the answer.

    Args:
        orders: With different keys; started in this order where hosts allow.
        root: The folder of all jobs; held by the caller (`alone`).
        tell: Told now and then how far it has come.

    Raises:
        UsageError: A worker is of another version than this process.
    """
    ended = {order.key: end for order in orders if (end := read_end(order.folder)) is not None}
    work = _Conducting(engine, [order for order in orders if order.key not in ended], ends=ended)
    (root / STOP_FILE).unlink(missing_ok=True)
    with _asked_to_stop() as stop:
        while work.running or (work.waiting and not stop.is_set()):
            if stop.is_set():
                (root / STOP_FILE).touch()
            else:
                work.start_what_may()
            work.settle_what_ended()
            _refuse_other_version(work, root)
            if tell is not None:
                tell(len(work.ends), len(work.running), len(orders))
            time.sleep(LOOKS_EVERY_S)
    left = {order.key: JobEnd(order.key, "stopped", (STOPPED,)) for order in work.waiting}
    return {order.key: (work.ends | left)[order.key] for order in orders}


def _refuse_other_version(work: _Conducting, root: Path) -> None:
    others = [end for end in work.ends.values() if end.state == "other_version"]
    if others:
        (root / STOP_FILE).touch()  # those under way stop in order and can be taken up again
        words = f"{others[0].worker}:{others[0].why[0]}"
        raise UsageError(
            f"有工作进程的版本不同,结果会不一致:{words}。请在各机器上安装同一版本后加 --resume 重试。"
        )


@contextmanager
def _asked_to_stop() -> Iterator[threading.Event]:
    """Set by Ctrl-C or SIGTERM; outside the main thread by nobody."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    earlier = {one: signal.signal(one, lambda *_: stop.set()) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for one, handler in earlier.items():
            signal.signal(one, handler)
