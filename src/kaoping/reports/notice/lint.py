"""
The lint of a notice: no unit, number or day without a source in the facts.

It reads what was drafted and what people made of it, in the browser or in a returned docx. What the facts
cannot tell (whether a sentence is fair, whether a cause is true) it leaves to people.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, Literal

from kaoping.roster import Unit
from kaoping.rulebook import NoticeWording

from .blocks import imprint_blocks, plain_text
from .drafting import draft_notice
from .facts import NoticeFacts
from .figures import Figure, figures_in, says_the_same
from .names import UnitFinder
from .notice import Notice
from .wording import day_text, tidy

Level = Literal["error", "warning"]
_NUMBERING = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十]+[、是]|[（(][一二三四五六七八九十]+[）)]|\d+[.．、](?!\d)|[（(]\d+[）)])"
)
_ADDRESS = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://[^\s，。；）]+|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)",
    re.ASCII,
)
_ALIKE = {"家": "个", "名": "人", "位": "人", "号": "日"}
_OPEN = frozenset(("", "causes", "demands"))  # parts in which any unit with a fact may be mentioned


@dataclass(frozen=True, slots=True)
class NoticeRemark:
    """
    What is wrong in one line of a notice. `line` counts from 1, `at` and `text` are the place and the words
    there. An error must not be published; of a warning a person makes sure.
    """

    level: Level
    line: int
    at: int
    text: str
    message: str


@dataclass(frozen=True, slots=True)
class Ground:
    """
    What the facts give: all they say as words, their figures, and the units with the parts of the notice in
    which something is known of them.
    """

    finder: UnitFinder
    corpus: str
    figures: tuple[Figure, ...]
    places: dict[str, set[str]]
    headings: dict[str, str]
    sent: frozenset[str] = frozenset()  # lines that say to whom the notice goes: any body may stand there


def lint_notice(text: Notice | str, facts: NoticeFacts, wording: NoticeWording) -> tuple[NoticeRemark, ...]:
    """
    Hold a notice, or a text that somebody made of one, against the facts.

    Returns:
        What has no source, in the order of the text; nothing for a notice as it was drafted.
    """
    ground = ground_of(facts, wording)
    if isinstance(text, Notice):
        ground, text = _of_the_notice(ground, text), plain_text(text)
    return tuple(_remarks(text, ground))


def _of_the_notice(ground: Ground, notice: Notice) -> Ground:
    """With the notice's own headings; to whom it goes the office says: no unit is blamed by being told."""
    headings = {_bare(passage.heading): passage.id for part in notice.parts for passage in part.passages}
    headings |= {_bare(part.heading): part.id for part in notice.parts}
    headings.pop("", None)
    lines, imprint = plain_text(notice).splitlines(), len(tuple(imprint_blocks(notice)))
    own = frozenset((f"{'、'.join(notice.addressees)}：", *lines[len(lines) - imprint :]))
    day = (*figures_in(notice.printed),)
    return replace(
        ground,
        headings={**ground.headings, **headings},
        sent=own,
        figures=(*ground.figures, *_unplaced(day)),
    )


def ground_of(facts: NoticeFacts, wording: NoticeWording) -> Ground:
    """The ground on which texts about these facts stand; made once for many texts."""
    drafts = [draft_notice(facts, wording, edition) for edition in ("internal", "public")]
    said = [tidy(words) for words in strings_of(facts)]
    corpus = "\n".join((*said, *map(plain_text, drafts)))
    finder = UnitFinder(units_of(facts), corpus, wording.general_names, wording.leads)
    places: dict[str, set[str]] = {}
    for draft in drafts:
        for place, sentence in draft.placed():
            for unit in finder.units_in(sentence.text):
                places.setdefault(unit.unit, set()).add(place)
    for name in (*facts.addressees, facts.office):
        for unit in finder.units_in(name):
            places.setdefault(unit.unit, set()).add("")
    headings = {
        _bare(passage.heading): passage.id
        for draft in drafts
        for part in draft.parts
        for passage in part.passages
    }
    headings |= {_bare(part.heading): part.id for draft in drafts for part in draft.parts}
    headings.pop("", None)
    known = (figure for words in (*said, corpus) for figure in figures_in(words))
    return Ground(finder, corpus, tuple(dict.fromkeys(_unplaced(known))), places, headings)


def _unplaced(figures: Iterable[Figure]) -> Iterator[Figure]:
    for one in figures:
        yield Figure(one.kind, one.value, one.measure, "", 0)


