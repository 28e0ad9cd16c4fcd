"""Rows and articles that lie in a page's scripts as data, made readable."""

import re
from collections.abc import Callable
from datetime import date
from html import escape
from typing import Any

from .datarows import json_rows, keys_of, record_markup
from .islands import dicts_in, values_in
from .page import ListItem
from .words import Lexis

_STORE = re.compile(
    r"<script\b[^>]{0,200}>\s*(?:<!\[CDATA\[)?\s*(?:<\?xml[^>]{0,100}\?>\s*)?<datastore\b", re.IGNORECASE
)
_TITLE_KEYS = ("title", "articletitle", "doctitle", "name", "infotitle")
_TEXT_KEYS = (
    "content",
    "articlecontent",
    "doccontent",
    "htmlcontent",
    "body",
    "contenthtml",
    "text",
    "detail",
    "dochtmlcon",
    "txt",
)
_TIME_KEYS = (
    "publishtime",
    "pubdate",
    "publishdate",
    "publish_time",
    "pubtime",
    "docreltime",
    "displaytime",
    "releasetime",
    "createtime",
    "date",
    "time",
)
_SOURCE_KEYS = ("source", "contentsource", "docsource", "origin", "ly", "sourcename")
_LEAST_TEXT = 20


def with_stored_rows(markup: str) -> str:
    """大汉 pages keep their rows as XML in a script: the rows are put behind that script as a plain list."""
    if "<datastore" not in markup:
        return markup
    pieces, kept = [], 0
    for start in _STORE.finditer(markup):
        if start.start() < kept:
            continue
        end = markup.find("</script>", start.end())
        if end < 0:
            break
        end += len("</script>")
        rows = record_markup(markup[start.start() : end])
        pieces += [markup[kept:end], f'<ul class="rows">{rows}</ul>' if rows else ""]
        kept = end
    return "".join([*pieces, markup[kept:]])


def drawn_rows(script_text: str, join: Callable[[str], str | None], lexis: Lexis) -> tuple[ListItem, ...]:
    """Rows of the longest list among the data that scripts hold; () where there is none."""
    if (
        '":' not in script_text
        and "':" not in script_text
        and ":'" not in script_text
        and ':"' not in script_text
    ):
        return ()
    keys = keys_of(lexis.data_keys)
    best: tuple[ListItem, ...] = ()
    for value in values_in(script_text):
        rows = json_rows(value, join, keys)
        items = tuple(i for i in rows.items if i.url)
        # a last page may hold one row; one record that no total stands beside is no list
        if len(items) > len(best) and len(items) >= (1 if rows.total else 2):
            best = items
    return best


def drawn_article(script_text: str) -> str:
    """An article that a script holds (``window.__INITIAL_STATE__``), as plain markup, or ``""``."""
    if '"' not in script_text or not re.search(
        r"[\"']?(?:content|body|doccontent|text|detail|txt)\w*[\"']?\s*:", script_text, re.I
    ):
        return ""
    for value in values_in(script_text):
        for record in dicts_in(value):
            lowered = {k.lower(): v for k, v in record.items() if isinstance(k, str)}
            title, text = _first(lowered, _TITLE_KEYS), _first(lowered, _TEXT_KEYS)
            if len(title) >= 4 and len(text) >= _LEAST_TEXT:
                return _as_markup(title, text, lowered)
    return ""


def _first(record: dict[str, Any], names: tuple[str, ...]) -> str:
    return next((v for n in names if isinstance(v := record.get(n), str) and v.strip()), "")


def _as_markup(title: str, text: str, record: dict[str, Any]) -> str:
    when = next((v for n in _TIME_KEYS if (v := record.get(n))), "")
    if isinstance(when, (int, float)) and not isinstance(when, bool):
        seconds = int(when) // (1000 if when > 10**11 else 1)
        when = (
            date.fromordinal(719163 + (seconds + 8 * 3600) // 86400).isoformat()
            if 0 < seconds < 4 * 10**9
            else ""
        )
    source = _first(record, _SOURCE_KEYS)
    info = f"<span>发布时间：{escape(str(when))}</span>" if when else ""
    info += f" <span>来源：{escape(source)}</span>" if source else ""
    return f'<div><h1>{escape(title)}</h1><div>{info}</div><div id="zoom">{text}</div></div>'
