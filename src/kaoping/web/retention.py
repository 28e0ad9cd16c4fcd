"""
Ends the keeping of a sealed round's raw material: what holds pages as they were, personal numbers and all.

Observations, coverage, logs of requests, scores, documents and the trail stay; they hold no full number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from kaoping.errors import OutputError, UsageError
from kaoping.rounds.sealing import SUFFIX

from .audit.actions import record
from .gathering.models import Job
from .planning.models import Round

_RAW = (".warc.gz", ".sqlite", ".sqlite-wal", ".sqlite-shm", ".parquet")
_SET_ASIDE = ".warc.gz.unindexed-"


@dataclass(frozen=True, slots=True)
class RawMaterial:
    """What would go: files, in order, and their bytes; `sealed` is its sealed file where there is one."""

    files: tuple[Path, ...]
    size_bytes: int
    sealed: Path | None


def raw_material(round_: Round) -> RawMaterial:
    """Raises `UsageError` for a round that is not sealed: its findings may still be contested."""
    if round_.state != "sealed":
        raise UsageError(f"“{round_.title}”还没有封存({round_.get_state_display()}),原始存档不能清除。")
    if Job.objects.filter(round=round_, state__in=("queued", "running")).exists():
        raise UsageError(f"“{round_.title}”还有采集任务没有结束,请先取消。")
    base = Path(settings.ROUNDS_FOLDER)
    files = tuple(_raw_files(base / str(round_.public_id)))
    sealed = base / "sealed" / f"{round_.public_id}{SUFFIX}"
    is_there = sealed.is_file()
    size = sum(path.stat().st_size for path in files) + (sealed.stat().st_size if is_there else 0)
    return RawMaterial(files, size, sealed if is_there else None)


def retire(round_: Round, *, by: object, with_sealed: bool) -> RawMaterial:
    """
    Remove the raw material for good. What a crash leaves goes the next time.

    Args:
        with_sealed: The sealed file too, which holds a copy of the archives.

    Raises:
        UsageError: The round is not sealed.
        OutputError: A file cannot be removed.
    """
    found = raw_material(round_)
    # the entry comes first: nothing is ever gone without a word of who removed it
    record(
        by=by, action="round.retire", subject=f"round:{round_.public_id}",
        files=len(found.files), bytes=found.size_bytes, sealed=with_sealed and found.sealed is not None,
    )  # fmt: skip
    going = (*found.files, *((found.sealed,) if with_sealed and found.sealed else ()))
    for path in going:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"无法删除 {path}:{error.strerror}。请检查权限后再执行一次。") from error
    return found


def _raw_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        is_raw = path.name.endswith(_RAW) or _SET_ASIDE in path.name
        if is_raw and path.is_file() and not path.is_symlink():
            yield path
