"""大汉: rows lie in a ``<datastore>``; further ones come from a data proxy, by groups or by numbers."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

from .datarows import record_total

Join = Callable[[str], str | None]
MOST = 500
_NEXT_GROUP = re.compile(r"<nextgroup>.*?href=[\"']([^\"']+)[\"']", re.DOTALL | re.IGNORECASE)
_GROUP_NUMBER = re.compile(r"(?<=[?&]page=)(\d{1,5})(?=&|$)")
_RECORDS = re.compile(r"[?&](?:page|startrecord|endrecord|perpage)=[^&]*")
_END_RECORD = re.compile(r"[?&]endrecord=(\d{1,7})(?=&|$)")
_PROXY = re.compile(r"""["']([^"'\s]{0,200}dataproxy\.jsp[^"'\s]{0,400})["']""")
_SCRIPT_NUMBER = r"""["']?{}["']?\s*[=:]\s*["']?(\d+)"""
_SCRIPT_TEXT = r"""["']?{}["']?\s*[=:]\s*(?:["']([^"'\n]{{0,100}})["']|(\d+))"""
_PER_CALL = 45  # rows that a data proxy is asked for at once, three pages of fifteen as its own script asks
# what a proxy is told of the list; its script posts them, and proxies read them from the address too
_NAMES = (
    "col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname", "permissiontype",
    "infotypeId", "area", "jdid", "keyWordCount",
)  # fmt: skip


def by_store(text: str, url: str, join: Join) -> tuple[str, list[str | None]] | None:
    """The addresses of the rows that are not on the page, from its stores and the scripts beside them."""
    if "dataproxy.jsp" not in text and "<datastore" not in text:
        return None
    group = next_group(text)
    told = record_total(text)
    told = _number(text, "totalRecord") if told is None else told
    total, shown = told or 0, text.count("<record>")
    if told == 0 and not shown:
        return None  # the server itself says that there is nothing: no proxy need be asked
    if group:
        return "datastore", _groups(group, shown, total, join)
    proxy = _PROXY.search(text)
    if proxy is None:
        return None if not shown else ("datastore", [])
    address = proxy.group(1)
    asked = {n: v for n in _NAMES if (v := _text(text, n)) is not None and f"{n}=" not in address}
    if asked:
        address += ("&" if "?" in address else "?") + urlencode(asked)
    size = _number(text, "perPage") or _number(text, "perpage") or 15
    return "datastore", _records(address, shown, total, size, join)


def further(text: str, url: str, join: Join) -> tuple[str, ...]:
    """Where a proxy's answer leads: to its next group, or by record numbers to the rest of its total."""
    group = next_group(text)
    if group:
        return tuple(u for u in [join(group)] if u and u != url)
    total, end, shown = record_total(text), _END_RECORD.search(url), text.count("<record>")
    if not total or not end or not shown or int(end.group(1)) >= total:
        return ()
    size = _number(url.partition("?")[2].replace("=", ":"), "perpage") or 15
    urls = _records(url, int(end.group(1)), total, size, join)
    return tuple(u for u in urls if u and u != url)


def next_group(text: str) -> str:
    """The address of the next group of rows as written, or ``""``."""
    start = text.find("<nextgroup>")
    found = _NEXT_GROUP.search(text[start : start + 2000]) if start >= 0 else None
    return found.group(1).replace("&amp;", "&") if found else ""


def _groups(address: str, shown: int, total: int, join: Join) -> list[str | None]:
    """The groups that follow the first `shown` rows, by number; without a total the next one alone."""
    number = _GROUP_NUMBER.search(address)
    if number is None or not total or not shown:
        return [join(address)]
    first = int(number.group(1))
    last = first + -(-(total - shown) // shown)
    before, after = address[: number.start()], address[number.end() :]
    return [join(f"{before}{n}{after}") for n in range(first, min(last, first + MOST))]


def _records(address: str, shown: int, total: int, size: int, join: Join) -> list[str | None]:
    """Addresses of the rows after the first `shown` of `total`."""
    if not total:
        return [join(address)]
    base = _RECORDS.sub("", address)
    if "?" not in base:
        base = base.replace("&", "?", 1)
    joint = "&" if "?" in base else "?"
    step = max(size, _PER_CALL // size * size)
    return [
        join(f"{base}{joint}startrecord={start}&endrecord={min(start + step - 1, total)}&perpage={size}")
        for start in range(shown + 1, total + 1, step)
    ][:MOST]


def _number(text: str, name: str) -> int | None:
    found = re.search(_SCRIPT_NUMBER.format(name), text)
    return int(found.group(1)) if found else None


def _text(text: str, name: str) -> str | None:
    """What a script gives a name; null where it does not, or where it is put together."""
    found = re.search(r"(?<![\w.])" + _SCRIPT_TEXT.format(name), text)
    return (found.group(1) or found.group(2) or "") if found else None