def units_of(facts: NoticeFacts) -> Iterator[Unit]:
    """The roster, and whoever else the facts name."""
    yield from facts.roster
    known = {unit.name for unit in facts.roster}
    named = [
        *(unit for group in facts.groups for unit in group.praised),
        *facts.progress,
        *facts.failed,
        *(unit for category in facts.categories for fault in category.faults for unit in fault.units),
    ]
    for name in dict.fromkeys(named):
        if name not in known:
            yield Unit(name)


def strings_of(value: Any) -> Iterator[str]:
    """All words in facts, days as they are printed; not the roster, whose units have to earn their place."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, date):
        yield day_text(value)
    elif isinstance(value, NoticeFacts):
        for one in fields(value):
            if one.name not in ("roster", "remarks"):
                yield from strings_of(getattr(value, one.name))
    elif is_dataclass(value):
        for one in fields(value):
            if one.name not in ("source", "sources", "kinds"):
                yield from strings_of(getattr(value, one.name))
    elif isinstance(value, dict):
        yield from (words for pair in value.items() for part in pair for words in strings_of(part))
    elif isinstance(value, tuple):
        yield from (words for one in value for words in strings_of(one))


def _bare(heading: str) -> str:
    return _NUMBERING.sub("", tidy(heading)).strip("。： ")


def _remarks(text: str, ground: Ground) -> Iterator[NoticeRemark]:
    place = ""
    for number, raw in enumerate(text.splitlines(), start=1):
        line = tidy(raw)
        place = ground.headings.get(_bare(line), place)
        found = (
            *(() if raw in ground.sent else _units(line, number, place, ground)),
            *_figures(line, number, ground),
            *_addresses(line, number, ground),
        )
        yield from sorted(found, key=lambda remark: remark.at)


def _units(line: str, number: int, place: str, ground: Ground) -> Iterator[NoticeRemark]:
    for named in ground.finder.units_in(line):
        own = ground.places.get(named.unit, set())
        if not own:
            words = f"“{named.text}”在本期没有可写进通报的事实。"
        elif place not in _OPEN and place not in own:
            told = (
                "、".join(sorted(title for title, id_ in ground.headings.items() if id_ in own)) or "主送机关"
            )
            words = f"“{named.text}”在这一部分没有事实，它的事实在：{told}。"
        else:
            continue
        yield NoticeRemark("error", number, named.at, named.text, words)
    for at, name in ground.finder.doubts_in(line):
        words = f"“{name}”可能是名单以外的单位，请核对；如果前面的词不是单位名称的一部分，可以不改。"
        yield NoticeRemark("warning", number, at, name, words)
    for at, name in ground.finder.strangers_in(line):
        words = f"“{name}”像是单位名称，但不在单位名单中，也没有事实提到它。"
        yield NoticeRemark("error", number, at, name, words)


def _figures(line: str, number: int, ground: Ground) -> Iterator[NoticeRemark]:
    start = found.end() if (found := _NUMBERING.match(line)) else 0
    taken = [found.span() for found in _ADDRESS.finditer(line)]
    for figure in figures_in(line):
        if figure.at < start or any(a <= figure.at < b for a, b in taken):
            continue
        same = [known for known in ground.figures if says_the_same(figure, known)]
        kind = "日期" if figure.kind in ("day", "third") else "数字"
        if not same:
            words = f"{kind}“{figure.text}{figure.measure}”没有事实依据。"
            yield NoticeRemark("error", number, figure.at, figure.text, words)
        elif figure.kind == "number" and all(known.measure != figure.measure for known in same):
            told = "、".join(sorted({f"{figure.value}{known.measure}" for known in same})[:3])
            counts_alike = any(_counted(known) == _counted(figure) for known in same)
            level: Level = "warning" if counts_alike or not figure.measure else "error"
            words = f"数字“{figure.text}{figure.measure}”与事实的说法不同（事实中是{told}），请核对。"
            yield NoticeRemark(level, number, figure.at, figure.text, words)


def _counted(figure: Figure) -> str:
    """What kind of thing is counted: 家 and 个 are the same units."""
    return _ALIKE.get(figure.measure[:1], figure.measure[:1])


def _addresses(line: str, number: int, ground: Ground) -> Iterator[NoticeRemark]:
    for found in _ADDRESS.finditer(line):
        if found.group() not in ground.corpus:
            words = f"“{found.group()}”没有事实依据：通报里的邮箱、网址和电话只能取自本期资料。"
            yield NoticeRemark("error", number, found.start(), found.group(), words)
