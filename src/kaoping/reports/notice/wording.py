"""Sentences out of patterns and facts; how units, days and numbers are written in a notice."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from kaoping.pages.personal import masked
from kaoping.roster.visible import shown
from kaoping.rulebook import NoticeWording, filled

from .facts import Sources
from .notice import Sentence

HAN = "\u3400-\u9fff"
_BESIDE_HAN = re.compile(
    rf"(?<=[{HAN}，。；、）])[ \t]+(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])[ \t]+(?=[{HAN}，。；、（])"
)
# between Han letters a half-width stop is a slip of the keyboard
_HALF = re.compile(rf"(?<=[{HAN}”’）》〕])([,;:!?])[ \t]*|([,;:!?])[ \t]*(?=[{HAN}“‘（《])")
_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_BRACKETS = re.compile(rf"\(([^()]*[{HAN}][^()]*)\)")
_ENDS = re.compile(r"[。；，、：\s]+$")
NUMERALS = "〇一二三四五六七八九"


def tidy(text: str) -> str:
    """A text as official papers set it: no blanks beside Han, full stops and quotes, nothing invisible."""
    plain = shown(text).strip().replace("「", "“").replace("」", "”").replace("『", "‘").replace("』", "’")
    full = _HALF.sub(lambda found: _FULL[found.group(1) or found.group(2)], _BRACKETS.sub(r"（\1）", plain))
    return _BESIDE_HAN.sub("", full)


def quoted(text: str) -> str:
    """The text as it stands between quotes: its own become single ones."""
    return text.replace("“", "‘").replace("”", "’")


def clause(text: str) -> str:
    """The text without the stop at its end: the pattern brings its own."""
    return _ENDS.sub("", tidy(text))


def distinct(words: Iterable[str]) -> tuple[str, ...]:
    """The words without those that others say as well: 第二十条 beside 第二十条、第二十一条."""
    told = tuple(dict.fromkeys(map(clause, words)))
    return tuple(one for one in told if not any(one in other for other in told if other != one))


def listed(words: Iterable[str]) -> str:
    """Words joined by 、."""
    return "、".join(map(clause, words))


def day_text(day: date | None) -> str:
    """``2022年8月25日``, ``""`` for none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def numeral(number: int) -> str:
    """一 to 九十九."""
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


class Writer:
    """Makes the sentences of one category, or of none; public ones without numbers of persons."""

    def __init__(self, wording: NoticeWording, *, is_public: bool, category: str = "") -> None:
        self.wording = wording
        self.is_public = is_public
        self.category = category

    def say(self, name: str, sources: Sources = (), **values: str) -> Iterator[Sentence]:
        """The pattern filled, or nothing where one of its fields is empty."""
        yield from self.say_by(name, self.wording.pattern(name, self.category), sources, values)

    def say_by(
        self, name: str, pattern: str, sources: Sources, values: Mapping[str, str]
    ) -> Iterator[Sentence]:
        """As `say`, by a pattern that is not among the general ones."""
        text = filled(pattern, values)
        if text:
            yield Sentence(
                masked(text) if self.is_public else text, tuple(dict.fromkeys(filter(None, sources))), name
            )


def count_text(count: int) -> str:
    """The number, ``""`` for none: a sentence on nothing is not said."""
    return str(count) if count else ""


_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


def iso_day(printed: str) -> str:
    """``2022-08-25`` of a printed day, ``""`` of none."""
    found = _DAY.search(printed)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""
