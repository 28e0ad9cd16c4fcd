"""
Formulations that were wrong on the page's own date (表述不规范).

Looks at:     title and main text of a page (its visible text where it has no main text), text of an
              attachment: names of bodies changed by the reforms of 2013, 2018 and 2023, meetings and their
              years, names of laws and laws no longer in force, fixed lists of items, dates that no calendar
              has, forms of document numbers, figures that contradict their words.
Problem when: one stands in a sentence. One observation per distinct sentence, with all pages it stands on.
Silent:       an old name on a page dated before the change or within `grace_days` of it, or on a page without
              a certain date; in quotations, in 《》, before the number of a decree; after 原, 时任, 更名为
              and such words, in a sentence that names a year before the change; development zones and other
              countries; a repealed law that is not the ground of what is done now; lunar dates.
Not its job:  wrong characters, see `wording.typo`; a document dated before its interpretation.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from kaoping.pages.attachments.attachment import Attachment
from kaoping.pages.page import Page
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Lane, Observation, Severity, problem
from ..severity import place_of, severity_of
from .calendar_slips import date_slips, number_slips
from .figures import figure_slips
from .fixed_lists import list_slips
from .meetings import meeting_slips
from .renamed import law_slips, renamed_slips
from .sentences import Sentence, is_in_quotation, quoted, says_any, sentence_around, talk_of_errors
from .slips import MOST_SLIPS, Slip
from .spoken import as_page

_MOST_CHARACTERS = 200_000
_GRAVITY: tuple[Severity, ...] = ("严重", "疑似", "一般", "提示")


@check(
    title="表述不规范",
    reads=(Page, Attachment),
    lane="person",
    message="{reason}(在{place})",
    basis="国办发〔2017〕47号《政府网站发展指引》关于信息发布审核把关的要求;GB/T 9704—2012",
    remedy="请按现行规范表述改正,并检查同一稿件的其他转发页面;转载原文的请注明。",
    same_fact=("quote", "wrong", "lane"),
)
def formulation(subject: Page | Attachment, rules: Rulebook, *, grace_days: int) -> Iterator[Observation]:
    page = as_page(subject)
    told: set[tuple[str, Lane]] = set()
    for place, text in _places(page):
        for sentence, slips in _wrong_sentences(text, page, rules, grace_days):
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
                reason=";".join(dict.fromkeys(s.told for s in slips)),
                place=place,
            )


def _places(page: Page) -> Iterator[tuple[str, str]]:
    if page.title:
        yield "标题", page.title
    if text := page.text or page.visible_text:
        yield "正文", text[:_MOST_CHARACTERS]


def _wrong_sentences(
    text: str, page: Page, rules: Rulebook, grace_days: int
) -> Iterator[tuple[Sentence, list[Slip]]]:
    groups: dict[tuple[int, Lane], tuple[Sentence, list[Slip]]] = {}
    for slip in _slips(text, page, rules, grace_days):
        sentence = sentence_around(text, slip.start, slip.end)
        if not _is_excused(sentence, slip, rules):
            groups.setdefault((sentence.start, slip.lane), (sentence, []))[1].append(slip)
    yield from groups.values()


def _slips(text: str, page: Page, rules: Rulebook, grace_days: int) -> list[Slip]:
    words = rules.reading("formulation")
    on = own_date(page)
    found = [
        *law_slips(text, on, rules, grace_days),
        *meeting_slips(text, words),
        *list_slips(text, words),
        *date_slips(text, words["lunar"]),
        *number_slips(text),
        *figure_slips(text, words),
    ]
    if on is not None and page.shape == "article":
        found += renamed_slips(text, on, rules, grace_days)
    return sorted(found, key=lambda s: (s.start, s.end))[:MOST_SLIPS]


def own_date(page: Page) -> date | None:
    """The day that the page speaks of: its certain date, or an earlier one of signing; or None."""
    if page.published is None:
        return None
    signed = [d.value for d in page.dates if d.what in ("signed", "printed") and d.value]
    return min([page.published, *signed])


def _is_excused(sentence: Sentence, slip: Slip, rules: Rulebook) -> bool:
    return is_in_quotation(sentence, slip.start, slip.end) and says_any(sentence, talk_of_errors(rules))


def _severity(page: Page, place: str, slips: Iterable[Slip], rules: Rulebook) -> Severity:
    """The gravest of the sentence's slips."""
    stands = place_of(page, rules, where="title" if place == "标题" else "text")
    return min((severity_of(rules, s.kind, stands) for s in slips), key=_GRAVITY.index)
