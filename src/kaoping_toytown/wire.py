"""HTTP on the wire: just enough of a server to keep up with a fast crawler at little cost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from typing import cast
from zlib import adler32

from kaoping_toytown.response import Response

Answerer = Callable[[str], Response]

_REASONS = {
    200: "OK", 302: "Found", 304: "Not Modified", 400: "Bad Request", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 429: "Too Many Requests", 503: "Service Unavailable",
}  # fmt: skip
_LONGEST_REQUEST = 65536


@lru_cache(maxsize=4096)
def http_date(day: date) -> str:
    """Six in the morning of the day, as headers write it."""
    return formatdate(datetime(day.year, day.month, day.day, 6, tzinfo=UTC).timestamp(), usegmt=True)


def message(response: Response, headers: dict[bytes, bytes], *, is_head: bool = False) -> bytes:
    """The answer's bytes; 304 without a body where the asker has the same page already."""
    status, body = response.status, response.body
    lines = [f"Content-Type: {response.content_type}"]
    if response.location is not None:
        lines.append(f"Location: {response.location}")
    if status == 200:
        tag = f'"{adler32(body):08x}-{len(body):x}"'
        lines.append(f"ETag: {tag}")
        if response.modified is not None:
            lines.append(f"Last-Modified: {http_date(response.modified)}")
        if _is_known(headers, tag, response.modified):
            status, body = 304, b""
    lines.append(f"Content-Length: {len(body)}")
    head = f"HTTP/1.1 {status} {_REASONS.get(status, 'Unknown')}\r\n" + "\r\n".join(lines) + "\r\n\r\n"
    return head.encode("latin-1") + (b"" if is_head else body)


def _is_known(headers: dict[bytes, bytes], tag: str, modified: date | None) -> bool:
    known = headers.get(b"if-none-match")
    if known is not None:
        return tag.encode() in known
    since = headers.get(b"if-modified-since")
    if since is None or modified is None:
        return False
    try:
        return parsedate_to_datetime(since.decode("latin-1")).date() >= modified
    except ValueError:
        return False


def _headers(lines: list[bytes]) -> dict[bytes, bytes]:
    pairs = (line.partition(b":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


class Connection(asyncio.Protocol):
    """One client's connection: requests one after another, GET and HEAD alone."""

    def __init__(self, answer: Answerer) -> None:
        self._answer = answer
        self._waiting = b""
        self._transport: asyncio.Transport | None = None
        self._is_busy = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._waiting = self._waiting + data if self._waiting else data
        self._serve_waiting()

    def _serve_waiting(self) -> None:
        while not self._is_busy:
            head, end, rest = self._waiting.partition(b"\r\n\r\n")
            if not end:
                if len(head) > _LONGEST_REQUEST and self._transport is not None:
                    self._transport.close()
                return
            self._waiting = rest
            self._serve(head)

    def _serve(self, head: bytes) -> None:
        lines = head.split(b"\r\n")
        parts = lines[0].split(b" ")
        if self._transport is None or self._transport.is_closing():
            self._waiting = b""
            return
        if len(parts) != 3:
            self._write(Response(400, "text/plain", b"bad request"), {}, is_head=False, is_last=True)
            return
        headers = _headers(lines[1:])
        is_last = headers.get(b"connection", b"").lower() == b"close" or parts[2] == b"HTTP/1.0"
        if parts[0] not in (b"GET", b"HEAD"):
            self._write(Response(405, "text/plain", b"GET and HEAD only"), {}, is_head=False, is_last=True)
            return
        response = self._answer(parts[1].decode("latin-1")).seen_by(headers)
        is_head = parts[0] == b"HEAD"
        if not response.delay_s:
            self._write(response, headers, is_head=is_head, is_last=is_last)
            return
        self._is_busy = True
        loop = asyncio.get_running_loop()
        loop.call_later(
            response.delay_s, lambda: self._late(response, headers, is_head=is_head, is_last=is_last)
        )

    def _late(self, response: Response, headers: dict[bytes, bytes], *, is_head: bool, is_last: bool) -> None:
        self._is_busy = False
        self._write(response, headers, is_head=is_head, is_last=is_last)
        self._serve_waiting()

    def _write(
        self, response: Response, headers: dict[bytes, bytes], *, is_head: bool, is_last: bool
    ) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        self._transport.write(message(response, headers, is_head=is_head))
        if is_last:
            self._transport.close()
