"""The WARC files of one run on disk: appended to, rotated, cut back. What a record means is unknown here."""

import errno
import os
import re
from pathlib import Path

from ..errors import ArchiveError, OutputError

_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
_NAME = re.compile(r"kaoping-(?P<run>.+)-(?P<number>[0-9]{5})\.warc\.gz\Z")
_FULL = {
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件大小超过系统限制",
    errno.EROFS: "磁盘是只读的",
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
}


def run_of(path: Path) -> str:
    """The run that a WARC file of ours belongs to, or ``""``."""
    match = _NAME.match(path.name)
    return match["run"] if match else ""


class WarcFiles:
    """The files ``kaoping-<run>-00001.warc.gz`` and on. One writer at a time."""

    def __init__(self, folder: Path, run_id: str, max_file_bytes: int) -> None:
        """
        Raises:
            ValueError: `run_id` cannot be part of a file name.
        """
        if not _RUN_ID.match(run_id):
            raise ValueError(f"not a run id: {run_id!r}")
        self.folder, self._run_id, self._max_file_bytes = folder, run_id, max_file_bytes
        self._handle: int | None = None
        self._number = 0
        self._size = 0

    def paths(self) -> list[Path]:
        """The run's files, oldest first."""
        return sorted(path for path in self.folder.glob("kaoping-*.warc.gz") if run_of(path) == self._run_id)

    def resume(self) -> None:
        """Go on at the end of the newest file."""
        self.close()
        self._number = max((int(path.name[-13:-8]) for path in self.paths()), default=0)

    @property
    def current(self) -> Path:
        """The file that the next record goes to, once `needs_opening` has been settled."""
        return self.folder / f"kaoping-{self._run_id}-{self._number:05}.warc.gz"

    @property
    def needs_opening(self) -> bool:
        """Whether the next record must be preceded by `open_next`: no file yet, or the last is full."""
        return not self._number or self._size_now() >= self._max_file_bytes

    @property
    def is_at_start(self) -> bool:
        """Whether the current file is empty, and wants a warcinfo first."""
        return self._size_now() == 0

    def open_next(self) -> None:
        """Begin the next file; the finished one is on disk for good first."""
        self.sync()
        self.close()
        self._number += 1

    def append(self, data: bytes) -> int:
        """
        Write bytes at the end of the current file and hand them to the operating system.

        Returns:
            The offset at which they begin.

        Raises:
            OutputError: They could not all be written; the file is as it was.
        """
        offset = self._size_now()
        try:
            handle = self._open()
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
        except OSError as error:
            self.cut_back(offset)
            raise self._output_error(error) from error
        self._size = offset + len(data)
        return offset

    def cut_back(self, offset: int) -> None:
        """Take back what was written to the current file from `offset` on."""
        if self._handle is not None:
            os.ftruncate(self._handle, offset)
            self._size = offset

    def sync(self) -> None:
        """
        Wait until all that was appended is on the disk itself.

        Raises:
            OutputError: The disk refused.
        """
        if self._handle is None:
            return
        try:
            os.fsync(self._handle)
        except OSError as error:
            raise self._output_error(error) from error

    def close(self) -> None:
        """Let go of the current file."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def truncate(self, path: Path, size: int) -> int:
        """Cut a file down to `size`; returns the bytes cut."""
        cut = path.stat().st_size - size
        if cut > 0:
            os.truncate(path, size)
        return max(cut, 0)

    def set_aside(self, path: Path) -> Path:
        """Rename a file that no index knows, rather than destroy what may be evidence."""
        number = 1
        while (target := path.with_name(f"{path.name}.unindexed-{number}")).exists():
            number += 1
        return path.rename(target)

    def _size_now(self) -> int:
        if self._handle is None:
            return self.current.stat().st_size if self._number and self.current.exists() else 0
        return self._size

    def _open(self) -> int:
        if self._handle is None:
            is_new = not self.current.exists()
            self.folder.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(self.current, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
            self._size = os.fstat(self._handle).st_size
            if is_new:
                _sync_folder(self.folder)
        return self._handle

    def _output_error(self, error: OSError) -> OutputError:
        why = _FULL.get(error.errno or 0, error.strerror or str(error))
        return OutputError(
            f"存档写入失败:{why}({self.current})。已存内容完好;请腾出空间或换一个可写的位置,再用同一输出文件夹继续"
        )


def only_run(folder: Path) -> str:
    """
    The run whose files lie in the folder.

    Raises:
        ArchiveError: No files of ours, or those of several runs.
    """
    if not folder.is_dir():
        raise ArchiveError(f"存档文件夹不存在:{folder},请检查路径")
    runs = sorted({run for path in folder.glob("*.warc.gz") if (run := run_of(path))})
    if not runs:
        raise ArchiveError(f"{folder} 里没有存档文件(kaoping-….warc.gz),请检查路径")
    if len(runs) > 1:
        raise ArchiveError(f"{folder} 里有多次运行的存档({'、'.join(runs)}),请指明其中一次")
    return runs[0]


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
