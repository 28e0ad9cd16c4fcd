"""Answers that are not pages: JSON and XML with rows, scripts with the data addresses that they ask for."""

import re
from collections.abc import Callable
from dataclasses import replace

from .addresses import folder_of, target_of
from .calls import PAGE_NAMES, calls, filled
from .charset import Decoded
from .datarows import DataRows, all_rows, feed_rows, json_rows, keys_of, record_markup, record_total
from .footer import footer
from .islands import parsed
from .links import linked
from .lists import groups, items_of
from .markup import tree
from .memory import Memory
from .page import Footer, Link, ListItem, Page
from .pagers import data_pages
from .pagerstores import further
from .platforms import embedded_markup, paged_unit
from .tools import written_find_errors
from .words import Lexis
from .zones import Zones

_SCRIPT_TYPE = re.compile(r"javascript|ecmascript", re.I)
_DATA_TYPE = re.compile(r"json|/xml|\+xml", re.I)
_SCRIPT_START = re.compile(
    r"^\s*(?:/[/*]|!?\(?\s*function\b|\(\s*\(|\(self|\(window|var\s|let\s|const\s|import\s"
    r"|['\"]use strict|window\.|\$\()"
)
_JSON_START = re.compile(r"^\s*(?:[\w$.]{1,60}\s*\(\s*)?[\[{]\s*(?:[\"'{\[\]}]|-?\d)")
_LINK_CAP = 5000
_FOOT = re.compile(r"foot|bottom|copyright", re.IGNORECASE)
_FOOT_CAP = 100_000
_STRING = re.compile(r'"((?:\\.|[^"\\])*)"|\'((?:\\.|[^\'\\])*)\'')


def looks_like_data(text: str, content_type: str, url: str) -> bool:
    """Whether an answer is data or a script rather than a page; its look decides where its type is loose."""
    head = text[:600].lstrip("\ufeff \t\r\n")
    if head[:1] in {"{", "["} or "json" in content_type.lower():
        return bool(_JSON_START.match(head)) or head[:1] in {"{", "["}
    if _JSON_START.match(head) and "<" not in head[:40]:
        return True
    if head[:1] == "<":
        lowered = head.lower()
        is_page = "<html" in lowered or "<!doctype html" in lowered
        is_feed = any(
            mark in lowered for mark in ("<datastore", "<rss", "<feed", "<recordset", "<urlset", "<record>")
        )
        return is_feed and not is_page
    path = url.partition("?")[0]
    is_script = bool(_SCRIPT_TYPE.search(content_type)) or path.endswith((".js", ".mjs"))
    return is_script or (bool(_DATA_TYPE.search(content_type)) and "<html" not in head.lower())


def data_page(blank: Page, decoded: Decoded, content_type: str, memory: Memory) -> Page:
    """A page of shape ``data``: its rows as items, further data as `next_urls`."""
    text, lexis = decoded.text, memory.lexis
    page = replace(blank, shape="data", charset=decoded.name, notes=blank.notes + decoded.notes)
    folder = folder_of(blank.url)

    def join(href: str) -> str | None:
        return memory.joiner.join(blank.url, folder, href)

    value = (
        parsed(text)
        if _JSON_START.match(text[:600].lstrip("\ufeff")) or text.lstrip()[:1] in {"{", "["}
        else None
    )
    if value is not None:
        return _json_page(page, value, join, memory)
    if "<record" in text:
        return _store_page(page, text, memory)
    if re.search(r"<(?:rss|feed|item|entry)\b", text[:4000]):
        items = feed_rows(text, join)
        return replace(page, items=items, has_list=True, links=_links(items, lexis))
    is_script = _SCRIPT_TYPE.search(content_type) or _SCRIPT_START.match(text[:400])
    if text.lstrip()[:1] != "<" and (is_script or blank.url.partition("?")[0].endswith(".js")):
        return _script_page(page, text, join, lexis)
    return page


