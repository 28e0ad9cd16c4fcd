"""Sentences: patterns with slots, filled by dice, so that no two pages say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from kaoping_toytown.chance import Dice

_SLOT = re.compile(r"\{([a-z_]+)(\d?)\}")
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）"}

Part = str | tuple[str, str]


def _groups(name: str) -> dict[str, list[str]]:
    text = files("kaoping_toytown").joinpath("data", name).read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            lines = found.setdefault(line.strip("[]"), [])
        elif line:
            lines.append(line)
    return found


def full_width(text: str) -> str:
    """Chinese punctuation for the half-width marks, but for those between digits."""
    return re.sub(r"(?<![0-9])[,;:()]|[,;:()](?![0-9])", lambda m: _FULL_WIDTH[m.group()], text)


@lru_cache(maxsize=1)
def words() -> Mapping[str, tuple[str, ...]]:
    """The words that may stand in each slot."""
    return {
        name: tuple(full_width("".join(lines)).split("|")) for name, lines in _groups("words.txt").items()
    }


def _parts(pattern: str) -> Iterator[Part]:
    at = 0
    for slot in _SLOT.finditer(pattern):
        if slot.start() > at:
            yield pattern[at : slot.start()]
        yield slot.group(1), slot.group(2)
        at = slot.end()
    if at < len(pattern):
        yield pattern[at:]


@lru_cache(maxsize=1)
def patterns() -> Mapping[str, tuple[tuple[Part, ...], ...]]:
    """Each group's patterns, cut into text and slots."""
    return {
        group: tuple(tuple(_parts(full_width(line))) for line in lines)
        for group, lines in _groups("patterns.txt").items()
    }


def fill(pattern: tuple[Part, ...], dice: Dice, given: Mapping[str, str]) -> str:
    """
    One sentence.

    Args:
        pattern: Text and slots, from `patterns`.
        dice: What chooses the words; two slots of one name never get the same word.
        given: Words that the page itself knows; they go before the lists.
    """
    used: dict[str, list[str]] = {}
    out: list[str] = []
    for part in pattern:
        if isinstance(part, str):
            out.append(part)
            continue
        slot, number = part
        if slot in given and not number:
            out.append(given[slot])
        else:
            out.append(_word(slot, dice, used.setdefault(slot, [given[slot]] if slot in given else [])))
    return "".join(out)


def _word(slot: str, dice: Dice, used: list[str]) -> str:
    """A word for the slot that is not among those used, which it joins."""
    choices = words().get(slot)
    if choices is None:
        return _number(slot, dice)
    at = dice.below(len(choices))
    while choices[at] in used:
        at = (at + 1) % len(choices)
    used.append(choices[at])
    return choices[at]


def _number(slot: str, dice: Dice) -> str:
    if slot == "pct":
        return str(dice.between(70, 99))
    if slot == "digit":
        return str(dice.between(1, 9))
    if slot == "small":
        return f"{dice.between(2, 9)}.{dice.between(1, 9)}"
    if slot == "n":
        return str(dice.between(3, 96))
    raise KeyError(slot)


def title(kind: str, turn: int, dice: Dice, given: Mapping[str, str]) -> str:
    """A title; the patterns take turns, so that neighbours in a list differ."""
    group = patterns()[f"title.{kind}"]
    return fill(group[turn % len(group)], dice, given)


def paragraphs(kind: str, count: int, dice: Dice, given: Mapping[str, str]) -> list[str]:
    """Up to `count` different sentences of a kind of page."""
    group = patterns()[f"body.{kind}"]
    start = dice.below(len(group))
    return [fill(group[(start + n) % len(group)], dice, given) for n in range(min(count, len(group)))]
