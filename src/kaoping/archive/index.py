"""The `captures` table: where in the files each capture lies. All of it can be rebuilt from the files."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from ..gather.addresses import address_hash
from ..gather.capture import Capture, Role
from .translation import RESPONSE, REVISIT, warc_date

_TABLE = """
CREATE TABLE IF NOT EXISTS captures (
    seq INTEGER PRIMARY KEY,
    url_hash INTEGER NOT NULL,
    url TEXT NOT NULL,
    site TEXT NOT NULL,
    role TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    method TEXT NOT NULL,
    status INTEGER,
    failure TEXT NOT NULL,
    digest TEXT NOT NULL,
    file TEXT NOT NULL,
    offset INTEGER NOT NULL,
    length INTEGER NOT NULL,
    body_bytes INTEGER NOT NULL,
    elapsed_ms INTEGER NOT NULL,
    is_truncated INTEGER NOT NULL,
    location TEXT,
    kind TEXT NOT NULL,
    refers_to INTEGER
)
"""
_INDEXES = (
    "CREATE INDEX IF NOT EXISTS captures_by_address ON captures (url_hash)",
    "CREATE INDEX IF NOT EXISTS captures_by_site ON captures (site)",
    "CREATE INDEX IF NOT EXISTS captures_by_body ON captures (digest)"
    " WHERE kind = 'response' AND failure = ''",
)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class IndexRow:
    """
    One row of `captures`, in the table's order.

    `fetched_at` is ISO 8601 in UTC, to the microsecond, as WARC-Date has it; `digest` is ``sha256:<hex>`` of
    the body, ``""`` where nothing came; `offset` and `length` are bytes of `file` (a name below the archive's
    folder). `kind` is the WARC type; `refers_to` the earlier capture whose body (revisit) or response
    (conversion) is meant.
    """

    seq: int
    url_hash: int
    url: str
    site: str
    role: str
    fetched_at: str
    method: str
    status: int | None
    failure: str
    digest: str
    file: str
    offset: int
    length: int
    body_bytes: int
    elapsed_ms: int
    is_truncated: bool
    location: str | None
    kind: str
    refers_to: int | None


_COLUMNS = ", ".join(field.name for field in fields(IndexRow))
_values = attrgetter(*(field.name for field in fields(IndexRow)))
_INSERT = f"INSERT INTO captures ({_COLUMNS}) VALUES ({', '.join('?' * len(fields(IndexRow)))})"


def row_of(
    capture: Capture,
    *,
    seq: int,
    digest: str,
    file: str,
    offset: int,
    length: int,
    body_bytes: int,
    kind: str,
    refers_to: int | None,
) -> IndexRow:
    """The row of a capture whose record was written."""
    return IndexRow(
        seq=seq,
        url_hash=address_hash(capture.url),
        url=capture.url,
        site=capture.site,
        role=capture.role.value,
        fetched_at=warc_date(capture.fetched_at),
        method=capture.method,
        status=capture.status,
        failure=capture.failure.value if capture.failure else "",
        digest=digest,
        file=file,
        offset=offset,
        length=length,
        body_bytes=body_bytes,
        elapsed_ms=round(capture.elapsed_s * 1000),
        is_truncated=capture.is_truncated,
        location=capture.location,
        kind=kind,
        refers_to=refers_to,
    )


class Index:
    """The table in the caller's connection. The caller commits."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def create(self) -> None:
        """Make the table and its indexes where they are not there yet."""
        self._connection.execute(_TABLE)
        for statement in _INDEXES:
            self._connection.execute(statement)

    def exists(self) -> bool:
        """Whether the connection has a table with rows."""
        found = self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'captures'").fetchone()
        return found is not None and self.last_seq() > 0

    def add(self, row: IndexRow) -> None:
        """Insert a row."""
        self._connection.execute(_INSERT, _values(row))

    def last_seq(self) -> int:
        """The highest number given, 0 where there is none."""
        return int(self._connection.execute("SELECT ifnull(max(seq), 0) FROM captures").fetchone()[0])

    def row(self, seq: int) -> IndexRow | None:
        """The row of this number."""
        return next(self._rows("seq = ?", seq), None)

    def rows(
        self, *, site: str | None = None, role: Role | None = None, after: int = 0
    ) -> Iterator[IndexRow]:
        """Rows in stored order, a batch in memory at a time; rows may be added meanwhile."""
        wanted = {"site": site, "role": role.value if role else None}
        named = {name: value for name, value in wanted.items() if value is not None}
        clause = "seq > ?" + "".join(f" AND {name} = ?" for name in named)
        values, last = list(named.values()), after
        while batch := list(self._rows(f"{clause} ORDER BY seq LIMIT {_BATCH}", last, *values)):
            yield from batch
            last = batch[-1].seq

    def rows_of(self, url: str) -> list[IndexRow]:
        """All captures of one normalised address, oldest first."""
        found = self._rows("url_hash = ? ORDER BY seq", address_hash(url))
        return [row for row in found if row.url == url]

    def last_of_file(self, file: str) -> IndexRow | None:
        """The last row of a file."""
        return next(self._rows("file = ? ORDER BY seq DESC LIMIT 1", file), None)

    def file_ranges(self) -> list[tuple[str, int, int]]:
        """Each file with the first and last number in it, in order."""
        grouped = "SELECT file, min(seq), max(seq) FROM captures GROUP BY file ORDER BY min(seq)"
        return [(str(file), int(first), int(last)) for file, first, last in self._connection.execute(grouped)]

    def first_with_body(self, digest: str) -> IndexRow | None:
        """The first whole response with this body."""
        clause = "digest = ? AND kind = 'response' AND failure = '' ORDER BY seq LIMIT 1"
        return next(self._rows(clause, digest), None)

    def newest_response(self, url: str) -> IndexRow | None:
        """The newest response of this address that was not itself a "not modified"."""
        rows = [row for row in self.rows_of(url) if row.status != 304 and row.kind in (RESPONSE, REVISIT)]
        return rows[-1] if rows else None

    def drop_from(self, seq: int) -> tuple[IndexRow, ...]:
        """Delete the rows from this number on and give them back."""
        dropped = tuple(self._rows("seq >= ? ORDER BY seq", seq))
        self._connection.execute("DELETE FROM captures WHERE seq >= ?", (seq,))
        return dropped

    def _rows(self, clause: str, *values: object) -> Iterator[IndexRow]:
        cursor = self._connection.cursor()
        cursor.row_factory = None
        for values_read in cursor.execute(f"SELECT {_COLUMNS} FROM captures WHERE {clause}", values):
            yield _row(values_read)


_TRUNCATED = [field.name for field in fields(IndexRow)].index("is_truncated")


def _row(values: tuple[Any, ...]) -> IndexRow:
    # SQLite has no booleans
    row = list(values)
    row[_TRUNCATED] = bool(row[_TRUNCATED])
    return IndexRow(*row)
