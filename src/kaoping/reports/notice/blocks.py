"""A notice as a row of blocks, the same for docx, PDF and HTML: what stands in which typography."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Literal

from .notice import Notice, Passage
from .wording import numeral

Kind = Literal[
    "office",
    "number",
    "title",
    "addressee",
    "body",
    "h1",
    "h2",
    "annex",
    "annexes",
    "signature",
    "date",
    "note",
    "copies",
    "printed",
]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph as printed. `label` stands before an annex's title; `place` is its passage or part."""

    kind: Kind
    text: str
    label: str = ""
    place: str = ""


_NOT_FIRST = frozenset("、，。；：）》”’·")
LETTERS_A_LINE = 28
LETTERS_A_TITLE_LINE = 20  # 22 pt in 156 mm


def letters_of(text: str) -> float:
    """How many letters wide a text is: figures and Latin are half a letter."""
    return sum(0.5 if c.isascii() else 1 for c in text)


def signing_places(signature: str, date: str, *, is_sealed: bool = False) -> tuple[float, float]:
    """
    Where name and date begin, in letters from the left.

    Without a seal the name ends two letters from the right and the date begins two letters after the name
    does; a date that is longer ends there itself. With a seal the date ends four letters from the right and
    the name is centred on it.
    """
    name, day = letters_of(signature), letters_of(date)
    if is_sealed:
        at = LETTERS_A_LINE - 4 - day
        return max(0.0, at + (day - name) / 2), at
    if name >= day or not date:
        return max(0.0, LETTERS_A_LINE - 2 - name), max(0.0, LETTERS_A_LINE - 2 - name) + 2
    at = LETTERS_A_LINE - 2 - day
    return max(0.0, at - 2), at


def title_lines(title: str, whole_words: Iterable[str], width: int = LETTERS_A_TITLE_LINE) -> tuple[str, ...]:
    """
    The title on as few lines as it takes, no word of `whole_words` broken, the lines about as long as each
    other; one line where no such break exists.
    """
    needed = max(1, math.ceil(letters_of(title) / width))
    closed = {n for word in whole_words for m in re.finditer(re.escape(word), title) for n in _within(m)}
    places = [n for n in range(1, len(title)) if n not in closed and title[n] not in _NOT_FIRST]
    for count in range(needed, needed + 2):
        cuts = (at for at in combinations(places, count - 1) if _fits(title, at, width)) if count > 1 else ()
        if best := min(cuts, key=lambda at: _unevenness(title, at), default=None):
            return tuple(title[a:b] for a, b in pairwise((0, *best, len(title))))
    return (title,)


def _within(found: re.Match[str]) -> range:
    return range(found.start() + 1, found.end())


def _fits(title: str, cuts: tuple[int, ...], width: int) -> bool:
    return all(letters_of(title[a:b]) <= width for a, b in pairwise((0, *cuts, len(title))))


def _unevenness(title: str, cuts: tuple[int, ...]) -> float:
    lengths = [letters_of(title[a:b]) for a, b in pairwise((0, *cuts, len(title)))]
    return max(lengths) - min(lengths)


def head_blocks(notice: Notice) -> Iterator[Block]:
    """What stands above the red line: the office, and the place of the document's number."""
    yield Block("office", notice.office)
    yield Block("number", notice.number)


def body_blocks(notice: Notice) -> Iterator[Block]:
    """From the title to the note, in the order of the norm."""
    yield Block("title", "\n".join(title_lines(notice.title, notice.whole_words)))
    if notice.addressees:
        yield Block("addressee", f"{'、'.join(notice.addressees)}：")
    yield from text_blocks(notice)
    yield from annex_blocks(notice)
    yield Block("signature", notice.signature)
    if notice.date:
        yield Block("date", notice.date)
    if notice.note:
        yield Block("note", notice.note)


def text_blocks(notice: Notice) -> Iterator[Block]:
    """The text alone: opening and parts with their headings 一、 and （一）."""
    yield Block("body", notice.opening.text)
    for number, part in enumerate(notice.parts, start=1):
        yield Block("h1", f"{numeral(number)}、{part.heading}", place=part.id)
        headed = 0
        for passage in part.passages:
            headed += bool(passage.heading)
            yield from _passage(passage, headed, passage.id or part.id)


def _passage(passage: Passage, number: int, place: str) -> Iterator[Block]:
    if passage.heading:
        yield Block("h2", f"（{numeral(number)}）{passage.heading}", place=place)
    yield from (Block("body", one.text, place=place) for one in passage.paragraphs)


def annex_blocks(notice: Notice) -> Iterator[Block]:
    """The list of annexes below the text: numbered where there are several."""
    several = len(notice.annexes) > 1
    for n, one in enumerate(notice.annexes):
        first = "附件：" if not n else ""
        yield Block("annex", one.title, f"{first}{f'{one.number}.' if several else ''}")


def imprint_blocks(notice: Notice) -> Iterator[Block]:
    """The imprint (版记) at the foot of the last page: who gets copies; who printed it (`text`) and when."""
    if notice.copies:
        yield Block("copies", f"{'，'.join(notice.copies)}。", "抄送：")
    if notice.printer or notice.printed:
        yield Block("printed", notice.printer, f"{notice.printed}印发" if notice.printed else "")


def plain_text(notice: Notice) -> str:
    """All that is printed, a line a paragraph."""
    blocks = (*head_blocks(notice), *body_blocks(notice))
    lines = [f"{one.label}{one.text}" for one in blocks if one.text]
    imprint = (
        f"{one.label}{one.text}" if one.kind == "copies" else f"{one.text} {one.label}".strip()
        for one in imprint_blocks(notice)
    )
    return "\n".join((*lines, *imprint))
