"""Sentences of a text, and where in them words are quoted, named or talked about."""

import re
from dataclasses import dataclass

_ENDS = frozenset("。!?！？;；\n\r")
# a page may hold a megabyte without a full stop
LONGEST = 240
_PAIRS = (("“", "”"), ("‘", "’"), ("「", "」"), ("『", "』"), ('"', '"'))


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
