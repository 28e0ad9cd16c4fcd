"""Addresses that every site has beside its sections: robots, site map, scripts, pictures, search, traps."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from zlib import crc32

from kaoping_toytown.attachments import png
from kaoping_toytown.book import SiteBook
from kaoping_toytown.response import Response, html
from kaoping_toytown.skins.skin import Query, Skin

_SCRIPTS = {"/js/page.js": "page.js", "/js/jpage.js": "jpage.js", "/static/js/app.5c19e0.js": "app.js"}
_PICTURES = frozenset(
    f"/images/{name}.png" for name in ("logo", "police", "jiucuo", "banner", "entrance", "dot")
)
_CSS = "body{font-family:SimSun;margin:0 auto;width:1000px}ul{list-style:none}.time,.date{float:right}"


@lru_cache(maxsize=8)
def _script(name: str) -> bytes:
    return files("kaoping_toytown").joinpath("data", name).read_bytes()


def footer_script(footer: str) -> str:
    text = json.dumps(footer, ensure_ascii=False).replace("</", "<\\/")
    return f'document.getElementById("footer").innerHTML = {text};\n'


def asset(path: str) -> Response | None:
    """Scripts, style and pictures that look alike on all sites."""
    if path in _SCRIPTS:
        return Response(200, "application/javascript; charset=utf-8", _script(_SCRIPTS[path]))
    if path in _PICTURES:
        return Response(200, "image/png", png(crc32(path.encode()) % 1000))
    if path == "/js/jiucuo.js":
        return Response(200, "application/javascript; charset=utf-8", b"(function () {})();\n")
    if path == "/images/reading.mp4":
        return Response(200, "video/mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom")
    if path == "/css/site.css":
        return Response(200, "text/css", _CSS.encode())
    if path == "/favicon.ico":
        return Response(200, "image/png", png(1, 16, 16))
    return None


def plain(book: SiteBook, skin: Skin, path: str, query: Query) -> Response | None:
    """robots.txt, sitemap.xml, the closed back office and the traps; none for any other address."""
    if path == "/robots.txt":
        site_map = f"\nSitemap: {book.site.base_url}/sitemap.xml" if "sitemap" in book.plan.traits else ""
        text = f"User-agent: *\nDisallow: /admin/\nDisallow: /search\n{site_map}\n"
        return Response(200, "text/plain", text.encode())
    if path == "/sitemap.xml" and "sitemap" in book.plan.traits:
        return _site_map(book, skin)
    if path.startswith("/admin/"):
        return html("<html><head><title>后台管理</title></head><body>禁止访问</body></html>", 403)
    if "traps" in book.plan.traits:
        if path == "/calendar.html":
            return _calendar(query.get("month", ""), book)
        if path.startswith("/visit.html"):
            return _visit(path)
    return None


def _site_map(book: SiteBook, skin: Skin) -> Response:
    addresses = ["/"]
    for section in book.by_number.values():
        addresses.append(skin.list_path(book, section, 0))
        addresses += [skin.article_path(book, article) for article in book.rows(section, 0)]
    body = "".join(
        f"<url><loc>{book.site.base_url}{address.replace('&', '&amp;')}</loc></url>\n"
        for address in addresses
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return Response(200, "application/xml", f"{head}{body}</urlset>\n".encode())


def _calendar(month: str, book: SiteBook) -> Response:
    """A calendar without end: each month leads to the one before and the one after."""
    try:
        year, number = (int(part) for part in month.split("-"))
    except ValueError:
        year, number = book.today.year, book.today.month
    at = year * 12 + number - 1
    links = "".join(
        f'<a href="/calendar.html?month={n // 12}-{n % 12 + 1:02d}">{word}</a> '
        for n, word in ((at - 1, "上个月"), (at + 1, "下个月"))
    )
    return html(f"<html><head><title>办事日历</title></head><body><h1>办事日历</h1>{links}</body></html>")


def _visit(path: str) -> Response:
    """A page that hands out a new session each time it is asked for."""
    session = crc32(path.encode())
    links = "".join(
        f'<a href="/visit.html;jsessionid={(session * 2654435761 + n) % (1 << 32):08X}">下一步</a> '
        for n in (1, 2)
    )
    return html(f"<html><head><title>在线导览</title></head><body><h1>在线导览</h1>{links}</body></html>")
