"""An answer of the city, before it becomes bytes on a wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Visitor = Literal["spider", "referred", "phone"]


_SPIDERS = (b"spider", b"googlebot", b"bingbot")
_PHONES = (b"iphone", b"android")


@dataclass(frozen=True, slots=True)
class Cloak:
    """What a visitor of one kind is given in place of the page."""

    visitor: Visitor
    instead: Response

    def is_for(self, headers: dict[bytes, bytes]) -> bool:
        agent = headers.get(b"user-agent", b"").lower()
        match self.visitor:
            case "spider":
                return any(word in agent for word in _SPIDERS)
            case "phone":
                return any(word in agent for word in _PHONES)
            case "referred":
                return b"baidu." in headers.get(b"referer", b"")


@dataclass(frozen=True, slots=True)
class Response:
    """`location` makes it a redirect; `delay_s` is how long the server waits before it answers."""

    status: int
    content_type: str
    body: bytes
    modified: date | None = None
    location: str | None = None
    delay_s: float = 0.0
    cloak: Cloak | None = None

    def seen_by(self, headers: dict[bytes, bytes]) -> Response:
        """The answer for a visitor with these request headers, names in lower case."""
        if self.cloak is None or not self.cloak.is_for(headers):
            return self
        return self.cloak.instead


def html(text: str, status: int = 200) -> Response:
    """A bare UTF-8 page."""
    return Response(status, "text/html; charset=utf-8", text.encode())
