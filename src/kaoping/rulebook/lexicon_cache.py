"""Where long lexicons are kept ready for matching: one cache file per lexicon file, named by its digest."""

import contextlib
import hashlib
import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .lexicons import Entry, entries_of
from .normalised import plain
from .packed import PackedEntries, pack

log = logging.getLogger(__name__)

LONG_FROM_BYTES = 512 << 10  # shorter ones are read in the time that opening a cache file takes
_TEXTS = frozenset({"wrong", "right", "class", "note", "fires", "silent"})
_FOLDER = "KAOPING_CACHE"


def cache_folder() -> Path:
    """``KAOPING_CACHE``, else the user's cache folder."""
    if named := os.environ.get(_FOLDER):
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kaoping"


def kept_lexicon(data: bytes) -> PackedEntries | None:
    """The ready form of a lexicon file with these bytes; None where there is none, or a damaged one."""
    with contextlib.suppress(OSError, ValueError):
        return PackedEntries(_path(data))
    return None


def keep_lexicon(data: bytes, parsed: Mapping[str, Any]) -> Sequence[Entry]:
    """
    The entries of a valid lexicon file, made ready and kept.

    Where the cache folder cannot be written, they are plain records in memory: slower, and the log says so.
    """
    entries = entries_of(parsed["entries"])
    if not all(plain(entry.wrong) for entry in entries):
        return entries  # the linter names the empty ones; a packed file has a form for every entry
    head = {name: value for name, value in parsed.items() if name != "entries"}
    path = _path(data)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        pack(entries, head, path)
        return PackedEntries(path)
    except (OSError, ValueError) as error:
        log.warning("cannot keep a lexicon in %s: %s", path.parent, error)
        return entries


def has_bare_entries(parsed: Any) -> bool:
    """
    Whether all entries hold nothing but texts in well-known fields: then no schema need look at each of them.

    Half a million words would take it half a minute; the file's other fields it sees all the same.
    """
    entries = parsed.get("entries") if isinstance(parsed, dict) else None
    return isinstance(entries, list) and all(
        isinstance(one, dict)
        and bool(one.get("wrong"))
        and one.keys() <= _TEXTS
        and all(isinstance(value, str) for value in one.values())
        for one in entries
    )


def _path(data: bytes) -> Path:
    return cache_folder() / f"lexicon-{hashlib.sha256(data).hexdigest()[:32]}.bin"
