"""Drafts a notice from facts: the six parts of the genre, every sentence with its sources."""

from collections.abc import Iterator

from kaoping.rulebook import NoticeWording

from ..publishing.material import Edition
from .demands import causes, demands
from .facts import NoticeFacts
from .notice import AnnexLine, Notice, NoticePart, Paragraph, Passage
from .problems import problems
from .situation import situation
from .wording import Writer, clause, day_text, tidy


def draft_notice(facts: NoticeFacts, wording: NoticeWording, edition: Edition = "public") -> Notice:
    """
    Draft a notice.

    The same facts give the same notice. A unit may be praised and named in one notice. What the facts do not
    hold is not said: a part without facts is left out, and `Notice.remarks` say so. The public edition holds
    no open suspects, and numbers of persons are masked.
    """
    is_public = edition == "public"
    writer = Writer(wording, is_public=is_public)
    passages: dict[str, tuple[Passage, ...]] = {
        "situation": (situation(facts, writer),),
        "problems": tuple(problems(facts, wording, is_public=is_public)),
        "causes": tuple(causes(facts, writer)),
        "demands": tuple(demands(facts, writer)),
    }
    told = {id_: kept for id_, own in passages.items() if (kept := tuple(p for p in own if _says(p)))}
    return Notice(
        edition=edition,
        office=facts.office,
        title=_title(facts, writer),
        number=facts.number,
        addressees=tuple(map(tidy, facts.addressees)),
        opening=_opening(facts, writer),
        parts=tuple(NoticePart(id_, wording.parts[id_], own) for id_, own in told.items()),
        annexes=tuple(AnnexLine(one.number, clause(one.title)) for one in facts.annexes),
        signature=facts.office,
        date=day_text(facts.day),
        note=wording.pattern("note") if is_public else "",
        is_sealed=facts.is_sealed,
        whole_words=wording.whole_words,
        copies=tuple(map(tidy, facts.copies)),
        printer=tidy(facts.printer),
        printed=day_text(facts.printed),
        remarks=(*facts.remarks, *_remarks(facts, told, wording)),
    )


def _says(passage: Passage) -> bool:
    return bool(passage.paragraphs or passage.heading)


def _title(facts: NoticeFacts, writer: Writer) -> str:
    if facts.title:
        return tidy(facts.title)
    made = writer.say("title", (), 考评=clause(facts.name), 机关=facts.office, 期间=clause(facts.period))
    return "".join(one.text for one in made)


def _opening(facts: NoticeFacts, writer: Writer) -> Paragraph:
    told = (
        *writer.say("opening", ("figure:office", "figure:name"), 机关=facts.office, 考评=clause(facts.name)),
        *writer.say("period", ("figure:period",), 期间=clause(facts.period)),
        *writer.say("opening_end"),
    )
    return Paragraph(told)


def _remarks(
    facts: NoticeFacts, told: dict[str, tuple[Passage, ...]], wording: NoticeWording
) -> Iterator[str]:
    for id_, title in wording.parts.items():
        if id_ not in told:
            yield f"没有材料，“{title}”这一部分没有写，请补充。"
    if not facts.number:
        yield "没有发文字号，文号处留空。"
    if not facts.day:
        yield "没有成文日期，日期处留空。"
    if not facts.addressees:
        yield "没有主送机关，请补充。"
