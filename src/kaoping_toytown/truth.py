"""What is wrong in the city, and what only looks wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Expected:
    """
    A fault that must be found.

    `site` is host and port. `url` is the page where the fault stands (of a whole site its home page,
    of a section its list page, of a dead link a page that cites it). `facts` holds what an observation's
    facts must hold: `target` the dead address, `item` the tag or footer part, numbers by their names.
    """

    check: str
    site: str
    url: str
    facts: dict[str, str | int]
    why: str


@dataclass(frozen=True, slots=True)
class Decoy:
    """A place where the check must stay silent."""

    check: str
    site: str
    url: str
    why: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the city before ports are known: a home page, a section's list or an article."""

    site: int
    section: str | None = None
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Planted:
    """An `Expected` before ports are known; `{site}` and `{outer}` in facts stand for addresses."""

    check: str
    spot: Spot
    why: str
    facts: dict[str, str | int | Spot] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlantedDecoy:
    check: str
    spot: Spot
    why: str


def write_jsonl(records: Iterable[Expected | Decoy], path: Path) -> None:
    """One JSON object a line, in the given order; decoys are told by having no `facts`."""
    lines = [json.dumps(asdict(record), ensure_ascii=False, sort_keys=True) for record in records]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
