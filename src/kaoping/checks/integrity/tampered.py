"""
Page looks tampered with (页面疑似被篡改).

Looks at:     titles, keywords, visible text, text behind </html>, and what scripts write into the page.
Problem when: brands of betting, pornography or forged papers stand there in place of ordinary words, in a
              title, behind the end of the page, or behind masks (zero-width, look-alike, combining signs),
              and the signs add up to 5.
Unsure when:  the signs add up to 3 or 4: one bare brand in the text, one gambling noun in a title.
Silent:       police and market notices, court cases, lottery administration, quoted words, company names, and
              ordinary words that contain a brand (势必威胁, 亚博会, 娱乐场所).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaoping.pages.page import Page
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure
from .planted import LOUD, Planted, planted_words
from .scripts import written_by_script

PROBLEM_SCORE, UNSURE_SCORE = 5, 3
IN_TITLE = {"brand": 5, "slogan": 5, "porn": 5, "game": 3, "papers": 3, "ordinary": 0}
IN_TEXT = {"brand": 3, "slogan": 3, "porn": 3, "game": 0, "papers": 0, "ordinary": 0}
MASKED = {"brand": 5, "slogan": 5, "porn": 5, "game": 3, "papers": 3, "ordinary": 3}
TAIL, REPLACING, REPEATED, BEHIND_END, SECOND_TITLE, BY_SCRIPT = 2, 2, 2, 4, 2, 6
QUOTED_AROUND = 24
MOST_WORDS = 6
HEADINGS = ("keywords", "description", "title", "articletitle", "og:title")


@dataclass(frozen=True, slots=True)
class Sign:
    """What one place of the page shows."""

    where: str
    score: int
    words: tuple[str, ...]
    quote: str
    span: tuple[int, int] | None = None


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
    yield problem(
        page.url,
        quote=worst.quote,
        span=worst.span,
        where=where,
        words="、".join(words),
        score=score,
    )


def _signs(page: Page, rules: Rulebook) -> Iterator[Sign]:
    titles = list(dict.fromkeys((*page.head_titles, page.title)))
    for number, title in enumerate(titles):
        found = planted_words(title, rules)
        extra = SECOND_TITLE if found and 0 < number < len(page.head_titles) else 0
        yield _sign("标题", title, found, _heading_score(found) + extra)
    for name, content in page.tags.items():
        if name.lower() in HEADINGS and content not in titles:
            found = planted_words(content, rules)
            yield _sign("页面关键词", content, found, _heading_score(found))
    text = page.visible_text or page.text
    found = planted_words(text, rules)
    yield _sign("正文", text, found, _text_score(found), with_span=True)
    behind = planted_words(page.text_after_end, rules)
    yield _sign("页面结束标记之后", page.text_after_end, behind, _heading_score(behind, BEHIND_END))
    script = written_by_script(page.script_text)
    if script:
        written = planted_words(script, rules, heed_context=False)
        yield _sign(
            "脚本写入的内容", script, written, BY_SCRIPT if any(p.kind != "ordinary" for p in written) else 0
        )


def _heading_score(found: Sequence[Planted], extra: int = 0) -> int:
    by_word = {p.word: MASKED[p.kind] if p.is_masked else IN_TITLE[p.kind] for p in found}
    if not any(by_word.values()):
        return 0
    tail = TAIL if any(p.has_tail for p in found) else 0
    return sum(sorted(by_word.values(), reverse=True)[:2]) + tail + extra


def _text_score(found: Sequence[Planted]) -> int:
    """A body's score: masks and loud words count, ordinary nouns of gambling say nothing by themselves."""
    masked = {p.word: MASKED[p.kind] for p in found if p.is_masked}
    loud = [p for p in found if p.kind in LOUD and not p.is_masked]
    if not masked and not loud:
        return 0
    score = sum(sorted(masked.values(), reverse=True)[:2])
    if loud:
        score += max(IN_TEXT[p.kind] for p in loud)
        score += TAIL if any(p.has_tail for p in loud) else 0
        score += REPLACING if any(p.is_replacing for p in loud) else 0
        score += REPEATED if len(loud) > 1 else 0
    return score


def _sign(where: str, raw: str, found: Sequence[Planted], score: int, *, with_span: bool = False) -> Sign:
    if not found or not score:
        return Sign(where, 0, (), "")
    shown = [p for p in found if p.is_masked or p.kind in LOUD] or list(found)
    first = shown[0]
    quote = raw[max(0, first.start - QUOTED_AROUND) : first.end + QUOTED_AROUND]
    words = tuple(dict.fromkeys(p.word for p in shown))
    span = (first.start, first.end) if with_span else None
    return Sign(where, score, words, " ".join(quote.split()), span)
