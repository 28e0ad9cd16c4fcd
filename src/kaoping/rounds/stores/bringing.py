"""Brings a run from a store to this machine; every byte is held against the manifest on the way."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from kaoping.errors import ArchiveError, OutputError

from ..engines.table import read_table
from ..run_file import ARCHIVE_FOLDER, RUN_FILE, RunPlan, archive_folder, read_run, write_run
from .contract import Store
from .manifest import Kept, Manifest, pieces, read_manifest
from .opening import is_address, open_store
from .sending import HOSTS_FILE


@dataclass(frozen=True, slots=True)
class AtHand:
    """A run on this machine: its folder, its WARC files, and where it came from if from a store."""

    folder: Path
    archive: Path
    origin: str = ""


def bring(address: str, folder: Path, *, wanted: Callable[[str], bool] = lambda _: True) -> Manifest:
    """
    Bring the files of the run, or of all jobs, at an address into a new or empty folder.

    Args:
        wanted: Which files, by their names; all of them by default.

    Raises:
        ArchiveError: The run is half there, or a file is not what was stored.
        OutputError: The store does not answer, the folder is in use, the disk is full.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"目录 {folder} 不是空目录。请换一个空的目录。")
    return _brought(address, folder, wanted)


def runs_at(source: str) -> list[str]:
    """The runs at an address or in a folder: itself, or those of its jobs, in order. Raises as `bring`."""
    if is_address(source):
        jobs: tuple[str, ...] = read_manifest(open_store(source)).jobs
        return [f"{source.rstrip('/')}/{job}" for job in jobs] or [source]
    table = read_table(Path(source))
    return [source] if table is None else [str(Path(source) / "jobs" / row.key) for row in table.jobs]


def plan_at(source: str) -> RunPlan:
    """The plan of the run at an address or in a folder. Raises as `bring`."""
    if not is_address(source):
        return read_run(Path(source))
    store = open_store(source)
    kept = read_manifest(store).files.get(RUN_FILE)
    if kept is None:
        raise ArchiveError(f"{source} 不是一次检查的存档(缺少 {RUN_FILE})。请核对地址。")
    with TemporaryDirectory(prefix="kaoping-") as folder:
        _bring_file(store, RUN_FILE, kept, Path(folder) / RUN_FILE)
        return read_run(Path(folder))


@contextmanager
def at_hand(source: str, room: Path) -> Iterator[AtHand]:
    """
    The run at an address or in a folder; what lies in a store is brought into `room`, which is removed after.

    Raises:
        ArchiveError, OutputError: As `bring`; or the folder holds no run.
    """
    if is_address(source):
        with _passing(room):
            bring(source, room)
            held = read_run(room).archive  # a replay's output: its archive has an address of its own
            if held:
                _brought(held, room, _is_archive)
            yield AtHand(room, room / ARCHIVE_FOLDER, held or source)
        return
    folder = Path(source)
    plan = read_run(folder)
    if not is_address(plan.archive):
        yield AtHand(folder, archive_folder(folder, plan))
        return
    with _passing(room):  # an earlier replay of what lies in a store
        bring(plan.archive, room, wanted=_is_archive)
        yield AtHand(folder, room / ARCHIVE_FOLDER, plan.archive)


def _brought(address: str, folder: Path, wanted: Callable[[str], bool]) -> Manifest:
    store = open_store(address)
    manifest = read_manifest(store)
    for name, kept in manifest.files.items():
        if wanted(name):
            _bring_file(store, name, kept, folder / name)
    for job in manifest.jobs:
        _brought(f"{address.rstrip('/')}/{job}", folder / job, wanted)
    if wanted(RUN_FILE) and RUN_FILE in manifest.files:
        plan = read_run(folder)
        hosts = str((folder / HOSTS_FILE).resolve()) if plan.own_hosts else ""
        # paths of the machine that it was sent from
        here = replace(plan, own_hosts=hosts, archive=plan.archive if is_address(plan.archive) else "")
        if here != plan:
            write_run(folder, here)
    return manifest


def _is_archive(name: str) -> bool:
    return name.startswith(f"{ARCHIVE_FOLDER}/")


def _bring_file(store: Store, name: str, kept: Kept, target: Path) -> None:
    size = store.size(name)
    if size is None:
        raise ArchiveError(f"{store.address}/{name} 不见了:存档不完整,没有使用。请核对存储服务,或重新上传。")
    digest, read = hashlib.sha256(), 0
    draft = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as stream:
            for piece in pieces(store, name, min(size, kept.size)):
                stream.write(piece)
                digest.update(piece)
                read += len(piece)
    except OSError as error:
        raise OutputError(
            f"无法写入 {target}:{error.strerror or error}。请检查磁盘空间和目录权限。"
        ) from error
    if (size, read, digest.hexdigest()) != (kept.size, kept.size, kept.sha256):
        draft.unlink()
        raise ArchiveError(
            f"{store.address}/{name} 与存放时不同({size} 字节,应为 {kept.size} 字节):"
            "被改动、损坏,或正在重新上传。没有使用;请核对存储服务,或重新上传。"
        )
    draft.replace(target)


@contextmanager
def _passing(room: Path) -> Iterator[None]:
    shutil.rmtree(room, ignore_errors=True)  # what a kill left
    try:
        yield
    finally:
        shutil.rmtree(room, ignore_errors=True)
