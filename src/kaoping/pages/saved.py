"""A saved copy of a page: the address that it had, and the markup inside a web archive (MHTML)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default

from kaoping.gather.addresses import normalise

from .addresses import path_of
from .charset import decode

# Deep enough that ../../ stays inside it; without words or figures that could be taken for the page's own.
UNKNOWN_ADDRESS = "http://unknown.invalid/x/x/x.html"
NO_ADDRESS_NOTE = "不知道网页原来的地址,相对链接按占位地址补全;可用 --url 给出"
_HEAD_CHARACTERS = 200_000
_MARK = re.compile(r"<!--\s{0,20}saved from url=\(\d{1,6}\)(http[^\s>]{1,2000})", re.IGNORECASE)
_TAG = re.compile(r"<(?:meta|link)\s([^>]{1,1500})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]{1,40})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_ARCHIVE = re.compile(rb"^[^<]{0,4000}?^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_MARKUP = re.compile(rb"<[a-zA-Z!/?]")


@dataclass(frozen=True, slots=True)
class Saved:
    """The markup of a saved page with its own address, ``""`` where it tells none."""

    body: bytes
    content_type: str = ""
    url: str = ""


def saved(body: bytes) -> Saved:
    """
    What a saved file holds. Of an MHTML archive the first HTML part; any other file is the page itself.

    The address is what the browser wrote when saving (``saved from url``, ``Content-Location``), else the
    page's own tags Url, og:url or canonical. A tag that names but the home page of a site is not believed:
    templates put it on every page.
    """
    if _ARCHIVE.search(body[:8000]):
        return _unpacked(body)
    return Saved(body, url=_own_address(decode(body[: _HEAD_CHARACTERS * 2]).text[:_HEAD_CHARACTERS]))


def is_markup(body: bytes) -> bool:
    """Whether any tag stands in the first MiB, whatever the width of the characters."""
    return bool(_MARKUP.search(body[: 1 << 20].replace(b"\0", b"")))


def _unpacked(body: bytes) -> Saved:
    message = message_from_bytes(body, policy=default)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            content = part.get_payload(decode=True)
            where = str(part.get("Content-Location") or message.get("Snapshot-Content-Location") or "")
            charset = part.get_content_charset()
            told = f"text/html; charset={charset}" if charset else ""
            return Saved(content if isinstance(content, bytes) else b"", told, _accepted(where))
    return Saved(b"")


def _own_address(head: str) -> str:
    mark = _MARK.search(head)
    if mark and (address := _accepted(mark.group(1))):
        return address
    told = dict(_told_addresses(head))
    found = (_accepted(told.get(name, "")) for name in ("url", "og:url", "canonical"))
    return next((url for url in found if url and path_of(url) not in {"", "/"}), "")


def _told_addresses(head: str) -> Iterator[tuple[str, str]]:
    for tag in _TAG.finditer(head):
        attributes = {
            m.group(1).lower(): m.group(2) or m.group(3) or m.group(4) or ""
            for m in _ATTRIBUTE.finditer(tag.group(1))
        }
        name = attributes.get("name") or attributes.get("property") or attributes.get("rel") or ""
        value = attributes.get("content") or attributes.get("href") or ""
        if value:
            yield name.strip().lower(), value.strip()


def _accepted(address: str) -> str:
    return (normalise(address) or "") if address.lower().startswith(("http://", "https://")) else ""
