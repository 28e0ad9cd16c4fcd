"""
A zip that is looked over before anything of it is unpacked: sizes, names, number of members.

Nothing is ever written to disk. Source of the limits: threat T3 (declared and actual size, ratio at most 100
over 10 MB, at most 2,000 members, one level).
"""

import io
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator

from .attachment import Refused

MOST_MEMBERS = 2_000
MOST_RATIO = 100
RATIO_FREE_BYTES = 10 << 20  # below so many bytes unpacked any ratio will do
MOST_UNPACKED_BYTES = 512 << 20
MOST_DIRECTORY_BYTES = 4 << 20
LONGEST_NAME = 1_024
CHUNK_BYTES = 1 << 16
_END = b"PK\x05\x06"
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))})


class Package:
    """An opened zip whose directory was found harmless. Raises `Refused` where it is not."""

    def __init__(self, body: bytes) -> None:
        _look_at_end(body)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(body))
        except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError, OverflowError) as error:
            raise Refused("压缩包损坏,无法打开") from error
        members = self._zip.infolist()
        if len(members) > MOST_MEMBERS:
            raise Refused(f"压缩包内文件超过{MOST_MEMBERS}个,未打开", "capped")
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in members:
            name = _name_of(member)
            _refuse_bad_name(name)
            key = unicodedata.normalize("NFKC", name).casefold()
            if key in self._members:
                raise Refused("压缩包内有重名文件,未打开")
            self._members[key] = member
        _refuse_bombs(members)

    def has(self, name: str) -> bool:
        """Whether there is such a member; letter case does not matter."""
        return self._key(name) in self._members

    def names(self) -> tuple[str, ...]:
        """The members that are files, in the order of the directory."""
        return tuple(_name_of(m) for m in self._members.values() if not m.is_dir())

    def is_encrypted(self, name: str) -> bool:
        """Whether a password is asked for."""
        return bool(self._members[self._key(name)].flag_bits & 1)

    def size_bytes(self, name: str) -> int:
        """Declared size unpacked."""
        return self._members[self._key(name)].file_size

    def chunks(self, name: str) -> Iterator[bytes]:
        """
        The bytes of a member, piece by piece, never more than it declares. Raises `Refused` where it is
        missing, damaged or encrypted.
        """
        member = self._members.get(self._key(name))
        if member is None:
            raise Refused("文件内部结构不完整,无法读取")
        if member.flag_bits & 1:
            raise Refused("已加密,无法读取")
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(CHUNK_BYTES):
                    yield chunk
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            raise Refused("压缩数据损坏,无法读取") from error

    def read(self, name: str, most_bytes: int) -> bytes:
        """A small member whole. Raises `Refused` where it is larger than `most_bytes`."""
        if self.has(name) and self.size_bytes(name) > most_bytes:
            raise Refused("文件过大,未读取", "capped")
        return b"".join(self.chunks(name))

    def _key(self, name: str) -> str:
        return unicodedata.normalize("NFKC", name).casefold()


def _look_at_end(body: bytes) -> None:
    """Look at the end record before the directory is parsed: a directory of millions costs gigabytes."""
    at = body.rfind(_END, max(0, len(body) - 65_557))
    if at < 0 or len(body) < at + 22:
        raise Refused("压缩包不完整,无法打开")
    count, size = struct.unpack_from("<HI", body, at + 10)
    if count == 0xFFFF or size > MOST_DIRECTORY_BYTES:
        raise Refused(f"压缩包内文件超过{MOST_MEMBERS}个,未打开", "capped")


def _name_of(member: zipfile.ZipInfo) -> str:
    """The name in characters: packers on Chinese Windows write GBK without saying so."""
    name = member.orig_filename
    if member.flag_bits & 0x800 or name.isascii():
        return name
    try:
        return name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name


def _refuse_bad_name(name: str) -> None:
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    stems = {part.partition(".")[0].strip().casefold() for part in parts}
    if not parts:
        raise Refused("压缩包内有空文件名,未打开")
    if ".." in parts or name.startswith(("/", "\\")) or name[1:2] == ":":
        raise Refused("压缩包内有越出目录的文件名,未打开")
    if len(name) > LONGEST_NAME or any(ord(c) < 32 for c in name) or stems & _DEVICES:
        raise Refused("压缩包内有不合法的文件名,未打开")


def _refuse_bombs(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(m.file_size for m in members)
    packed = sum(m.compress_size for m in members)
    if unpacked > MOST_UNPACKED_BYTES:
        raise Refused("解压后过大,未打开", "capped")
    worst = max((m for m in members), key=lambda m: m.file_size, default=None)
    rates = [(unpacked, packed)] + ([(worst.file_size, worst.compress_size)] if worst else [])
    if any(size > RATIO_FREE_BYTES and size > MOST_RATIO * max(1, small) for size, small in rates):
        raise Refused("压缩比异常,疑似压缩炸弹,未打开", "capped")
