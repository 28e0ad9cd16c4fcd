"""Sentences of a text, and where in them words are quoted, named or talked about."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from kaoping.rulebook import Rulebook

_ENDS = frozenset("。!?！？;；\n\r")
# a page may hold a megabyte without a full stop
LONGEST = 240
QUOTED_AROUND = 40
TALK = "error-talk"
_PAIRS = (("“", "”"), ("‘", "’"), ("「", "」"), ("『", "』"), ('"', '"'))


class Change(Protocol):
    """`text[start:end]` should be `instead`; None where nothing can be proposed."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def instead(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence within a text: `text[start:end]`, without its white space at both ends."""

    text: str
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]


def sentence_around(text: str, start: int, end: int) -> Sentence:
    """The sentence in which `text[start:end]` stands, at most `LONGEST` characters to either side."""
    first, last = start, end
    while first > max(0, start - LONGEST) and text[first - 1] not in _ENDS:
        first -= 1
    while last < min(len(text), end + LONGEST) and text[last] not in _ENDS:
        last += 1
    if last < len(text) and text[last] in "。!?！？":
        last += 1
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return Sentence(text, first, last)


def is_in_title(sentence: Sentence, start: int, end: int) -> bool:
    """Inside 《》: the name of a law, a book or a document stays as it was printed."""
    before = sentence.text[sentence.start : start]
    after = sentence.text[end : sentence.end]
    return before.rfind("《") > before.rfind("》") and "》" in after


def is_in_quotation(sentence: Sentence, start: int, end: int) -> bool:
    """Inside a pair of quotation marks."""
    before = sentence.text[sentence.start : start]
    after = sentence.text[end : sentence.end]
    for opening, closing in _PAIRS:
        if opening == closing:
            if before.count(opening) % 2 and closing in after:
                return True
        elif before.rfind(opening) > before.rfind(closing) and closing in after:
            return True
    return False


def says_any(sentence: Sentence, words: re.Pattern[str]) -> bool:
    """Does one of the words stand in the sentence?"""
    return words.search(sentence.text, sentence.start, sentence.end) is not None


def talk_of_errors(rules: Rulebook) -> re.Pattern[str]:
    """The words by which a sentence speaks of an error itself."""
    return _any_of(tuple(e.wrong for e in rules.lexicon(TALK).entries))


@lru_cache(maxsize=8)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))


def quoted(sentence: Sentence, start: int, end: int, changes: Iterable[Change]) -> tuple[str, str]:
    """
    The sentence around `start` and `end` as a reader is shown it, and the same put right.

    Of a long sentence the part around is shown; white space is made single.
    """
    first = max(sentence.start, start - QUOTED_AROUND)
    last = min(sentence.end, end + QUOTED_AROUND)
    pieces, at = [], first
    for change in changes:
        if change.instead is not None and change.start >= at and change.end <= last:
            pieces += [sentence.text[at : change.start], change.instead]
            at = change.end
    pieces.append(sentence.text[at:last])
    quote = " ".join(sentence.text[first:last].split())
    changed = " ".join("".join(pieces).split())
    return quote, changed if changed != quote else ""
