"""
Wrong characters and words (错别字).

Looks at:     title and main text of a page, text of an attachment: the lexicon `confusions` of words that are
              never right (also in the rest of a page), idioms with one character replaced, characters and
              words that counts of official text contradict where a look- or sound-alike fits, 《》 “” （）
              without their other half.
Problem when: one stands in a sentence. One observation per distinct sentence, with all pages it stands on;
              what the counts make likely but not sure is a `hint`.
Silent:       inside 《》, but for errors that no title can have (中华人民共合国); in a sentence about the
              error itself (错别字, 应为, 更正 …) where the word is quoted or the right one stands too; beside
              the neighbours and inside the longer words that an entry lists; beside figures; where text was
              cut.
Not its job:  errors that only the sense shows, names of people and places; names of bodies, meetings and
              laws, dates and document numbers, see `wording.formulation`.
"""

from collections.abc import Iterable, Iterator, Sequence

from kaoping.pages.attachments.attachment import Attachment
from kaoping.pages.page import Page
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Lane, Observation, Severity, problem
from ..severity import place_of, severity_of
from .marks import unpaired_slips
from .sentences import (
    Sentence,
    is_in_quotation,
    is_in_title,
    quoted,
    says_any,
    sentence_around,
    talk_of_errors,
)
from .slips import MOST_SLIPS, Slip, foresee_slips, listed_slips, opened, suspected_slips_of_each
from .spoken import as_page

SERIOUS = "严重"
_GRAVITY: tuple[Severity, ...] = ("严重", "疑似", "一般", "提示")


@check(
    title="错别字",
    reads=(Page, Attachment),
    lane="person",
    message="{reason}(在{place})",
    basis="国办发〔2017〕47号《政府网站发展指引》关于信息发布审核把关的要求",
    remedy="请改正所列文字并检查同一稿件的其他转发页面。",
    same_fact=("quote", "wrong", "lane"),
)
def typo(subject: Page | Attachment, rules: Rulebook) -> Iterator[Observation]:
    page = as_page(subject)
    told: set[tuple[str, Lane]] = set()
    suspected = _suspected(page, rules)
    for place, text in _places(page):
        for sentence, slips in _wrong_sentences(text, page, rules, suspected.get(place)):
            quote, suggestion = quoted(sentence, slips[0].start, slips[-1].end, slips)
            lane = slips[0].lane
            if (quote, lane) in told:
                continue
            told.add((quote, lane))
            yield problem(
                page.url,
                quote=quote,
                span=(slips[0].start, slips[0].end) if place == "正文" else None,
                suggestion=suggestion,
                severity=_severity(page, place, slips, rules),
                lane="hint" if lane == "hint" else None,
                wrong="、".join(dict.fromkeys(s.wrong for s in slips)),
                right="、".join(dict.fromkeys(s.right for s in slips if s.right)),
                kind="、".join(dict.fromkeys(s.kind for s in slips)),
                rule="、".join(dict.fromkeys(s.rule for s in slips)),
                reason=",".join(dict.fromkeys(s.told for s in slips)),
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


def _suspected(page: Page, rules: Rulebook) -> dict[str, tuple[Slip, ...]]:
    """By place, for the places that are looked at closely, what the counts contradict there."""
    looked_at = _closely(page)
    each = suspected_slips_of_each(tuple(looked_at.values()), rules, is_fetched=bool(page.digest))
    return dict(zip(looked_at, each, strict=True))


def open_statistics() -> None:
    """Load what `typo` looks words up in, else loaded with the first page."""
    opened()


def foresee_typos(pages: Sequence[Page], rules: Rulebook) -> None:
    """Do for several fetched pages at once what `typo` would do page by page, at about half its price."""
    foresee_slips([tuple(_closely(page).values()) for page in pages], rules, is_fetched=True)


def _closely(page: Page) -> dict[str, str]:
    """By place, the texts that are looked at closely."""
    return {place: text for place, text in (("标题", page.title), ("正文", page.text)) if text}


def _wrong_sentences(
    text: str, page: Page, rules: Rulebook, suspected: tuple[Slip, ...] | None
) -> Iterator[tuple[Sentence, list[Slip]]]:
    """Sentences with their slips; those of the hint lane apart from the others."""
    groups: dict[tuple[int, Lane], tuple[Sentence, list[Slip]]] = {}
    for slip in _slips(text, page, rules, suspected):
        sentence = sentence_around(text, slip.start, slip.end)
        if not _is_excused(sentence, slip, rules):
            groups.setdefault((sentence.start, slip.lane), (sentence, []))[1].append(slip)
    yield from groups.values()


def _slips(text: str, page: Page, rules: Rulebook, suspected: tuple[Slip, ...] | None) -> list[Slip]:
    """In the order of the text; of slips that overlap the one found by the surer rule."""
    found = list(listed_slips(text, page.published, rules))
    if suspected is not None:
        found += [*suspected, *unpaired_slips(text)]
    taken: set[int] = set()
    kept = []
    for slip in found:
        span = range(slip.start, slip.end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(slip)
    return sorted(kept, key=lambda s: s.start)[:MOST_SLIPS]


def _is_excused(sentence: Sentence, slip: Slip, rules: Rulebook) -> bool:
    if slip.rule == "unpaired":
        return False
    if slip.kind != SERIOUS and is_in_title(sentence, slip.start, slip.end):
        return True
    if not says_any(sentence, talk_of_errors(rules)):
        return False
    has_right = bool(slip.right) and slip.right in sentence.words
    return has_right or is_in_quotation(sentence, slip.start, slip.end)


def _severity(page: Page, place: str, slips: Iterable[Slip], rules: Rulebook) -> Severity:
    """The gravest of the sentence's slips."""
    stands = place_of(page, rules, where="title" if place == "标题" else "text")
    return min((severity_of(rules, s.kind, stands) for s in slips), key=_GRAVITY.index)
