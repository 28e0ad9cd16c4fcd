"""The labelled parts of an article's head: source, document number, issuer, index number, dates."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .blocks import Block
from .words import Lexis, collapse, squeeze

_VALUE_CAP = 120


@dataclass(frozen=True, slots=True)
class Field:
    """A label with its value; `block` is the block it was read from, `is_alone` where no other stood near."""

    label: str
    value: str
    block: int


def fields(all_blocks: Sequence[Block], zone: Iterable[int], lexis: Lexis) -> Iterator[Field]:
    """
    Labels with their values in the blocks of a zone. A label that closes its block takes the next block as
    its value, as tables print them; a value ends where the next label begins.
    """
    order = list(zone)
    for place, index in enumerate(order):
        text = all_blocks[index].text
        found = list(lexis.all_labels.finditer(text)) if len(text) < 400 else []
        found = [
            m
            for m in found
            if m.start() == 0 or len(m["label"]) > 2 or not _is_word_before(text[m.start() - 1])
        ]
        for number, match in enumerate(found):
            end = found[number + 1].start() if number + 1 < len(found) else len(text)
            value = text[match.end() : end].strip(" |｜丨[]【】")
            if not value and number + 1 == len(found) and place + 1 < len(order):
                value = _next_value(all_blocks[order[place + 1]].text, lexis)
            yield Field(squeeze(match["label"]), value[:_VALUE_CAP], index)
        if not found and (bare := _bare_label(text, lexis)) and place + 1 < len(order):
            value = _next_value(all_blocks[order[place + 1]].text, lexis)
            yield Field(bare, value[:_VALUE_CAP], index)


def _is_word_before(character: str) -> bool:
    return "一" <= character <= "鿿"


def _bare_label(text: str, lexis: Lexis) -> str:
    """A table head cell without a colon."""
    text = squeeze(text).strip("[]【】")
    found = lexis.all_labels.match(text + ":") if 2 <= len(text) <= 8 else None
    return found["label"] if found and found.end() == len(text) + 1 else ""


def _next_value(text: str, lexis: Lexis) -> str:
    if lexis.all_labels.match(text) or _bare_label(text, lexis):
        return ""
    return text.strip()


def value_of(found: Sequence[Field], labels: re.Pattern[str]) -> str:
    """The first value under one of the labels that is not empty."""
    for field in found:
        if labels.match(field.label + ":") and (value := collapse(field.value).strip("-—/ ")):
            return value
    return ""


def clean_source(value: str) -> str:
    """A source without what scripts and templates leave beside it."""
    value = re.split(
        r"\s{2,}|[|｜丨【\[]|浏览|阅读|点击|字体|字号|打印|分享|\d{4}-\d\d-\d\d|作者|编辑", value
    )[0]
    return value.strip(" :：“”\"'").strip()
