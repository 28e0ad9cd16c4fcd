"""Reading an archive back: one capture from its place, or all of them in the order in which they came."""

import sqlite3
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from ..errors import ArchiveError
from ..gather.capture import Capture, Role
from .index import Index, IndexRow
from .rebuilding import index_files
from .record import record_at
from .stored import Stored, body_digest
from .translation import REVISIT, capture_of, is_same_body
from .warc_files import only_run

_OPEN_FILES = 8
_KEPT_BODY_BYTES = 8 << 20


class Replay:
    """
    A stored archive, read only. Memory does not grow with it: files are read a record at a time.

    Every body is held against its digest as it is read, so a changed archive is never taken for evidence.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._index = Index(connection)
        self._streams: OrderedDict[str, BinaryIO] = OrderedDict()
        self._bodies: OrderedDict[int, bytes] = OrderedDict()

    def read(self, which: int | Stored | IndexRow) -> Capture:
        """
        The capture as it was appended; a revisit with the body that it stands for.

        Raises:
            ArchiveError: No such capture, a file is missing or damaged, or a body is not what was stored.
        """
        row = (
            which
            if isinstance(which, IndexRow)
            else self._row(which if isinstance(which, int) else which.seq)
        )
        return self._read(row)

    def row(self, seq: int) -> IndexRow | None:
        """The index row of this number."""
        return self._index.row(seq)

    def row_at(self, file: str, offset: int) -> IndexRow | None:
        """The index row of the record at this place of a file."""
        return self._index.row_at(file, offset)

    def record_bytes(self, row: IndexRow) -> bytes:
        """
        The record as it lies in its file, before it the one whose body it stands for: gzip members, which
        together are a WARC file of their own.

        Raises:
            ArchiveError: A file is missing or shorter than the index says.
        """
        stream = self._stream(row.file)
        stream.seek(row.offset)
        own = stream.read(row.length)
        if len(own) != row.length:
            raise ArchiveError(f"存档记录不完整({self.folder / row.file},第 {row.offset} 字节)")
        if row.kind != REVISIT or not row.refers_to:
            return own
        return self.record_bytes(self._row(row.refers_to)) + own

    def rows(
        self, *, site: str | None = None, role: Role | None = None, after: int = 0
    ) -> Iterator[IndexRow]:
        """Index rows in stored order, those numbered above `after`."""
        return self._index.rows(site=site, role=role, after=after)

    def rows_of(self, url: str) -> list[IndexRow]:
        """Index rows of one normalised address, oldest first."""
        return self._index.rows_of(url)

    def captures(
        self, *, site: str | None = None, role: Role | None = None, after: int = 0
    ) -> Iterator[tuple[Stored, Capture]]:
        """Captures with their places, in stored order; one body in memory at a time."""
        for row in self.rows(site=site, role=role, after=after):
            yield stored_of(row), self._read(row)

    def copy_index(self, connection: sqlite3.Connection) -> None:
        """Fill the `captures` table of another connection where it has no rows yet. The caller commits."""
        index = Index(connection)
        if index.exists():
            return
        index.create()
        for row in self.rows():
            index.add(row)

    def close(self) -> None:
        """Close the files; the connection stays the caller's."""
        while self._streams:
            self._streams.popitem()[1].close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _row(self, seq: int) -> IndexRow:
        row = self._index.row(seq)
        if row is None:
            raise ArchiveError(f"存档中没有第 {seq} 条记录")
        return row

    def _read(self, row: IndexRow) -> Capture:
        try:
            record = record_at(self._stream(row.file), row.offset, row.length)
        except ArchiveError as error:
            raise ArchiveError(f"{error}({self.folder / row.file},第 {row.offset} 字节)") from None
        body = self._original_body(row) if is_same_body(record) else b""
        capture = capture_of(record, body)
        if body_digest(capture) != row.digest:
            raise ArchiveError(
                f"存档内容与登记的摘要不符,可能被改动({self.folder / row.file},第 {row.offset} 字节)"
            )
        return capture

    def _original_body(self, row: IndexRow) -> bytes:
        seq = row.refers_to or 0
        if seq in self._bodies:
            self._bodies.move_to_end(seq)
            return self._bodies[seq]
        body = self._read(self._row(seq)).body
        self._bodies[seq] = body
        while sum(map(len, self._bodies.values())) > _KEPT_BODY_BYTES and len(self._bodies) > 1:
            self._bodies.popitem(last=False)
        return body

    def _stream(self, file: str) -> BinaryIO:
        if file not in self._streams:
            try:
                self._streams[file] = (self.folder / file).open("rb")
            except OSError as error:
                raise ArchiveError(f"存档文件无法打开:{self.folder / file}({error.strerror})") from error
            if len(self._streams) > _OPEN_FILES:
                self._streams.popitem(last=False)[1].close()
        self._streams.move_to_end(file)
        return self._streams[file]


def stored_of(row: IndexRow) -> Stored:
    """Where the capture of a row lies."""
    return Stored(row.seq, row.file, row.offset, row.length, row.digest)


def open_archive(
    folder: Path, connection: sqlite3.Connection | None = None, *, run_id: str | None = None
) -> Replay:
    """
    Open a folder of WARC files for replay; nothing in it is changed.

    Args:
        folder: Where ``kaoping-<run>-*.warc.gz`` lie.
        connection: Holds the run's `captures` table. Without it, or where the table is empty, the index is
            rebuilt from the files alone in a temporary database.
        run_id: Needed only where the folder holds files of several runs.

    Raises:
        ArchiveError: No such folder, no files of ours, several runs, or a damaged file.
    """
    run = run_id or only_run(folder)
    if connection is not None and Index(connection).exists():
        return Replay(folder, connection)
    rebuilt = sqlite3.connect("")  # on disk, removed with the connection: an archive may be large
    index_files(folder, run, rebuilt)
    return Replay(folder, rebuilt)
