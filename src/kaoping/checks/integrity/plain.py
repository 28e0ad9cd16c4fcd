"""Signs of hijacking in plain text, without a page: what `tampered`, `impostor` and the proofreader share."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kaoping.rulebook import Rulebook

from .garbling import garblings
from .planted import LOUD, Planted, planted_words
from .scoring import PROBLEM_SCORE, UNSURE_SCORE, heading_score, text_score
from .substituted import guessed, whole_terms

QUOTED_AROUND = 24
SHORT = 60  # a text so short is read as a title
MOST_PLACES = 50
TAMPERED, IMPOSTOR = "integrity.tampered", "integrity.impostor"


@dataclass(frozen=True, slots=True)
class PlainSign:
    """
    One sign: ``text[start:end]`` is what is wrong, `quote` its surroundings in one line, `reason` a Chinese
    clause, `suggestion` what probably stood there. `check` names the check that tells it of a page. `lane`
    is ``hint`` where the signs of the whole text are too weak to accuse.
    """

    start: int
    end: int
    quote: str
    reason: str
    check: str = TAMPERED
    lane: Literal["person", "hint"] = "person"
    kind: str = "brand"
    suggestion: str = ""


def signs_of_hijack(text: str, rules: Rulebook, *, with_planted: bool = True) -> Iterator[PlainSign]:
    """
    Every sign of hijacking in a text, in order of place; at most fifty of one kind. Planted words are not
    looked for where the caller has no use for them.
    """
    found = [*(_brands(text, rules) if with_planted else ()), *_garbled(text, rules)]
    yield from sorted(found, key=lambda sign: (sign.start, sign.end))


def _brands(text: str, rules: Rulebook) -> Iterator[PlainSign]:
    found = planted_words(text, rules)
    is_title = len(text) <= SHORT and "。" not in text
    score = max(text_score(found), heading_score(found) if is_title else 0)
    if score < UNSURE_SCORE:
        return
    lane: Literal["person", "hint"] = "person" if score >= PROBLEM_SCORE else "hint"
    shown = [p for p in found if is_title or p.is_masked or p.kind in LOUD]
    for word, start, end in whole_terms(text, shown[:MOST_PLACES]):
        yield PlainSign(
            start,
            end,
            quoted(text, start, end),
            _reason(word),
            lane=lane,
            suggestion=guessed(text, start, end, rules),
        )


def _reason(word: Planted) -> str:
    if word.is_masked:
        return f"以零宽、形近等字符掩盖的“{word.word}”"
    return f"疑似被植入的“{word.word}”" + (",占了普通词语的位置" if word.is_replacing else "")


def _garbled(text: str, rules: Rulebook) -> Iterator[PlainSign]:
    for one in garblings(rules).find(text):
        for start, end in one.places[:MOST_PLACES]:
            yield PlainSign(
                start,
                end,
                quoted(text, start, end),
                one.reason,
                check=IMPOSTOR,
                lane="hint",
                kind=one.kind,
                suggestion=one.suggestion,
            )


def quoted(text: str, start: int, end: int) -> str:
    """The place with its surroundings, in one line."""
    return " ".join(text[max(0, start - QUOTED_AROUND) : end + QUOTED_AROUND].split())
