"""Sitemaps: addresses that a site lists itself. Untrusted XML: anything with a DTD is refused unread."""

import re
import zlib
from dataclasses import dataclass
from html import unescape

from kaoping.gather.addresses import join
from kaoping.gather.capture import Capture

CAP_BYTES = 10 << 20
MAX_ADDRESSES = 50_000
MAX_FILES = 50

_HEAD_BYTES = 4096
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I).search
_INDEX = re.compile(r"<(?:\w+:)?sitemapindex[\s>]", re.I).search
_SET = re.compile(r"<(?:\w+:)?urlset[\s>]", re.I).search
_LOC = re.compile(r"<(?:\w+:)?loc\s*>\s*(?:<!\[CDATA\[)?([^<\]]{1,2100})", re.I).finditer


@dataclass(frozen=True, slots=True)
class Sitemap:
    """
    One file as read. `urls` and `files` (further sitemaps of an index) are normalised, each once, in the
    file's order; `remark` is Chinese, why it was not used or not wholly, or "".
    """

    urls: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    remark: str = ""


def read_sitemap(capture: Capture) -> Sitemap:
    """What a sitemap's answer lists; plain, gzipped or as text with one address a line."""
    if not capture.is_ok or not capture.body:
        return Sitemap()
    body = _inflated(capture.body)
    if body is None:
        return Sitemap(remark="站点地图压缩损坏,未采用")
    if _DTD(body):
        return Sitemap(remark="站点地图含 DTD 或实体声明,未采用")
    text = body.decode("utf-8", "replace")
    if _INDEX(text[:_HEAD_BYTES]):
        return Sitemap(files=_addresses(text, capture.url, MAX_FILES))
    if _SET(text[:_HEAD_BYTES]):
        urls = _addresses(text, capture.url, MAX_ADDRESSES)
        is_cut = capture.is_truncated or len(urls) == MAX_ADDRESSES
        return Sitemap(urls, remark="站点地图过大,只读一部分" if is_cut else "")
    if capture.header("content-type").lower().startswith("text/plain"):
        lines = (line.strip() for line in text.splitlines()[:MAX_ADDRESSES])
        found = (join(capture.url, line) for line in lines if line.startswith(("http://", "https://")))
        return Sitemap(tuple(dict.fromkeys(u for u in found if u)))
    return Sitemap()


def _addresses(text: str, base: str, limit: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for match in _LOC(text):
        url = join(base, unescape(match[1].strip()))
        if url is not None:
            found[url] = None
        if len(found) >= limit:
            break
    return tuple(found)


def _inflated(body: bytes) -> bytes | None:
    if body[:2] != b"\x1f\x8b":
        return body[:CAP_BYTES]
    try:
        return zlib.decompressobj(31).decompress(body, CAP_BYTES) or None
    except zlib.error:
        return None
