"""Document numbers (发文字号, 令, 公告): the document's own, and those that its text merely cites."""

import re
from collections.abc import Sequence

from .fields import Field, value_of
from .words import Lexis, squeeze

_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_OPEN, _CLOSE = "〔﹝\\[［（(【〈<「", "〕﹞\\]］）)】〉>」"
_BRACKETED = rf"\s?[{_OPEN}]\s?(?:19|20)\d\d\s?[{_CLOSE}]\s?"
_AGENCY = r"[一-龥][一-龥、]{0,13}?(?:[（(][一-龥]{1,6}[）)][一-龥]{0,4})?"
_ISSUED = rf"(?P<a>{_AGENCY}){_BRACKETED}(?P<n>第?\s?\d{{1,5}}\s?号)"
_CITED = re.compile(_ISSUED)
_DECREED = r"(?P<o>[一-龥]{0,16}令)\s?[（(]?第?\s?(?P<on>\d{1,4})\s?号[）)]?"
NUMBER = re.compile(rf"{_ISSUED}|{_DECREED}")
OWN_NUMBER = re.compile(  # as NUMBER, and as offices number their announcements
    rf"{_ISSUED}|{_DECREED}|(?P<g>(?:[一-龥]{{2,30}}\s?)?公告)\s?[（(]?(?:19|20)\d\d\s?年\s?第?\s?\d{{1,4}}\s?号[）)]?"
)
_LEADING = re.compile(
    r"^(?:.{0,40}(?:根据|按照|依据|贯彻|落实|转发|印发|执行|关于|以及|详见|文件|参照|按|依|见|和|与|及|的|了|《|》|[,，。、；;：:]))"
)
_ALONE = re.compile(r"^\s*[（(【]?\s*(?:文\s*号\s*[:：]\s*)?(.{4,40}?)\s*[）)】]?\s*$")
_ORDINAL = re.compile(r"[（(]?第\s?\d{1,4}\s?号[）)]?")
_DECREE = re.compile(r"[一-龥]{2,24}令")
_ANNOUNCED = re.compile(r"[（(]?(?:19|20)\d\d年第?\d{1,4}号[）)]?")
_BESIDE = re.compile(r"\s+|[（(]|(?=关于)")
_HEAD_LINES = 6


def document_number(found: Sequence[Field], text: str, title: str, lexis: Lexis) -> str:
    """
    The document's own number, in GB/T 9704's form ``X政发〔2022〕12号``; ``""`` where it has none.

    Read from the field 文号, then from a line of its own at the head of the text, then from the title.
    Numbers that running text or the title merely cites are not its own.
    """
    printed = value_of(found, lexis.number_labels).translate(_WIDE)
    own = OWN_NUMBER.search(printed) if printed else None
    if own:
        return tidy_number(own.group())
    if printed and _ANNOUNCED.fullmatch(squeeze(printed)):
        return squeeze(printed).strip("（()）")
    return _on_a_line(text) or _in_title(title.translate(_WIDE)) or _adopted(text)


def _on_a_line(text: str) -> str:
    """A number that fills one of the first lines; a decree's name and its number may take two."""
    before = ""
    for line in text.split("\n", _HEAD_LINES)[:_HEAD_LINES]:
        line = line.translate(_WIDE)
        alone = _ALONE.match(line) if len(line) < 48 else None
        if alone and (own := OWN_NUMBER.fullmatch(alone.group(1).strip())):
            return tidy_number(own.group())
        if _ORDINAL.fullmatch(line) and _DECREE.fullmatch(squeeze(before)):
            return tidy_number(squeeze(before) + line)
        before = line
    return ""


def _in_title(title: str) -> str:
    """A number in the title's closing brackets, or before or behind a title and apart from it."""
    closing = re.search(r"[（(]((?:[^（）()]|[（(][^（）()]{1,6}[）)])*号)[）)]\s*$", title)
    own = OWN_NUMBER.fullmatch(closing.group(1)) if closing else None
    if own is None:
        own = OWN_NUMBER.fullmatch(title)
    if own is None and (first := OWN_NUMBER.match(title)) and _BESIDE.match(title, first.end()):
        own = first
    if own is None and title.endswith("号"):
        own = OWN_NUMBER.fullmatch(title[title.rfind(" ") + 1 :])
    return tidy_number(own.group()) if own else ""


def _adopted(text: str) -> str:
    """The number of the decree by which a law was made known, in the line below its title."""
    first = text[:90].split("\n", 1)[0]
    decree = re.match(r"^[（(](?:\d{4}年\d{1,2}月\d{1,2}日)?([一-龥]{2,16}令)第?(\d{1,4})号", squeeze(first))
    return f"{decree.group(1)}第{decree.group(2)}号" if decree else ""


def tidy_number(raw: str) -> str:
    """A number in the standard's brackets and without blanks, otherwise as printed."""
    raw = squeeze(raw.translate(_WIDE))
    own = OWN_NUMBER.fullmatch(raw)
    if own and own["a"] is None:
        return re.sub("[（()）]", "", raw)
    return re.sub(rf"[{_OPEN}]((?:19|20)\d\d)[{_CLOSE}]", r"〔\1〕", raw)


def cited_numbers(text: str) -> list[str]:
    """Every document number that a text names, tidied, each once, at most 100."""
    found: dict[str, None] = {}
    for match in _CITED.finditer(text[:200_000]):
        agency = _LEADING.sub("", match["a"]) or match["a"]
        year = re.search(r"(?:19|20)\d\d", match.group()[len(match["a"]) :])
        found.setdefault(f"{agency}〔{year.group() if year else ''}〕{squeeze(match['n'])}")
        if len(found) >= 100:
            break
    return list(found)
