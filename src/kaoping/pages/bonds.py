"""Whether a document and its interpretation link each other (双向关联)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .interpretationwords import InterpretationWords
from .page import Page
from .subjects import PolicyPair

Bond = Literal["yes", "no", "unsure"]
_CHROME = frozenset({"navigation", "footer", "head", "breadcrumb"})


@dataclass(frozen=True, slots=True)
class Bonds:
    """Both directions; `why` says in Chinese what an ``unsure`` rests on."""

    to_interpretation: Bond = "yes"
    to_document: Bond = "yes"
    why: str = ""


def bonds(pair: PolicyPair, words: InterpretationWords) -> Bonds:
    """
    The links between a pair.

    A link in the text or in a relation block counts, and so does one to another page of the same document,
    to a file of it, or from the document to another interpretation of it. A link elsewhere on the page (the
    next article, a side list) is unsure, as is a page whose relation block scripts may fill.
    """
    documents = [pair.policy, *pair.copies]
    there = _bond(pair.policy, [pair.interpretation, *pair.companions], words)
    back = _bond(pair.interpretation, documents, words)
    if back[0] == "no" and _has_file_of(pair.interpretation, documents):
        back = "yes", ""
    return Bonds(there[0], back[0], there[1] or back[1])


def _bond(page: Page, wanted: Iterable[Page], words: InterpretationWords) -> tuple[Bond, str]:
    urls = {_plain(one.url) for one in wanted}
    if any(_plain(link.url) in urls for link in (*page.text_links, *page.related)):
        return "yes", ""
    if any(_plain(link.url) in urls for link in page.links if link.place not in _CHROME):
        return "unsure", "只在关联区块之外(如上一篇、下一篇、侧栏)有链接"
    if page.needs_rendering:
        return "unsure", f"页面须渲染才能看全({page.needs_rendering})"
    if page.has_scripted_relations or _is_scripted(page, words):
        return "unsure", "关联内容可能由脚本生成,没有渲染"
    return "no", ""


def _is_scripted(page: Page, words: InterpretationWords) -> bool:
    return any(words.scripted.search(url) for url in (*page.calls, *page.scripts))


def _has_file_of(page: Page, documents: Iterable[Page]) -> bool:
    """An interpretation that offers the document's own file leads its reader to the document."""
    files = {_plain(link.url) for one in documents for link in one.attachments}
    names = {title for one in documents if (title := _bare(one.title))}
    return any(
        _plain(link.url) in files or (len(text := _bare(link.text)) >= 8 and any(text in n for n in names))
        for link in page.attachments
    )


def _bare(text: str) -> str:
    return "".join(c for c in text.rpartition(".")[0] or text if "一" <= c <= "龥" or c.isdigit())


def _plain(url: str) -> str:
    """An address as two links to one page may differ: scheme and fragment."""
    return url.partition("#")[0].partition("://")[2].removeprefix("www.")
