"""Rows of a list that come as data: JSON from interfaces and islands, XML of 大汉 and feeds."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any

from .dates import iso_date
from .islands import arrays_in, dicts_in
from .page import ListItem
from .words import collapse

_MARKUP = re.compile(r"<[^>]{1,300}>")
_RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.DOTALL)
_ITEMS = {
    name: re.compile(rf"<{name}\b[^>]{{0,400}}>(.*?)</{name}>", re.DOTALL) for name in ("item", "entry")
}
_CHILD = re.compile(
    r"<(title|link|pubDate|published|updated|date)\b([^>]*)>(?:\s*<!\[CDATA\[)?(.*?)(?:\]\]>\s*)?</\1>",
    re.DOTALL | re.IGNORECASE,
)
_ITEM_CHARACTERS = 8000
_ROW_CAP = 5000
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DataRows:
    """
    What a data answer says: its rows, how many in all and per page, and which page this is (null where
    it does not say); `is_list` also where the list is empty; `section` the column's name.
    """

    items: tuple[ListItem, ...] = ()
    is_list: bool = False
    total: int | None = None
    pages: int | None = None
    page: int | None = None
    size: int | None = None
    section: str = ""


@dataclass(frozen=True, slots=True)
class Keys:
    """Names of fields in lower case without ``_``, best first, of the rulebook's ``lists.data_keys``."""

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, record: Mapping[str, Any], what: str) -> Any:
        """The record's value under the best-known name of `what`, or null."""
        lowered = {
            k.lower().replace("_", "").replace("-", ""): v for k, v in record.items() if isinstance(k, str)
        }
        return next((lowered[n] for n in self.names[what] if lowered.get(n) not in (None, "")), None)


def keys_of(data: Mapping[str, Any]) -> Keys:
    """The rulebook's key names made ready."""
    return Keys({what: tuple(n.lower().replace("_", "") for n in names) for what, names in data.items()})


def json_rows(value: Any, join: Callable[[str], str | None], keys: Keys) -> DataRows:
    """The longest array whose objects have titles, as rows; what stands beside it, as counts."""
    best: tuple[int, dict[str, Any], list[Any]] | None = None
    for holder, array in arrays_in(value):
        titled = sum(1 for r in array[:20] if isinstance(r, dict) and _words(keys.of(r, "title")))
        linked = sum(1 for r in array[:20] if isinstance(r, dict) and _address(r, keys))
        dated = sum(1 for r in array[:20] if isinstance(r, dict) and _day(keys.of(r, "date")))
        weight = (
            titled * (1 + linked + dated) * min(len(array), 100) if titled * 2 >= min(len(array), 20) else 0
        )
        if weight and (best is None or weight > best[0]) and (linked or dated):
            best = (weight, holder, array)
    if best is None:
        return _empty(value, keys)
    items = tuple(item for r in best[2][:_ROW_CAP] if isinstance(r, dict) and (item := _item(r, join, keys)))
    return _counted(items, best[1], value, keys)


def all_rows(value: Any, join: Callable[[str], str | None], keys: Keys) -> tuple[ListItem, ...]:
    """Rows of every array (the blocks of a home page)."""
    found: dict[tuple[str, str], ListItem] = {}
    for _, array in arrays_in(value):
        for record in array[:200]:
            item = _item(record, join, keys) if isinstance(record, dict) else None
            if item and (item.url or item.published):
                found.setdefault((item.url, item.title), item)
    return tuple(found.values())[:_ROW_CAP]


