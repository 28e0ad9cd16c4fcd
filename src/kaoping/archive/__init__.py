"""
Keeps every byte with its time and digest (WARC); replays it; is the evidence.

Files are WARC 1.1 that any archive reader opens; the index beside them, a table in the caller's SQLite
connection, can be lost: `open_archive` rebuilds it from the files alone.
"""

from .archive import Archive, Recovery
from .index import IndexRow
from .replay import Replay, open_archive, stored_of
from .stored import Stored, body_digest

__all__ = [
    "Archive",
    "IndexRow",
    "Recovery",
    "Replay",
    "Stored",
    "body_digest",
    "open_archive",
    "stored_of",
]
