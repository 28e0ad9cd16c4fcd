"""Pagers whose links call a function that sets the address: ``javascript:goPage(3)``, laypage's ``jump``."""

import re
from collections.abc import Callable, Mapping

from .calls import PAGE_NAMES, joined
from .markup import Tree
from .pagerforms import page_count

Join = Callable[[str], str | None]
_PART = r"""(?:"[^"\n]{0,300}"|'[^'\n]{0,300}'|[\w$][\w$.\[\]]{0,60}(?:\(\))?)"""
_GOES = re.compile(
    rf"""(?:location(?:\.href)?\s*=(?!=)|location\.(?:replace|assign)\(|window\.open\(|\burl\s*=|\bhref\s*=)\s*"""
    rf"""(?P<sum>{_PART}(?:\s*\+\s*{_PART}){{1,12}})"""
)
_GAP = re.compile(r"\{(\w*)\}")
_NAMED_GAP = re.compile(r"[?&/]([\w.-]{1,30})=\{\w*\}$")
_CALLED = re.compile(r"\b[\w$]{1,40}\(\s*['\"]?(\d{1,4})['\"]?\s*[,)]")
_LAYPAGE = {n: re.compile(rf"\b{n}\s*:\s*['\"]?(\d{{1,7}})") for n in ("count", "limit", "pages")}
_TOTAL = re.compile(
    r"\b(?:countPage|pageCount|totalPages?|page_count|pageTotal|totalpage)\s*[=:]\s*['\"]?(\d{1,4})\b"
)
_STEP = re.compile(r"\(\s*(?:Number|parseInt)?\(?\s*([\w$.]{1,40})\s*\)?\s*[+-]\s*1\s*\)")
_ATTRIBUTE = re.compile(r"\$\(this\)\.(?:attr|data)\([^()]{0,40}\)|this\.dataset\.\w{1,20}")
_JQUERY = re.compile(r"\.pagination\(\s*(\d{1,7})\s*,\s*\{[^{}]{0,400}?items_per_page\s*:\s*(\d{1,4})")
_MANY = 500
_TRIES = 40


def by_turning(
    tree: Tree, script: str, known: Callable[[], Mapping[str, str]], url: str, join: Join
) -> tuple[list[str | None], int] | None:
    """Addresses of all pages from the second on, by the template that a script sets the address with."""
    if "location" not in script and "window.open" not in script:
        return None
    template = _template(_plain(script), known)
    if not template:
        return None
    node, largest = _largest(tree)
    count = max(_counted(script), largest)
    if node >= 0:
        count = max(count, page_count(_around(tree, node)))
    if count < 2:
        return None
    return [join(_GAP.sub(str(n), template)) for n in range(2, min(count, _MANY) + 1)], node


def _plain(script: str) -> str:
    """``(page + 1)`` and ``$(this).data("page")`` made names, so that what they stand in reads as a sum."""
    return _ATTRIBUTE.sub("page", _STEP.sub(r"\1", script))


def _template(script: str, known: Callable[[], Mapping[str, str]]) -> str:
    """The first address with one gap that stands where page numbers stand."""
    for tries, found in enumerate(_GOES.finditer(script)):
        if tries >= _TRIES:
            break
        template = joined(found["sum"], known())
        gaps = list(_GAP.finditer(template))
        if len(gaps) == 1 and _is_page_gap(template, gaps[0]):
            return template
    return ""


def _is_page_gap(template: str, gap: re.Match[str]) -> bool:
    before, after = template[: gap.start()], template[gap.end() :]
    named = _NAMED_GAP.search(template[: gap.end()])
    if named:
        return re.sub(r"[_\-.]", "", named.group(1).lower()) in PAGE_NAMES
    return before.endswith(("_", "/", "-")) and bool(re.match(r"\.(?:s?html?|jsp|aspx?|php)\b", after))


def _largest(tree: Tree) -> tuple[int, int]:
    """The last link that calls a function with a number, and the largest such number."""
    place, largest = -1, 0
    for node in tree.named("a", "li", "span", "button"):
        values = tree.attrs[node]
        if not values:
            continue
        if (value := values.get("data-page") or "").isdecimal() and len(value) < 5:
            place, largest = node, max(largest, int(value))
        for text in (values.get("href") or "", values.get("onclick") or ""):
            if "(" in text and len(text) < 200 and (found := _CALLED.search(text)):
                place, largest = node, max(largest, int(found.group(1)))
    return place, largest


def _counted(script: str) -> int:
    """How many pages the script itself says."""
    if found := _TOTAL.search(script):
        return int(found.group(1))
    if "laypage" not in script and "pagination" not in script.lower():
        return 0
    if (found := _JQUERY.search(script)) and int(found.group(2)):
        return -(-int(found.group(1)) // int(found.group(2)))
    said = {name: int(m.group(1)) for name, p in _LAYPAGE.items() if (m := p.search(script))}
    if "count" in said and said.get("limit", 10):
        return -(-said["count"] // said.get("limit", 10))
    return said.get("pages", 0)


def _around(tree: Tree, node: int) -> str:
    above = tree.above(node, 3)
    near = [tree.words(up) for up in above if tree.ends[up] - up < 200]
    return near[-1][-400:] if near else ""
