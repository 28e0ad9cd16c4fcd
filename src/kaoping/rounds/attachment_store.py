"""Attachments as understood, in the run's state file, without their words. The caller owns commits."""

import sqlite3
from collections.abc import Iterator

import msgspec

from kaoping.checks.observation import Observation
from kaoping.pages import Attachment

from .attachment_tasks import FileOutcome

ATTACHMENTS_SCHEMA = """
CREATE TABLE IF NOT EXISTS attachments (
  url_hash INTEGER PRIMARY KEY, site TEXT NOT NULL, seq INTEGER NOT NULL, url TEXT NOT NULL,
  format TEXT NOT NULL, state TEXT NOT NULL, record BLOB NOT NULL, observations BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS attachments_by_site ON attachments (site, url);
"""


class AttachmentStore:
    """The table `attachments`: one row an address, the reading of the latest capture."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._records = msgspec.msgpack.Decoder(Attachment)
        self._observations = msgspec.msgpack.Decoder(list[Observation])

    def put(self, url_hash: int, site: str, seq: int, url: str, outcome: FileOutcome) -> None:
        """Keep a file; the reading of a later capture takes the place of an earlier one's."""
        self._db.execute(
            "INSERT INTO attachments VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (url_hash) DO UPDATE SET"
            " site=excluded.site, seq=excluded.seq, format=excluded.format, state=excluded.state,"
            " record=excluded.record, observations=excluded.observations WHERE excluded.seq>=seq",
            (url_hash, site, seq, url, outcome.format, outcome.state, outcome.record, outcome.observations),
        )

    def clear(self) -> None:
        """Forget every file: a replay reads them again."""
        self._db.execute("DELETE FROM attachments")

    def hashes(self, site: str) -> set[int]:
        """The address hashes of a site's files."""
        rows = self._db.execute("SELECT url_hash FROM attachments WHERE site=?", (site,))
        return {url_hash for (url_hash,) in rows}

    def file(self, url_hash: int) -> Attachment | None:
        """One file, or None."""
        row = self._db.execute("SELECT record FROM attachments WHERE url_hash=?", (url_hash,)).fetchone()
        return self._records.decode(row[0]) if row else None

    def files(self, site: str) -> Iterator[Attachment]:
        """Files in order of address, one at a time in memory."""
        for (record,) in self._db.execute(
            "SELECT a.record FROM attachments a JOIN captures c ON c.seq=a.seq WHERE a.site=? ORDER BY a.url",
            (site,),
        ):
            yield self._records.decode(record)

    def observations(self, site: str) -> Iterator[tuple[int, Observation]]:
        """What checks of files saw, in order of address, each with the address hash of its file."""
        for url_hash, blob in self._db.execute(
            "SELECT url_hash, observations FROM attachments WHERE site=? AND observations<>x'' ORDER BY url",
            (site,),
        ):
            for observation in self._observations.decode(blob):
                yield url_hash, observation
