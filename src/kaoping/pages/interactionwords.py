"""The words by which interaction and service are read (`reading/interaction.yaml`), compiled."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from .interaction import ChannelKind, State

DAY = r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})"
_NUMBER = r"[一二三四五六七八九十\d]{1,3}"
_UNTIL_NUMBER = r"[^\d。；;！？]{0,10}?\s*"
_NOT_A_DATE = r"(?![\d,.]|\s{0,2}(?:年|月|[-/]\d|[:：]\d))"


@dataclass(frozen=True, slots=True)
class InteractionWords:
    """Patterns over a page's visible text; `day` has the groups year, month, day."""

    hints: re.Pattern[str]
    asked: re.Pattern[str]  # label and date
    answered: re.Pattern[str]
    asked_heading: re.Pattern[str]  # the label alone, as a list's heading has it
    answered_heading: re.Pattern[str]
    question: re.Pattern[str]
    reply: re.Pattern[str]
    replier: re.Pattern[str]
    states: Mapping[State, re.Pattern[str]]  # the first that is found holds
    statistics: Mapping[str, re.Pattern[str]]
    statistics_titles: re.Pattern[str]
    channels: tuple[tuple[ChannelKind, re.Pattern[str]], ...]
    not_channels: re.Pattern[str]
    form_words: re.Pattern[str]
    elements: Mapping[str, re.Pattern[str]]
    guide_titles: re.Pattern[str]
    guide_sections: re.Pattern[str]
    guide_names: re.Pattern[str]
    not_guides: re.Pattern[str]
    least_elements: int
    reply_least: int


def interaction_words(data: Mapping[str, Any]) -> InteractionWords:
    """Compile the rulebook's words. Raises KeyError where a list that reading needs is missing."""
    units = _any(data["statistics_units"])
    return InteractionWords(
        hints=_joined(data["hints"]),
        asked=_dated(data["asked_labels"]),
        answered=_dated(data["answered_labels"]),
        asked_heading=re.compile(_any(data["asked_labels"])),
        answered_heading=re.compile(_any(data["answered_labels"])),
        question=_label(data["question_labels"]),
        reply=_label(data["reply_labels"]),
        replier=_label(data["replier_labels"]),
        states={cast("State", state): re.compile(_any(words)) for state, words in data["states"].items()},
        statistics={key: _counted(words, units) for key, words in data["statistics"].items()},
        statistics_titles=_joined(data["statistics_titles"]),
        channels=tuple((c["kind"], re.compile(c["pattern"])) for c in data["channels"]),
        not_channels=_joined(data["not_channels"]),
        form_words=re.compile(_any_of(data["form_words"]), re.IGNORECASE),
        elements={name: _headed(words) for name, words in data["guide_elements"].items()},
        guide_titles=_joined(data["guide_titles"]),
        guide_sections=_joined(data["guide_sections"]),
        guide_names=_joined(data["guide_names"]),
        not_guides=_joined(data["not_guides"]),
        least_elements=int(data["least_elements"]),
        reply_least=int(data["reply_least"]),
    )


def _any(words: Iterable[str]) -> str:
    """Any of the words literally, the longest first; offices print blanks between characters."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return "(?:" + "|".join(r"\s{0,3}".join(map(re.escape, w)) for w in ordered) + ")"


def _any_of(sources: Iterable[str]) -> str:
    return "|".join(f"(?:{s})" for s in sources)


def _joined(sources: Iterable[str]) -> re.Pattern[str]:
    return re.compile(_any_of(sources))


def _label(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"{_any(words)}\s{{0,3}}[\]】]?\s{{0,3}}(?:[:：]|\n)")


def _dated(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"{_any(words)}\s{{0,3}}[\]】]?\s{{0,3}}[:：]?\s{{0,6}}{DAY}")


def _counted(words: Iterable[str], units: str) -> re.Pattern[str]:
    number = r"(?P<number>\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,4})?)"
    return re.compile(rf"{_any(words)}{_UNTIL_NUMBER}{number}\s{{0,3}}(?P<unit>{units})?{_NOT_A_DATE}")


def _headed(words: Iterable[str]) -> re.Pattern[str]:
    """A word as a heading or a label: at a line's start (after its number), before a colon or line end."""
    mark = rf"(?:{_NUMBER}\s?[、.．)）]\s*|[(（]{_NUMBER}[)）]\s*|[【\[■●◆▪]\s*)?"
    plain = rf"(?:^|\n)\s*{mark}{_any(words)}[^\n:：]{{0,8}}(?:[:：\]】]|\s*(?:\n|$))"
    return re.compile(rf"{plain}|{_any(words)}\s{{0,3}}[:：]")