def _json_page(page: Page, value: object, join: Callable[[str], str | None], memory: Memory) -> Page:
    lexis = memory.lexis
    keys = keys_of(lexis.data_keys)
    found = json_rows(value, join, keys)
    every = all_rows(value, join, keys)
    items = found.items if len(found.items) * 2 >= len(every) or found.total is not None else every
    if not every and (markup := embedded_markup(value)):
        return _markup_page(page, markup, memory)
    return replace(
        page,
        items=items,
        has_list=found.is_list,
        section=found.section,
        data_total=found.total,
        next_urls=_further(page.url, found),
        links=_links(every if len(every) > len(items) else items, lexis),
    )


def _further(url: str, found: DataRows) -> tuple[str, ...]:
    return data_pages(url, found.page, found.pages, found.total, found.size, len(found.items), PAGE_NAMES)


def _rows_in(markup: str, page: Page, memory: Memory) -> tuple[ListItem, ...]:
    """Rows of the likeliest list in a piece of markup."""
    flat = tree(markup)
    zones = Zones(flat, memory.lexis, memory.marks)
    found = linked(flat, page.url, zones, "", memory)
    lists = groups(flat, found.anchors, zones, memory.lexis)
    return items_of(lists[0], flat) if lists else ()


def _markup_page(page: Page, markup: str, memory: Memory) -> Page:
    """An answer that brings its rows as markup."""
    items = _rows_in(markup if "<li" not in markup[:200] else f"<ul>{markup}</ul>", page, memory)
    return replace(
        page,
        items=items,
        has_list=bool(items),
        next_urls=tuple(paged_unit(page.url, markup)) if items else (),
        links=_links(items, memory.lexis),
    )


def _store_page(page: Page, text: str, memory: Memory) -> Page:
    lexis = memory.lexis
    items = _rows_in(f"<ul>{record_markup(text)}</ul>", page, memory)
    folder = folder_of(page.url)
    onward = further(text, page.url, lambda href: memory.joiner.join(page.url, folder, href))
    return replace(
        page,
        items=items,
        has_list=True,
        data_total=record_total(text),
        next_urls=onward,
        links=_links(items, lexis),
    )


def _written_markup(text: str) -> str:
    """The markup that a script writes, from its string literals."""
    pieces = [m.group(1) or m.group(2) or "" for m in _STRING.finditer(text[:_FOOT_CAP])]
    return re.sub(r"\\(['\"/\\])|\\n", lambda m: m.group(1) or "\n", "".join(pieces))


def _written_footer(markup: str, lexis: Lexis) -> Footer:
    """The footer in markup that a script writes."""
    words = re.sub(r"<a\b[^>]*?href=[\"']?([^\"'\s>]+)[^>]*>([^<]{2,12})</a>", r" \2 ", markup)
    links = [
        Link(u, w) for u, w in re.findall(r"<a\b[^>]*?href=[\"']?([^\"'\s>]+)[^>]*>([^<]{2,12})</a>", markup)
    ]
    return footer(re.sub(r"<[^>]{1,400}>", " ", words), links, lexis)


def _script_page(page: Page, text: str, join: Callable[[str], str | None], lexis: Lexis) -> Page:
    asked = calls(text)
    if _FOOT.search(page.url):
        markup = _written_markup(text)
        page = replace(
            page, footer=_written_footer(markup, lexis), find_errors=written_find_errors(markup, lexis)
        )
    whole = [join(a) for template in asked if (a := filled(template, {})) is not None]
    return replace(page, calls=asked, next_urls=tuple(dict.fromkeys(u for u in whole if u)))


def _links(items: tuple[ListItem, ...], lexis: Lexis) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    for item in items[:_LINK_CAP]:
        if item.url:
            found.setdefault(item.url, Link(item.url, item.title, "list", target_of(item.url, lexis)))
    return tuple(found.values())
