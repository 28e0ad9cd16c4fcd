"""Holds a backup against its manifest, and lays a sound one out into an empty place; whole or not at all."""

import hashlib
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kaoping.errors import OutputError, UsageError

from . import databases
from .manifest import (
    DATA,
    DATABASE_POSTGRES,
    DATABASE_SQLITE,
    MANIFEST,
    MOST_BYTES,
    SECRET,
    Entry,
    Manifest,
    decoded,
)

MOST_FLAWS_TOLD = 50
_PIECE = 1 << 20
_Keep = Callable[[bytes], object]
_NO_MANIFEST = "没有清单:备份没有写完,或被截断"


@dataclass(frozen=True, slots=True)
class Verified:
    """What a backup holds, and in Chinese all that is not as its manifest says; `digest` is its own."""

    manifest: Manifest | None
    digest: str
    flaws: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """`secret`: what became of the key of numbers of persons: ``placed``, ``same``, or ``other``."""

    manifest: Manifest
    digest: str
    files: int
    secret: str


def verify(file: Path, *, digest: str = "") -> Verified:
    """
    Read the whole backup and write nothing.

    Args:
        digest: The manifest's SHA-256 as noted when the backup was taken: shows one that somebody made anew.

    Raises:
        UsageError: There is no such file.
    """
    return _read(file, None, digest)


def restore(file: Path, folder: Path) -> Restored:
    """
    Lay a backup out as the data folder, and fill the database that the settings name.

    Raises:
        UsageError: The folder or the database has something in it, or the settings name another kind.
        OutputError: The backup is damaged (every file that is, is named), is of a later version, or there is
            no room. The folder is then as it was.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} 不是空目录。恢复不会覆盖已有的数据,请换一个空目录。")
    databases.refuse_used_database()
    draft = folder.with_name(f".{folder.name}.restoring")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True, mode=0o700)
        found = _read(file, draft, "")
        manifest = _sound(file, found)
        _refuse_other_kind(manifest)
        secret = _settle_secret(draft)
        _settle(draft, folder)
    except OSError as error:
        raise OutputError(f"恢复没有完成:{error.strerror or error}。请检查磁盘空间和权限后重试。") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Restored(manifest, found.digest, len(manifest.files), secret)


def _sound(file: Path, found: Verified) -> Manifest:
    if found.flaws or found.manifest is None:
        more = [f"另有 {len(found.flaws) - MOST_FLAWS_TOLD} 处"] if len(found.flaws) > MOST_FLAWS_TOLD else []
        lines = "\n".join(f"  {line}" for line in (*found.flaws[:MOST_FLAWS_TOLD], *more))
        raise OutputError(f"备份 {file} 已损坏,没有恢复任何内容:\n{lines}\n请改用另一份备份。")
    return found.manifest


def _refuse_other_kind(manifest: Manifest) -> None:
    if manifest.database != databases.engine():
        raise UsageError(
            f"备份取自 {manifest.database} 数据库,本机设置的是 {databases.engine()}。"
            "请先把 KAOPING_DATABASE 设成同一种。"
        )
    if later := sorted(set(manifest.migrations) - databases.known_migrations()):
        raise OutputError(
            f"备份由更新的版本 {manifest.product_version} 生成(本版本没有 {later[0]}),请先升级软件再恢复。"
        )


def _settle_secret(draft: Path) -> str:
    """Put the key in its place where the machine has none; what a machine has is never replaced."""
    from kaoping.rounds.secret import adopt_secret

    return adopt_secret((draft / SECRET).read_bytes())


def _settle(draft: Path, folder: Path) -> None:
    """Fill the database, then let the files appear under the folder's name."""
    data, own = draft / DATA.rstrip("/"), databases.sqlite_file()
    data.mkdir(exist_ok=True, mode=0o700)
    if own is None:
        databases.load(draft / DATABASE_POSTGRES)
    else:
        databases.refuse_damaged_sqlite(draft / DATABASE_SQLITE)
        target = data / own.relative_to(folder) if own.is_relative_to(folder) else own
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(draft / DATABASE_SQLITE, target)
    folder.parent.mkdir(parents=True, exist_ok=True)
    data.replace(folder)  # takes the place of an empty folder


def _read(file: Path, target: Path | None, digest: str) -> Verified:
    """Read all members once, in order; keep them below `target` where one is given."""
    seen: dict[str, Entry] = {}
    flaws: list[str] = []
    manifest: Manifest | None = None
    own = ""
    try:
        with _opened(file) as archive:
            for member in archive:
                if member.name == MANIFEST and member.isfile() and member.size <= MOST_BYTES:
                    content = _content(archive, member)
                    own, manifest = hashlib.sha256(content).hexdigest(), decoded(content)
                elif (flaw := _strange(member, seen)) is not None:
                    flaws.append(flaw)
                else:
                    seen[member.name] = _entry(archive, member, target)
    except (tarfile.TarError, EOFError) as error:
        flaws.append(f"文件结构已损坏:{error}")
    except OutputError as error:
        flaws.append(str(error))
    flaws += _differences(manifest, seen) if manifest else [_NO_MANIFEST]
    if digest and digest.lower() != own:
        flaws.append(f"清单的校验值是 {own or '(没有)'},与给出的 {digest} 不符")
    return Verified(manifest, own, tuple(flaws))


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    if not file.is_file():
        raise UsageError(f"没有备份文件 {file},请核对路径。")
    with file.open("rb") as stream, tarfile.open(fileobj=stream, mode="r:") as archive:
        yield archive


def _strange(member: tarfile.TarInfo, seen: dict[str, Entry]) -> str | None:
    """Why a member is none of ours: a name that leads out of the folder, a link, a second of its name."""
    parts = PurePosixPath(member.name).parts
    is_ours = member.name in (SECRET, DATABASE_SQLITE, DATABASE_POSTGRES) or member.name.startswith(DATA)
    if not member.isfile() or not is_ours or ".." in parts or "\0" in member.name or len(parts) > 64:
        return f"多出不属于备份的内容 {member.name!r}"
    return f"同名文件出现两次 {member.name!r}" if member.name in seen else None


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    content = archive.extractfile(member)
    assert content is not None  # asked of plain files alone
    return content.read()


def _entry(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path | None) -> Entry:
    content = archive.extractfile(member)
    assert content is not None
    digest, size = hashlib.sha256(), 0
    with _kept(target / member.name if target else None) as keep:
        while piece := content.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            keep(piece)
    return Entry(member.name, size, digest.hexdigest())


@contextmanager
def _kept(path: Path | None) -> Iterator[_Keep]:
    """Where the pieces of a member go: to a file that is on disk at the end, or nowhere."""
    if path is None:
        yield lambda piece: None
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        yield stream.write
        stream.flush()
        os.fsync(stream.fileno())


def _differences(manifest: Manifest, seen: dict[str, Entry]) -> list[str]:
    told = {entry.name: entry for entry in manifest.files}
    flaws = [f"缺少 {name}" for name in told if name not in seen]
    for name, entry in seen.items():
        if name not in told:
            flaws.append(f"清单中没有 {name}")
        elif entry.size != told[name].size:
            flaws.append(f"大小不符 {name}:应为 {told[name].size} 字节,实为 {entry.size} 字节")
        elif entry.sha256 != told[name].sha256:
            flaws.append(f"内容被改动 {name}")
    return sorted(flaws)
