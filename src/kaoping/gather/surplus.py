"""
What a host sends behind the end of its own answer, cut off before it is parsed.

A Content-Length counted in characters instead of bytes is an old fault of content systems, and browsers show
such pages. The parser would take the surplus for a next answer and call the host broken.
"""

import functools
import re
from typing import Any

from aiohttp import TCPConnector
from aiohttp.client_proto import ResponseHandler

_HEAD_LIMIT = 1 << 20
_LENGTH = re.compile(rb"\r\nContent-Length:[ \t]*([0-9]{1,15})[ \t]*\r\n", re.I).search
_CHUNKED = re.compile(rb"\r\nTransfer-Encoding:", re.I).search
_INTERIM = re.compile(rb"HTTP/1\.[01] 1[0-9][0-9]").match


class SurplusCutter(ResponseHandler):
    """aiohttp's protocol, given no byte beyond the announced length; such a connection is used once."""

    _head: bytes | None = b""
    _left: int | None = None
    _is_head_request = False

    def set_response_params(self, *, skip_payload: bool = False, **rest: Any) -> None:
        """A request was sent: look at the answer's head anew."""
        self._head, self._left, self._is_head_request = b"", None, skip_payload
        super().set_response_params(skip_payload=skip_payload, **rest)

    def data_received(self, data: bytes) -> None:
        """Pass on what belongs to the answer."""
        size = len(data)
        if self._head is not None:
            data = self._with_head(data)
        elif self._left is not None:
            data = data[: self._left]
            self._left -= len(data)
        if len(data) < size:
            self.force_close()
        if data or not size:
            super().data_received(data)
        elif self.transport is not None:
            self.transport.close()

    def _with_head(self, data: bytes) -> bytes:
        """`data` without surplus, looking for the end of the head in it."""
        assert self._head is not None
        before = len(self._head)
        head = self._head + data
        end = head.find(b"\r\n\r\n", max(0, before - 3))
        if end < 0:
            self._head = head if len(head) < _HEAD_LIMIT else None
            return data
        self._head = None
        length = _LENGTH(head, 0, end + 2)
        if length is None or _CHUNKED(head, 0, end + 2) or _INTERIM(head):
            return data
        announced = 0 if self._is_head_request else int(length[1])
        kept = data[: end + 4 + announced - before]
        self._left = announced - (before + len(kept) - end - 4)
        return kept


def cut_surplus(connector: TCPConnector) -> TCPConnector:
    """Let a connector make its connections with `SurplusCutter`."""
    factory: Any = functools.partial(SurplusCutter, loop=connector._loop)
    connector._factory = factory
    return connector
