"""The elements of an interpretation (要素): each found by a heading or by a sentence that speaks of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .interpretationwords import ElementWords, InterpretationWords
from .words import squeeze

_NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十]{1,3}[章节部分]*|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|问[:：]|[●◆■▪★※【\[])+"
)
_HEAD_END = re.compile(r"[:：。?？!！】\]]")
_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_STOPS = "。！!"
_NUMBERED_CHARACTERS = 14
_MOST_LINES = 2000


@dataclass(frozen=True, slots=True)
class ElementSeen:
    """An element that was found: `by` is ``小标题`` or ``提示句``, `words` what it was found by."""

    item: str
    by: str
    words: str


def elements(text: str, words: InterpretationWords) -> tuple[ElementSeen, ...]:
    """
    The elements that a text has, in the rulebook's order.

    A heading is a short line, or what stands before the colon at a line's beginning; a sentence counts from
    `least_cue` characters on, and not where it only announces the interpretation.
    """
    lines = text.split("\n")[:_MOST_LINES]
    heads = [head for line in lines if (head := _head(line, words.heading_characters))]
    sentences = [s for line in lines for s in _sentences(line, words)]
    found = (_element(one, heads, sentences) for one in words.elements)
    return tuple(one for one in found if one is not None)


def _head(line: str, most: int) -> str:
    """
    A line's heading: whole where it is short, else what its first mark ends; or ``""``. What a full stop
    ends is a sentence, unless it is very short and numbered (``一、起草背景。近年来……``).
    """
    whole = squeeze(line[: most * 4])
    bare = _NUMBER.sub("", whole)
    end = _HEAD_END.search(bare)
    first = bare[: end.start()] if end else bare
    if end and end.group() in _STOPS and (bare == whole or len(first) > _NUMBERED_CHARACTERS):
        return ""
    return first if 2 <= len(first) <= most else ""


def _sentences(line: str, words: InterpretationWords) -> Iterator[str]:
    for match in _SENTENCE.finditer(line):
        sentence = squeeze(match.group())
        if len(sentence) >= words.least_cue and not words.not_cues.search(sentence):
            yield sentence


def _element(one: ElementWords, heads: list[str], sentences: list[str]) -> ElementSeen | None:
    for head in heads:
        if one.headings.search(head):
            return ElementSeen(one.item, "小标题", head)
    for sentence in sentences:
        if found := one.cues.search(sentence):
            return ElementSeen(one.item, "提示句", _around(sentence, found.start(), found.end()))
    return None


def _around(sentence: str, start: int, end: int) -> str:
    first, last = max(0, start - 8), min(len(sentence), end + 12)
    return ("…" if first else "") + sentence[first:last] + ("…" if last < len(sentence) else "")
