"""
The process that visits one site: ``python -m kaoping.web.gathering.visiting``.

It is told its order by the first line on its input and tells its progress line by line on its output.
``stop`` on the input ends it in order, without an outcome; the end of the input, which is its worker's death,
ends it at once. Either way a later visit goes on where this one stood.
"""

import os
import shutil
import signal
import sys
import threading
import time
from io import FileIO, RawIOBase
from pathlib import Path
from typing import BinaryIO

import msgspec

from kaoping.errors import KaopingError
from kaoping.reports import RunReport
from kaoping.rounds.checking import check_sites
from kaoping.rounds.drift import registry_drift
from kaoping.rounds.embryo import Embryo
from kaoping.rounds.folder_lock import alone_in
from kaoping.rounds.progress import Progress
from kaoping.rounds.run_file import RUN_FILE, read_run
from kaoping.rounds.secret import ensure_secret

from .orders import (
    EXIT_DONE,
    EXIT_REFUSED,
    EXIT_STOPPED,
    STOP,
    Order,
    Outcome,
    Tick,
    Unseen,
    write_outcome,
)

TOLD_EVERY_S = 0.5
EARLIER_ENDS_WITHIN_S = 60.0
EXIT_ORPHANED = 5


class Ears:
    """Listens on the input while the visit goes on."""

    def __init__(self, source: RawIOBase) -> None:
        self.is_stop_wanted = False
        self._source = source
        threading.Thread(target=self._listen, daemon=True, name="orders").start()

    def _listen(self) -> None:
        for line in self._source:
            if line == STOP:
                self.is_stop_wanted = True
                os.kill(os.getpid(), signal.SIGTERM)
        os._exit(EXIT_ORPHANED)  # as a kill would: what is stored is whole


class Mouth:
    """Tells how far the visit has come, now and then."""

    def __init__(self, stream: BinaryIO, progress: Progress) -> None:
        self._stream, self._progress = stream, progress
        self._last = 0.0

    def tick(self) -> None:
        now = time.monotonic()
        if now - self._last >= TOLD_EVERY_S:
            self._last = now
            p = self._progress
            self.say(Tick(p.phase, p.found, p.fetched, p.left(), round(p.rate(), 2), p.problems, p.left_s()))

    def say(self, tick: Tick) -> None:
        self._stream.write(msgspec.json.encode(tick) + b"\n")
        self._stream.flush()


def visit(order: Order, ears: Ears, mouth: Mouth, progress: Progress, embryo: Embryo | None = None) -> int:
    """Gather and check the site; answers the exit code. Raises `KaopingError` for what people can mend."""
    folder = Path(order.folder)
    with alone_in(folder, within_s=EARLIER_ENDS_WITHIN_S, who="采集进程"):
        if folder.exists() and not (folder / RUN_FILE).exists():
            shutil.rmtree(folder)  # killed before it had begun: nothing was fetched yet
        ensure_secret()
        # the round's own pages show what was seen: a report of each visit would cost more than reading it
        report = check_sites(
            order.plan, folder, is_resumed=True, progress=progress, on_tick=mouth.tick, has_reports=False,
            embryo=embryo,
        )  # fmt: skip
        mouth.tick()
        if ears.is_stop_wanted:
            return EXIT_STOPPED
        write_outcome(folder, _outcome(order, folder, report))
    return EXIT_DONE


def _outcome(order: Order, folder: Path, report: RunReport) -> Outcome:
    (site,) = report.sites
    failed = [Unseen("failed", one.reason, one.count, one.examples) for one in site.failures]
    left = [Unseen("left", one.reason, one.count, one.examples) for one in site.not_visited]
    return Outcome(
        lap=order.lap,
        is_complete=report.is_complete,
        is_whole=report.is_complete and not read_run(folder).cut_short,
        why=report.incomplete_why,
        pages_found=site.pages_found,
        pages_seen=site.pages_seen,
        observations=len(site.observations),
        unseen=(*failed, *left),
        remarks=site.remarks,
        drift=registry_drift(folder, order.plan.sites[0]),
    )


def main(embryo: Embryo | None = None) -> int:
    """One visit. `embryo`: of its nursery, where that was forked with it (`kaoping.rounds.stem`)."""
    stream = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no progress
    source = FileIO(0, closefd=False)  # unbuffered: nobody holds its lock when the process ends
    order = msgspec.json.decode(source.readline(), type=Order)
    progress = Progress(max_pages=order.plan.max_pages, max_minutes=order.plan.max_minutes)
    ears, mouth = Ears(source), Mouth(stream, progress)
    try:
        return visit(order, ears, mouth, progress, embryo)
    except KaopingError as error:
        mouth.say(Tick(error=str(error)))
        return EXIT_REFUSED


if __name__ == "__main__":
    sys.exit(main())
