"""Lists that a platform's page declares and a script file fetches: 大汉's units, 广东's catalogue."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from .islands import value_at
from .markup import Tree

_SID = re.compile(r"""["']?\bSID["']?\s*:\s*["']?(\d{1,12})""")
_TREE = re.compile(r"""["']?\bTREE["']?\s*:\s*(?=\[)""")
_CATALOGUE = re.compile(r"^(https?://[^?#]{0,300}?/gkmlpt)(?:/|$|\?|#)")
_API = re.compile(r"^(https?://[^?#]{0,300}?/gkmlpt)/api/all/(\d{1,9})")
_COLUMN_CAP = 300
_PARAMETER_CAP = 20
_DEPTH = 6


def declared_units(tree: Tree) -> Iterator[str]:
    """
    大汉: ``<script url="…/build/unit" querydata="{'webId': …}">``; its answer holds the rows as markup.
    """
    for node in tree.named("script"):
        address, asked = tree.attr(node, "url"), tree.attr(node, "querydata")
        if not address or not asked or len(asked) > 4000:
            continue
        value, _ = value_at(asked.replace("'", '"'), 0) if asked[:1] == "{" else (None, 0)
        if isinstance(value, dict):
            pairs = [(k, v) for k, v in value.items() if isinstance(v, (str, int))][:_PARAMETER_CAP]
            yield f"{address}{'&' if '?' in address else '?'}{urlencode(pairs)}"


def declared_catalogue(script_text: str, url: str) -> Iterator[str]:
    """广东 gkmlpt: ``_CONFIG = {SID, TREE: [{id, name, children}]}``; each leaf of the tree has a list."""
    root, sid = _CATALOGUE.match(url), _SID.search(script_text)
    start = _TREE.search(script_text)
    if root is None or sid is None or start is None:
        return
    value, _ = value_at(script_text, start.end())
    for number in list(_leaves(value, 0))[:_COLUMN_CAP]:
        yield f"{root.group(1)}/api/all/{number}?page=1&sid={sid.group(1)}"


def catalogue_jumps(script_text: str, url: str) -> Iterator[tuple[str, str]]:
    """广东 gkmlpt: address and name of the tree's leaves that lead elsewhere in place of having a list."""
    start = _TREE.search(script_text) if _CATALOGUE.match(url) else None
    if start is None:
        return
    value, _ = value_at(script_text, start.end())
    for node in list(_leaf_nodes(value, 0))[:_COLUMN_CAP]:
        address = node.get("jump_url")
        if isinstance(address, str) and address.startswith(("http://", "https://", "/")):
            yield address, str(node.get("name", ""))[:100]


def _leaves(nodes: Any, depth: int) -> Iterator[int]:
    for node in _leaf_nodes(nodes, depth):
        if str(node.get("id", "")).isdecimal() and not node.get("jump_url"):
            yield int(node["id"])


def _leaf_nodes(nodes: Any, depth: int) -> Iterator[dict[str, Any]]:
    for node in nodes if isinstance(nodes, list) and depth < _DEPTH else ():
        if not isinstance(node, dict):
            continue
        below = node.get("children")
        if isinstance(below, list) and below:
            yield from _leaf_nodes(below, depth + 1)
        else:
            yield node


def catalogue_address(api: str) -> str:
    """Where a reader finds the list of a catalogue's interface: ``…/gkmlpt/index#51``."""
    found = _API.match(api)
    return f"{found.group(1)}/index#{found.group(2)}" if found else api


def embedded_markup(value: Any) -> str:
    """The longest string of an answer that is markup with links, or ``""``."""
    texts = [t for t in _texts(value, 0) if "<a" in t and len(t) > 40]
    return max(texts, key=len, default="")


def _texts(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth < 4 and isinstance(value, dict):
        for child in list(value.values())[:50]:
            yield from _texts(child, depth + 1)
    elif depth < 4 and isinstance(value, list):
        for child in value[:50]:
            yield from _texts(child, depth + 1)


def paged_unit(url: str, markup: str) -> list[str]:
    """
    The further pages of a built unit, whose markup says how many rows there are (``count``) and how many
    stand on a page (``rows``); its interface takes the page as ``paramJson``.
    """
    said = {n: re.search(rf"""\b{n}=["']?(\d{{1,7}})""", markup) for n in ("rows", "count")}
    if "/build/unit" not in url or "paramJson=" in url or not (said["rows"] and said["count"]):
        return []
    rows, count = int(said["rows"].group(1)), int(said["count"].group(1))
    pages = min(-(-count // rows), 500) if rows else 0
    return [f"{url}&{urlencode({'paramJson': _param(n, rows)})}" for n in range(2, pages + 1)]


def _param(number: int, rows: int) -> str:
    return json.dumps({"pageNo": number, "pageSize": str(rows)}, separators=(",", ":"))
