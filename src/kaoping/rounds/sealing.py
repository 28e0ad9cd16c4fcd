"""
A closed round in one file that proves itself: rules, inputs, evidence digests, decisions, scores, documents.

The file is a tar archive of which every byte follows from the names and contents of its members: the first is
the manifest, with size and SHA-256 of each of the others, the last the manifest's own SHA-256. Nothing in it
carries a time or an owner, so the same round gives the same bytes, and a change of any byte shows.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from kaoping.errors import OutputError

MANIFEST, SIGNATURE = "manifest.json", "manifest.sha256"
SUFFIX = ".sealed.tar"
FORMAT = 1
BLOCK = 512
RECORD = 20 * BLOCK
MOST_MANIFEST_BYTES = 64 << 20
_PIECE = 1 << 20
# kept out of the archive: what a run needs only to go on
_PASSED_OVER = frozenset({"state.sqlite", "state.sqlite-wal", "state.sqlite-shm"})


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed round: `digest` is its manifest's SHA-256, to be told outside (on the notice, by mail)."""

    path: Path
    digest: str
    files: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Breach:
    """What is not as it was sealed: the member (``""``: the archive itself) and Chinese words."""

    member: str
    words: str


def seal(folder: Path, target: Path, *, about: Mapping[str, Any]) -> Sealed:
    """
    Put every file below `folder` into one archive at `target`, whole or not at all.

    Args:
        folder: The round's folder. Links are refused: what they lead to may change later.
        target: Where the archive is written; it may not lie inside the folder.
        about: What the manifest says of the round beside its files: title, office, head of the audit chain.

    Raises:
        OutputError: A link, a file that cannot be read or changes meanwhile, or no room to write.
    """
    if target.resolve().is_relative_to(folder.resolve()):
        raise OutputError(f"封存文件不能放在轮次文件夹 {folder} 里,请换一个位置。")
    files = list(_files(folder))
    entries = [{"name": name, "size": path.stat().st_size, "sha256": _digest(path)} for name, path in files]
    manifest = _json({"format": FORMAT, "about": dict(about), "files": entries})
    signature = hashlib.sha256(manifest).hexdigest()
    draft = target.with_name(target.name + ".part")
    try:
        with draft.open("wb") as stream:
            _put(stream, MANIFEST, len(manifest), io.BytesIO(manifest))
            for entry, (name, path) in zip(entries, files, strict=True):
                with path.open("rb") as content:
                    if _put(stream, name, int(str(entry["size"])), content) != entry["sha256"]:
                        raise OutputError(f"封存过程中 {path} 发生了变化,请停止对该轮次的修改后重试。")
            _put(stream, SIGNATURE, len(signature), io.BytesIO(signature.encode()))
            stream.write(bytes(_end(stream.tell())))
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(target)
    except OSError as error:
        raise OutputError(f"无法写入封存文件 {target}:{error.strerror}。请检查磁盘空间和权限。") from error
    finally:
        draft.unlink(missing_ok=True)
    return Sealed(target, signature, len(files), target.stat().st_size)


def breaches(path: Path, *, digest: str = "") -> tuple[Breach, ...]:
    """
    What in a sealed archive is not as it was sealed; empty for a sound one.

    Args:
        path: The archive.
        digest: The manifest's SHA-256 as it was told outside. Without it an archive that somebody made anew
            from changed files, manifest and all, passes.
    """
    try:
        with path.open("rb") as stream:
            return tuple(_breaches(stream, digest, path.stat().st_size))
    except OSError as error:
        return (Breach("", f"无法读取:{error.strerror}"),)


def sealed_about(path: Path) -> tuple[str, Mapping[str, Any]]:
    """The manifest's digest and what it says of the round. Raises `OutputError` where there is none."""
    with path.open("rb") as stream:
        found = _member(stream)
        if found is None or found[0] != MANIFEST or found[1] > MOST_MANIFEST_BYTES:
            raise OutputError(f"{path} 不是封存文件。")
        manifest = stream.read(found[1])
    try:
        about: Mapping[str, Any] = json.loads(manifest)["about"]
    except (ValueError, KeyError, TypeError) as error:
        raise OutputError(f"{path} 的清单已损坏:{error}") from error
    return hashlib.sha256(manifest).hexdigest(), about


