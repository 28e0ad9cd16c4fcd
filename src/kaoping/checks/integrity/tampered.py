"""
Page looks tampered with (页面疑似被篡改).

Looks at:     titles, keywords, visible text, text behind </html>, and what scripts write into the page.
Problem when: brands of betting, pornography or forged papers stand there in place of ordinary words, in a
              title, behind the end of the page, or behind masks (zero-width, look-alike, combining signs),
              and the signs add up to 5.
Unsure when:  the signs add up to 3 or 4: one bare brand in the text, one gambling noun in a title.
Not its job:  the words of hidden links; see `integrity.hidden_link`.
Silent:       police and market notices, court cases, lottery administration, quoted words, company names, and
              ordinary words that contain a brand (势必威胁, 亚博会, 娱乐场所).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaoping.pages.page import Page
from kaoping.pages.writtenscripts import written_by_script
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure
from .garbling import HIJACK
from .plain import QUOTED_AROUND
from .planted import LOUD, Planted, planted_words
from .scoring import (
    BEHIND_END,
    BY_SCRIPT,
    PROBLEM_SCORE,
    SECOND_TITLE,
    UNSURE_SCORE,
    heading_score,
    text_score,
)
from .substituted import guessed, whole_terms

MOST_WORDS = 6
MOST_TERMS = 20
HEADINGS = ("keywords", "description", "title", "articletitle", "og:title")


@dataclass(frozen=True, slots=True)
class Sign:
    """What one place of the page shows."""

    where: str
    score: int
    words: tuple[str, ...]
    quote: str
    span: tuple[int, int] | None = None
    terms: tuple[str, ...] = ()  # each planted string as printed, with its tails
    replaced: tuple[str, ...] = ()  # "planted string→ordinary word" where the context tells


@check(
    title="页面疑似被篡改",
    reads=Page,
    lane="person",
    severity="严重",
    message="{where}出现疑似被植入的“{words}”",
    basis="国办秘函〔2019〕19号网站检查指标第一部分“安全、泄密事故等严重问题”",
    remedy="请立即核实并恢复被改页面,保留日志和截图,排查服务器与后台账号。",
)
def tampered(page: Page, rules: Rulebook) -> Iterator[Observation]:
    signs = [sign for sign in _signs(page, rules) if sign.score]
    score = sum(sign.score for sign in signs)
    if score < UNSURE_SCORE:
        return
    worst = max(signs, key=lambda sign: sign.score)
    words = tuple(dict.fromkeys(word for sign in signs for word in sign.words))[:MOST_WORDS]
    where = "、".join(dict.fromkeys(sign.where for sign in signs))
    if score < PROBLEM_SCORE:
        why = f"{where}出现“{'、'.join(words)}”,不足以断定是篡改"
        yield unsure(page.url, why=why, quote=worst.quote, where=where, words="、".join(words), score=score)
        return
    leaked = _leaked_style(page, rules)
    replaced = tuple(dict.fromkeys(r for sign in signs for r in sign.replaced))[:MOST_WORDS]
    yield problem(
        page.url,
        quote=worst.quote,
        span=worst.span,
        suggestion=f"被替换的原词可能是:{';'.join(replaced)}" if replaced else "",
        where=where + ("、样式代码漏到正文" if leaked else ""),
        words="、".join(words),
        terms=list(dict.fromkeys(t for sign in signs for t in sign.terms))[:MOST_TERMS],
        replaced=list(replaced),
        leaked=leaked,
        score=score,
    )


def _without_hidden_links(page: Page) -> str:
    """The body's text; the words of hidden links, of which another check tells, are blanked out in place."""
    text = page.visible_text or page.text
    for link in page.links:
        if link.hidden and len(link.text) > 1:
            text = text.replace(link.text, " " * len(link.text))
    return text


def _leaked_style(page: Page, rules: Rulebook) -> str:
    """The beginning of style rules that stand among the visible words, or ``""``."""
    text = page.visible_text or page.text
    if "{" not in text:
        return ""
    found = re.search(rules.reading(HIJACK)["style_leak"], text)
    return " ".join(found[0].split())[:60] if found else ""


def _signs(page: Page, rules: Rulebook) -> Iterator[Sign]:
    titles = list(dict.fromkeys((*page.head_titles, page.title)))
    for number, title in enumerate(titles):
        found = planted_words(title, rules)
        extra = SECOND_TITLE if found and 0 < number < len(page.head_titles) else 0
        yield _sign(rules, "标题", title, found, heading_score(found) + extra)
    for name, content in page.tags.items():
        if name.lower() in HEADINGS and content not in titles:
            found = planted_words(content, rules)
            yield _sign(rules, "页面关键词", content, found, heading_score(found))
    text = _without_hidden_links(page)
    found = planted_words(text, rules)
    yield _sign(rules, "正文", text, found, text_score(found), with_span=True)
    behind = planted_words(page.text_after_end, rules)
    yield _sign(rules, "页面结束标记之后", page.text_after_end, behind, heading_score(behind, BEHIND_END))
    script = written_by_script(page.script_text)
    if script:
        written = planted_words(script, rules, heed_context=False)
        yield _sign(
            rules,
            "脚本写入的内容",
            script,
            written,
            BY_SCRIPT if any(p.kind != "ordinary" for p in written) else 0,
        )


def _sign(
    rules: Rulebook, where: str, raw: str, found: Sequence[Planted], score: int, *, with_span: bool = False
) -> Sign:
    if not found or not score:
        return Sign(where, 0, (), "")
    shown = [p for p in found if p.is_masked or p.kind in LOUD] or list(found)
    first = shown[0]
    quote = raw[max(0, first.start - QUOTED_AROUND) : first.end + QUOTED_AROUND]
    spans = [(a, b) for _, a, b in whole_terms(raw, shown[:MOST_TERMS])]
    return Sign(
        where,
        score,
        words=tuple(dict.fromkeys(p.word for p in shown)),
        quote=" ".join(quote.split()),
        span=(first.start, first.end) if with_span else None,
        terms=tuple(raw[a:b] for a, b in spans),
        replaced=tuple(
            f"{raw[a:b]}→{word}" for a, b in spans if with_span and (word := guessed(raw, a, b, rules))
        ),
    )