def _counted(items: tuple[ListItem, ...], holder: Mapping[str, Any], value: Any, keys: Keys) -> DataRows:
    places = [holder, *(d for d in list(dicts_in(value))[:40] if d is not holder)]
    total = _number_of(places, "total", keys)
    if total is not None and total < len(items):
        total = None
    name = next(
        (
            _words(d[k])
            for d in places[:3]
            for k in d
            if k.lower() in {"columnname", "channelname", "catname", "colname", "lanmu"} and d[k]
        ),
        "",
    )
    column = holder.get("classify")
    if not name and isinstance(column, dict):
        name = _words(column.get("name"))
    return DataRows(
        items, True, total, _number_of(places[:4], "pages", keys), _number_of(places[:4], "page", keys),
        _number_of(places[:4], "size", keys), name,
    )  # fmt: skip


def _number_of(places: Sequence[Mapping[str, Any]], what: str, keys: Keys) -> int | None:
    for place in places:
        value = keys.of(place, what)
        if isinstance(value, bool):
            continue
        if isinstance(value, int) and 0 <= value < 10**8:
            return value
        if isinstance(value, str) and value.isdecimal() and len(value) < 9:
            return int(value)
    return None


def _empty(value: Any, keys: Keys) -> DataRows:
    """A list answer without rows: an empty array under a list's name, or a total of nought."""
    for found in dicts_in(value):
        for key, child in found.items():
            if (
                child in ([], None)
                and key.lower() in keys.names["rows"]
                and (isinstance(child, list) or keys.of(found, "total") in (0, "0"))
            ):
                return _counted((), found, value, keys)
    return DataRows()


def _item(record: Mapping[str, Any], join: Callable[[str], str | None], keys: Keys) -> ListItem | None:
    title = _words(keys.of(record, "title"))
    if not title:
        return None
    raw = _address(record, keys)
    pinned = keys.of(record, "pinned")
    is_pinned = pinned is True or pinned in (1, "1", "true", "是")
    return ListItem(title, (join(raw) or "") if raw else "", _day(keys.of(record, "date")), is_pinned)


def _address(record: Mapping[str, Any], keys: Keys) -> str:
    value = keys.of(record, "url")
    return value if isinstance(value, str) and ("/" in value or "." in value) and len(value) < 2000 else ""


def _day(value: Any) -> date | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(int(value))
    return iso_date(value) if isinstance(value, str) else None


def _words(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    return collapse(unescape(_MARKUP.sub("", value)))[:500]


def record_markup(text: str) -> str:
    """The rows of a 大汉 ``<datastore>`` as one piece of markup, or ``""``; works in scripts and answers."""
    text = text[: text.rfind("</record>") + len("</record>")]  # beyond it no record ends
    if "<record" not in text:
        return ""
    return "\n".join(m.group(1) for m in _RECORD.finditer(text))


def record_total(text: str) -> int | None:
    """What a ``<datastore>`` says of all rows."""
    found = _TOTAL.search(text)
    return int(found.group(1)) if found else None


def feed_rows(text: str, join: Callable[[str], str | None]) -> tuple[ListItem, ...]:
    """Rows of an RSS or Atom feed, read without an XML parser: entities and external names are no concern."""
    items = []
    name = "item" if "</item>" in text else "entry"
    for found in _ITEMS[name].finditer(text[: text.rfind(f"</{name}>") + len(name) + 3]):
        children = _CHILD.findall(found.group(1)[:_ITEM_CHARACTERS])
        parts = {name.lower(): (attrs, inner) for name, attrs, inner in children}
        title = _words(parts.get("title", ("", ""))[1])
        attrs, link = parts.get("link", ("", ""))
        href = re.search(r'href="([^"]+)"', attrs)
        when = next((parts[k][1] for k in ("pubdate", "published", "date", "updated") if k in parts), "")
        if title:
            url = join(unescape(link.strip() or (href.group(1) if href else "")))
            items.append(ListItem(title, url or "", _feed_day(when)))
        if len(items) >= _ROW_CAP:
            break
    return tuple(items)


def _feed_day(text: str) -> date | None:
    if day := iso_date(text):
        return day
    try:
        return parsedate_to_datetime(text.strip()).date()
    except (ValueError, TypeError, IndexError):
        return None
