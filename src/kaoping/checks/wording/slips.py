"""
Where in a text a word is written wrong: by the lexicon, and by what counts of official text contradict.

The counts are loaded when they are first asked for: of all processes only those that read words need them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from kaoping.pages.numbers import NUMBER
from kaoping.rulebook import STATISTICS, Rulebook

from ..observation import Lane
from ..words import word_finder
from .people import PeopleWords, is_bare_line, may_be_person, people_words

if TYPE_CHECKING:
    from .surprise import Bars, IdiomIndex, Statistics, Suspicion

CONFUSIONS = "confusions"
REPEATED = "重复"
# of one text; one with more is no text
MOST_SLIPS = 500
ALONE_FROM = 5_000
# by texts and bars: these alone decide what is found in them
_FORESEEN: dict[tuple[tuple[str, ...], "Bars"], list[list["Suspicion"]]] = {}
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
    yield from suspected_slips_of_each((text,), rules, is_fetched=is_fetched)[0]


def suspected_slips_of_each(
    texts: Sequence[str], rules: Rulebook, *, is_fetched: bool
) -> tuple[tuple[Slip, ...], ...]:
    """What `suspected_slips` gives for every text of one subject, at little more than the price of one."""
    bars, most = _bars(rules, is_fetched), _most(rules)
    heads = tuple(text[:most] for text in texts)
    each = _FORESEEN.pop((heads, bars), None)
    if each is None:
        each = _find_each(heads, bars)
    return tuple(tuple(_slips(text, seen, rules)) for text, seen in zip(heads, each, strict=True))


def foresee_slips(subjects: Sequence[Sequence[str]], rules: Rulebook, *, is_fetched: bool) -> None:
    """
    Look through the texts of several subjects at once: short texts cost by their number, not their length.
    What is seen is kept until `suspected_slips_of_each` is asked for the same texts, or the next subjects are
    foreseen. Subjects of `ALONE_FROM` characters and more gain nothing and are left out.
    """
    bars, most = _bars(rules, is_fetched), _most(rules)
    heads = [tuple(text[:most] for text in texts) for texts in subjects]
    together = [texts for texts in dict.fromkeys(heads) if sum(map(len, texts)) < ALONE_FROM]
    seen = iter(_find_each([text for texts in together for text in texts], bars))
    _FORESEEN.clear()
    _FORESEEN.update({(texts, bars): [next(seen) for _ in texts] for texts in together})


def _find_each(texts: Sequence[str], bars: "Bars") -> list[list["Suspicion"]]:
    from .surprise import find_each

    return find_each(texts, *opened(), bars)


def _bars(rules: Rulebook, is_fetched: bool) -> "Bars":
    from .surprise import Bars

    settings = rules.reading("surprise")
    return Bars(**{k: float(v) for k, v in settings["fetched" if is_fetched else "draft"].items()})


def _most(rules: Rulebook) -> int:
    return int(rules.reading("surprise")["most_characters"])


def _slips(text: str, seen: Sequence["Suspicion"], rules: Rulebook) -> Iterator[Slip]:
    if not seen:
        return
    people = people_words(rules.reading("people"))
    numbers = [match.span() for match in NUMBER.finditer(text)]
    for one in seen:
        end = one.start + len(one.wrong)
        if any(first < end and one.start < last for first, last in numbers):
            continue  # an organ's short name in a document number is no word
        if one.rule != "idiom" and _is_name(text, one.start, end, people):
            continue
        before, after = _beside(text, one.start, end) if len(one.wrong) == 1 else ("", "")
        yield Slip(
            start=one.start,
            end=end,
            wrong=before + one.wrong + after,
            right=before + one.right + after,
            instead=one.right,
            rule=one.rule,
            kind=_WORDS[one.rule],
            lane="person" if one.lane == "scored" else "hint",
        )


def _is_name(text: str, start: int, end: int, people: PeopleWords) -> bool:
    return is_bare_line(text, start, people) or may_be_person(text, start, end, people)


@lru_cache(maxsize=1)
def opened() -> tuple["Statistics", "IdiomIndex"]:
    """The shipped statistics, opened once a process."""
    from .surprise import index, load

    statistics = load(STATISTICS)
    return statistics, index(statistics.idioms)


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """The characters on both sides: one alone says little to a reader."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return before if _is_character(before) else "", after if _is_character(after) else ""


def _is_character(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"
