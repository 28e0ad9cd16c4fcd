"""Asks for pages and walks lists as each family draws them; knows nothing of how the city was made."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from urllib.parse import urljoin

from kaoping_toytown import City, ToySite

Row = tuple[str, str]  # absolute address, date as printed
Fetch = Callable[[str], str]

CHINA = timezone(timedelta(hours=8))


def fetcher(city: City, site: ToySite) -> Fetch:
    """Fetch pages of a site in this process, by absolute address."""

    def fetch(url: str) -> str:
        assert url.startswith(site.base_url), url
        response = city.respond(site.number, url.removeprefix(site.base_url))
        assert response.status == 200, url
        return text_of(response.body)

    return fetch


def text_of(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("gbk", "replace")


def ask(url: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            return response.status, text_of(response.read())
    except urllib.error.HTTPError as error:
        return error.code, text_of(error.read())


def rows_in(html: str, url: str) -> list[Row]:
    """Links with a date behind (or before) them in the same row."""
    found = []
    for row in re.findall(r"<(?:li|tr|div class=\"el-item\")\b.*?</(?:li|tr|div)>", html, re.S):
        href = re.search(r'<a href="([^"]+)"', row)
        day = re.search(r"(?:\d{4}[-/])?\d{2}[-/]\d{2}(?=[\]<\"])", row)
        if href and day:
            found.append((urljoin(url, href.group(1).replace("&amp;", "&")), day.group().replace("/", "-")))
    return found


def walk(skin: str, url: str, fetch: Fetch, is_later: bool = False) -> list[Row]:
    """All rows of a list; `is_later` where the site turns pages as its family's later version does."""
    return (LATER_WALKS if is_later else WALKS)[skin](url, fetch)


def _walk_trs(url: str, fetch: Fetch, is_later: bool = False) -> list[Row]:
    html = fetch(url)
    call = re.search(
        r"createPageHTML\((?:'page_div', )?'?(\d+)'?, ?'?\d+'?, ?['\"](\w+)['\"], ?['\"](\w+)['\"]", html
    )
    assert call
    first = 2 if is_later and call.group(2) == "list" else 1
    rest = (f"{call.group(2)}_{n}.{call.group(3)}" for n in range(first, int(call.group(1)) + first - 1))
    pages = [urljoin(url, name) for name in rest]
    return rows_in(html, url) + [row for page in pages for row in rows_in(fetch(page), page)]


def _walk_hanweb(url: str, fetch: Fetch) -> list[Row]:
    store = re.search(r"<datastore>.*?</datastore>", fetch(url), re.S)
    assert store
    text, rows = store.group(), []
    while True:
        rows += rows_in("".join(re.findall(r"<record><!\[CDATA\[(.*?)\]\]></record>", text, re.S)), url)
        following = re.search(r'<nextgroup><!\[CDATA\[<a href="([^"]+)"', text)
        if not following:
            return rows
        text = fetch(urljoin(url, following.group(1)))


def _walk_links(*words: str) -> Callable[[str, Fetch], list[Row]]:
    def walk_on(url: str, fetch: Fetch) -> list[Row]:
        rows = []
        while True:
            html = fetch(url)
            rows += rows_in(html, url)
            following = re.search(rf'<a [^>]*href="([^"]+)"[^>]*>(?:{"|".join(words)})</a>', html)
            if not following:
                return rows
            url = urljoin(url, following.group(1))

    return walk_on


def _walk_ucap(url: str, fetch: Fetch) -> list[Row]:
    html = fetch(url)
    count = re.search(r"var countPage = (\d+);", html)
    assert count
    pages = [urljoin(url, f"index_{n}.shtml") for n in range(1, int(count.group(1)))]
    return rows_in(html, url) + [row for page in pages for row in rows_in(fetch(page), page)]


