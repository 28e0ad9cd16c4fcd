"""
The engine of dask.distributed: a scheduler and its workers, started by their own commands.

Only this module knows it; it is imported when an address is given. It starts a job at least once and, when a
worker dies, again elsewhere; that results are written once is our own affair (`job_child`).
"""

from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from kaoping.errors import UsageError

from .contract import WorkerLost
from .jobs import JobEnd, Order
from .version import build
from .working import decoded, encoded, which_build, work

CONNECTS_WITHIN_S = 15
INSTALL = "没有安装 dask.distributed。请在这台机器和各工作机器上执行:pip install 'kaoping[cluster]'"


@dataclass(frozen=True, slots=True)
class _Started:
    future: Any

    def is_done(self) -> bool:
        return bool(self.future.done())

    def end(self) -> JobEnd:
        if self.future.status == "finished":
            return decoded(self.future.result())
        error = self.future.exception() if self.future.status == "error" else None
        raise WorkerLost(str(error or self.future.status))


class Distributed:
    """
    Workers of the scheduler at `address` (``tcp://host:8786``).

    Raises:
        UsageError: dask.distributed is not installed, nobody answers at the address, there is no worker, or
            one has another version of the product.
    """

    def __init__(self, address: str) -> None:
        try:
            import distributed
        except ImportError:
            raise UsageError(INSTALL) from None
        self.name = address
        client: Any = distributed.Client
        try:
            self._client = client(address, timeout=CONNECTS_WITHIN_S, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise UsageError(
                f"--engine {address} 没有应答({error})。请先启动调度进程:dask scheduler。"
            ) from error
        try:
            self._refuse_others()
        except UsageError:
            self.close()
            raise

    def slots(self) -> int:
        return sum(self._client.nthreads().values())

    def start(self, order: Order) -> _Started:
        future = self._client.submit(work, encoded(order), key=f"{order.key}-{token_hex(4)}", pure=False)
        return _Started(future)

    def close(self) -> None:
        self._client.close()

    def _refuse_others(self) -> None:
        """Every worker must be of this very version; those that come later are asked by each job."""
        try:
            self._client.wait_for_workers(1, timeout=CONNECTS_WITHIN_S)
        except TimeoutError:
            raise UsageError(
                f"调度进程 {self.name} 没有工作进程。请在各机器上执行:dask worker {self.name}"
            ) from None
        told = self._client.run(which_build, on_error="return")
        others = {worker: said for worker, said in told.items() if said != build()}
        if others:
            lines = "\n".join(f"  {worker}:{_words(said)}" for worker, said in sorted(others.items()))
            raise UsageError(
                f"有工作进程的版本与本机({build()})不同,结果会不一致:\n{lines}\n请在各机器上安装同一版本后重试。"
            )


def _words(said: object) -> str:
    return said if isinstance(said, str) else f"没有安装考评软件,或不能运行({said})"
