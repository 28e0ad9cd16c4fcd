"""
The process that does one job: ``python -m kaoping.rounds.engines.job_child``.

Its order is the first line on its input; the end of the input, which is its worker's death, ends it at once.
A file ``stop`` in the folder of all jobs ends it in order. Either way the job goes on where it stood.
"""

import os
import shutil
import signal
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from io import FileIO, RawIOBase
from pathlib import Path

import msgspec

from kaoping.errors import KaopingError, OutputError
from kaoping.reports import RunReport

from ..checking import check_sites, replay_run
from ..embryo import Embryo
from ..folder_lock import alone_in
from ..progress import Progress
from ..run_file import RUN_FILE, write_whole
from ..secret import ensure_secret
from ..stores import at_hand, send
from .jobs import RESULT_FILE, STOP_FILE, STOPPED, JobEnd, Order, read_end, secret_mark, write_end
from .version import build

EXIT_ORPHANED = 5
LOOKS_EVERY_S = 1.0
EARLIER_ENDS_WITHIN_S = 30.0


class Leash:
    """Ends the process with its worker, and tells it in order when all are to stop."""

    def __init__(self, source: RawIOBase, stop: Path) -> None:
        self.is_stopping = False
        self._source, self._stop = source, stop
        for held in (self._listen, self._look):
            threading.Thread(target=held, daemon=True).start()

    def _listen(self) -> None:
        while self._source.read(1):
            pass
        os._exit(EXIT_ORPHANED)  # as a kill would: what is stored is whole

    def _look(self) -> None:
        while not self._stop.exists():
            time.sleep(LOOKS_EVERY_S)
        self.is_stopping = True
        os.kill(os.getpid(), signal.SIGTERM)


def do(order: Order, leash: Leash, embryo: Embryo | None = None) -> JobEnd:
    """Do the job, or what is left of it. Raises `KaopingError` for what people can mend."""
    if order.build != build():
        return JobEnd(order.key, "other_version", (f"工作进程的版本是 {build()},命令的版本是 {order.build}",))
    ensure_secret()
    if order.secret_mark != secret_mark():
        raise OutputError("工作进程的个人信息密钥与发出命令的机器不同,请给各机器设置相同的 KAOPING_SECRET。")
    with alone_in(order.folder, within_s=EARLIER_ENDS_WITHIN_S, who="进程"):
        if (earlier := read_end(order.folder)) is not None:
            return earlier  # results are written once
        progress = Progress()
        report = _checked(order, embryo) if order.plan is not None else _replayed(order, progress, embryo)
        if leash.is_stopping:
            return JobEnd(order.key, "stopped", (STOPPED,))
        write_whole(order.folder / RESULT_FILE, msgspec.msgpack.encode(report))
        end = _ended(order.key, report, progress)
        write_end(order.folder, end)
    if order.store:
        with suppress(OutputError):  # whoever conducts goes over all once more, and says what is wrong
            send(order.folder, f"{order.store}/jobs/{order.key}")
    return end


def _checked(order: Order, embryo: Embryo | None) -> RunReport:
    assert order.plan is not None
    folder, plan = order.folder, order.plan
    if folder.exists() and not (folder / RUN_FILE).exists():
        shutil.rmtree(folder)  # killed before it had begun: nothing was fetched yet
    progress = Progress(max_pages=plan.max_pages, max_minutes=plan.max_minutes)
    previous = Path(order.previous) if order.previous else None
    return check_sites(
        plan, folder, is_resumed=True, previous=previous, progress=progress, on_tick=_nothing, embryo=embryo
    )


def _replayed(order: Order, progress: Progress, embryo: Embryo | None) -> RunReport:
    if order.folder.exists():
        shutil.rmtree(order.folder)  # half a judgement is judged anew
    with at_hand(order.source, order.folder.with_name(f".{order.key}.brought")) as run:
        return replay_run(
            run,
            out=order.folder,
            today=order.today,
            rulebook=Path(order.rulebook) if order.rulebook else None,
            mapping=order.mapping,
            only_changed=order.only_changed,
            progress=progress,
            on_tick=_nothing,
            embryo=embryo,
        )


def _ended(key: str, report: RunReport, progress: Progress) -> JobEnd:
    told = Counter(o.severity for s in report.sites for o in s.observations if o.answer == "problem")
    return JobEnd(
        key=key,
        state="done" if report.is_complete else "incomplete",
        why=report.incomplete_why,
        pages_seen=sum(site.pages_seen for site in report.sites),
        answers=tuple(sorted(told.items())),
        kept=progress.kept,
        read_again=progress.read_again,
        read_all_because=progress.read_all_because,
    )


def _nothing() -> None:
    return None


def main(embryo: Embryo | None = None) -> int:
    """One job. `embryo`: of its nursery, where that was forked with it (`stem`)."""
    stream = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no answer
    source = FileIO(0, closefd=False)  # unbuffered: nobody holds its lock when the process ends
    order = msgspec.json.decode(source.readline(), type=Order)
    leash = Leash(source, Path(order.root) / STOP_FILE)
    try:
        end = do(order, leash, embryo)
    except KaopingError as error:
        end = JobEnd(order.key, "stopped" if leash.is_stopping else "refused", (str(error),))
    stream.write(msgspec.json.encode(end))
    stream.close()
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
