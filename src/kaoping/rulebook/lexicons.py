"""Lexicons: words that are wrong, and where they are not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .sources import Source

LISTED, TABLE = "listed", "table"


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One wrong word. `not_after` and `not_before` are neighbours beside which it is right, `carriers` longer
    words that merely contain it; `fires` and `silent` are sentences that show both. `valid_from` and
    `valid_to` bound the days on which the word counts as wrong, inclusive; None is unbounded. `source` is the
    entry's own, None where the file's holds.
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
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """
    One lexicon file, `name` without its ending; entries in the file's order.

    `use` is ``listed`` where `wording.listed` reads it, ``table`` where its words are looked up, not searched
    for in texts. A pack `extends` another lexicon: its entries are
    added to that one's, and the words in `off` are no longer wrong there. `layer` orders packs: a later one
    wins.
    """

    name: str
    title: str
    source: Source
    entries: Sequence[Entry]
    use: str = ""
    extends: str = ""
    layer: str = ""
    off: tuple[str, ...] = ()
    is_office: bool = False


def lexicon_of(
    name: str, data: Mapping[str, Any], *, is_office: bool = False, entries: Sequence[Entry] | None = None
) -> Lexicon:
    """A valid lexicon file as a record; `entries` in place of those in `data`."""
    return Lexicon(
        name=name,
        title=data["title"],
        source=Source.of(data["source"]),
        entries=tuple(entry_of(entry) for entry in data["entries"]) if entries is None else entries,
        use=data.get("use", ""),
        extends=data.get("extends", ""),
        layer=data.get("layer", ""),
        off=tuple(data.get("off", ())),
        is_office=is_office,
    )


def entry_of(data: Mapping[str, Any]) -> Entry:
    """A valid entry as a record."""
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
        source=Source.of(data["source"]) if data.get("source") else None,
    )


def entries_of(data: Iterable[Mapping[str, Any]]) -> tuple[Entry, ...]:
    """Valid entries as records, in order."""
    return tuple(entry_of(entry) for entry in data)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
