"""Takes a backup: the database as of one moment, then the files, then the manifest; whole or not at all."""

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from kaoping import __version__
from kaoping.errors import OutputError, UsageError
from kaoping.rounds.secret import installation_secret

from . import databases
from .folder import files_of, is_database
from .manifest import DATA, FORMAT, MANIFEST, SECRET, SUFFIX, Entry, Manifest, encoded


@dataclass(frozen=True, slots=True)
class Taken:
    """A finished backup: `digest` is its manifest's SHA-256, to be noted elsewhere."""

    path: Path
    digest: str
    files: int
    size_bytes: int


def take(folder: Path, target: Path) -> Taken:
    """
    Write everything of the office into one file at `target`. The server may run meanwhile: the database is of
    one moment, and files that it names were written before it named them.

    Args:
        folder: The data folder in use; Django is set up for it.
        target: Ends in `SUFFIX`, does not exist, and lies outside the data folder.

    Raises:
        UsageError: `target` is none.
        OutputError: Something cannot be read, or there is no room; nothing is left under `target`.
    """
    refuse_target(folder, target)
    draft = target.with_name(f".{target.name}.part")
    copy = target.with_name(f".{target.name}.database")
    try:
        with draft.open("wb") as stream:
            os.fchmod(stream.fileno(), 0o600)  # it holds keys, and whatever anybody uploaded
            manifest = _write(folder, stream, copy)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise OutputError(
            f"备份没有完成:{error.strerror or error}({target.parent})。请检查磁盘空间和权限后重试。"
        ) from error
    finally:
        for left in (draft, copy, copy.with_name(f"{copy.name}-journal")):
            left.unlink(missing_ok=True)
    digest = hashlib.sha256(encoded(manifest)).hexdigest()
    return Taken(target, digest, len(manifest.files), target.stat().st_size)


def refuse_target(folder: Path, target: Path) -> None:
    """Raises `UsageError` for a file that no backup may be written to."""
    if not target.name.endswith(SUFFIX):
        raise UsageError(f"备份文件名应以 {SUFFIX} 结尾,现为“{target.name}”。")
    if target.exists():
        raise UsageError(f"{target} 已存在。备份不覆盖已有的文件,请换一个名字。")
    if not target.parent.is_dir():
        raise UsageError(f"目录 {target.parent} 不存在,请先建立。")
    if target.resolve().is_relative_to(folder.resolve()):
        raise UsageError(f"备份文件不能放在数据目录 {folder} 里,请放到另一个位置,最好是另一块磁盘。")


def _write(folder: Path, stream: BinaryIO, copy: Path) -> Manifest:
    made_at = datetime.now(UTC)
    entries: list[Entry] = []
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
        copy.unlink(missing_ok=True)
        databases.dump(copy)
        entries.append(_put(archive, databases.member_name(), copy))
        migrations = databases.migrations()
        secret = installation_secret()
        entries.append(_put_bytes(archive, SECRET, secret))
        for path in files_of(folder, without=databases.sqlite_file()):
            name = f"{DATA}{path.relative_to(folder).as_posix()}"
            with _as_of_one_moment(path, copy) as source:
                if source is not None:
                    entries.append(_put(archive, name, source))
        manifest = Manifest(
            format=FORMAT,
            product_version=__version__,
            made_at=made_at.isoformat(timespec="seconds"),
            database=databases.engine(),
            migrations=migrations,
            files=tuple(entries),
        )
        _put_bytes(archive, MANIFEST, encoded(manifest))
    return manifest


@contextmanager
def _as_of_one_moment(path: Path, copy: Path) -> Iterator[Path | None]:
    """The file itself, a copy where it is a database, None where it is gone by now."""
    if not path.exists():
        yield None
        return
    if not is_database(path):
        yield path
        return
    copy.unlink(missing_ok=True)
    databases.copy_sqlite(path, copy)
    yield copy


def _put(archive: tarfile.TarFile, name: str, path: Path) -> Entry:
    """Append a file as long as it is now; what is written to its end meanwhile is not part of it."""
    with path.open("rb") as content:
        size = os.fstat(content.fileno()).st_size
        reader = _Digesting(content, path)
        archive.addfile(_member(name, size), reader)
    return Entry(name, size, reader.digest.hexdigest())


def _put_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> Entry:
    archive.addfile(_member(name, len(content)), io.BytesIO(content))
    return Entry(name, len(content), hashlib.sha256(content).hexdigest())


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


class _Digesting(io.RawIOBase):
    """Reads a file piece by piece and digests what was read; it must not become shorter meanwhile."""

    def __init__(self, source: BinaryIO, path: Path) -> None:
        self._source, self._path = source, path
        self.digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        piece = self._source.read(size)
        if len(piece) < size:
            raise OutputError(f"备份过程中 {self._path} 变短了,请重试。")
        self.digest.update(piece)
        return piece


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
