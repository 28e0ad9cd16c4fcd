"""The folder of a round's results: written aside, then put in place as a whole."""

import contextlib
import ctypes
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from kaoping.errors import OutputError

from .run_file import write_whole

MANIFEST = "manifest.json"
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_HERE = -100  # AT_FDCWD


class Manifest(msgspec.Struct, frozen=True):
    """SHA-256 of every file that went in, by path from the round's folder, and of all that came out."""

    product_version: str = ""
    inputs: dict[str, str] = {}
    outputs: dict[str, str] = {}


@contextlib.contextmanager
def results_folder(out: Path) -> Iterator[Path]:
    """
    A folder to write results into; on leaving it well, it takes the place of `out` as a whole.

    A crash at any moment leaves the earlier results or the new ones, never some of each. Raises `OutputError`
    where `out` holds what no round wrote, or files that were changed since: nothing of a clerk's is lost.
    """
    _refuse_strangers(out)
    draft = out.with_name(f".{out.name}.part")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        yield draft
        _put_in_place(draft, out)
    except OSError as error:
        raise OutputError(
            f"无法写入 {out}:{error.strerror or error}。请检查磁盘空间和目录权限后重试。"
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def write_manifest(folder: Path, inputs: Mapping[str, str], product_version: str) -> None:
    """Write ``manifest.json`` over all that `folder` holds by now."""
    manifest = Manifest(product_version, dict(sorted(inputs.items())), digests(folder))
    write_whole(
        folder / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=1)
    )


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 by path below the folder, in order, of all files but the manifest."""
    paths = (p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != MANIFEST)
    return {
        p.relative_to(folder).as_posix(): digest_of(p) for p in paths if not p.name.startswith((".", "~$"))
    }


def digest_of(path: Path) -> str:
    """``sha256:<hex>`` of a file's bytes."""
    with path.open("rb") as stream:
        return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"


def _refuse_strangers(out: Path) -> None:
    aside = _aside(out)
    if aside.exists() and not out.exists():
        aside.rename(out)  # a crash came between the two renamings
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if not (out / MANIFEST).is_file():
        raise OutputError(f"{out} 不是以前的评分结果(缺少 {MANIFEST})。请换一个空的 --out 目录。")
    try:
        known = msgspec.json.decode((out / MANIFEST).read_bytes(), type=Manifest).outputs
    except msgspec.MsgspecError as error:
        raise OutputError(f"{out / MANIFEST} 已损坏:{error}。请换一个空的 --out 目录。") from None
    changed = [name for name, digest in digests(out).items() if known.get(name) != digest]
    if changed:
        named = "、".join(changed[:5]) + (f" 等 {len(changed)} 个" if len(changed) > 5 else "")
        raise OutputError(
            f"{out} 中有评分后改过或另放的文件:{named}。重新评分会覆盖它们,请先移走,或换一个 --out 目录。"
        )


def _put_in_place(draft: Path, out: Path) -> None:
    _sync(draft)
    if not out.exists():
        draft.rename(out)
        return
    if not _exchange(draft, out):
        aside = _aside(out)
        shutil.rmtree(aside, ignore_errors=True)
        out.rename(aside)
        draft.rename(out)
        shutil.rmtree(aside, ignore_errors=True)


def _aside(out: Path) -> Path:
    return out.with_name(f".{out.name}.old")


def _sync(folder: Path) -> None:
    """The bytes are on the disk before the folder takes its place."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where the system can."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)
