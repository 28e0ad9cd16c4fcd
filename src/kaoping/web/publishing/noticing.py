"""
Notices out of rows: drafted, held against the facts, and what people typed put back into sentences.

A sentence that stays as it was drafted keeps its sources; what people wrote has none, and the lint holds it
against the facts of the round.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from kaoping.reports import Edition
from kaoping.reports.notice import (
    Notice as Written,
)
from kaoping.reports.notice import (
    NoticeFacts,
    NoticeRemark,
    Sentence,
    draft_notice,
    lint_notice,
    plain_text,
)
from kaoping.rounds.notice_facts import NoticeInput, notice_facts
from kaoping.rulebook import NoticeWording

from ..planning.models import Round
from ..units.causes import cause_facts, contact_gaps
from .models import Notice
from .papers import Papers, papers_of
from .round_rows import office_rules, round_material, used_ways
from .rows import plain_data

EDITIONS: Mapping[str, str] = {"internal": "内部版", "public": "公开版"}
_BREAKS = re.compile(r"(?<=[。！？；])")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a round's notices stand on."""

    facts: NoticeFacts
    wording: NoticeWording
    papers: Papers


def ground(round_: Round) -> Ground:
    """The facts of the round as it is scored now, and how its notice is worded."""
    papers = papers_of(round_)
    wording = office_rules().notice(str(round_.settings.get("notice_wording", "")))
    given = NoticeInput(
        round_material(papers),
        papers.scores,
        used_ways(round_),
        wording,
        causes=cause_facts(round_),
        contact_gaps=contact_gaps(round_),
    )
    return Ground(notice_facts(given), wording, papers)


def drafted(on: Ground, edition: str) -> dict[str, Any]:
    """A notice drafted from the facts, as it is kept."""
    data: dict[str, Any] = plain_data(draft_notice(on.facts, on.wording, msgspec.convert(edition, Edition)))
    return data


def written(body: Mapping[str, Any]) -> Written:
    """A kept notice as the record that `kaoping.reports` prints."""
    return msgspec.convert(body, Written)


def lint(notice: Notice, on: Ground) -> tuple[NoticeRemark, ...]:
    """What in the notice has no source, as it stands now."""
    return lint_notice(written(notice.body), on.facts, on.wording)


def lint_errors(round_: Round) -> tuple[str, ...]:
    """What forbids the release of the round's notices, in Chinese."""
    notices = list(Notice.objects.filter(round=round_))
    if not notices:
        return ()
    on = ground(round_)
    return tuple(
        f"{EDITIONS[one.edition]}:{remark.message}"
        for one in notices
        for remark in lint(one, on)
        if remark.level == "error"
    )


def lines_of(notice: Written) -> list[str]:
    """The notice as the lint counts its lines."""
    return plain_text(notice).splitlines()


def reworded(sentences: Iterable[Sentence], text: str) -> tuple[Sentence, ...]:
    """
    A paragraph as somebody left it: sentences that are still there word for word, in their order, keep their
    sources; the rest is that person's own.
    """
    told: list[Sentence] = []
    place = 0
    for one in sentences:
        at = text.find(one.text, place) if one.text else -1
        if at < 0:
            continue
        told += own_words(text[place:at])
        told.append(one)
        place = at + len(one.text)
    return (*told, *own_words(text[place:]))


def own_words(text: str) -> Iterator[Sentence]:
    """What somebody wrote, cut after each sentence's end."""
    for part in _BREAKS.split(" ".join(text.split())):
        if part.strip():
            yield Sentence(part)


def edited(notice: Written, typed: Mapping[str, str]) -> Written:
    """
    The notice with what was typed into the editor's fields: ``title``, ``number``, ``date``, ``printer``,
    ``printed``, ``addressees`` and ``copies`` (a line each), the headings ``h-<part>`` and
    ``h-<part>-<passage>``, and, for each paragraph, ``p-<part>-<passage>-<paragraph>``; a paragraph that was
    emptied is left out, and ``new-<part>-<passage>`` adds one to its passage. What was not sent stays as it
    is.
    """
    opening = reworded(notice.opening.sentences, typed.get("opening", notice.opening.text))
    return replace(
        notice,
        title=typed.get("title", notice.title),
        number=typed.get("number", notice.number),
        date=typed.get("date", notice.date),
        addressees=_listed(typed, "addressees", notice.addressees),
        copies=_listed(typed, "copies", notice.copies),
        printer=typed.get("printer", notice.printer).strip(),
        printed=typed.get("printed", notice.printed).strip(),
        opening=replace(notice.opening, sentences=opening),
        parts=tuple(
            replace(
                part,
                heading=typed.get(f"h-{n}", part.heading).strip() or part.heading,
                passages=tuple(
                    _passage(passage, f"{n}-{m}", typed, notice) for m, passage in enumerate(part.passages)
                ),
            )
            for n, part in enumerate(notice.parts)
        ),
    )


def _passage(passage: Any, place: str, typed: Mapping[str, str], notice: Written) -> Any:
    kind = type(notice.opening)
    kept = [
        replace(one, sentences=reworded(one.sentences, typed.get(f"p-{place}-{k}", one.text)))
        for k, one in enumerate(passage.paragraphs)
    ]
    if added := tuple(own_words(typed.get(f"new-{place}", ""))):
        kept.append(kind(added))
    heading = " ".join(typed.get(f"h-{place}", passage.heading).split())
    return replace(passage, heading=heading, paragraphs=tuple(one for one in kept if one.sentences))


def _listed(typed: Mapping[str, str], name: str, before: tuple[str, ...]) -> tuple[str, ...]:
    """Offices, a line each."""
    if name not in typed:
        return before
    return tuple(line for one in typed[name].splitlines() if (line := " ".join(one.split())))


def numbered(notice: Written) -> list[Sentence]:
    """Every sentence in its order: its place in the list is its number in addresses."""
    return list(notice.sentences())
