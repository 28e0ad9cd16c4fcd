"""
Wrong characters and words (错别字).

Looks at:     title and text of a page against the lexicon `confusions`: words that are never right.
Problem when: one stands in a sentence. One observation per distinct sentence, with all pages it stands on.
Silent:       inside 《》, but for errors that no title can have (中华人民共合国); in a sentence about the
              error itself (错别字, 应为, 更正 …) where the word is quoted or the right one stands too; beside
              the neighbours and inside the longer words that an entry lists.
Not its job:  errors that only the sense shows, and names of bodies or posts, see `wording.formulation`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kaoping.pages.page import Page
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, Severity, problem
from ..words import Hit, word_finder
from .sentences import Sentence, is_in_quotation, is_in_title, says_any, sentence_around

CONFUSIONS = "confusions"
TALK = "error-talk"
SERIOUS = "严重"
QUOTED_AROUND = 40


@check(
    title="错别字",
    reads=Page,
    lane="person",
    message="“{wrong}”疑为“{right}”之误({place})",
    basis="国办发〔2017〕47号《政府网站发展指引》关于信息发布审核把关的要求",
    remedy="请改正所列文字并检查同一稿件的其他转发页面。",
    same_fact=("quote", "wrong"),
)
def typo(page: Page, rules: Rulebook) -> Iterator[Observation]:
    told: set[str] = set()
    for place, text in _places(page):
        for sentence, hits in _wrong_sentences(text, page, rules):
            quote = _quote(sentence, hits)
            if quote in told:
                continue
            told.add(quote)
            yield problem(
                page.url,
                quote=quote,
                span=(hits[0].start, hits[0].end) if place == "正文" else None,
                suggestion=_corrected(quote, hits),
                severity=_severity(page, place, hits),
                wrong="、".join(dict.fromkeys(h.entry.wrong for h in hits)),
                right="、".join(dict.fromkeys(h.entry.right for h in hits)),
                kind="、".join(dict.fromkeys(h.entry.class_ for h in hits)),
                place=place,
            )


def _places(page: Page) -> Iterator[tuple[str, str]]:
    """Title first, for a sentence is told once, at its gravest place."""
    if page.title:
        yield "标题", page.title
    if page.text:
        yield "正文", page.text
    if page.visible_text:
        yield ("正文" if not page.text else "页面其他位置"), page.visible_text


def _wrong_sentences(text: str, page: Page, rules: Rulebook) -> Iterator[tuple[Sentence, list[Hit]]]:
    groups: dict[int, tuple[Sentence, list[Hit]]] = {}
    for hit in word_finder(rules, CONFUSIONS).find(text, on=page.published):
        sentence = sentence_around(text, hit.start, hit.end)
        if not _is_excused(sentence, hit, rules):
            groups.setdefault(sentence.start, (sentence, []))[1].append(hit)
    yield from groups.values()


def _is_excused(sentence: Sentence, hit: Hit, rules: Rulebook) -> bool:
    if hit.entry.class_ != SERIOUS and is_in_title(sentence, hit.start, hit.end):
        return True
    if not says_any(sentence, _talk(tuple(e.wrong for e in rules.lexicon(TALK).entries))):
        return False
    has_right = bool(hit.entry.right) and hit.entry.right in sentence.words
    return has_right or is_in_quotation(sentence, hit.start, hit.end)


@lru_cache(maxsize=4)
def _talk(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))


def _quote(sentence: Sentence, hits: list[Hit]) -> str:
    """The sentence, or of a long one the part around its wrong words, with white space made single."""
    first = max(sentence.start, hits[0].start - QUOTED_AROUND)
    last = min(sentence.end, hits[-1].end + QUOTED_AROUND)
    return " ".join(sentence.text[first:last].split())


def _corrected(quote: str, hits: Iterable[Hit]) -> str:
    for entry in {h.entry.wrong: h.entry for h in hits}.values():
        quote = quote.replace(entry.wrong, entry.right)
    return quote


def _severity(page: Page, place: str, hits: Iterable[Hit]) -> Severity:
    if any(h.entry.class_ == SERIOUS for h in hits):
        return "严重"
    return "疑似" if place == "标题" or page.shape == "home" else "一般"
