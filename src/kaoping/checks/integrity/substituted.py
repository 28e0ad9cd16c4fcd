"""A planted word in whose place another stood: the whole string that was planted, and what it replaced."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kaoping.rulebook import Rulebook

from .garbling import HIJACK
from .planted import Planted

_LATIN_BEFORE = re.compile(r"[A-Za-z]{2,12}$")
_AROUND = 90


def whole_term(text: str, word: Planted) -> tuple[int, int]:
    """From where to where the planted string reaches, with Latin letters before and tails behind."""
    before = _LATIN_BEFORE.search(text[max(0, word.start - 12) : word.start])
    return word.start - (len(before[0]) if before else 0), max(word.end, word.tail_end)


def whole_terms(text: str, words: Iterable[Planted]) -> Iterator[tuple[Planted, int, int]]:
    """Planted words with the reach of their strings; one that lies within another's is not told again."""
    told = sorted(((*whole_term(text, w), w) for w in words), key=lambda t: (t[0], -t[1]))
    reached = -1
    for start, end, word in told:
        if end > reached:
            yield word, start, end
            reached = end


def guessed(text: str, start: int, end: int, rules: Rulebook) -> str:
    """The ordinary word that stood there as far as the context tells, or ``""``."""
    data: Mapping[str, Any] = rules.reading(HIJACK)
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    for line in data["replaced"]:
        if re.search(line["before"], before) and re.search(line["after"], after):
            return str(line["guess"])
    return _from_paragraph(text, start, end, data["guess_from"])


def _from_paragraph(text: str, start: int, end: int, candidates: list[str]) -> str:
    """The office's term of which its own paragraph speaks most: its last two characters are counted."""
    opening = text.rfind("\n", 0, start) + 1
    ending = text.find("\n", end)
    paragraph = text[opening : ending if ending >= 0 else len(text)]
    counted = [
        (paragraph.count(term[-2:]), n, term) for n, term in enumerate(candidates) if term in paragraph
    ]
    most = max(counted, key=lambda c: (c[0], -c[1]), default=(0, 0, ""))
    return most[2] if most[0] >= 2 else ""
