"""An earlier run's archive, for conditional requests: what has not changed is not sent again."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from kaoping.archive import open_archive
from kaoping.errors import OutputError
from kaoping.gather import Capture, address_hash

from .run_file import ARCHIVE_FOLDER, STATE_FILE, read_run


class Previous:
    """Reads the folder of an earlier run. Raises `OutputError` where it holds none."""

    def __init__(self, folder: Path) -> None:
        plan = read_run(folder)
        if not (folder / STATE_FILE).exists():
            raise OutputError(f"{folder} 中没有 {STATE_FILE},不能用作 --previous。")
        self._db = sqlite3.connect(f"file:{folder / STATE_FILE}?mode=ro", uri=True)
        self._archive = open_archive(folder / ARCHIVE_FOLDER, self._db, run_id=plan.run_id)

    def capture(self, url: str) -> Capture | None:
        """The newest whole answer to this address, or None."""
        row = self._db.execute(
            "SELECT seq FROM captures WHERE url_hash=? AND role='page' AND status=200 AND failure=''"
            " AND is_truncated=0 ORDER BY seq DESC LIMIT 1",
            (address_hash(url),),
        ).fetchone()
        return self._archive.read(row[0]) if row else None

    def validators(self, url: str) -> Iterable[tuple[str, str]]:
        """Headers that make a request for this address conditional."""
        capture = self.capture(url)
        if capture is None:
            return ()
        pairs = (
            ("If-None-Match", capture.header("etag")),
            ("If-Modified-Since", capture.header("last-modified")),
        )
        return tuple((name, value) for name, value in pairs if value)
