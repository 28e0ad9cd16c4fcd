"""Normative documents (行政规范性文件): which pages are one and why, and which marks they bear."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .page import Page
from .words import Rules, patterns, squeeze

_TEXT_CAP, _HEAD_CAP = 40_000, 6_000


@dataclass(frozen=True, slots=True)
class Normative:
    """
    A normative document. `reason` says in Chinese why it counts as one. `lacks` are of 文号, 成文日期 and
    有效性, in that order. `hidden` says why marks may stand where nobody looked (an attachment), or ``""``.
    """

    reason: str = ""
    lacks: tuple[str, ...] = ()
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class _Words:
    sections: re.Pattern[str]
    not_sections: re.Pattern[str]
    numbers: re.Pattern[str]
    not_titles: re.Pattern[str]
    without_number: re.Pattern[str]
    not_by_title: re.Pattern[str]
    titles: re.Pattern[str]
    enacts: re.Pattern[str]
    validity_labels: re.Pattern[str]
    validity_words: re.Pattern[str]
    least_text: int


def normative(page: Page, rules: Rules) -> Normative | None:
    """
    The page as a normative document; None where it is none, is a higher body's, or bears no number by kind.

    Texts must still be there: this is asked while the page is read.
    """
    if page.shape != "article" or page.kind not in ("policy", "notice", "other"):
        return None
    words = _words_of(rules)
    reason = _reason(page, words)
    if not reason:
        return None
    lacks = [name for name, is_there in _marks(page, words) if not is_there]
    return Normative(reason, tuple(lacks), _hidden(page, words) if lacks else "")


def _reason(page: Page, words: _Words) -> str:
    title = squeeze(page.title)
    if words.not_titles.search(title):
        return ""
    steps = [step.text for step in page.breadcrumb] + [page.section]
    if any(words.sections.search(step) and not words.not_sections.search(step) for step in steps):
        # What bears no number by kind may lie in the section too; there its number is not demanded.
        return "" if words.without_number.search(title) and not page.document_number else "位于规范性文件栏目"
    if page.kind != "policy" or words.not_by_title.search(title):
        return ""
    if page.document_number and words.numbers.search(page.document_number):
        return f"文号“{page.document_number}”是规范性文件的编号"
    if words.titles.search(title) and (found := words.enacts.search(page.text[-_HEAD_CAP:])):
        return f"题目为制度性文件,正文写有“{found.group()[:30]}”"
    return ""


def _marks(page: Page, words: _Words) -> list[tuple[str, bool]]:
    shown = page.visible_text[:_HEAD_CAP] + "\n" + page.visible_text[-_HEAD_CAP:]
    tail = page.text[:_HEAD_CAP] + "\n" + page.text[-_HEAD_CAP:]
    is_dated = any(seen.what in ("signed", "printed") and seen.value for seen in page.dates)
    is_valid = bool(words.validity_labels.search(shown) or words.validity_words.search(tail))
    return [("文号", bool(page.document_number)), ("成文日期", is_dated), ("有效性", is_valid)]


def _hidden(page: Page, words: _Words) -> str:
    if page.text_length >= words.least_text:
        return ""
    if page.attachments:
        return "正文在附件里,要素可能写在附件上"
    return "正文可能是图片或由脚本显示" if page.images or page.needs_rendering else "没有读到正文"


_PATTERNS = (
    "sections", "not_sections", "numbers", "without_number", "not_by_title", "titles", "enacts",
    "validity_labels", "validity_words",
)  # fmt: skip


def _words_of(rules: Rules) -> _Words:
    data: Mapping[str, Any] = rules.reading("normative")
    alone = tuple(data[name] for name in _PATTERNS)
    return _compiled(alone, tuple(data["not_titles"]), int(data["least_text"]))


@lru_cache(maxsize=4)
def _compiled(alone: tuple[str, ...], not_titles: tuple[str, ...], least_text: int) -> _Words:
    made = dict(zip(_PATTERNS, map(re.compile, alone), strict=True))
    return _Words(**made, not_titles=patterns(not_titles), least_text=least_text)
