"""Addresses: one spelling for each, hosts, registrable domains, and the hash that stands for an address."""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import ada_url
from xxhash import xxh3_64_intdigest

MAX_LENGTH = 2_000

# what the parser gives back as it came, by its rules: a plain name (its last label no number, none of it
# punycode) and a path without anything to encode, to resolve or to leave out
_SETTLED = re.compile(
    r"https?://(?!xn--)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.(?!xn--))*[a-z](?:[a-z0-9-]*[a-z0-9])?"
    r"(?:/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)*/?"
).fullmatch
# what the parser gives for nearly every link of a site: nothing in it needs a second look
_CLEAN = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[1-9][0-9]*)?/[^%#;?@]*").fullmatch
_PARTS = re.compile(r"(https?)://([^/?#@]+?)(?::([0-9]+))?(/[^?#]*)?(?:\?([^#]*))?(?:#.*)?", re.S).fullmatch
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?").fullmatch
_HOST_V6 = re.compile(r"\[[0-9a-f:]+\]").fullmatch
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]").search
_ENCODED = re.compile(r"%([0-9a-fA-F]{2})")
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sessionid|sid)=[^/;?]*", re.I)
_SESSION_NAME = re.compile(
    r"(?:jsessionid|phpsessid|aspsessionid\w*|asp\.net_sessionid|session_?id|sess_?id|cftoken|cfid|zenid|oscsid)",
    re.I,
).fullmatch
# short names that often number a section: they are a session only where the value looks like one
_PERHAPS_SESSION_NAME = re.compile(r"(?:sid|s|session|sess|ssid)", re.I).fullmatch
_SESSION_VALUE = re.compile(r"(?=[^0-9]*[0-9])(?=[^a-zA-Z]*[a-zA-Z])[0-9a-zA-Z_-]{16,}").fullmatch
_NUMBER = re.compile(r"[\d.]+|[\da-fA-F:.]*:[\da-fA-F:.]*").fullmatch  # an address of IPv4 or IPv6
_UNRESERVED = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")


@cache
def _extractor() -> Callable[[str], Any]:
    # imported late: it brings an HTTP client along that nothing here uses
    import tldextract

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def normalise(url: str) -> str | None:
    """
    The one spelling of an absolute address, or None where it is none that we fetch.

    http and https only, host as a browser would look it up (NFKC, punycode, numeric forms of IPv4 made
    dotted), default port, fragment and empty query dropped, session numbers dropped, percent-encoding in one
    form. The order of the query is kept: some hosts read it.
    """
    if len(url) <= MAX_LENGTH and url.count("/") > 2 and _SETTLED(url):
        return url
    try:
        href = ada_url.normalize_url(url)
    except ValueError:
        return None
    return _settled(href, url)


def join(base: str, href: str) -> str | None:
    """`href` as a browser would read it on the page `base`, normalised; None as in `normalise`."""
    try:
        joined = ada_url.join_url(base, href)
    except ValueError:
        return None
    return _settled(joined, href)


def host_of(url: str) -> str:
    """``host``, or ``host:port`` where the port is unusual, of a normalised address."""
    return url.split("/", 3)[2]


def split_port(host: str, scheme: str = "http") -> tuple[str, int]:
    """``host[:port]`` as host (v6 without brackets) and port; the scheme's own port where none is written."""
    name, colon, port = host.rpartition(":")
    if colon and port.isdigit() and not (host.startswith("[") and host.endswith("]")):
        return name.strip("[]"), int(port)
    return host.strip("[]"), 443 if scheme == "https" else 80


@lru_cache(maxsize=8192)
def registrable(host: str) -> str:
    """
    The registrable domain of a host (``www.a.gov.cn:81`` → ``a.gov.cn``), from the public suffix list shipped
    with tldextract. A bare number or a name outside the list is returned whole, with its port: nothing is
    known of who shares it.
    """
    name, _ = split_port(host)
    if _NUMBER(name):
        return host  # without the list, whose library takes a third of a second to load
    return str(_extractor()(name).top_domain_under_public_suffix or host)


def address_hash(url: str) -> int:
    """xxh3_64 of a normalised address as a signed 64-bit number (the kind SQLite keeps)."""
    number = xxh3_64_intdigest(url.encode())
    return number - 0x10000000000000000 if number & 0x8000000000000000 else number


def _settled(href: str, given: str) -> str | None:
    if len(href) > MAX_LENGTH or _CONTROL(given.strip()):
        return None
    if _CLEAN(href):
        return href
    parts = _PARTS(href)
    if parts is None:
        return None
    scheme, host, port, path, query = parts.groups()
    host = host.removesuffix(".")
    if not (_HOST(host) or _HOST_V6(host)) or port == "0":
        return None
    return _written(scheme, host, port, path or "/", query or "")


def _written(scheme: str, host: str, port: str | None, path: str, query: str) -> str:
    if ";" in path:
        path = _PATH_SESSION.sub("", path)
    if query:
        query = _without_session(query)
    if "%" in path:
        path = _ENCODED.sub(_one_form, path)
    if "%" in query:
        query = _ENCODED.sub(_one_form, query)
    return f"{scheme}://{host}{':' + port if port else ''}{path}{'?' + query if query else ''}"


def _without_session(query: str) -> str:
    lowered = query.lower()
    if "s" not in lowered and "cf" not in lowered and "zen" not in lowered:
        return query
    return "&".join(pair for pair in query.split("&") if not _is_session(pair))


def _is_session(pair: str) -> bool:
    name, _, value = pair.partition("=")
    if _SESSION_NAME(name):
        return True
    return bool(_PERHAPS_SESSION_NAME(name) and _SESSION_VALUE(value))


def _one_form(match: re.Match[str]) -> str:
    byte = int(match[1], 16)
    return chr(byte) if byte in _UNRESERVED else f"%{byte:02X}"
