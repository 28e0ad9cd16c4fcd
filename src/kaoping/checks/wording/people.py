"""Where a text names people: their names are no slips, however rare their characters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_MARKS = frozenset("：:、 　\n（(；;,，/|")


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """`reading/people.yaml`: surnames, what stands before and after a name."""

    surnames: frozenset[str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    least_characters: int


def people_words(data: Mapping[str, Any]) -> PeopleWords:
    """The reading file as a record."""
    return PeopleWords(
        frozenset(data["surnames"]),
        tuple(data["before"]),
        tuple(data["after"]),
        int(data["least_characters"]),
    )


def may_be_person(text: str, start: int, end: int, words: PeopleWords) -> bool:
    """
    Is `text[start:end]` in or right behind what may be a name of a person?

    A name is a surname and one or two characters, with a word or mark before it that leads names in, and
    where that is only a mark, something behind it that follows names.
    """
    for first in range(max(0, start - 3), start + 1):
        if text[first] not in words.surnames:
            continue
        for size in (2, 3):
            last = first + size
            if end <= last + 1 and last <= len(text) and _is_led_in(text, first, last, words):
                return True
    return False


def _is_led_in(text: str, first: int, last: int, words: PeopleWords) -> bool:
    if text.endswith(words.before, 0, first):
        return True
    if first and text[first - 1] not in _MARKS:
        return False
    return last >= len(text) or text[last] in _MARKS or text.startswith(words.after, last)


def is_bare_line(text: str, at: int, words: PeopleWords) -> bool:
    """Has the line too few characters to be judged: a label, a cell, a name."""
    first = text.rfind("\n", 0, at) + 1
    last = text.find("\n", at)
    line = text[first : last if last >= 0 else len(text)]
    if len(line) > 4 * words.least_characters:
        return False
    return sum("\u4e00" <= c <= "\u9fff" for c in line) < words.least_characters
