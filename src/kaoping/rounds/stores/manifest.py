"""The list of what a run in a store consists of. It is written last: without it the run is half there."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from kaoping.errors import ArchiveError

from .contract import PIECE_BYTES, Store

MANIFEST = "stored.json"
_MOST_BYTES = 64 << 20


class Kept(NamedTuple):
    """Bytes and SHA-256 (hex) of a file."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """All files of a run by their paths; `jobs` are the folders below that are runs of their own."""

    run_id: str
    product_version: str
    files: dict[str, Kept]
    jobs: tuple[str, ...] = ()


def kept_of(file: Path) -> Kept:
    """What a file on this machine is."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
        return Kept(stream.tell(), digest.hexdigest())


def pieces(store: Store, name: str, size: int) -> Iterator[bytes]:
    """The bytes under a name, a piece at a time; fewer than `size` where the store gives fewer."""
    for start in range(0, size, PIECE_BYTES):
        piece = store.read(name, start, min(PIECE_BYTES, size - start))
        if not piece:
            return
        yield piece


def kept_at(store: Store, name: str) -> Kept | None:
    """What a store gives back under a name, every byte of it read; None where it has none."""
    size = store.size(name)
    if size is None:
        return None
    digest, read = hashlib.sha256(), 0
    for piece in pieces(store, name, size):
        digest.update(piece)
        read += len(piece)
    return Kept(read, digest.hexdigest())


def read_manifest(store: Store) -> Manifest:
    """
    The manifest of the run at a store's address.

    Raises:
        ArchiveError: There is none: nothing was stored, or not to its end; or it is damaged.
        OutputError: The store does not answer.
    """
    size = store.size(MANIFEST)
    if size is None:
        raise ArchiveError(
            f"{store.address} 中没有完整的存档(缺少 {MANIFEST}):地址不对,或上次没有传完。"
            "请核对地址,或在原来的机器上再执行一次 kaoping store send。"
        )
    try:
        data = b"".join(pieces(store, MANIFEST, min(size, _MOST_BYTES)))
        found = msgspec.json.decode(data, type=Manifest)
    except msgspec.MsgspecError as error:
        raise ArchiveError(f"{store.address}/{MANIFEST} 已损坏:{error}。请重新上传。") from error
    if strange := [name for name in (*found.files, *found.jobs) if not _is_inside(name)]:
        raise ArchiveError(f"{store.address}/{MANIFEST} 中有不正常的文件名 {strange[0]!r},没有读取任何文件。")
    return found


def _is_inside(name: str) -> bool:
    """Whether a name stays below the folder that it is written to: a store is somebody else's machine."""
    parts = name.split("/")
    return all(part not in ("", ".", "..") for part in parts) and "\\" not in name and "\0" not in name