def _walk_gkmlpt(url: str, fetch: Fetch) -> list[Row]:
    config = re.search(r"window\._CONFIG = (\{.*?\});", fetch(url))
    if not config:
        return _walk_links("下一页")(url, fetch)
    setting = json.loads(config.group(1))
    rows: list[Row] = []
    for page in range(1, setting["PAGES"] + 1):
        api = urljoin(url, f"{setting['API']}/all/{setting['COLUMN']}?page={page}&sid={setting['SID']}")
        for article in json.loads(fetch(api))["articles"]:
            rows.append((article["url"], datetime.fromtimestamp(article["date"], CHINA).date().isoformat()))
    return rows


def _walk_vue(url: str, fetch: Fetch) -> list[Row]:
    column = re.search(r'data-column="(\d+)"', fetch(url))
    assert column
    rows: list[Row] = []
    while True:
        page = len(rows) // 15 + 1
        api = urljoin(url, f"/api/column/list?columnId={column.group(1)}&pageNo={page}&pageSize=15")
        data = json.loads(fetch(api))["data"]
        rows += [(urljoin(url, row["url"]), row["publishTime"][:10]) for row in data["rows"]]
        if len(rows) >= data["total"]:
            return rows


WALKS: dict[str, Callable[[str, Fetch], list[Row]]] = {
    "trs": _walk_trs,
    "hanweb": _walk_hanweb,
    "vsb": _walk_links("下页"),
    "ucap": _walk_ucap,
    "gkmlpt": _walk_gkmlpt,
    "jsp": _walk_links("下一页"),
    "vue": _walk_vue,
}


def _walk_posting(url: str, fetch: Fetch) -> list[Row]:
    html = fetch(url)
    column = re.search(r"'columnid':'(\d+)'", html)
    total = re.search(r"totalRecord:(\d+)", html)
    assert total
    assert column
    rows: list[Row] = []
    while len(rows) < int(total.group(1)):
        start = len(rows) + 1
        asked = f"columnid={column.group(1)}&startrecord={start}&endrecord={start + 44}"
        text = fetch(urljoin(url, f"/module/web/jpage/dataproxy.jsp?{asked}"))
        rows += rows_in("".join(re.findall(r"<record><!\[CDATA\[(.*?)\]\]></record>", text, re.S)), url)
    return rows


def _walk_more(url: str, fetch: Fetch) -> list[Row]:
    channel = re.search(r'channelId = "(\w+)"', fetch(url))
    assert channel
    rows: list[Row] = []
    for page in range(1, 1000):
        data = json.loads(fetch(urljoin(url, f"/common/search/{channel.group(1)}?page={page}")))["data"]
        rows += [(urljoin(url, r["url"]), r["publishedTimeStr"][:10]) for r in data["results"]]
        if len(rows) >= data["total"]:
            break
    return rows


def _walk_functions(url: str, fetch: Fetch) -> list[Row]:
    html = fetch(url)
    count = re.search(r"共(\d+)页", html)
    assert count
    pages = [f"{url}&page={n}" for n in range(2, int(count.group(1)) + 1)]
    return rows_in(html, url) + [row for page in pages for row in rows_in(fetch(page), page)]


def _walk_islands(url: str, fetch: Fetch) -> list[Row]:
    rows: list[Row] = []
    while True:
        html = fetch(url)
        island = re.search(r'<script id="__NEXT_DATA__"[^>]*>(.*?)</script>', html, re.S)
        assert island
        block = json.loads(island.group(1))["props"]["pageProps"]["column"]
        rows += [(urljoin(url, r["url"]), r["publishTime"][:10]) for r in block["rows"]]
        following = re.search(r'rel="next" href="([^"]+)"', html)
        if not following:
            return rows
        url = urljoin(url, following.group(1))


LATER_WALKS: dict[str, Callable[[str, Fetch], list[Row]]] = {
    **WALKS,
    "trs": lambda url, fetch: _walk_trs(url, fetch, is_later=True),
    "hanweb": _walk_posting,
    "ucap": _walk_more,
    "jsp": _walk_functions,
    "vue": _walk_islands,
}
