"""Lexicons: words that are wrong, and where they are not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .sources import Source


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One wrong word. `not_after` and `not_before` are neighbours beside which it is right, `carriers` longer
    words that merely contain it; `fires` and `silent` are sentences that show both. `valid_from` and
    `valid_to` bound the days on which the word counts as wrong, inclusive; None is unbounded.
    """

    wrong: str
    right: str = ""
    class_: str = ""
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
    note: str = ""
    fires: str = ""
    silent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One lexicon file, `name` without its ending; entries in the file's order."""

    name: str
    title: str
    source: Source
    entries: tuple[Entry, ...]


def lexicon_of(name: str, data: Mapping[str, Any]) -> Lexicon:
    """A valid lexicon file as a record."""
    entries = tuple(_entry(entry) for entry in data["entries"])
    return Lexicon(name, data["title"], Source.of(data["source"]), entries)


def _entry(data: Mapping[str, Any]) -> Entry:
    return Entry(
        wrong=data["wrong"],
        right=data.get("right", ""),
        class_=data.get("class", ""),
        not_after=tuple(data.get("not_after", ())),
        not_before=tuple(data.get("not_before", ())),
        carriers=tuple(data.get("carriers", ())),
        note=data.get("note", ""),
        fires=data.get("fires", ""),
        silent=data.get("silent", ""),
        valid_from=_day(data.get("valid_from")),
        valid_to=_day(data.get("valid_to")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
