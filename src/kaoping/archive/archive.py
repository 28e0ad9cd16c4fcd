"""Writing an archive, and taking it up again after a crash."""

import sqlite3
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import BinaryIO

from ..errors import ArchiveError, OutputError
from ..gather.capture import Capture, Role
from .index import IndexRow, row_of
from .record import encoded, record_at
from .replay import Replay, stored_of
from .stored import Stored, body_digest
from .translation import Original, is_not_modified, record_id, record_of, warc_date, warcinfo
from .warc_files import WarcFiles

_FILE_BYTES = 1 << 30
_KNOWN_BODIES = 4096
_CONFORMS = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What `recover` did: rows that lost their bytes (to be fetched again), bytes cut, files set aside."""

    dropped: tuple[IndexRow, ...] = ()
    cut_bytes: int = 0
    set_aside: tuple[Path, ...] = ()


class Archive(Replay):
    """
    The archive of one run, written by one process; reads like any `Replay`.

    A capture's row is written only after its bytes were handed to the operating system. The caller owns the
    commits; after a rollback, or in a folder that already holds files, `recover` comes before `append`.
    """

    def __init__(
        self,
        folder: Path,
        connection: sqlite3.Connection,
        *,
        run_id: str,
        about: Mapping[str, str] | None = None,
        max_file_bytes: int = _FILE_BYTES,
    ) -> None:
        """
        Args:
            folder: Where the files go; made when the first is written.
            connection: Gets the table `captures`.
            run_id: Part of the file names: letters, digits, ``.``, ``_``, ``-``.
            about: Further lines for each file's warcinfo, such as ``http-header-user-agent`` or ``operator``.
            max_file_bytes: A file that has reached this size is closed and the next begun.

        Raises:
            ValueError: `run_id` cannot be part of a file name.
        """
        super().__init__(folder, connection)
        self.run_id = run_id
        self._about = _warcinfo_lines(run_id, about or {})
        self._files = WarcFiles(folder, run_id, max_file_bytes)
        self._known: OrderedDict[str, Original] = OrderedDict()
        self._index.create()
        self._is_ready = not self._files.paths() and not self._index.last_seq()
        self._last_seq = 0

    def append(self, capture: Capture) -> Stored:
        """
        Store a capture. Its row is in the connection's open transaction when this returns.

        Raises:
            OutputError: The disk is full or cannot be written; files and index are as they were before.
            ArchiveError: The folder already held files and `recover` was not called.
        """
        if not self._is_ready:
            raise ArchiveError(f"{self.folder} 已有存档,须先恢复再继续写入")
        self._begin_file(capture.fetched_at)
        seq, digest = self._last_seq + 1, body_digest(capture)
        original = self._original(capture, digest)
        file = self._files.current.name
        record = record_of(
            capture,
            run_id=self.run_id,
            seq=seq,
            digest=digest,
            info_id=record_id(self.run_id, file),
            original=original,
        )
        data = encoded(record)
        refers_to = int(found) if (found := record.field("X-Kaoping-Refers-To-Seq")) else None
        offset = self._files.append(data)
        row = row_of(
            capture,
            seq=seq,
            digest=digest,
            file=file,
            offset=offset,
            length=len(data),
            body_bytes=len(capture.body),
            kind=record.kind,
            refers_to=refers_to,
        )
        self._add(row)
        return stored_of(row)

    def sync(self) -> None:
        """
        Wait until all appended bytes are on the disk itself: before a commit that must survive power loss.

        Raises:
            OutputError: The disk refused.
        """
        self._files.sync()

    def recover(self) -> Recovery:
        """
        Bring files and committed rows into step, and go on from there.

        What lies in the files beyond the last committed row is cut off. Where a file is shorter than its rows
        say, or its last records cannot be read, those rows and all later ones are dropped and given back. A
        whole file that no row knows is set aside under another name, never deleted.
        """
        self.close()
        self._known.clear()
        keep_before = self._first_lost()
        dropped = self._index.drop_from(keep_before)
        cut, aside = 0, []
        for path in self._files.paths():
            last = self._index.last_of_file(path.name)
            if last is None:
                aside.append(self._files.set_aside(path))
            else:
                cut += self._files.truncate(path, last.offset + last.length)
        self._files.resume()
        self._last_seq = self._index.last_seq()
        self._is_ready = True
        return Recovery(dropped, cut, tuple(aside))

    def close(self) -> None:
        """Put all bytes on the disk and close the files; the connection stays the caller's."""
        super().close()
        self._files.sync()
        self._files.close()

    def _begin_file(self, at: datetime) -> None:
        if self._files.needs_opening:
            self._files.open_next()
        if self._files.is_at_start:
            file = self._files.current.name
            self._files.append(encoded(warcinfo(self.run_id, file, warc_date(at), self._about)))

    def _original(self, capture: Capture, digest: str) -> Original | None:
        if capture.failure is not None:
            return None
        if capture.role is Role.RENDERED or is_not_modified(capture):
            return self._as_original(self._index.newest_response(capture.url))
        if not capture.body:
            return None
        if digest in self._known:
            self._known.move_to_end(digest)
            return self._known[digest]
        return self._remember(digest, self._as_original(self._index.first_with_body(digest)))

    def _as_original(self, row: IndexRow | None) -> Original | None:
        if row is None:
            return None
        return Original(row.seq, record_id(self.run_id, row.seq), row.url, row.fetched_at)

    def _remember(self, digest: str, original: Original | None) -> Original | None:
        if original is not None:
            self._known[digest] = original
            if len(self._known) > _KNOWN_BODIES:
                self._known.popitem(last=False)
        return original

    def _add(self, row: IndexRow) -> None:
        try:
            self._index.add(row)
        except sqlite3.Error as error:
            self._files.cut_back(row.offset)
            if "full" in str(error) or "disk" in str(error):
                raise OutputError(
                    f"索引写入失败,磁盘空间不足或出错({error}),请腾出空间后用同一输出文件夹继续"
                ) from error
            raise
        self._last_seq = row.seq

    def _first_lost(self) -> int:
        """The number of the first row whose bytes are not whole; one past the last where all are."""
        for file, first, last in self._index.file_ranges():
            whole_to = self._whole_to(file, first, last)
            if whole_to < last:
                return whole_to + 1
        return self._index.last_seq() + 1

    def _whole_to(self, file: str, first: int, last: int) -> int:
        path = self.folder / file
        if not path.exists():
            return first - 1
        size = path.stat().st_size
        with path.open("rb") as stream:
            for seq in range(last, first - 1, -1):
                row = self._row(seq)
                if row.offset + row.length <= size and _is_whole(stream, row):
                    return seq
        return first - 1


def _is_whole(stream: BinaryIO, row: IndexRow) -> bool:
    try:
        record_at(stream, row.offset, row.length)
    except ArchiveError:
        return False
    return True


def _warcinfo_lines(run_id: str, about: Mapping[str, str]) -> dict[str, str]:
    try:
        release = version("kaoping")
    except PackageNotFoundError:
        release = "unknown"
    lines = {
        "software": f"kaoping/{release}",
        "format": "WARC File Format 1.1",
        "conformsTo": _CONFORMS,
        "robots": "obey",
        "isPartOf": run_id,
    }
    return lines | dict(about)
