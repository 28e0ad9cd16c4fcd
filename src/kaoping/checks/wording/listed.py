"""
Words from an office's own lists (词库所列用语).

Looks at:     title and text of a page against every lexicon with ``use: listed``: what an office imported.
Problem when: a word of one stands in a sentence. One observation per distinct sentence, with all pages it
              stands on; severity by the word's class and the place, from ``severities/wording.yaml``.
Silent:       beside the neighbours and inside the longer words that an entry lists, outside the days on
              which it holds; inside 《》, unless its class is the gravest; in a sentence about the error
              itself (应为, 更正 …) where the word is quoted or the right one stands too.
Not its job:  words that we ship, see `wording.typo` and `wording.formulation`.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from kaoping.pages.page import Page
from kaoping.rulebook import Place, Rulebook

from ..declaration import check
from ..observation import Observation, problem
from ..severity import place_of, severity_of
from ..words import Hit, listed_finders, word_finder
from .sentences import Sentence, is_in_quotation, is_in_title, sentence_around

TALK = "error-talk"
QUOTED_AROUND = 40
MOST_HITS = 2000  # in one text: a page with more is accused all the same, and must not hold up the others
_GRAVITY = ("严重", "疑似", "一般", "提示")
_PLACES: dict[Place, str] = {"in_title": "标题", "home": "首页", "leaders": "领导栏目", "body": "正文"}


@check(
    title="词库所列用语",
    reads=Page,
    lane="person",
    message="出现词库“{list}”所列用语“{wrong}”({place}){advice}",
    basis="国办发〔2017〕47号《政府网站发展指引》关于信息发布审核把关的要求",
    remedy="请核对所列用语,确属不当的改正;属正常用语的登记为例外。",
    same_fact=("quote", "wrong"),
)
def listed(page: Page, rules: Rulebook) -> Iterator[Observation]:
    told: set[str] = set()
    for where, is_text, text in _texts(page):
        place = place_of(page, rules, where=where)
        for sentence, hits in _sentences(text, page, rules):
            if (quote := _quote(sentence, hits)) not in told:
                told.add(quote)
                yield _told(page, rules, quote, hits, place, with_span=is_text)


def _texts(page: Page) -> Iterator[tuple[Literal["title", "text"], bool, str]]:
    """Title first, for a sentence is told once, at its gravest place; whether spans are of `page.text`."""
    if page.title:
        yield "title", False, page.title
    if page.text:
        yield "text", True, page.text
    if page.visible_text:
        yield "text", not page.text, page.visible_text


def _told(
    page: Page, rules: Rulebook, quote: str, hits: list[tuple[str, Hit]], place: Place, *, with_span: bool
) -> Observation:
    entries = list({hit.entry: None for _, hit in hits})
    rights = "、".join(dict.fromkeys(e.right for e in entries if e.right))
    levels = [severity_of(rules, entry.class_, place) for entry in entries]
    first = hits[0][1]
    return problem(
        page.url,
        quote=quote,
        span=(first.start, first.end) if with_span else None,
        suggestion=rights,
        severity=min(levels, key=_GRAVITY.index),
        wrong="、".join(dict.fromkeys(e.wrong for e in entries)),
        list="、".join(dict.fromkeys(title for title, _ in hits)),
        kind="、".join(dict.fromkeys(e.class_ for e in entries if e.class_)),
        note=";".join(dict.fromkeys(e.note for e in entries if e.note)),
        advice=f",宜为“{rights}”" if rights else "",
        place=_PLACES[place],
    )


def _sentences(text: str, page: Page, rules: Rulebook) -> Iterator[tuple[Sentence, list[tuple[str, Hit]]]]:
    groups: dict[int, tuple[Sentence, list[tuple[str, Hit]]]] = {}
    for title, hit in _hits(text, page, rules):
        sentence = sentence_around(text, hit.start, hit.end)
        if not _is_excused(sentence, hit, rules):
            groups.setdefault(sentence.start, (sentence, []))[1].append((title, hit))
    yield from groups.values()


def _hits(text: str, page: Page, rules: Rulebook) -> list[tuple[str, Hit]]:
    """Of all lists, in order; a word that two lists have is told by the first one's."""
    found: dict[tuple[int, int], tuple[str, Hit]] = {}
    for lexicon, finder in listed_finders(rules):
        for hit in finder.find(text, on=page.published):
            found.setdefault((hit.start, hit.end), (lexicon.title, hit))
    return [found[span] for span in sorted(found)[:MOST_HITS]]


def _is_excused(sentence: Sentence, hit: Hit, rules: Rulebook) -> bool:
    is_grave = severity_of(rules, hit.entry.class_, "body") == "严重"
    if not is_grave and is_in_title(sentence, hit.start, hit.end):
        return True
    if not word_finder(rules, TALK).find(sentence.words):
        return False
    has_right = bool(hit.entry.right) and hit.entry.right in sentence.words
    return has_right or is_in_quotation(sentence, hit.start, hit.end)


def _quote(sentence: Sentence, hits: Iterable[tuple[str, Hit]]) -> str:
    """The sentence, or of a long one the part around its words, with white space made single."""
    spans = [(hit.start, hit.end) for _, hit in hits]
    first = max(sentence.start, spans[0][0] - QUOTED_AROUND)
    last = min(sentence.end, spans[-1][1] + QUOTED_AROUND)
    return " ".join(sentence.text[first:last].split())
