"""
OLE compound files, in which old office programs keep their documents: just enough to read streams.

Source: [MS-CFB] (header, FAT, mini FAT, directory). Every chain is bounded by the size of the file.
"""

import struct

from .attachment import Refused

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFE
_FREE = 0xFFFFFFFF
_MOST_ENTRIES = 4_096
_HEADER_SLOTS = 109


class Compound:
    """An opened compound file. Raises `Refused` where it is damaged."""

    def __init__(self, body: bytes) -> None:
        if len(body) < 1536 or not body.startswith(SIGNATURE):
            raise Refused("文件损坏,无法打开")
        self._body = body
        shift, mini_shift = struct.unpack_from("<HH", body, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise Refused("文件损坏,无法打开")
        self._sector, self._mini_sector = 1 << shift, 64
        (first_entry,) = struct.unpack_from("<I", body, 48)
        self._cutoff, first_mini, _, first_more, _ = struct.unpack_from("<5I", body, 56)
        self._fat = self._numbers(b"".join(self._at(n) for n in self._fat_sectors(first_more)))
        self._mini_fat = self._numbers(self._chain(first_mini))
        self._streams: dict[str, tuple[int, int]] = {}
        self._mini = b""
        self._read_directory(self._chain(first_entry))

    def has(self, name: str) -> bool:
        """Whether there is such a stream, wherever it lies; letter case does not matter."""
        return name.casefold() in self._streams

    def stream(self, name: str) -> bytes:
        """The bytes of a stream; ``b""`` where there is none."""
        first, size = self._streams.get(name.casefold(), (_END, 0))
        if size >= self._cutoff:
            return self._chain(first)[:size]
        pieces, sector, left = [], first, size
        while left > 0 and sector < len(self._mini_fat):
            pieces.append(self._mini[sector * 64 : sector * 64 + 64])
            left -= 64
            sector = self._mini_fat[sector]
        return b"".join(pieces)[:size]

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        return self._body[start : start + self._sector]

    def _numbers(self, data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _fat_sectors(self, first_more: int) -> list[int]:
        most = len(self._body) // self._sector + 1
        sectors = list(struct.unpack_from(f"<{_HEADER_SLOTS}I", self._body, 76))
        more = first_more
        while more < most and len(sectors) <= most + _HEADER_SLOTS:
            numbers = self._numbers(self._at(more))
            if not numbers:
                break
            sectors += numbers[:-1]
            more = numbers[-1]
        return [n for n in sectors if n < most][:most]

    def _chain(self, sector: int) -> bytes:
        pieces: list[bytes] = []
        most = len(self._body) // self._sector + 1
        while sector < len(self._fat):
            pieces.append(self._at(sector))
            if len(pieces) > most:
                raise Refused("文件损坏,内部链成环,未读取")
            sector = self._fat[sector]
        return b"".join(pieces)

    def _read_directory(self, data: bytes) -> None:
        for at in range(0, min(len(data), 128 * _MOST_ENTRIES) - 127, 128):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            first, size = struct.unpack_from("<II", data, at + 116)
            name = data[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if kind == 5:
                self._mini = self._chain(first)[:size]
            elif kind == 2:
                self._streams.setdefault(name.casefold(), (first, size))
