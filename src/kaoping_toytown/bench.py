"""How much CPU a served page costs the server."""

from __future__ import annotations

import http.client
import time
from urllib.parse import urlsplit

from kaoping_toytown.city import City
from kaoping_toytown.serving import ServedCity, serve


def _paths(city: City, number: int, count: int) -> list[str]:
    """Addresses of a site's news, newest first, and after every nine of them the list's."""
    pages = city.pages(number)
    book, section = pages.book, pages.book.section("news")
    return [
        pages.skin.article_path(book, book.article(section, n % section.count))
        if n % 10
        else pages.skin.list_path(book, section, 0)
        for n in range(count)
    ]


def _fetch_all(served: ServedCity, number: int, paths: list[str]) -> int:
    connection = http.client.HTTPConnection(urlsplit(served.base_url(number)).netloc)
    size = 0
    for path in paths:
        connection.request("GET", path)
        size += len(connection.getresponse().read())
    connection.close()
    return size


def measure(city: City, *, requests: int = 3000) -> str:
    """Fetch pages of the first seven sites over one connection each; tells the server's CPU, in Chinese."""
    shown = city.sites[:7]
    each = max(1, requests // len(shown))
    with serve(city) as served:
        lines = [_measured(served, site.number, site.skin, each) for site in shown]
        peak = served.cost().peak_kib / 1024
    return "\n".join([*lines, f"服务进程内存峰值 {peak:.0f} MiB"])


def _measured(served: ServedCity, number: int, skin: str, requests: int) -> str:
    paths = _paths(served.city, number, requests)
    _fetch_all(served, number, paths[:5])
    before, started = served.cost(), time.perf_counter()
    size = _fetch_all(served, number, paths)
    took, after = time.perf_counter() - started, served.cost()
    cpu_ms = (after.cpu_s - before.cpu_s) * 1000 / requests
    return (
        f"{skin:8} {requests} 页，平均 {size / requests / 1000:.1f} kB，"
        f"服务进程每页 {cpu_ms:.3f} 毫秒 CPU，单连接每秒 {requests / took:.0f} 页"
    )
