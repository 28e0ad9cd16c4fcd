"""A folder as a store: another disk, or a mounted share."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kaoping.errors import OutputError


class FolderStore:
    """Files below a folder, each put whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.address = str(folder)
        self._folder = folder

    def put(self, name: str, file: Path) -> None:
        target = self._folder / name
        draft = target.with_name(target.name + ".part")
        with self._told(name):
            target.parent.mkdir(parents=True, exist_ok=True)
            with file.open("rb") as source, draft.open("wb") as stream:
                shutil.copyfileobj(source, stream, 1 << 20)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(target)

    def size(self, name: str) -> int | None:
        with self._told(name):
            try:
                return (self._folder / name).stat().st_size
            except FileNotFoundError:
                return None

    def read(self, name: str, start: int, length: int) -> bytes:
        with self._told(name), (self._folder / name).open("rb") as stream:
            stream.seek(start)
            return stream.read(length)

    def remove(self, name: str) -> None:
        with self._told(name):
            (self._folder / name).unlink(missing_ok=True)

    @contextmanager
    def _told(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(
                f"存放位置 {self._folder / name} 读写失败:{error.strerror or error}。"
                "本机上的文件完好;请检查磁盘空间、权限和挂载后再做一次。"
            ) from error
