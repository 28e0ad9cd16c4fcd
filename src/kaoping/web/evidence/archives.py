"""Captures out of a round's archives, held against their digest as they are read."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from kaoping.archive import IndexRow, Replay, open_archive
from kaoping.errors import ArchiveError, KaopingError
from kaoping.gather import Capture
from kaoping.rounds.run_file import STATE_FILE, archive_folder, read_run

from ..gathering.models import Job
from ..planning.models import Round

_NAME = re.compile(r"kaoping-(?P<run>[0-9A-Za-z_.-]+)-\d+\.warc\.gz")


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture, where it lies, and its records as bytes (gzip members: a WARC file of their own)."""

    capture: Capture
    row: IndexRow
    records: bytes


def kept(round_: Round, archive: str, offset: int, digest: str) -> Kept:
    """
    The capture at a place of one of the round's archives.

    Raises:
        ArchiveError: No such file or record, or its body is not the one whose digest was noted.
    """
    with _opened(round_, archive) as replay:
        row = replay.row_at(archive.rpartition("/")[2], offset)
        if row is None:
            raise ArchiveError("存档中没有这条记录,可能已被移走或重建。")
        if digest and row.digest != digest:
            raise ArchiveError("存档中的内容与登记的摘要不符,不能作为证据。")
        return Kept(replay.read(row), row, replay.record_bytes(row))


@contextmanager
def _opened(round_: Round, archive: str) -> Iterator[Replay]:
    folder = _folder(round_, archive)
    name = archive.rpartition("/")[2]
    found = _NAME.fullmatch(name)
    state = folder.parent / STATE_FILE
    connection = None
    try:
        if state.is_file():
            connection = sqlite3.connect(f"file:{state}?mode=ro", uri=True)
        run = found["run"] if found else None
        with open_archive(folder, connection, run_id=run) as replay:
            yield replay
    except sqlite3.Error as error:
        raise ArchiveError(f"存档索引读不出来({error})。") from error
    finally:
        if connection is not None:
            connection.close()


def _folder(round_: Round, archive: str) -> Path:
    """The folder in which the file lies, always one below the round's own. Raises `ArchiveError`."""
    home = Path(settings.ROUNDS_FOLDER) / str(round_.public_id)
    name = archive.rpartition("/")[2]
    if not _NAME.fullmatch(name):
        raise ArchiveError("证据没有注明存档文件。")
    for folder in _candidates(round_, archive, home):
        file = (folder / name).resolve()
        if file.is_relative_to(home.resolve()) and file.is_file():
            return file.parent
    raise ArchiveError("存档文件不在本机上,请联系系统管理员核对数据目录。")


def _candidates(round_: Round, archive: str, home: Path) -> Iterator[Path]:
    """The folder that the name says, that of the run in whose name the file was written, those of all."""
    if "/" in archive:
        yield home / archive.rpartition("/")[0]
    found = _NAME.fullmatch(archive.rpartition("/")[2])
    jobs = Job.objects.filter(round=round_).exclude(folder="")
    own = jobs.filter(public_id=run) if found and (run := _uuid(found["run"])) else jobs
    for job in own:
        folder = home / job.folder
        try:
            yield archive_folder(folder, read_run(folder))
        except KaopingError:
            yield folder / "archive"


def _uuid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None
