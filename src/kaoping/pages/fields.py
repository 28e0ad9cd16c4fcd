"""The labelled parts of an article's head: source, document number, issuer, index number, dates."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .blocks import Block
from .words import Lexis, collapse, squeeze

_OPEN, _CLOSE = "〔\\[［（(【〈<「", "〕\\]］）)】〉>」"
_BRACKETED = rf"\s?[{_OPEN}]\s?(?:19|20)\d\d\s?[{_CLOSE}]\s?"
NUMBER = re.compile(
    rf"(?P<a>[一-龥][一-龥、]{{0,13}}?(?:[（(][一-龥]{{1,6}}[）)][一-龥]{{0,4}})?){_BRACKETED}(?P<n>第?\s?\d{{1,5}}\s?号)"
    r"|(?P<o>[一-龥]{0,16}令)\s?第?\s?(?P<on>\d{1,4})\s?号"
)
_LEADING = re.compile(
    r"^(?:.{0,40}(?:根据|按照|依据|贯彻|落实|转发|印发|执行|关于|以及|详见|文件|参照|按|依|见|和|与|及|的|了|《|》|[,，。、；;：:]))"
)
_ALONE = re.compile(r"^\s*[（(【]?\s*(?:文\s*号\s*[:：]\s*)?(.{4,40}?)\s*[）)】]?\s*$")
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


def document_number(found: Sequence[Field], text: str, title: str, lexis: Lexis) -> str:
    """
    The document's own number, in GB/T 9704's form ``X政发〔2022〕12号``; ``""`` where it has none.

    Read from the field 文号, then from a line of its own at the head of the text, then from the title's
    brackets. Numbers that running text merely cites are not its own.
    """
    printed = value_of(found, lexis.number_labels)
    own = NUMBER.search(printed) if printed else None
    if own:
        return tidy_number(own.group())
    for line in text.split("\n", 6)[:6]:
        alone = _ALONE.match(line) if len(line) < 48 else None
        if alone and (own := NUMBER.fullmatch(alone.group(1).strip())):
            return tidy_number(own.group())
    return _number_in_head(text, title)


def _number_in_head(text: str, title: str) -> str:
    """The number in the title's closing brackets, or in the decree's line below it."""
    closing = re.search(
        r"[（(]([^（）()]*[〔\[（(][^（）()]{4}[〕\]）)][^（）()]*号|[一-龥]+令第?\d+号)[）)]\s*$", title
    )
    own = NUMBER.fullmatch(closing.group(1)) if closing else None
    if own:
        return tidy_number(own.group())
    first = text[:90].split("\n", 1)[0]
    decree = re.match(r"^[（(](?:\d{4}年\d{1,2}月\d{1,2}日)?([一-龥]{2,16}令)第?(\d{1,4})号", squeeze(first))
    return f"{decree.group(1)}第{decree.group(2)}号" if decree else ""


def tidy_number(raw: str) -> str:
    """A number in the standard's brackets and without blanks, otherwise as printed."""
    raw = squeeze(raw)
    own = NUMBER.fullmatch(raw)
    if own and own["o"] is not None:
        return raw
    return re.sub(rf"[{_OPEN}]((?:19|20)\d\d)[{_CLOSE}]", r"〔\1〕", raw)


def cited_numbers(text: str) -> list[str]:
    """Every document number that a text names, tidied, each once, at most 100."""
    found: dict[str, None] = {}
    for match in NUMBER.finditer(text[:200_000]):
        if match["o"] is None:
            agency = _LEADING.sub("", match["a"]) or match["a"]
            year = re.search(r"(?:19|20)\d\d", match.group()[len(match["a"]) :])
            found.setdefault(f"{agency}〔{year.group() if year else ''}〕{squeeze(match['n'])}")
        if len(found) >= 100:
            break
    return list(found)
