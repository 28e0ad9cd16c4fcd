"""
The origin on which copies of archived pages are served, and nothing else: a WSGI application of its own, on a
port of its own, without sessions, cookies, forms or scripts.

A copy comes built anew (`copying`), under a policy that lets it load nothing, in a sandbox without an origin.
"""

import os
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'; sandbox"
)
HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-DNS-Prefetch-Control", "off"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cache-Control", "no-store"),
)
_PAGE = (
    '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>存档副本:{title}</title>'
    "<style>{style}</style></head><body>"
    '<div style="all:initial;display:block;font:14px/1.6 sans-serif;background:#faefd3;color:#5c3d00;'
    'border-bottom:2px solid #7a5200;padding:8px 16px">{banner}</div>{markup}</body></html>'
)
_GONE = "<p>链接已失效(五分钟内有效)。请回到证据页面,重新打开存档副本。</p>"
Start = Callable[[str, list[tuple[str, str]]], Any]


def answer(path: str) -> tuple[str, bytes]:
    """Status and page for a path."""
    from kaoping.errors import KaopingError

    from .archives import kept
    from .links import linked
    from .reading import copy_of

    found = linked(path.removeprefix("/copy/")) if path.startswith("/copy/") else None
    if found is None:
        return "404 Not Found", page("", "", "链接已失效", _GONE)
    try:
        stored = kept(found.suspect.round, found.proof.archive, found.proof.offset, found.proof.digest)
        copy = copy_of(stored.capture, found.proof.digest)
    except KaopingError as error:
        return "200 OK", page("", "", "没有副本", f"<p>{escape(str(error))}</p>")
    banner = f"存档副本,抓取于 {stored.capture.fetched_at:%Y-%m-%d %H:%M}(UTC),网址 {stored.capture.url}。"
    banner += "脚本、链接、表单和站外内容均已去除,个人信息已遮盖。"
    return "200 OK", page(copy.style, banner, copy.title, copy.markup)


def page(style: str, banner: str, title: str, markup: str) -> bytes:
    """The whole document around markup that is known to be harmless."""
    whole = _PAGE.format(style=style, banner=escape(banner), title=escape(title), markup=markup)
    return whole.encode("utf-8", "replace")


def application(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """WSGI."""
    from django.db import close_old_connections

    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        start_response("405 Method Not Allowed", [*HEADERS, ("Allow", "GET, HEAD")])
        return [b""]
    close_old_connections()
    try:
        status, body = answer(environ.get("PATH_INFO", ""))
    finally:
        close_old_connections()
    start_response(status, [*HEADERS, ("Content-Length", str(len(body)))])
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def ready() -> Callable[[dict[str, Any], Start], Iterable[bytes]]:
    """The application with Django set up, for the server process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaoping.web.settings")
    import django

    django.setup()
    return application
