"""What a backup says of itself: its last member, so that a file cut off anywhere has none."""

from dataclasses import dataclass

import msgspec

from kaoping.errors import OutputError

SUFFIX = ".kaoping-backup.tar"
MANIFEST = "manifest.json"
DATABASE_SQLITE, DATABASE_POSTGRES = "database.sqlite", "database.pgdump"
DATA = "data/"  # what lay below the data folder
SECRET = "installation-secret"  # under which numbers of persons are hashed
FORMAT = 1
MOST_BYTES = 512 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the backup, by its name in it; size in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """
    Args:
        made_at: The instant at which the database stood as it is in here, ISO, UTC.
        database: ``sqlite`` or ``postgresql``.
        migrations: Those that were applied, ``app.name``, in order.
        files: Every other member, in order.
    """

    format: int
    product_version: str
    made_at: str
    database: str
    migrations: tuple[str, ...]
    files: tuple[Entry, ...]


def encoded(manifest: Manifest) -> bytes:
    """The manifest as it stands in the file."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1)


def decoded(content: bytes) -> Manifest:
    """Raises `OutputError` for what is no manifest, or one of a later format."""
    try:
        found = msgspec.json.decode(content, type=Manifest)
    except msgspec.MsgspecError as error:
        raise OutputError(f"备份的清单已损坏:{error}") from error
    if found.format != FORMAT:
        raise OutputError(f"备份的格式是第{found.format}版,本版本只认得第{FORMAT}版。请换用相应版本的软件。")
    return found
