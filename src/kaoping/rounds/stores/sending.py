"""Sends a finished run to a store: every file is read back, the manifest comes last; it can go on."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kaoping import __version__
from kaoping.errors import ArchiveError, OutputError

from ..engines.jobs import read_end
from ..engines.table import read_table
from ..run_file import ARCHIVE_FOLDER, STATE_FILE, read_run, write_whole
from .contract import Store
from .manifest import MANIFEST, Kept, Manifest, kept_at, kept_of, read_manifest
from .opening import is_address, open_store

SENT_FILE = "sent.json"
HOSTS_FILE = "hosts.txt"
_PASSED_OVER = frozenset({SENT_FILE, MANIFEST, "stop"})
_PASSING = (".part", ".lock", "-wal", "-shm")
Tell = Callable[[str], None]  # one Chinese line


@dataclass(frozen=True, slots=True)
class Sending:
    """What was done: files sent and read back now, files that were there already, bytes sent."""

    sent: int = 0
    kept: int = 0
    sent_bytes: int = 0

    def __add__(self, other: "Sending") -> "Sending":
        return Sending(self.sent + other.sent, self.kept + other.kept, self.sent_bytes + other.sent_bytes)


class _Known(msgspec.Struct):
    """What this folder has already sent to an address, and read back from it."""

    address: str
    files: dict[str, Kept]


def send(folder: Path, address: str) -> Sending:
    """
    Send a run's folder to an address, or what is left of it. Here only ``sent.json`` is changed.

    Raises:
        OutputError: The run is not over, the store does not answer, or gave back other bytes than were sent.
    """
    plan = read_run(folder)
    _settle(folder / STATE_FILE)
    files = dict(_files(folder))
    if plan.archive and not is_address(plan.archive):  # a replay of what lies elsewhere on this machine
        files |= {f"{ARCHIVE_FOLDER}/{name}": path for name, path in _files(Path(plan.archive))}
    hosts = Path(plan.own_hosts) if plan.own_hosts else None
    if hosts is not None and hosts.exists():
        files[HOSTS_FILE] = hosts  # else the run could not be judged elsewhere
    return _sent(folder, files, open_store(address), plan.run_id)


def send_many(folder: Path, address: str, *, tell: Tell = lambda _: None) -> Sending:
    """
    Send all jobs of a folder that are over, and what they came to.

    Raises:
        OutputError: As `send`; jobs that were not over were told of, and nothing says of the whole that it is
            complete.
    """
    table = read_table(folder)
    if table is None:
        return send(folder, address)
    done, waiting = Sending(), []
    for number, row in enumerate(table.jobs, start=1):
        job = folder / "jobs" / row.key
        if read_end(job) is None:
            waiting.append(row.key)
            continue
        done += send(job, f"{address.rstrip('/')}/jobs/{row.key}")
        tell(f"已存放 {number}/{len(table.jobs)} {row.key}")
    if waiting:
        raise OutputError(
            f"{folder} 中还有 {len(waiting)} 个作业没有完成(如 {waiting[0]}),已完成的都已存放。"
            "请先用 --resume 完成检查,再做一次 kaoping store send。"
        )
    files = dict(_files(folder, is_deep=False))
    jobs = tuple(f"jobs/{row.key}" for row in table.jobs)
    return done + _sent(folder, files, open_store(address), table.run_id, jobs)


def verify(address: str) -> Iterator[str]:
    """
    Read all bytes of the run, or of all jobs, at an address; a Chinese line for each file that is amiss.

    Raises:
        ArchiveError: There is no whole run.
        OutputError: The store does not answer.
    """
    store = open_store(address)
    manifest = read_manifest(store)
    for name, wanted in manifest.files.items():
        found = kept_at(store, name)
        if found is None:
            yield f"{store.address}/{name}:不见了"
        elif found != wanted:
            yield f"{store.address}/{name}:内容与存放时不同({found.size} 字节,应为 {wanted.size} 字节)"
    for job in manifest.jobs:
        try:
            yield from verify(f"{address.rstrip('/')}/{job}")
        except ArchiveError as error:
            yield str(error)


def is_sent(folder: Path) -> bool:
    """Whether a run's folder was once sent to its end."""
    return (folder / SENT_FILE).exists()


def _sent(
    folder: Path, files: dict[str, Path], store: Store, run_id: str, jobs: tuple[str, ...] = ()
) -> Sending:
    now = {name: kept_of(path) for name, path in sorted(files.items())}
    known = _known(folder, store.address)
    done = Sending()
    for name, kept in now.items():
        if known.files.get(name) == kept and store.size(name) == kept.size:
            done += Sending(kept=1)
            continue
        if not done.sent:
            store.remove(MANIFEST)  # from here on it is half there, until the new manifest says otherwise
        known.files.pop(name, None)
        _put(store, name, files[name], kept)
        known.files[name] = kept
        _remember(folder, known)
        done += Sending(sent=1, sent_bytes=kept.size)
    manifest = Manifest(run_id, __version__, now, jobs)
    if done.sent or not _says(store, manifest):
        _put_manifest(folder, store, manifest)
    _remember(folder, known)
    return done


def _put(store: Store, name: str, file: Path, kept: Kept) -> None:
    store.put(name, file)
    found = kept_at(store, name)
    if found != kept:
        told = "读不到" if found is None else f"读回 {found.size} 字节,校验值 {found.sha256[:12]}…"
        raise OutputError(
            f"{store.address}/{name} 没有如实保存:写入 {kept.size} 字节,校验值 {kept.sha256[:12]}…;{told}。"
            f"本机上的 {file} 完好,不要删除;请检查存储服务(或文件是否仍在改动)后再做一次,会接着做。"
        )


def _put_manifest(folder: Path, store: Store, manifest: Manifest) -> None:
    draft = folder / f"{MANIFEST}.part"
    write_whole(draft, msgspec.json.format(msgspec.json.encode(manifest), indent=1))
    try:
        _put(store, MANIFEST, draft, kept_of(draft))
    finally:
        draft.unlink(missing_ok=True)


def _says(store: Store, manifest: Manifest) -> bool:
    try:
        return read_manifest(store) == manifest
    except ArchiveError:
        return False


def _known(folder: Path, address: str) -> _Known:
    try:
        known = msgspec.json.decode((folder / SENT_FILE).read_bytes(), type=_Known)
    except (FileNotFoundError, msgspec.MsgspecError):
        return _Known(address, {})
    return known if known.address == address else _Known(address, {})


def _remember(folder: Path, known: _Known) -> None:
    write_whole(folder / SENT_FILE, msgspec.json.encode(known))


def _files(folder: Path, *, is_deep: bool = True) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*") if is_deep else folder.iterdir():
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in _PASSED_OVER and not name.endswith(_PASSING):
            yield name, path


def _settle(state: Path) -> None:
    """Have all of the state in its one file. Raises `OutputError` where somebody still writes to it."""
    if not state.exists():
        return
    try:
        with closing(sqlite3.connect(state, timeout=5)) as connection:
            is_busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error as error:
        raise OutputError(f"{state} 读不出来({error})。") from error
    if is_busy:
        raise OutputError(f"{state.parent} 的检查还在进行,请等它结束后再存放。")
