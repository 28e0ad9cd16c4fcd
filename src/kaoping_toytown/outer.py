"""Foreign hosts, all on one port: what works, what is gone, and what refuses robots."""

from __future__ import annotations

from kaoping_toytown.response import Response, html

_REFUSALS = {"/refuse/403": 403, "/refuse/429": 429, "/refuse/503": 503}


def respond(path: str) -> Response:
    """The answer for a path, query removed."""
    if path in _REFUSALS:
        return html(
            "<html><head><title>访问受限</title></head><body>访问过于频繁，请稍后再试。</body></html>",
            _REFUSALS[path],
        )
    if path.startswith("/softgone/"):
        return html(
            "<html><head><title>404 Not Found</title></head><body><h1>404</h1>"
            "<p>您要查找的网页不存在，可能已被移除。</p></body></html>"
        )
    if path.startswith("/gone/"):
        return html("<html><head><title>404</title></head><body>Not Found</body></html>", 404)
    return html(f"<html><head><title>外部网站</title></head><body><p>外部网站页面{path}。</p></body></html>")
