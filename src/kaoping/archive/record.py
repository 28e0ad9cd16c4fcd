"""WARC 1.1 records as bytes: one gzip member each, so that any record can be read from its offset alone."""

import base64
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from isal import igzip_lib

from ..errors import ArchiveError

_LEVEL = 2  # of three; see docs/decisions/0023
_CHUNK = 1 << 18
_VERSION = b"WARC/1.1"


@dataclass(frozen=True, slots=True)
class Record:
    """One record: `kind` is WARC-Type; `fields` are the other named fields without the content length."""

    kind: str
    record_id: str
    date: str
    fields: tuple[tuple[str, str], ...]
    block: bytes

    def field(self, name: str) -> str:
        """The field of this name, or ``""``."""
        return next((value for key, value in self.fields if key == name), "")


@dataclass(frozen=True, slots=True)
class Member:
    """A record as it lies in its file: `length` bytes of gzip at `offset`."""

    offset: int
    length: int
    record: Record


def encoded(record: Record) -> bytes:
    """The record as one gzip member; the same record gives the same bytes."""
    fields = [
        ("WARC-Type", record.kind),
        ("WARC-Record-ID", record.record_id),
        ("WARC-Date", record.date),
        *record.fields,
        ("WARC-Block-Digest", sha1(record.block)),
        ("Content-Length", str(len(record.block))),
    ]
    head = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in fields).encode("utf-8", "replace")
    plain = b"".join((_VERSION, b"\r\n", head, b"\r\n", record.block, b"\r\n\r\n"))
    return igzip_lib.compress(plain, _LEVEL, igzip_lib.COMP_GZIP)


def decoded(data: bytes) -> Record:
    """
    A record from its uncompressed bytes.

    Raises:
        ArchiveError: Not a WARC record, or shorter than it says.
    """
    head, separator, rest = data.partition(b"\r\n\r\n")
    version, _, named = head.partition(b"\r\n")
    if not separator or not version.startswith(b"WARC/1."):
        raise ArchiveError("存档记录损坏:不是 WARC 记录")
    pairs = [line.partition(": ") for line in named.decode("utf-8", "replace").split("\r\n")]
    fields = {name: value for name, _, value in pairs}
    length = int(size) if (size := fields.pop("Content-Length", "")).isdecimal() else -1
    if length < 0 or len(rest) < length:
        raise ArchiveError("存档记录损坏:长度不符")
    kind, record_id, date = (fields.pop(name, "") for name in ("WARC-Type", "WARC-Record-ID", "WARC-Date"))
    fields.pop("WARC-Block-Digest", None)
    return Record(kind, record_id, date, tuple(fields.items()), rest[:length])


def record_at(stream: BinaryIO, offset: int, length: int) -> Record:
    """
    Raises:
        ArchiveError: The bytes there are not a whole record.
    """
    stream.seek(offset)
    try:
        unpacker = zlib.decompressobj(wbits=31)
        data = unpacker.decompress(stream.read(length))
    except zlib.error:
        raise ArchiveError("存档记录损坏:无法解压") from None
    if not unpacker.eof:
        raise ArchiveError("存档记录损坏:记录不完整")
    return decoded(data)


def members(path: Path) -> Iterator[Member]:
    """
    All records of a file in order; at most one is in memory. Ends quietly where the file breaks off.

    Raises:
        ArchiveError: A whole gzip member is not a WARC record, or its bytes do not unpack.
    """
    with path.open("rb") as stream:
        offset, pending = 0, b""
        while True:
            unpacker = zlib.decompressobj(wbits=31)
            parts: list[bytes] = []
            length = 0
            while not unpacker.eof:
                chunk = pending or stream.read(_CHUNK)
                if not chunk:
                    return
                try:
                    parts.append(unpacker.decompress(chunk))
                except zlib.error:
                    raise ArchiveError(f"存档文件 {path} 在第 {offset} 字节处损坏,无法解压") from None
                pending = unpacker.unused_data
                length += len(chunk) - len(pending)
            yield Member(offset, length, decoded(b"".join(parts)))
            offset += length


def sha1(data: bytes) -> str:
    """The digest as WARC files write it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def _one_line(value: str) -> str:
    return value if value.isprintable() else " ".join(value.splitlines()).replace("\0", "")
