"""The index out of the WARC files alone."""

import sqlite3
from pathlib import Path

from ..errors import ArchiveError
from .index import Index, IndexRow, row_of
from .record import Member, Record, members
from .stored import body_digest
from .translation import capture_of, is_same_body
from .warc_files import run_of


def index_files(folder: Path, run_id: str, connection: sqlite3.Connection) -> int:
    """
    Fill the `captures` table of `connection` from a run's files; the same rows as were written with them.

    A file that breaks off in the midst of a record is read up to there.

    Returns:
        The number of captures.

    Raises:
        ArchiveError: A file is damaged before its end, or was not written by this software.
    """
    index = Index(connection)
    index.create()
    count = 0
    for path in sorted(path for path in folder.glob("kaoping-*.warc.gz") if run_of(path) == run_id):
        for member in members(path):
            if member.record.kind != "warcinfo":
                index.add(_row(member, path.name))
                count += 1
    connection.commit()
    return count


def _row(member: Member, file: str) -> IndexRow:
    record = member.record
    seq = record.field("X-Kaoping-Seq")
    if not seq.isdecimal():
        raise ArchiveError(f"{file} 第 {member.offset} 字节处不是本软件写的记录,无法重建索引")
    digest = record.field("X-Kaoping-Digest")
    capture = capture_of(record)
    refers_to = record.field("X-Kaoping-Refers-To-Seq")
    if not is_same_body(record) and body_digest(capture) != digest:
        raise ArchiveError(f"存档内容与登记的摘要不符,可能被改动({file},第 {member.offset} 字节)")
    return row_of(
        capture,
        seq=int(seq),
        digest=digest,
        file=file,
        offset=member.offset,
        length=member.length,
        body_bytes=_body_bytes(record),
        kind=record.kind,
        refers_to=int(refers_to) if refers_to else None,
    )


def _body_bytes(record: Record) -> int:
    return int(record.field("X-Kaoping-Body-Bytes") or 0)
