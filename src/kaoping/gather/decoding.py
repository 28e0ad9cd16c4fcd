"""Content-Encoding undone as a stream, in small steps, so that a bomb is met at the cap and not in memory."""

import zlib
from collections.abc import Iterator
from typing import Any, Protocol

import brotli

STEP_BYTES = 1 << 16
MAX_CODINGS = 4
_UNDONE = {"gzip", "x-gzip", "deflate", "br"}
_UNKNOWN = {"zstd", "compress", "x-compress", "dcb", "dcz"}  # real codings that we never asked for


class DecodingError(Exception):
    """The content does not decode. Never leaves this room: it becomes `Failure.ENCODING`."""


class _Stage(Protocol):
    def push(self, data: bytes) -> Iterator[bytes]: ...

    def finish(self) -> None: ...


class Decoder:
    """
    Undoes the codings of one response.

    Args:
        content_encoding: The header as sent, e.g. ``gzip, gzip``. Words that are no coding (``utf-8``,
            ``none``) are ignored as browsers do.

    Raises:
        DecodingError: More than four codings, or one that was not asked for.
    """

    def __init__(self, content_encoding: str) -> None:
        names = [n.strip().lower() for n in content_encoding.split(",") if n.strip()]
        if len(names) > MAX_CODINGS or _UNKNOWN.intersection(names):
            raise DecodingError(f"cannot undo {content_encoding[:80]!r}")
        self._stages = [_stage(n) for n in reversed(names) if n in _UNDONE]
        self._has_input = False

    def push(self, data: bytes) -> Iterator[bytes]:
        """Pieces of at most `STEP_BYTES` (whole where nothing is coded). Raises DecodingError."""
        self._has_input = True
        if not self._stages:
            yield data
            return
        try:
            yield from _through(self._stages, data)
        except (zlib.error, brotli.error) as e:
            raise DecodingError(str(e)) from e

    def finish(self) -> None:
        """Raises DecodingError where the stream ended before its coding did."""
        if self._has_input:
            for stage in self._stages:
                stage.finish()


def _through(stages: list[_Stage], data: bytes) -> Iterator[bytes]:
    for piece in stages[0].push(data):
        if len(stages) == 1:
            yield piece
        else:
            yield from _through(stages[1:], piece)


def _stage(name: str) -> _Stage:
    if name == "br":
        return _Brotli()
    return _Zlib(is_gzip=name != "deflate")


class _Zlib:
    """gzip with any number of members, or deflate, wrapped or raw: hosts send both under that name."""

    def __init__(self, *, is_gzip: bool) -> None:
        self._is_gzip = is_gzip
        self._head = b""
        self._inflate: Any = None
        self._members = 0
        self._is_over = False

    def push(self, data: bytes) -> Iterator[bytes]:
        if self._is_over:
            return
        data, self._head = self._head + data, b""
        while data:
            if self._inflate is None and not self._begin(data):
                return
            assert self._inflate is not None
            piece = self._inflate.decompress(data, STEP_BYTES)
            if piece:
                yield piece
            data = self._inflate.unconsumed_tail
            if self._inflate.eof:
                data = self._end_member()

    def _begin(self, data: bytes) -> bool:
        """Start a member once two bytes of it are there; False where there is none to start."""
        if len(data) < 2:
            self._head = data
            return False
        if not self._is_gzip:
            self._inflate = zlib.decompressobj(15 if _is_wrapped(data) else -15)
        elif self._members == 0 or data[:2] == b"\x1f\x8b":
            self._inflate = zlib.decompressobj(31)
        else:
            self._is_over = True  # padding behind the last member is ignored, as browsers do
        return not self._is_over

    def _end_member(self) -> bytes:
        assert self._inflate is not None
        rest, self._inflate = self._inflate.unused_data, None
        self._members += 1
        self._is_over = not self._is_gzip
        return b"" if self._is_over else rest

    def finish(self) -> None:
        if self._inflate is not None or self._members == 0:
            raise DecodingError("compressed content ends too early")


def _is_wrapped(head: bytes) -> bool:
    return head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0


class _Brotli:
    def __init__(self) -> None:
        self._brotli = brotli.Decompressor()

    def push(self, data: bytes) -> Iterator[bytes]:
        if self._brotli.is_finished():
            return
        piece = self._brotli.process(data, output_buffer_limit=STEP_BYTES)
        # it may hold back output although it would take more input: it is asked until it has none
        while piece or not self._brotli.can_accept_more_data():
            yield piece
            if self._brotli.is_finished():
                return
            piece = self._brotli.process(b"", output_buffer_limit=STEP_BYTES)

    def finish(self) -> None:
        if not self._brotli.is_finished():
            raise DecodingError("compressed content ends too early")
