"""The words by which interaction and service are read (`reading/interaction.yaml`), compiled."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from .interaction import ChannelKind, State

DAY = r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})"
_NUMBER = r"[一二三四五六七八九十\d]{1,3}"
_UNTIL_NUMBER = r"[^\d。；;！？]{0,10}?\s*"
_FIGURE = r"(?P<number>\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,4})?)"
_LABELS = (
    "asked_labels",
    "answered_labels",
    "question_labels",
    "reply_labels",
    "replier_labels",
    "status_labels",
    "other_labels",
)
_NOT_A_DATE = r"(?![\d,.]|\s{0,2}(?:年|月|[-/]\d|[:：]\d))"


@dataclass(frozen=True, slots=True)
class InteractionWords:
    """Patterns over a page's visible text; `day` has the groups year, month, day."""

    hints: re.Pattern[str]
    asked: re.Pattern[str]  # label and date
    answered: re.Pattern[str]
    asked_heading: re.Pattern[str]  # the label alone, as a list's heading has it
    answered_heading: re.Pattern[str]
    row_heads: re.Pattern[str]  # one of a list's headings beside the day of the question
    question: re.Pattern[str]
    reply: re.Pattern[str]
    replier: re.Pattern[str]
    status: re.Pattern[str]
    reply_alone: re.Pattern[str]
    labels: re.Pattern[str]  # any label that stands alone, to its end
    states: Mapping[State, re.Pattern[str]]  # the first that is found holds
    statistics: Mapping[str, re.Pattern[str]]  # label and number
    turned_statistics: Mapping[str, re.Pattern[str]]  # number and label, as boards print them
    statistics_heads: Mapping[str, re.Pattern[str]]  # the label alone, as a table's heading has it
    blank_statistics: re.Pattern[str]  # a label with room for a number, and none there
    statistics_titles: re.Pattern[str]
    statistics_pages: re.Pattern[str]  # names of pages that are there for figures on messages
    as_of: re.Pattern[str]
    message_context: re.Pattern[str]  # what names of places say where messages are kept
    not_messages: re.Pattern[str]  # figures beside these words count other things
    form_words: re.Pattern[str]
    elements: Mapping[str, re.Pattern[str]]
    guide_titles: re.Pattern[str]
    guide_links: re.Pattern[str]
    least_elements: int
    reply_least: int


@dataclass(frozen=True, slots=True)
class SiteWords:
    """Patterns over names and titles by which a whole site is read; few, for it is read once."""

    not_boards: re.Pattern[str]  # places whose messages are not consultation
    channels: tuple[tuple[ChannelKind, re.Pattern[str]], ...]
    not_channels: re.Pattern[str]
    published_only: re.Pattern[str]  # names of channels that only show letters or figures
    whole_platforms: re.Pattern[str]
    guide_sections: re.Pattern[str]
    guide_places: re.Pattern[str]  # names of places where every page is a guide
    guide_names: re.Pattern[str]
    not_guides: re.Pattern[str]
    guide_files: re.Pattern[str]  # names of attachments that may hold what the page does not
    statistics_pages: re.Pattern[str]  # names of pages that are there for figures on messages
    elements: tuple[str, ...]  # names of a guide's classes
    least_elements: int


def interaction_words(data: Mapping[str, Any]) -> InteractionWords:
    """Compile the rulebook's words. Raises KeyError where a list that reading needs is missing."""
    units = _any(data["statistics_units"])
    return InteractionWords(
        hints=_joined(data["hints"]),
        asked=_dated(data["asked_labels"]),
        answered=_dated(data["answered_labels"]),
        asked_heading=re.compile(_any(data["asked_labels"])),
        answered_heading=re.compile(_any(data["answered_labels"])),
        row_heads=re.compile(_any([*data["answered_labels"], *data["status_labels"]])),
        question=_label(data["question_labels"]),
        reply=_label(data["reply_labels"]),
        replier=_label(data["replier_labels"]),
        status=_alone(data["status_labels"]),
        reply_alone=_alone(data["reply_labels"]),
        labels=_alone(word for name in _LABELS for word in data[name]),
        states={cast("State", state): re.compile(_any(words)) for state, words in data["states"].items()},
        statistics={key: _counted(key, words, units) for key, words in data["statistics"].items()},
        turned_statistics={key: _turned(key, words, units) for key, words in data["statistics"].items()},
        statistics_heads={key: re.compile(_any(words)) for key, words in data["statistics"].items()},
        blank_statistics=_blank(data["statistics"]["received"], units),
        statistics_titles=_joined(data["statistics_titles"]),
        statistics_pages=_joined(data["statistics_pages"]),
        as_of=_joined(data["as_of_words"]),
        message_context=_joined(data["message_context"]),
        not_messages=_joined(data["not_messages"]),
        form_words=re.compile(_any_of(data["form_words"]), re.IGNORECASE),
        elements={name: _headed(words) for name, words in data["guide_elements"].items()},
        guide_titles=_joined(data["guide_titles"]),
        guide_links=_joined(data["guide_links"]),
        least_elements=int(data["least_elements"]),
        reply_least=int(data["reply_least"]),
    )


def site_words(data: Mapping[str, Any]) -> SiteWords:
    """Compile what a whole site is read by. Raises KeyError where a list is missing."""
    return SiteWords(
        not_boards=_joined(data["not_boards"]),
        channels=tuple((c["kind"], re.compile(c["pattern"])) for c in data["channels"]),
        not_channels=_joined(data["not_channels"]),
        published_only=_joined(data["published_only"]),
        whole_platforms=_joined(data["whole_platforms"]),
        guide_sections=_joined(data["guide_sections"]),
        guide_places=_joined(data["guide_places"]),
        guide_names=_joined(data["guide_names"]),
        not_guides=_joined(data["not_guides"]),
        guide_files=_joined(data["guide_files"]),
        statistics_pages=_joined(data["statistics_pages"]),
        elements=tuple(data["guide_elements"]),
        least_elements=int(data["least_elements"]),
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


def _counted(key: str, words: Iterable[str], units: str) -> re.Pattern[str]:
    return re.compile(
        rf"{_any(words)}{_whole(key)}{_UNTIL_NUMBER}{_FIGURE}\s{{0,3}}(?P<unit>{units})?{_NOT_A_DATE}"
    )


def _turned(key: str, words: Iterable[str], units: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\d.,\-/年月]){_FIGURE}\s{{0,3}}(?:{units})?\s{{0,6}}{_any(words)}{_whole(key)}")


def _blank(words: Iterable[str], units: str) -> re.Pattern[str]:
    return re.compile(rf"{_any(words)}\s{{0,3}}[:：]?\s{{0,6}}(?:{units})")


def _whole(key: str) -> str:
    """A rate is no count, though its name begins like one."""
    return "" if key in ("rate", "average") else r"(?!\s{0,3}[率期时])"


def _alone(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"^[\s\[【]*{_any(words)}[\s\]】:：]*$")


def _headed(words: Iterable[str]) -> re.Pattern[str]:
    """A word as a heading or a label: at a line's start (after its number), before a colon or line end."""
    mark = rf"(?:{_NUMBER}\s?[、.．)）]\s*|[(（]{_NUMBER}[)）]\s*|[【\[■●◆▪]\s*)?"
    paired = r"(?:[^\n:：]{1,10}[及和与、/])?"  # 受理地址及联系方式 names two classes
    plain = rf"(?:^|\n)\s*{mark}{paired}{_any(words)}[^\n:：]{{0,8}}(?:[:：\]】]|\s*(?:\n|$))"
    return re.compile(rf"{plain}|{_any(words)}\s{{0,3}}[:：]")
