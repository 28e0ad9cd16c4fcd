"""Where in a text a word is written wrong: by the lexicon, and by what counts of official text contradict."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kaoping.pages.numbers import NUMBER
from kaoping.rulebook import STATISTICS, Rulebook

from ..observation import Lane
from ..words import word_finder
from .people import PeopleWords, is_bare_line, may_be_person, people_words
from .surprise import Bars, IdiomIndex, Statistics, find, index, load

CONFUSIONS = "confusions"
REPEATED = "重复"
# of one text; one with more is no text
MOST_SLIPS = 500
_WORDS = {"idiom": "成语", "sound": "音近", "shape": "形近", "homophone": "同音词"}


@dataclass(frozen=True, slots=True)
class Slip:
    """
    `text[start:end]` is wrong; `wrong` and `right` are what a reader is shown, perhaps with a neighbour.

    `instead` is what should stand at `text[start:end]`; None where nothing can be proposed. `rule` names the
    rule in English, `kind` the sort of fault in Chinese.
    """

    start: int
    end: int
    wrong: str
    right: str
    instead: str | None
    rule: str
    kind: str
    lane: Lane = "person"
    reason: str = ""

    @property
    def told(self) -> str:
        """Why, one Chinese clause."""
        return self.reason or f"“{self.wrong}”疑为“{self.right}”之误"


def listed_slips(text: str, on: date | None, rules: Rulebook) -> Iterator[Slip]:
    """Words of the lexicon `confusions`."""
    for hit in word_finder(rules, CONFUSIONS).find(text, on=on):
        entry = hit.entry
        rule = "doubled" if entry.class_ == REPEATED else "confusion"
        yield Slip(hit.start, hit.end, entry.wrong, entry.right, entry.right, rule, entry.class_)


def suspected_slips(text: str, rules: Rulebook, *, is_fetched: bool) -> Iterator[Slip]:
    """
    Characters that the counts contradict, and idioms with one character replaced; of a very long text its
    head.
    """
    settings = rules.reading("surprise")
    bars = Bars(**{k: float(v) for k, v in settings["fetched" if is_fetched else "draft"].items()})
    statistics, idioms = opened()
    people = people_words(rules.reading("people"))
    text = text[: int(settings["most_characters"])]
    numbers = [match.span() for match in NUMBER.finditer(text)]
    for seen in find(text, statistics, idioms, bars):
        end = seen.start + len(seen.wrong)
        if any(first < end and seen.start < last for first, last in numbers):
            continue  # an organ's short name in a document number is no word
        if seen.rule != "idiom" and _is_name(text, seen.start, end, people):
            continue
        before, after = _beside(text, seen.start, end) if len(seen.wrong) == 1 else ("", "")
        yield Slip(
            start=seen.start,
            end=end,
            wrong=before + seen.wrong + after,
            right=before + seen.right + after,
            instead=seen.right,
            rule=seen.rule,
            kind=_WORDS[seen.rule],
            lane="person" if seen.lane == "scored" else "hint",
        )


def _is_name(text: str, start: int, end: int, people: PeopleWords) -> bool:
    return is_bare_line(text, start, people) or may_be_person(text, start, end, people)


@lru_cache(maxsize=1)
def opened() -> tuple[Statistics, IdiomIndex]:
    """The shipped statistics, opened once a process."""
    statistics = load(STATISTICS)
    return statistics, index(statistics.idioms)


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """The characters on both sides: one alone says little to a reader."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return before if _is_character(before) else "", after if _is_character(after) else ""


def _is_character(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"
