"""Prints score sheets in several processes, one a core: they are nearly all of a round's printing."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from kaoping.errors import OutputError
from kaoping.reports import SheetMaterial

FORMATS = (".docx", ".xlsx")
_WORTH_IT = 3_000  # findings on all sheets together; fewer are printed before another process has begun


@dataclass(frozen=True, slots=True)
class SheetJob:
    """One score sheet, to be written as `stem` with the ending of each format."""

    material: SheetMaterial
    stem: Path


@contextmanager
def printing(jobs: Sequence[SheetJob], *, processes: int | None = None) -> Iterator[None]:
    """
    Print sheets while the body goes on with something else; all are written when it ends.

    Args:
        processes: How many at most; None: as many as there are cores, one where there is little to do.

    Raises:
        OutputError: One cannot be written, or a process was ended from outside.
    """
    count = _worth(jobs) if processes is None else processes
    if count < 2:
        for job in jobs:
            print_sheet(job)
        yield
        return
    # spawned, not forked: whoever scores may have threads
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        largest_first = sorted(jobs, key=lambda job: -len(job.material.findings))
        waiting = [pool.submit(print_sheet, job) for job in largest_first]
        try:
            yield
            _await(waiting)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def print_sheet(job: SheetJob) -> None:
    """Write one sheet in every format. Raises `OutputError`."""
    from kaoping.reports import write_score_sheet

    for ending in FORMATS:
        write_score_sheet(job.material, job.stem.with_name(job.stem.name + ending))


def _worth(jobs: Sequence[SheetJob]) -> int:
    if sum(len(job.material.findings) for job in jobs) < _WORTH_IT:
        return 1
    return min(len(os.sched_getaffinity(0)), len(jobs))


def _await(waiting: Sequence[Future[None]]) -> None:
    try:
        for one in waiting:
            one.result()
    except BrokenProcessPool:
        raise OutputError(
            "写评分明细表的进程被中途结束(可能内存不足)。请关闭其他程序后重新评分,原有结果没有改动。"
        ) from None
