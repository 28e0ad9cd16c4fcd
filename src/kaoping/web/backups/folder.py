"""Which files of a data folder belong in a backup, and in which order they must be read."""

import os
from collections.abc import Iterator
from pathlib import Path

# made anew by whoever needs them; a journal belongs to the moment, its database is copied as a whole
_PASSED_OVER = (".lock", ".part", "-wal", "-shm", "-journal")
_DATABASE = ".sqlite"


def is_database(path: Path) -> bool:
    """Whether the file must be copied as a database, not byte by byte."""
    return path.suffix == _DATABASE


def files_of(folder: Path, *, without: Path | None = None) -> Iterator[Path]:
    """
    Files below the folder. Of a folder its databases come first, and then what lies below and beside them:
    an archive only grows, and its index never names bytes that were not written before, so archives that are
    read after their index hold all that it names.

    Args:
        without: The office's own database, which is copied for itself.
    """
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here = Path(place)
        found = [here / name for name in sorted(names) if not _is_passed_over(name)]
        for path in sorted(found, key=lambda one: not is_database(one)):
            if path.is_symlink() or not path.is_file():
                continue
            if without is None or path.resolve() != without.resolve():
                yield path


def _is_passed_over(name: str) -> bool:
    return name.startswith(".") or name.endswith(_PASSED_OVER)
