"""A capture read into a page: characters, markup, lists, article, links, each by its own reading."""

import hashlib
import re
from dataclasses import replace
from datetime import date, timedelta

from kaoping.gather.capture import Capture, Role

from .charset import decode
from .datapages import data_page, looks_like_data
from .htmlpage import html_page
from .memory import Memory
from .page import Page
from .words import Rules, lexis

_BINARY = (
    b"%PDF", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf",
    b"\x1f\x8b", b"BM6", b"OggS", b"ID3",
)  # fmt: skip
_NOT_TEXT = re.compile(
    r"^(?:image|audio|video|font)/|application/(?:pdf|zip|msword|vnd\.|octet-stream|x-rar|x-msdownload)", re.I
)


class Reader:
    """
    Reads captures under one rulebook. What it remembers between pages (joined addresses, meanings of names)
    only saves time: the same capture gives the same page in any order and any process.
    """

    def __init__(self, rules: Rules) -> None:
        self._memory = Memory(lexis(rules))

    def read(self, capture: Capture, *, cited_by: str = "", section_url: str = "") -> Page:
        """
        The page of a capture; never raises for what a site sends.

        Args:
            cited_by: The page that named this address, if known.
            section_url: For data: the first page of the section that it was called for.
        """
        seen_on = china_day(capture)
        blank = Page(
            url=capture.url,
            site=capture.site,
            status=capture.status or 0,
            digest=f"sha256:{hashlib.sha256(capture.body).hexdigest()}",
            is_rendered=capture.role == Role.RENDERED,
            notes=("内容过大,已截断",) if capture.is_truncated else (),
            section_url=section_url,
        )
        if capture.failure is not None or capture.location or not capture.body:
            return blank
        content_type = capture.header("content-type")
        if _is_binary(capture.body, content_type):
            return _noted(blank, "不是网页")
        decoded = decode(capture.body, content_type)
        if looks_like_data(decoded.text, content_type, capture.url):
            return data_page(blank, decoded, content_type, self._memory)
        modified = capture.header("last-modified")
        return html_page(blank, decoded, modified, seen_on, self._memory)


def china_day(capture: Capture) -> date:
    """The day of a capture in China."""
    return (capture.fetched_at + timedelta(hours=8)).date()


def _is_binary(body: bytes, content_type: str) -> bool:
    if body.startswith(_BINARY):
        return True
    head = body[:512].lstrip().lower()
    is_markup = head.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<script", b"{", b"["))
    return bool(_NOT_TEXT.search(content_type)) and not is_markup


def _noted(page: Page, note: str) -> Page:
    return replace(page, notes=(*page.notes, note))