def _breaches(stream: BinaryIO, digest: str, size: int) -> Iterator[Breach]:
    found = _member(stream)
    if found is None or found[0] != MANIFEST or not 0 < found[1] <= MOST_MANIFEST_BYTES:
        yield Breach("", "不是封存文件,或开头已损坏")
        return
    manifest = stream.read(found[1])
    own = hashlib.sha256(manifest).hexdigest()
    if digest and own != digest.strip().lower():
        yield Breach(MANIFEST, f"清单的校验值是 {own[:16]}…,与公布的 {digest[:16]}… 不同")
    if not _is_padded(stream, found[1]):
        yield Breach(MANIFEST, "清单之后的填充被改动")
    try:
        listed = [
            (str(one["name"]), int(one["size"]), str(one["sha256"])) for one in json.loads(manifest)["files"]
        ]
    except (ValueError, KeyError, TypeError):
        yield Breach(MANIFEST, "清单已损坏,无法读取")
        return
    for name, length, wanted in (*listed, (SIGNATURE, len(own), hashlib.sha256(own.encode()).hexdigest())):
        yield from _member_breaches(stream, name, length, wanted)
    rest = size - stream.tell()
    if rest != _end(stream.tell()) or any(piece.strip(b"\0") for piece in _pieces(stream, rest)):
        yield Breach("", "结尾被改动、截断或多出内容")


def _member_breaches(stream: BinaryIO, name: str, length: int, wanted: str) -> Iterator[Breach]:
    header = _header(name, length)
    if stream.read(len(header)) != header:
        yield Breach(name, "文件头与清单不符(名称、大小或属性被改动,或文件被换位)")
    told = "与清单记载的校验值不符" if name != SIGNATURE else "清单的校验值不符:清单被改动"
    sums, read = hashlib.sha256(), 0
    for piece in _pieces(stream, length):
        sums.update(piece)
        read += len(piece)
    if read < length:
        yield Breach(name, "内容被截断")
    elif sums.hexdigest() != wanted:
        yield Breach(name, told)
    if not _is_padded(stream, length):
        yield Breach(name, "文件之后的填充被改动")


def _member(stream: BinaryIO) -> tuple[str, int] | None:
    """Name and length of the first member, where its header is one of ours."""
    block = stream.read(BLOCK)
    try:
        info = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
    except (tarfile.HeaderError, ValueError):
        return None
    return (info.name, info.size) if block == _header(info.name, info.size) else None


def _put(stream: BinaryIO, name: str, length: int, content: BinaryIO) -> str:
    stream.write(_header(name, length))
    sums = hashlib.sha256()
    for piece in _pieces(content, length):
        sums.update(piece)
        stream.write(piece)
    stream.write(bytes(-length % BLOCK))
    return sums.hexdigest()


def _header(name: str, length: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = length, 0o644, 0
    return info.tobuf(tarfile.PAX_FORMAT, "utf-8", "strict")


def _end(place: int) -> int:
    """Zeros that close an archive whose members end at `place`: two blocks, up to a whole record."""
    return BLOCK * 2 + -(place + BLOCK * 2) % RECORD


def _is_padded(stream: BinaryIO, length: int) -> bool:
    wanted = -length % BLOCK
    return stream.read(wanted) == bytes(wanted)


def _pieces(stream: BinaryIO, length: int) -> Iterator[bytes]:
    left = length
    while left > 0 and (piece := stream.read(min(_PIECE, left))):
        left -= len(piece)
        yield piece


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    found: Iterable[Path] = sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix())
    for path in found:
        if path.is_symlink():
            raise OutputError(f"轮次文件夹里有链接 {path},不能封存:请换成文件本身。")
        if path.is_file() and path.name not in _PASSED_OVER:
            yield PurePosixPath(path.relative_to(folder)).as_posix(), path


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
