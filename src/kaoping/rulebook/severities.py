"""Severity by class and place: a slip in a headline weighs more than the same slip in a text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .schemas import Path, closest
from .sources import Source

Level = Literal["严重", "疑似", "一般", "提示"]
Place = Literal["in_title", "home", "leaders", "body"]
PLACES: tuple[Place, ...] = ("in_title", "home", "leaders", "body")


@dataclass(frozen=True, slots=True)
class SeverityTable:
    """
    `levels` are the levels by class (``S1`` …) and place; `classes` the class of each word by which lexicons
    name one. `leaders` are words in the name of a leaders' section.
    """

    title: str
    source: Source
    levels: Mapping[str, Mapping[Place, Level]]
    classes: Mapping[str, str]
    other: str
    leaders: tuple[str, ...] = ()

    def class_of(self, word: str) -> str:
        """The class (``S1`` …) of a lexicon's class word, or of such an id itself; else `other`."""
        return word if word in self.levels else self.classes.get(word, self.other)

    def level(self, word: str, place: Place) -> Level:
        """How grave an error of this class is in this place."""
        return self.levels[self.class_of(word)][place]


def table_of(data: Mapping[str, Any]) -> SeverityTable:
    """A valid file as a record."""
    return SeverityTable(
        title=data["title"],
        source=Source.of(data["source"]),
        levels={one["id"]: {place: one[place] for place in PLACES} for one in data["classes"]},
        classes={name: one["id"] for one in data["classes"] for name in one["names"]},
        other=data["other"],
        leaders=tuple(data["leaders"]),
    )


def severity_mistakes(data: Mapping[str, Any]) -> list[tuple[Path, str]]:
    """What a schema cannot see: a class twice, a name in two classes, an `other` that is no class."""
    found: list[tuple[Path, str]] = []
    ids = [one["id"] for one in data["classes"]]
    named: dict[str, str] = {}
    for n, one in enumerate(data["classes"]):
        if one["id"] in ids[:n]:
            found.append((("classes", n, "id"), f"类别“{one['id']}”出现了两次"))
        for m, name in enumerate(one["names"]):
            if named.setdefault(name, one["id"]) != one["id"]:
                found.append(
                    (("classes", n, "names", m), f"“{name}”已归入 {named[name]},不能再归入 {one['id']}")
                )
    if data["other"] not in ids:
        found.append((("other",), f"没有类别“{data['other']}”{closest(data['other'], ids)}"))
    return found
