"""Fittings that a page offers: a search box, an entrance to report errors, a footer that scripts draw."""

import re
from collections.abc import Sequence

from .markup import Tree
from .page import FindErrors, Link
from .words import Lexis, squeeze

_FOOT_FILE = re.compile(r"(?:^|[/_.-])(?:foot\w*|bottom|copyright)[^/]*\.js(?:[?]|$)", re.IGNORECASE)
_TEXT_INPUTS = frozenset({"", "text", "search"})
_NAMING = ("id", "name", "class", "placeholder", "value", "action")


def has_search(
    tree: Tree,
    anchors: Sequence[tuple[int, str, str]],
    scripts: Sequence[str],
    script_text: str,
    lexis: Lexis,
) -> bool:
    """A search box, a link to one (the shared platform's too), or a script that makes one."""
    if any(len(words) <= 8 and lexis.says_search[words] for _, _, words in anchors):
        return True
    for node in tree.named("form", "input"):
        if tree.tags[node] == "form" or tree.attr(node, "type").lower() in _TEXT_INPUTS:
            values = tree.attrs[node]
            if lexis.search_marks.search(" ".join(values.get(k) or "" for k in _NAMING).lower()):
                return True
    return (
        any(len(words) <= 8 and lexis.leads_to_search[url] for _, url, words in anchors)
        or any(lexis.fittings.search_scripts.search(url.lower()) for url in scripts)
        or lexis.fittings.search_scripts.search(script_text) is not None
        or _has_search_button(tree, lexis)
    )


def _has_search_button(tree: Tree, lexis: Lexis) -> bool:
    """Something to press that is named as a search, be it made by scripts."""
    for node in tree.named("button", "a", "span", "i", "img", "input", "em"):
        values = tree.attrs[node]
        if values and ("onclick" in values or tree.tags[node] in ("button", "i")):
            naming = " ".join(values.get(k) or "" for k in (*_NAMING, "onclick", "title", "alt"))
            if naming and lexis.fittings.search_boxes.search(naming.lower()):
                return True
    return False


def find_errors(
    tree: Tree, links: Sequence[Link], scripts: Sequence[str], script_text: str, lexis: Lexis
) -> FindErrors:
    """
    The entrance by which readers report errors to the State Council's office: a link, a picture or a script
    that is called or addressed so.
    """
    own = lexis.fittings
    said = [" ".join(filter(None, (link.url, link.text if len(link.text) <= 30 else ""))) for link in links]
    for words in (*said, *scripts, *own.find_errors_lines(script_text)):
        if own.find_errors.search(words):
            return FindErrors(words[:200], own.code_in(words) or _code_attribute(tree, lexis))
    for node in tree.named("div", "span", "script", "p", "li"):
        if tree.marks[node] and own.find_errors_boxes.search(tree.marks[node].lower()):
            return FindErrors(is_by_script=True)
    is_near = any(own.find_errors_near.search(squeeze(link.text)) for link in links if len(link.text) <= 12)
    return FindErrors(is_near=is_near)


def _code_attribute(tree: Tree, lexis: Lexis) -> str:
    """The site code that a script tag of the entrance bears as an attribute."""
    for node in tree.named("script"):
        for name, value in tree.attrs[node].items():
            if value and (code := lexis.fittings.code_in(f"{name}={value}")):
                return code
    return ""


def written_find_errors(markup: str, lexis: Lexis) -> FindErrors:
    """The entrance in markup that a script writes."""
    found = lexis.fittings.find_errors.search(markup)
    return FindErrors(found.group()[:200], lexis.fittings.code_in(markup)) if found else FindErrors()


def has_scripted_footer(tree: Tree, scripts: Sequence[str], lexis: Lexis) -> bool:
    """A box named as the footer without words in it, or a script file named as the footer."""
    if any(_FOOT_FILE.search(url) for url in scripts):
        return True
    return any(
        tree.marks[node]
        and tree.ends[node] - node <= 6
        and lexis.footer_marks.search(tree.marks[node])
        and not tree.words(node).strip()
        for node in tree.named("div", "footer", "section")
    )
