"""An answer of the city, before it becomes bytes on a wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Response:
    """`location` makes it a redirect; `delay_s` is how long the server waits before it answers."""

    status: int
    content_type: str
    body: bytes
    modified: date | None = None
    location: str | None = None
    delay_s: float = 0.0


def html(text: str, status: int = 200) -> Response:
    """A bare UTF-8 page."""
    return Response(status, "text/html; charset=utf-8", text.encode())
