"""Pagers that send a form (ASP, JSP), and those that nobody can walk by address."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

from .markup import Tree
from .pagerlinks import series_of
from .sectionurls import page_number

Join = Callable[[str], str | None]
Found = tuple[list[str | None], int]
UNWALKED = "翻页须由脚本提交表单,后面的页没有看到"
_FIELD = re.compile(
    r"(?:page|pageno|page_no|pagenum|page_num|pageindex|page_index|curpage|currentpage|current_page|currpage"
    r"|topage|nowpage|gopage|cpage|pn|p)",
    re.IGNORECASE,
)
_COUNT = re.compile(r"共\s?(\d{1,4})\s?页|\d{1,4}\s?/\s?(?:共\s?)?(\d{1,4})\s?页?|/共\s?(\d{1,4})\s?页")
_TURN = re.compile(r"^javascript:.*\(\s*['\"]?\d|^javascript:.*(?:next|down|turn|page|submit)", re.IGNORECASE)
_POST_BACK = re.compile(r"__doPostBack\(\s*(?:'|\\'|&#39;)[^'\\]{0,120}(?:'|\\'|&#39;)\s*,")
_PAGER_WORDS = re.compile(r"^\W*(?:下一?页|后一?页|尾页|末页|>+|»|›)\W*$")
_NEAR = 400  # characters of words around a pager


def by_form(tree: Tree, url: str, join: Join) -> Found | None:
    """A form sent by address: the page number lies in its <select>, or in a hidden field beside 共N页."""
    for node in tree.named("select", "input"):
        if not _FIELD.fullmatch(tree.attr(node, "name")):
            continue
        form = next((up for up in tree.above(node, 12) if tree.tags[up] == "form"), -1)
        if form < 0 or tree.attr(form, "method").lower() == "post":
            continue
        numbers = _choices(tree, node) if tree.tags[node] == "select" else _counted(tree, form)
        name = tree.attr(node, "name")
        fixed = [f for f in _hidden(tree, form) if f[0] != name]
        action = (tree.attr(form, "action") or url).partition("?")[0]
        urls = [join(f"{action}?{urlencode([*fixed, (name, n)])}") for n in numbers]
        if len(urls) > (1 if tree.tags[node] == "select" else 0):
            return urls, node
    return None


def by_select(tree: Tree, url: str, join: Join) -> Found | None:
    """A <select> whose values are the addresses of pages."""
    for node in tree.named("select"):
        values = [
            v
            for i in range(node, tree.ends[node])
            if tree.tags[i] == "option" and (v := tree.attr(i, "value")) and not v.isdecimal()
        ]
        if len(values) < 2 or len(values) > 1000 or not all(re.search(r"\.\w+|=\d", v) for v in values):
            continue
        urls = [u for v in values if (u := join(v))]
        numbered = [u for u in urls if page_number(u)]
        if numbered and len(numbered) + 1 >= len(urls) and series_of(numbered[0], numbered[-1]):
            return [*numbered], node
    return None


def posted(tree: Tree, script: str) -> tuple[int, str]:
    """The node of a pager that posts a form, and the words that say so; (-1, "") for none."""
    for node in tree.named("a"):
        href = tree.attr(node, "href")
        if "avaScript:" not in href and "avascript:" not in href:
            continue
        href = href.strip()
        if not href.startswith(("javascript:", "JavaScript:")) or len(tree.words(node)) > 12:
            continue
        if _POST_BACK.search(href) and (
            _PAGER_WORDS.match(tree.words(node)) or tree.words(node).strip().isdecimal()
        ):
            return node, UNWALKED
        if _TURN.match(href) and "submit(" in script and _is_posting(tree, node):
            return node, UNWALKED
    return -1, ""


def _is_posting(tree: Tree, node: int) -> bool:
    """The pager lies in a posted form with a field for the page number, and there are pages to turn."""
    form = next((up for up in tree.above(node, 12) if tree.tags[up] == "form"), -1)
    if form < 0 or tree.attr(form, "method").lower() != "post" or not _counted(tree, form):
        return False
    return any(
        tree.tags[i] == "input" and _FIELD.fullmatch(tree.attr(i, "name"))
        for i in range(form, tree.ends[form])
    )


def page_count(words: str) -> int:
    """How many pages the words around a pager say that there are, or 0."""
    found = _COUNT.search(words)
    return int(next(g for g in found.groups() if g)) if found else 0


def _counted(tree: Tree, form: int) -> list[str]:
    count = page_count(tree.words(form)[-_NEAR:]) or page_count(tree.words(form)[:_NEAR])
    return [str(n) for n in range(2, count + 1)]


def _choices(tree: Tree, node: int) -> list[str]:
    values = [tree.attr(i, "value") for i in range(node, tree.ends[node]) if tree.tags[i] == "option"]
    return [v for v in values if v.isdecimal()]


def _hidden(tree: Tree, form: int) -> list[tuple[str, str]]:
    return [
        (tree.attr(i, "name"), tree.attr(i, "value"))
        for i in range(form, tree.ends[form])
        if tree.tags[i] == "input" and tree.attr(i, "type").lower() == "hidden" and tree.attr(i, "name")
    ]
